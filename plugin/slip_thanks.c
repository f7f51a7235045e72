/* slip_thanks.c - see slip_facts.h: a surprise that the sale brought, and what friends of the
 * member join with. */
#include <stdio.h>

#include "plugin/care/referral.h"
#include "plugin/care/surprise.h"
#include "plugin/slip_facts.h"
#include "receipts/dots/qr.h"

static rgl_rc read_surprise(const struct slip_work *work)
{
	const struct programme *programme = work->entry->programme;
	struct slip *slip = work->slip;
	struct surprise surprise = { 0 };
	size_t reward;
	rgl_rc rc = surprise_of_sale(work->store, work->sale->id, &surprise);

	if (rc < 0)
		return rc;
	slip->receipt.surprise_points = points_of(surprise.units);
	reward = programme_find_reward(programme, surprise.reward);
	(void)snprintf(slip->surprise.text, SLIP_TITLE_ROOM, "%s",
		       reward == PROGRAMME_NONE ? surprise.reward
						: programme->rewards[reward].title);
	slip->receipt.surprise = slip->surprise.text;
	return RGL_OK;
}

rgl_rc slip_thanks(const struct slip_work *work)
{
	char grouped[QR_GROUPED_ROOM];
	char code[TOKEN_ROOM];
	rgl_rc rc;

	if (work->sale->member == 0 || work->sale->is_refund)
		return RGL_OK;
	rc = read_surprise(work);
	if (rc == RGL_OK)
		rc = referral_invite(work->store, work->entry->programme, work->sale->member, code);
	if (rc < 0)
		return rc;
	qr_group(code, grouped);
	(void)snprintf(work->slip->referral, sizeof(work->slip->referral), "%.31s", grouped);
	work->slip->receipt.referral = work->slip->referral;
	return RGL_OK;
}
