/* SPDX-License-Identifier: Apache-2.0 */
/* commands.c - what a cashier can do at the demo till: see commands.h.
 *
 * Not here: how a sale is sent to Regulars (loyalty.c).
 */
#include "pos-adapters/demo-till/commands.h"
#include "pos-adapters/demo-till/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct words money(const struct till *till, int64_t minor)
{
	return money_words(minor, till->loyalty.shop.exponent);
}

static struct ticket *ticket_open(struct till *till)
{
	return &till->tickets[till->ticket_count];
}

/* The open ticket is paid: it gets its time and its id, and stays. The id must be this till's own
 * and never used again: it is what makes sending a sale twice harmless. */
static struct ticket *ticket_keep(struct till *till)
{
	struct ticket *ticket = &till->tickets[till->ticket_count++];

	ticket->at_ms = till_now_ms(till);
	snprintf(ticket->id, sizeof(ticket->id), "%.40s-%s-%u", till->loyalty.options.till,
		 till->started, till->ticket_count);
	return ticket;
}

/* What a sale did for its member. */
static void outcome_show(const struct ticket *ticket, int32_t rc, const struct rgl_outcome *outcome)
{
	const char *verb = outcome->points < 0 ? "gave back" : "earned";
	int64_t points = outcome->points < 0 ? -outcome->points : outcome->points;

	if (rc == RGL_EXISTS)
		printf("  It was recorded before; nothing counts twice.\n");
	if (rc < 0 || outcome->member_id == 0)
		return;
	printf("> %s%s%s %s", ticket->customer, ticket->customer[0] != '\0' ? " " : "", verb,
	       count_words(points, "point").text);
	printf(", now %lld\n", (long long)outcome->balance);
}

/* Sends what has not been answered yet, oldest first, as far as it goes. */
static void tickets_deliver(struct till *till)
{
	for (uint32_t i = 0; i < till->ticket_count; i++) {
		struct ticket *ticket = &till->tickets[i];
		struct rgl_outcome outcome = { .size = sizeof(outcome) };

		if (ticket->answered)
			continue;
		if (loyalty_ready(&till->loyalty, false))
			outcome_show(ticket, loyalty_send(&till->loyalty, ticket, &outcome),
				     &outcome);
		if (!ticket->answered) {
			printf("  %s\n", till->loyalty.api == NULL
						 ? "Recorded at the till, without points."
						 : "The till keeps it and sends it later.");
			return;
		}
	}
}

static void member_show(struct till *till, const struct rgl_member *member)
{
	struct words rhythm =
		rhythm_words(till_now_ms(till), member->last_visit_ms, member->usual_gap_ms);
	struct ticket *ticket = ticket_open(till);
	char facts[640];

	ticket->member_id = member->id;
	snprintf(ticket->customer, sizeof(ticket->customer), "%s", member->name);
	snprintf(facts, sizeof(facts), "> %s%s%s visit · %s (%s)", member->name,
		 member->name[0] != '\0' ? " · " : "", ordinal_words(member->visits + 1).text,
		 count_words(member->points, "point").text,
		 money(till, member->points_value_minor).text);
	print_padded(facts, rhythm.text[0] != '\0' ? 58 : 0);
	printf("%s%s\n", rhythm.text[0] != '\0' ? "  " : "", rhythm.text);
	if (member->reward[0] != '\0' && member->to_reward > 0)
		printf("  * %s to %s\n", count_words(member->to_reward, "point").text,
		       member->reward);
	else if (member->reward[0] != '\0')
		printf("  * enough points for %s: offer it\n", member->reward);
}

/* scan TEXT. A scan that Regulars could not look at is not kept for later: nobody has checked
 * that it is no payment card. */
bool run_scan(struct till *till, int word_count, char **words)
{
	const struct loyalty *loyalty = &till->loyalty;
	struct rgl_member member = { .size = sizeof(member) };
	struct rgl_why why = { .size = sizeof(why) };
	int32_t rc;

	if (word_count != 2)
		return false;
	if (!loyalty_ready(&till->loyalty, true))
		return true;
	rc = loyalty->api->identify(loyalty->rgl, words[1], strlen(words[1]), &member, &why);
	if (rc >= 0)
		member_show(till, &member);
	else
		loyalty_refused(&till->loyalty, rc, &why);
	return true;
}

