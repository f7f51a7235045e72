/* gesture_give.c - see gesture.h: one that is given apart from a sale. */
#include <stdio.h>
#include <string.h>

#include "plugin/care/audit.h"
#include "plugin/care/complaint.h"
#include "plugin/care/gesture.h"
#include "plugin/identify/identify.h"
#include "plugin/loyalty/holds.h"
#include "plugin/loyalty/lots.h"
#include "plugin/loyalty/said.h"
#include "plugin/sales/record.h"

/* What is known of it once it was looked up. is_told: only an alert was written. */
struct work {
	const struct gesture_new *new;
	const struct book_entry *entry;
	struct policy policy;
	struct gesture_scene scene;
	struct gesture_judged judged;
	struct gesture_done done;
	uint8_t digest[HASH_BYTES];
	int64_t now_ms;
	bool is_told;
};

/* --- looking */

static rgl_rc check_ours(struct store *store, const struct gesture_new *new)
{
	if (new->ref != NULL && strncmp(new->ref, RECORD_OURS, strlen(RECORD_OURS)) == 0)
		return refuse_field(&store->refusal, RGL_E_FIELD, "id",
				    "an id of the till's does not begin with " RECORD_OURS);
	return RGL_OK;
}

static rgl_rc check(struct store *store, const struct gesture_new *new)
{
	rgl_rc rc = said_check(store, new->ref, "id");

	if (rc == RGL_OK)
		rc = check_ours(store, new);
	if (rc == RGL_OK && (new->cashier == NULL || new->cashier[0] == '\0'))
		rc = refuse_field(&store->refusal, RGL_E_FIELD, "cashier",
				  "say who gives it: the budget is the cashier's");
	if (rc == RGL_OK)
		rc = said_check_kept(store, new->cashier, "cashier");
	if (rc == RGL_OK)
		rc = sale_check_gesture(&new->asked, "", &store->refusal);
	return rc;
}

static void digest(const struct store *store, const struct gesture_new *new,
		   uint8_t ret[HASH_BYTES])
{
	const size_t length = new->scan == NULL ? 0 : new->scan_length;
	struct digest digest;

	digest_begin(&digest, &store->keys);
	digest_text(&digest, new->cashier);
	digest_int(&digest, new->member);
	digest_int(&digest, (int64_t)length);
	digest_text(&digest, length == 0 ? "" : new->scan);
	gesture_digest(&digest, &new->asked);
	digest_end(&digest, ret);
}

static rgl_rc read_ref(struct store *store, const char *ref, struct gesture_done *ret,
		       uint8_t ret_digest[HASH_BYTES])
{
	struct query q = query(store, STATEMENT_GESTURE_BY_REF);
	struct gesture_done done = { 0 };
	rgl_rc rc;

	query_bind_text(&q, ref);
	if (query_row(&q)) {
		done.id = query_int(&q);
		query_blob(&q, ret_digest, HASH_BYTES);
		query_skip(&q);
		query_skip(&q);
		done.member = query_int(&q);
	}
	rc = query_end(&q);
	if (rc == RGL_OK)
		*ret = done;
	return rc;
}

rgl_rc gesture_is_there(struct store *store, const char *ref, bool *ret)
{
	struct gesture_done done = { 0 };
	uint8_t unused[HASH_BYTES];
	rgl_rc rc = ref == NULL ? RGL_OK : read_ref(store, ref, &done, unused);

	if (rc == RGL_OK)
		*ret = done.id != 0;
	return rc;
}

/* RGL_EXISTS: the same came before. */
static rgl_rc check_ref(struct store *store, struct work *work)
{
	uint8_t before[HASH_BYTES] = { 0 };
	struct gesture_done done = { 0 };
	rgl_rc rc = read_ref(store, work->new->ref, &done, before);

	if (rc < 0 || done.id == 0)
		return rc;
	if (memcmp(before, work->digest, HASH_BYTES) != 0)
		return refuse_field(&store->refusal, RGL_E_DIFFERS, "id",
				    "%s was used before for another gesture; nothing was given: "
				    "send a new one",
				    record_shown(work->new->ref).text);
	work->done.id = done.id;
	work->scene.member = done.member;
	return RGL_EXISTS;
}

