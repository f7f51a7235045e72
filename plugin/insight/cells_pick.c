/* cells_pick.c - see cells_pick.h.
 *
 * A condition has one bit. Scenes and members have a word of bits each, by their number; what is
 * said of lines, tenders and rewards is a bit a sale, one array for each such condition.
 */
#include "plugin/insight/cells_pick_parts.h"

rgl_rc pick_no_memory(struct store *store)
{
	return refuse(&store->refusal, RGL_E_MEMORY,
		      "there is not enough memory for this question");
}

rgl_rc pick_read_last(struct store *store, enum statement statement, int64_t *ret)
{
	struct query q = query(store, statement);
	int64_t last = 0;
	rgl_rc rc;

	if (query_row(&q))
		last = query_int(&q);
	rc = query_end(&q);
	if (rc == RGL_OK)
		*ret = last;
	return rc;
}

/* ---- Lines, tenders, rewards, coupons ---- */

static void mark(struct pick *pick, size_t condition, int64_t sale)
{
	if (sale > 0 && sale < pick->sale_count)
		pick->sales[condition][sale / 8] |= (uint8_t)(1u << (sale % 8));
}

static rgl_rc make_marks(struct pick *pick)
{
	rgl_rc rc = pick_read_last(pick->store, STATEMENT_PICK_LAST_SALE, &pick->sale_count);

	pick->sale_count++;
	for (size_t i = 0; rc == RGL_OK && i < pick->question.condition_count; i++) {
		if (pick->question.conditions[i].basis < ON_LINE)
			continue;
		pick->sales[i] = host_new(pick->store->host, (size_t)pick->sale_count / 8 + 1);
		if (pick->sales[i] == NULL)
			rc = pick_no_memory(pick->store);
		pick->asks_sales = true;
	}
	return rc;
}

/* The columns: sale, then the texts in the order of ASK_SKU to ASK_TAG. `!=` and `not in` are
 * turned about for the whole sale at the end: none of its lines may be it. */
static void decide_line(struct pick *pick, struct query *q)
{
	const struct question *question = &pick->question;
	char texts[4][RGL_TEXT_MAX + 1];
	int64_t sale = query_int(q);

	for (size_t i = 0; i < 4; i++)
		query_text(q, texts[i], sizeof(texts[i]));
	for (size_t i = 0; i < question->condition_count; i++) {
		const struct question_condition *of = &question->conditions[i];
		bool holds;

		if (of->basis != ON_LINE)
			continue;
		holds = of->field == ASK_TAG
				? question_words_hold(question, i, texts[3])
				: question_text_holds(question, i, texts[of->field - ASK_SKU]);
		if (holds != of->negated)
			mark(pick, i, sale);
	}
}

/* The columns: sale, and the tender's kind, the reward's name, or nothing. */
static void decide_other(struct pick *pick, enum question_basis basis, struct query *q)
{
	const struct question *question = &pick->question;
	int64_t sale = query_int(q);
	int64_t number = basis == ON_TENDER ? query_int(q) : 1;
	char text[RGL_TEXT_MAX + 1] = "";

	if (basis == ON_REWARD)
		query_text(q, text, sizeof(text));
	for (size_t i = 0; i < question->condition_count; i++) {
		const struct question_condition *of = &question->conditions[i];
		bool has;

		if (of->basis != basis)
			continue;
		has = basis == ON_COUPON ||
		      (basis == ON_REWARD
			       ? question_text_holds(question, i, text)
			       : question_number_holds(question, i, number)) != of->negated;
		if (has)
			mark(pick, i, sale);
	}
}

static rgl_rc read_marks(struct pick *pick, enum question_basis basis, enum statement statement)
{
	struct query q;

	if (!question_asks(&pick->question, basis))
		return RGL_OK;
	q = query(pick->store, statement);
	while (query_row(&q)) {
		if (basis == ON_LINE)
			decide_line(pick, &q);
		else
			decide_other(pick, basis, &q);
	}
	return query_end(&q);
}