/* enrol NAME [PHONE] */
bool run_enrol(struct till *till, int word_count, char **words)
{
	struct loyalty *loyalty = &till->loyalty;
	struct rgl_enrolment enrolment = { .size = sizeof(enrolment) };
	struct rgl_member member = { .size = sizeof(member) };
	struct rgl_why why = { .size = sizeof(why) };
	int32_t rc;

	if (word_count != 2 && word_count != 3)
		return false;
	if (!loyalty_ready(loyalty, true))
		return true;
	enrolment.name = words[1];
	enrolment.phone = word_count == 3 ? words[2] : NULL;
	enrolment.consent = "Asked at the till: keep name, phone and visits, for points.";
	rc = loyalty->api->enrol(loyalty->rgl, &enrolment, &member, &why);
	if (rc < 0) {
		loyalty_refused(loyalty, rc, &why);
		return true;
	}
	member_show(till, &member);
	printf("  card: %s\n", member.qr);
	return true;
}

/* item SKU NAME CATEGORY QTY UNIT_PRICE [COST] */
bool run_item(struct till *till, int word_count, char **words)
{
	struct ticket *ticket = ticket_open(till);
	struct rgl_line line = { .size = sizeof(line), .given = RGL_GIVEN_UNIT };
	uint32_t digits = till->loyalty.shop.exponent;
	int64_t cost_minor = 0;
	struct item *item;
	char label[128];

	if (word_count < 6 || word_count > 7 || ticket->item_count == ITEMS_MAX ||
	    !decimal_read(words[4], 3, &line.qty_milli) ||
	    !decimal_read(words[5], digits, &line.unit_minor) ||
	    (word_count == 7 && !decimal_read(words[6], digits, &cost_minor)))
		return false;
	line.given |= word_count == 7 ? RGL_GIVEN_COST : 0;
	line.cost_minor = (line.qty_milli * cost_minor + 500) / 1000;
	line.total_minor = (line.qty_milli * line.unit_minor + 500) / 1000;
	item = &ticket->items[ticket->item_count++];
	item->line = line;
	snprintf(item->sku, sizeof(item->sku), "%s", words[1]);
	snprintf(item->name, sizeof(item->name), "%s", words[2]);
	snprintf(item->category, sizeof(item->category), "%s", words[3]);
	ticket->total_minor += line.total_minor;
	snprintf(label, sizeof(label), "  %.16s x %s", words[4], item->name);
	print_padded(label, 32);
	printf("%9s     total %s\n", money(till, line.total_minor).text,
	       money(till, ticket->total_minor).text);
	return true;
}

/* pay cash|card|voucher|transfer AMOUNT. What is too much comes back as change. */
bool run_pay(struct till *till, int word_count, char **words)
{
	static const char *const kinds[] = { "", "cash", "card", "voucher", "transfer" };
	struct ticket *ticket = ticket_open(till);
	struct rgl_tender tender = { .size = sizeof(tender), .kind = RGL_TRANSFER };
	int64_t change_minor;

	if (word_count != 3 || ticket->item_count == 0 || ticket->tender_count > TENDERS_MAX - 2 ||
	    !decimal_read(words[2], till->loyalty.shop.exponent, &tender.amount_minor))
		return false;
	while (tender.kind > 0 && strcmp(words[1], kinds[tender.kind]) != 0)
		tender.kind--;
	if (tender.kind == 0)
		return false;
	ticket->tenders[ticket->tender_count++] = tender;
	ticket->paid_minor += tender.amount_minor;
	change_minor = ticket->paid_minor - ticket->total_minor;
	if (change_minor < 0) {
		printf("  %s still to pay\n", money(till, -change_minor).text);
		return true;
	}
	if (change_minor > 0)
		ticket->tenders[ticket->tender_count++] = (struct rgl_tender) {
			.size = sizeof(tender), .kind = RGL_CHANGE, .amount_minor = -change_minor
		};
	ticket_keep(till);
	printf("  Paid %s", money(till, ticket->total_minor).text);
	printf(", change %s. Sale %s\n", money(till, change_minor).text, ticket->id);
	tickets_deliver(till);
	return true;
}

