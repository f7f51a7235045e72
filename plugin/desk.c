/* desk.c - see checkout.h: the room that counting a sale needs, and a new member's welcome. */
#include <string.h>

#include "plugin/checkout_parts.h"
#include "plugin/identify/enrol.h"
#include "plugin/slip_words.h"

enum { LINES_ROOM = RGL_LINES_MAX + REDEEM_LINES_MAX };

/* One block for the six arrays, each as long as the longest sale with its discounts. */
static void *place(char **at, size_t size)
{
	void *here = *at;

	*at += LINES_ROOM * size;
	return here;
}

rgl_rc desk_open(struct store *store, struct desk **ret)
{
	struct desk *desk = host_new(store->host, sizeof(*desk));
	struct basis_work *work;
	char *at;
	rgl_rc rc;

	if (desk == NULL)
		return refuse(&store->refusal, RGL_E_MEMORY, "there is not enough memory");
	desk->store = store;
	desk->policy_changes = -1;
	work = &desk->work;
	desk->room =
		host_new(store->host, LINES_ROOM * (5 * sizeof(struct money) + sizeof(int64_t)));
	desk->lines = host_new(store->host, LINES_ROOM * sizeof(*desk->lines));
	rc = book_open(store, &desk->book);
	if (desk->room == NULL || desk->lines == NULL)
		rc = refuse(&store->refusal, RGL_E_MEMORY, "there is not enough memory");
	if (rc < 0) {
		desk_close(desk);
		return rc;
	}
	at = desk->room;
	work->nets = place(&at, sizeof(*work->nets));
	work->taxes = place(&at, sizeof(*work->taxes));
	work->fulls = place(&at, sizeof(*work->fulls));
	work->weights = place(&at, sizeof(*work->weights));
	work->parts = place(&at, sizeof(*work->parts));
	work->free_milli = place(&at, sizeof(*work->free_milli));
	*ret = desk;
	return RGL_OK;
}

void desk_close(struct desk *desk)
{
	if (desk == NULL)
		return;
	book_close(desk->book);
	slip_words_close(desk->words);
	host_free(desk->store->host, desk->room);
	host_free(desk->store->host, desk->lines);
	host_free(desk->store->host, desk);
}

struct book *desk_book(struct desk *desk)
{
	return desk->book;
}

struct store *desk_store(struct desk *desk)
{
	return desk->store;
}

/* What the programme gives for becoming a member; the event is of its own. */
static rgl_rc welcome(struct desk *desk, int64_t member)
{
	const struct sale nothing = { .is_refund = true };
	struct plan *plan = &desk->plan;
	rgl_rc rc = plan_begin(desk, &nothing, member, NULL);

	if (rc == RGL_OK)
		rc = profile_standing(desk->store, plan->entry, &plan->profile, plan->at_ms,
				      &desk->standing);
	if (rc == RGL_OK)
		rc = earn_enrolment(plan->entry->programme, &desk->standing, &desk->earning);
	if (rc < 0 || desk->earning.award_count == 0)
		return rc;
	plan->has_earning = true;
	memcpy(plan->earned, desk->earning.totals, sizeof(plan->earned));
	rc = store_event(desk->store, EVENT_MEMBER, &plan->event);
	return rc < 0 ? rc : write_earned(desk);
}

rgl_rc checkout_enrol(struct desk *desk, const struct enrolment *enrolment, int64_t *ret_member)
{
	int64_t member = 0;
	rgl_rc rc;

	RGL_ASSERT(desk->store->depth >= 1);
	rc = enrol(desk->store, enrolment, &member);
	if (rc == RGL_OK && enrolment->referred_by != 0)
		rc = referral_check_new(desk->store, member);
	if (rc == RGL_OK)
		rc = welcome(desk, member);
	if (rc == RGL_OK)
		*ret_member = member;
	return rc;
}