/* A sale that was marked has it; what the condition says of having it is decided here. */
static uint64_t mark_bits(const struct pick *pick, int64_t sale)
{
	const struct question *question = &pick->question;
	uint64_t bits = 0;

	for (size_t i = 0; i < question->condition_count; i++) {
		const struct question_condition *of = &question->conditions[i];
		bool has;

		if (pick->sales[i] == NULL || sale < 0 || sale >= pick->sale_count)
			continue;
		has = (pick->sales[i][sale / 8] >> (sale % 8) & 1) != 0;
		if (of->basis == ON_COUPON ? question_number_holds(question, i, has)
					   : has != of->negated)
			bits |= pick_bit(i);
	}
	return bits;
}

/* ---- All ---- */

static rgl_rc decide(struct pick *pick)
{
	rgl_rc rc = RGL_OK;

	pick->asks_sale = question_asks(&pick->question, ON_SALE);
	if (question_asks(&pick->question, ON_SCENE))
		rc = pick_decide_scenes(pick);
	if (rc == RGL_OK && question_asks(&pick->question, ON_MEMBER))
		rc = pick_decide_members(pick);
	if (rc == RGL_OK)
		rc = make_marks(pick);
	if (rc == RGL_OK)
		rc = read_marks(pick, ON_LINE, STATEMENT_PICK_LINES);
	if (rc == RGL_OK)
		rc = read_marks(pick, ON_TENDER, STATEMENT_PICK_TENDERS);
	if (rc == RGL_OK)
		rc = read_marks(pick, ON_REWARD, STATEMENT_PICK_REWARDS);
	if (rc == RGL_OK)
		rc = read_marks(pick, ON_COUPON, STATEMENT_PICK_COUPONS);
	return rc;
}

rgl_rc pick_open(struct store *store, const char *where, struct pick **ret)
{
	struct pick *pick = host_new(store->host, sizeof(*pick));
	rgl_rc rc;

	if (pick == NULL)
		return pick_no_memory(store);
	pick->store = store;
	rc = question_read(where, &store->shop.currency, &pick->question, &store->refusal);
	if (rc == RGL_OK)
		rc = decide(pick);
	if (rc < 0)
		pick_close(pick);
	else
		*ret = pick;
	return rc;
}

void pick_close(struct pick *pick)
{
	const struct host *host;

	if (pick == NULL)
		return;
	host = pick->store->host;
	for (size_t i = 0; i < QUESTION_CONDITIONS_MAX; i++)
		host_free(host, pick->sales[i]);
	host_free(host, pick->members);
	host_free(host, pick->scenes);
	host_free(host, pick);
}

static uint64_t sale_bits(const struct pick *pick, const struct scan_sale *sale, int64_t local_ms)
{
	return question_sale_bits(&pick->question, &(struct question_sale) {
							   .total_minor = sale->total_minor,
							   .net_minor = scan_net_minor(sale),
							   .discount_minor = sale->discount_minor,
							   .cost_minor = sale->cost_minor,
							   .points = sale->points,
							   .local_ms = local_ms,
							   .has_cost = sale->has_cost,
							   .is_refund = sale->is_refund,
						   });
}

bool pick_holds(const struct pick *pick, const struct scan_sale *sale, int64_t local_ms)
{
	uint64_t bits = 0;

	if (pick->scenes != NULL)
		bits |= pick->scenes[sale->scene < pick->scene_count ? sale->scene : 0];
	if (pick->members != NULL && sale->member < pick->member_count)
		bits |= pick->members[sale->member];
	if (pick->asks_sales)
		bits |= mark_bits(pick, sale->id);
	if (pick->asks_sale)
		bits |= sale_bits(pick, sale, local_ms);
	return question_holds(&pick->question, bits);
}

bool pick_asks_more(const struct pick *pick)
{
	const struct question *question = &pick->question;

	for (size_t i = 0; i < question->condition_count; i++)
		if (question->conditions[i].field == ASK_POINTS)
			return true;
	return pick->scenes != NULL;
}
