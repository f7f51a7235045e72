/* checkout_wanted.c - see checkout_parts.h: which rewards a sale means, by name, code, hold or
 * line. */
#include <string.h>

#include "plugin/checkout_parts.h"

static bool has_code(const struct word_list *codes, const char *code)
{
	return codes->count > 0 && match_word(codes, code, false);
}

static size_t reward_of_code(const struct programme *programme, const char *code)
{
	for (size_t i = 0; i < programme->reward_count; i++)
		if (has_code(&programme->rewards[i].when.codes, code))
			return i;
	return PROGRAMME_NONE;
}

static bool is_wished(const struct desk *desk, int64_t voucher, size_t before)
{
	for (size_t i = 0; i < before; i++)
		if (desk->vouchers[i] == voucher)
			return true;
	return false;
}

int64_t plan_voucher_ms(const struct desk *desk, const struct voucher *voucher)
{
	int64_t now_ms = host_now_ms(desk->store->host);
	int64_t at_ms = desk->plan.at_ms < now_ms ? desk->plan.at_ms : now_ms;

	return at_ms < voucher->from_ms ? now_ms : at_ms;
}

/* A coupon's code, or a promotion's; which of them it is, the store says. */
static rgl_rc read_code(struct desk *desk, const struct wish *wish, bool strict,
			struct wanted *wanted, int64_t *ret_voucher)
{
	const struct programme *programme = desk->plan.entry->programme;
	struct voucher voucher = { 0 };
	size_t reward = reward_of_code(programme, wish->code);
	rgl_rc rc;

	if (reward != PROGRAMME_NONE) {
		wanted->reward = wanted->reward == PROGRAMME_NONE ? reward : wanted->reward;
		return RGL_OK;
	}
	rc = vouchers_find(desk->store, wish->code, &voucher);
	if (rc == RGL_OK && voucher.kind != VOUCHER_COUPON)
		rc = refuse_field(&desk->store->refusal, RGL_E_FIELD, "rewards",
				  "this is a gift card; take it as payment");
	/* One that this very hold has is not taken by another. */
	if (rc == RGL_OK && desk->plan.hold.id != 0 && voucher.used_by == desk->plan.hold.id)
		voucher.used_by = 0;
	if (rc == RGL_OK)
		rc = quote_free_coupon(desk, &voucher);
	if (rc == RGL_OK && is_wished(desk, voucher.id, (size_t)(wanted - desk->wanted)))
		voucher.used_by = voucher.id; /* an earlier wish has it */
	if (rc == RGL_OK)
		rc = vouchers_check(desk->store, &voucher, desk->plan.profile.member,
				    plan_voucher_ms(desk, &voucher));
	if (rc < 0 && (strict || rc == RGL_E_MEMORY || rc == RGL_E_INPUT_OUTPUT))
		return rc;
	if (rc < 0) {
		desk->unmet[wanted - desk->wanted] = desk->store->refusal;
		return RGL_OK; /* the claim says so */
	}
	wanted->reward = programme_find_reward(programme, voucher.reward);
	wanted->has_coupon = true;
	*ret_voucher = voucher.id;
	return RGL_OK;
}

/* The one that the sale's own hold has set aside for it comes first. */
static void held_coupon(struct desk *desk, struct wanted *wanted, size_t at)
{
	const struct hold *hold = &desk->plan.hold;
	const char *id = desk->plan.entry->programme->rewards[wanted->reward].id;

	for (size_t i = 0; hold->state == HOLD_HELD && i < hold->item_count; i++) {
		const struct hold_item *item = &hold->items[i];

		if (wanted->has_coupon || item->voucher == 0 || strcmp(item->reward, id) != 0 ||
		    is_wished(desk, item->voucher, at))
			continue;
		wanted->has_coupon = true;
		desk->vouchers[at] = item->voucher;
	}
}

/* The member's own coupon for a reward that needs one: the cashier picks it from what is offered,
 * nobody types a code. One is taken for each wish. */
static rgl_rc own_coupon(struct desk *desk, struct wanted *wanted, size_t at)
{
	const struct reward *reward = &desk->plan.entry->programme->rewards[wanted->reward];
	struct voucher vouchers[SALE_WISHES_MAX]; /* earlier wishes have one each at most */
	size_t count = 0;
	rgl_rc rc;

	held_coupon(desk, wanted, at);
	if (wanted->has_coupon)
		return RGL_OK;
	rc = vouchers_for_reward(desk->store, desk->plan.profile.member, reward->id,
				 host_now_ms(desk->store->host), vouchers, SALE_WISHES_MAX, &count);
	for (size_t i = 0; rc == RGL_OK && i < count && !wanted->has_coupon; i++) {
		if (is_wished(desk, vouchers[i].id, at))
			continue;
		wanted->has_coupon = true;
		desk->vouchers[at] = vouchers[i].id;
	}
	return rc;
}