static rgl_rc find_member(struct store *store, struct work *work)
{
	const struct gesture_new *new = work->new;
	struct found found = { .member = new->member };
	rgl_rc rc = RGL_OK;

	if (new->scan != NULL &&new->scan_length > 0)
		rc = identify_scan(store, new->scan, new->scan_length, &found);
	if (rc == RGL_OK && found.member == 0)
		rc = refuse_field(&store->refusal, RGL_E_UNKNOWN, "member",
				  "say whom it is for: a scan of the card, or the member's id");
	if (rc == RGL_OK)
		rc = said_check_member(store, found.member, "member");
	if (rc == RGL_OK)
		work->scene.member = found.member;
	return rc;
}

/* --- refusing */

static rgl_rc refuse_over(struct store *store, const struct work *work,
			  const struct gesture_left *left)
{
	const struct sale_gesture *asked = &work->new->asked;
	const char *code = manager_verdict_words((enum manager_verdict)asked->verdict);
	char there[DECIMAL_ROOM];
	char each[DECIMAL_ROOM];

	if (code[0] != '\0')
		return refuse_field(&store->refusal, RGL_E_LIMIT, "manager",
				    "nothing was given: %s", code);
	money_write(left->worth, &store->shop.currency, there);
	money_write(work->policy.gesture_each, &store->shop.currency, each);
	return refuse_field(&store->refusal, RGL_E_LIMIT,
			    asked->kind == RGL_GESTURE_POINTS ? "points"
			    : asked->kind == RGL_GESTURE_NOTE ? "kind"
							      : "amount",
			    "nothing was given: it is over the budget. Left in this shift: %lld, "
			    "together worth %s %s, %s each; a manager can allow more with their "
			    "name and code",
			    (long long)left->gestures, there, store->shop.currency.code, each);
}

static rgl_rc refuse_it(struct store *store, const struct work *work)
{
	char said[GESTURE_SAID_ROOM];

	if (work->judged.why == GESTURE_OVER || work->judged.why == GESTURE_UNPRICED)
		return refuse_over(store, work, &work->done.left);
	if (work->judged.why == GESTURE_NO_COMPLAINT)
		return refuse_field(&store->refusal, RGL_E_UNKNOWN, "complaint",
				    "there is no complaint %lld; nothing was given",
				    (long long)work->new->asked.complaint);
	gesture_say(&work->new->asked, &work->judged, said);
	return refuse_field(&store->refusal, RGL_E_RANGE, "points", "%s", said);
}

/* After the transaction, which kept the alert. */
static rgl_rc refuse_own(struct store *store)
{
	return refuse_field(&store->refusal, RGL_E_TAKEN, "member",
			    "nothing was given: it is the cashier's own card; the owner was told");
}

/* --- doing */

/* Of whom the complaint is, if of anybody, it must be for. */
static rgl_rc check_complaint(struct store *store, const struct work *work)
{
	const struct complaint_wish wish = { .policy = &work->policy, .now_ms = work->now_ms };
	struct complaint complaint;
	rgl_rc rc;

	if (work->judged.complaint == 0)
		return RGL_OK;
	rc = complaint_read(store, &wish, work->judged.complaint, &complaint);
	if (rc == RGL_OK && complaint.member != 0 && complaint.member != work->scene.member)
		rc = refuse_field(&store->refusal, RGL_E_FIELD, "complaint",
				  "complaint %lld is another member's; nothing was given",
				  (long long)complaint.id);
	return rc;
}

/* As an adjustment: what ended is gone before. */
static rgl_rc move_points(struct store *store, const struct work *work)
{
	const struct expiry *expiry = &work->entry->programme->purses[PURSE_POINTS].expiry;
	const struct book_purse *rows = &work->entry->purses[PURSE_POINTS];
	const int64_t units = work->new->asked.points;
	int64_t account = 0;
	int64_t balance = 0;
	int64_t expired = 0;
	rgl_rc rc = holds_lapse(store, work->scene.member, work->now_ms);

	if (rc >= 0)
		rc = ledger_need(store, work->scene.member, rows->id, &account, &balance);
	if (rc == RGL_OK)
		rc = lots_expire(store, account, rows->shop, work->now_ms, &expired);
	if (rc == RGL_OK)
		rc = ledger_move(store, work->done.id, TRANSFER_BY_HAND, rows->shop, account,
				 units);
	if (rc == RGL_OK)
		rc = lots_add(store, account, work->done.id, units,
			      expiry_ends_ms(expiry, store->zone, work->now_ms));
	return rc;
}