static struct ticket *ticket_find(struct till *till, const char *id)
{
	for (uint32_t i = 0; i < till->ticket_count; i++)
		if (strcmp(till->tickets[i].id, id) == 0 && till->tickets[i].of[0] == '\0')
			return &till->tickets[i];
	return NULL;
}

/* refund SALE-ID. A refund is a sale with everything below zero. */
bool run_refund(struct till *till, int word_count, char **words)
{
	struct ticket *refund = ticket_open(till);
	struct ticket *sale = word_count == 2 ? ticket_find(till, words[1]) : NULL;

	if (sale == NULL || sale->refunded || refund->item_count > 0)
		return false;
	*refund = *sale;
	snprintf(refund->of, sizeof(refund->of), "%s", sale->id);
	refund->answered = false;
	refund->total_minor = -sale->total_minor;
	refund->tenders[0].amount_minor = -sale->total_minor;
	refund->tender_count = 1;
	for (uint32_t i = 0; i < refund->item_count; i++) {
		struct rgl_line *line = &refund->items[i].line;

		line->qty_milli = -line->qty_milli; /* the unit price keeps its sign */
		line->total_minor = -line->total_minor;
		line->cost_minor = -line->cost_minor;
	}
	sale->refunded = true;
	ticket_keep(till);
	printf("  Gave back %s. Refund %s\n", money(till, sale->total_minor).text, refund->id);
	tickets_deliver(till);
	return true;
}

/* again: as after a power cut, when the till cannot know whether the answer got lost. */
bool run_again(struct till *till, int word_count, char **words)
{
	(void)words;
	if (word_count != 1 || till->ticket_count == 0)
		return false;
	till->tickets[till->ticket_count - 1].answered = false;
	tickets_deliver(till);
	return true;
}

static void bytes_save(const char *path, const void *bytes, size_t length)
{
	FILE *file = path != NULL ? fopen(path, "wb") : stdout;
	bool written = file != NULL && fwrite(bytes, 1, length, file) == length;

	if (file != NULL && file != stdout)
		written = fclose(file) == 0 && written;
	if (path != NULL)
		printf("  %s %s\n", written ? "The receipt is in" : "Could not write", path);
}

/* receipt SALE-ID [--png FILE]. The memory is the till's: the first call says how much it takes. */
bool run_receipt(struct till *till, int word_count, char **words)
{
	const struct loyalty *loyalty = &till->loyalty;
	bool png = word_count == 4 && strcmp(words[2], "--png") == 0;
	int32_t form = png ? RGL_PNG : RGL_TERMINAL;
	struct rgl_why why = { .size = sizeof(why) };
	size_t length = 0;
	void *bytes = NULL;
	int32_t rc;

	if (!png && word_count != 2)
		return false;
	if (!loyalty_ready(&till->loyalty, true))
		return true;
	rc = loyalty->api->receipt(loyalty->rgl, words[1], form, NULL, &length, &why);
	if (rc == RGL_E_BUFFER)
		bytes = malloc(length);
	if (bytes != NULL)
		rc = loyalty->api->receipt(loyalty->rgl, words[1], form, bytes, &length, &why);
	if (rc < 0)
		loyalty_refused(&till->loyalty, rc, &why);
	else
		bytes_save(png ? words[3] : NULL, bytes, length);
	free(bytes);
	return true;
}

/* Paper runs out behind the cashier's back: says so once, when it changes. */
void printing_show(struct till *till)
{
	struct rgl_printing printing = { .size = sizeof(printing) };
	struct loyalty *loyalty = &till->loyalty;
	struct rgl_why why = { .size = sizeof(why) };

	if (loyalty->options.printer == NULL || loyalty->rgl == NULL ||
	    loyalty->api->printing(loyalty->rgl, &printing, &why) < 0)
		return;
	if (printing.says[0] != '\0' && strcmp(printing.says, till->printing.says) != 0)
		printf("  %s\n", printing.says);
	till->printing = printing;
}