static rgl_rc read_wish(struct desk *desk, const struct wish *wish, bool strict, size_t at)
{
	struct wanted *wanted = &desk->wanted[at];

	*wanted = (struct wanted) {
		.reward = PROGRAMME_NONE,
		.times = wish->times == 0 ? 1 : wish->times,
		.points = wish->points,
	};
	desk->vouchers[at] = 0;
	desk->unmet[at].code = RGL_OK;
	if (wish->reward != NULL)
		wanted->reward = programme_find_reward(desk->plan.entry->programme, wish->reward);
	if (wish->code != NULL && wish->code[0] != '\0')
		return read_code(desk, wish, strict, wanted, &desk->vouchers[at]);
	if (wanted->reward != PROGRAMME_NONE && desk->plan.profile.member != 0 &&
	    desk->plan.entry->programme->rewards[wanted->reward].coupon_only)
		return own_coupon(desk, wanted, at);
	return RGL_OK;
}

/* A hold that ended let its coupons go; another sale may have used one since. */
static rgl_rc check_coupon(struct desk *desk, int64_t voucher)
{
	int64_t used_by = 0;
	rgl_rc rc;

	if (voucher == 0 || desk->plan.hold.state == HOLD_HELD)
		return RGL_OK;
	rc = vouchers_used_by(desk->store, voucher, &used_by);
	if (rc == RGL_OK && used_by != 0)
		rc = refuse_field(&desk->store->refusal, RGL_E_TAKEN, "hold",
				  "the quote ended and its coupon was used since; quote again");
	return rc;
}

static rgl_rc wanted_of_hold(struct desk *desk, size_t *ret_count)
{
	const struct hold *hold = &desk->plan.hold;
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; rc == RGL_OK && i < hold->item_count && i < SALE_WISHES_MAX; i++) {
		rc = check_coupon(desk, hold->items[i].voucher);
		desk->wanted[i] = (struct wanted) {
			.reward = programme_find_reward(desk->plan.entry->programme,
							hold->items[i].reward),
			.times = hold->items[i].times,
			.points = hold->items[i].points,
			.has_coupon = hold->items[i].voucher != 0,
		};
		desk->vouchers[i] = hold->items[i].voucher;
		*ret_count = i + 1;
	}
	return rc;
}

/* A till that sends a reward's line and says no more used it once. */
static void wanted_of_lines(struct desk *desk, const struct sale *sale, size_t *ret_count)
{
	for (size_t i = 0; i < sale->line_count && *ret_count < SALE_WISHES_MAX; i++) {
		const char *id = sale->lines[i].reward;
		size_t reward = id == NULL || id[0] == '\0'
					? PROGRAMME_NONE
					: programme_find_reward(desk->plan.entry->programme, id);
		bool is_new = reward != PROGRAMME_NONE;

		for (size_t k = 0; is_new && k < *ret_count; k++)
			is_new = desk->wanted[k].reward != reward;
		if (!is_new)
			continue;
		desk->wanted[*ret_count] = (struct wanted) { .reward = reward, .times = 1 };
		desk->vouchers[(*ret_count)++] = 0;
	}
}

rgl_rc plan_wanted(struct desk *desk, const struct sale *sale, bool strict, size_t *ret_count)
{
	rgl_rc rc = RGL_OK;

	*ret_count = 0;
	if (desk->plan.hold.id != 0 && sale->wish_count == 0)
		rc = wanted_of_hold(desk, ret_count);
	for (size_t i = 0; rc == RGL_OK && i < sale->wish_count; i++) {
		rc = read_wish(desk, &sale->wishes[i], strict, i);
		*ret_count = i + 1;
	}
	if (rc == RGL_OK && strict)
		wanted_of_lines(desk, sale, ret_count);
	return rc;
}

/* The code of a reward that was set aside by one, of several the first; NULL when the sale says. */
static const char *code_of(const struct programme *programme, const struct sale *sale,
			   const struct hold_item *item)
{
	size_t reward = programme_find_reward(programme, item->reward);
	const struct word_list *codes;

	if (reward == PROGRAMME_NONE || programme->rewards[reward].when.codes.count == 0)
		return NULL;
	codes = &programme->rewards[reward].when.codes;
	for (size_t i = 0; i < sale->code_count; i++)
		if (has_code(codes, sale->codes[i]))
			return NULL;
	return codes->texts[0];
}

void plan_codes(struct desk *desk, const struct hold *hold, struct sale *ret)
{
	size_t held = hold == NULL || ret->wish_count > 0 ? 0 : hold->item_count;
	size_t count = 0;

	for (size_t i = 0; i < ret->code_count; i++)
		desk->codes[count++] = ret->codes[i];
	for (size_t i = 0; i < ret->wish_count; i++)
		if (ret->wishes[i].code != NULL)
			desk->codes[count++] = ret->wishes[i].code;
	for (size_t i = 0; i < held && i < SALE_WISHES_MAX; i++) {
		const char *code = code_of(desk->plan.entry->programme, ret, &hold->items[i]);

		if (code != NULL)
			desk->codes[count++] = code;
	}
	ret->codes = desk->codes;
	ret->code_count = count;
}