static rgl_rc keep_trail(struct store *store, const struct work *work)
{
	static const char *const KINDS[] = { "", "points", "product", "money off", "note" };
	const struct sale_gesture *asked = &work->new->asked;
	char worth[DECIMAL_ROOM];
	char detail[96];

	money_write(work->judged.worth, &store->shop.currency, worth);
	(void)snprintf(detail, sizeof(detail), "%s worth %s %s%s", KINDS[asked->kind], worth,
		       store->shop.currency.code,
		       work->judged.managed ? ", a manager allowed it" : "");
	return audit_add(store, work->new->cashier, GESTURE_NAME, work->scene.member, detail);
}

static rgl_rc write_all(struct store *store, struct work *work)
{
	const struct gesture_new *new = work->new;
	rgl_rc rc = gesture_write(store, &work->scene, &new->asked, &work->judged, 0, new->ref,
				  work->digest, &work->done.id);

	if (rc == RGL_OK && new->asked.kind == RGL_GESTURE_POINTS)
		rc = move_points(store, work);
	return rc < 0 ? rc : keep_trail(store, work);
}

/* The owner hears of somebody's own card, though nothing was given. */
static rgl_rc tell_own(struct store *store, struct work *work)
{
	int64_t event = 0;
	rgl_rc rc = store_event(store, EVENT_GESTURE, &event);

	if (rc == RGL_OK)
		rc = gesture_alert(store, &work->scene, &work->new->asked, &work->judged, event);
	work->is_told = rc == RGL_OK;
	return rc;
}

static rgl_rc judge(struct store *store, struct work *work)
{
	rgl_rc rc = gesture_judge(store, &work->scene, &work->new->asked, 1, false, &work->judged,
				  &work->done.left);

	if (rc < 0)
		return rc;
	if (work->judged.why == GESTURE_OWN_CARD)
		return tell_own(store, work);
	if (!work->judged.given || work->judged.why == GESTURE_NO_COMPLAINT)
		return refuse_it(store, work);
	rc = check_complaint(store, work);
	return rc < 0 ? rc : write_all(store, work);
}

static rgl_rc read_after(struct store *store, struct work *work)
{
	int64_t account = 0;

	work->done.member = work->scene.member;
	if (work->scene.member == 0)
		return RGL_OK;
	return ledger_find(store, work->scene.member, work->entry->purses[PURSE_POINTS].id,
			   &account, &work->done.balance);
}

static rgl_rc flow(struct store *store, struct book *book, struct work *work)
{
	rgl_rc rc = policy_read(store, &work->policy);
	rgl_rc found;

	if (rc == RGL_OK)
		rc = book_at(book, work->now_ms, &work->entry);
	if (rc < 0)
		return rc;
	work->scene.programme = work->entry->programme;
	found = check_ref(store, work);
	rc = found;
	if (rc == RGL_EXISTS)
		rc = gesture_left_at(store, &work->policy, work->scene.cashier, work->scene.at_ms,
				     &work->done.left);
	if (rc == RGL_OK && found == RGL_OK)
		rc = find_member(store, work);
	if (rc == RGL_OK && found == RGL_OK)
		rc = judge(store, work);
	if (rc == RGL_OK)
		rc = read_after(store, work);
	return rc < 0 ? rc : found;
}

rgl_rc gesture_give(struct store *store, struct book *book, const struct gesture_new *new,
		    struct gesture_done *ret)
{
	struct work work = { .new = new };
	rgl_rc rc = check(store, new);

	if (rc < 0)
		return rc;
	work.now_ms = host_now_ms(store->host);
	work.scene = (struct gesture_scene) {
		.policy = &work.policy,
		.cashier = new->cashier,
		.till = store->till_name,
		.member = 0,
		.at_ms = new->at_ms == 0 || new->at_ms > work.now_ms ? work.now_ms : new->at_ms,
	};
	digest(store, new, work.digest);
	rc = store_begin(store);
	if (rc < 0)
		return rc;
	rc = store_end(store, flow(store, book, &work));
	if (rc >= 0 && work.is_told)
		return refuse_own(store);
	if (rc >= 0)
		*ret = work.done;
	return rc;
}
