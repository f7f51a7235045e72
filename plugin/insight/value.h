/* value.h - what members were worth to the shop so far.
 *
 * In:  all sales and refunds, one by one, in any order, with or without a member.
 * Out: each member's visits, times and worth; totals, the repeat rate, tenths of the members.
 * Not here: what they will be worth (the models), names, writing the report (render_value.h).
 *
 * Worth is the margin (net sales less what the goods cost) when the cost of every sale considered
 * is known, else the net sales; never a mixture. Means are rounded half away from zero.
 *
 * Memory: 56 bytes a member, up to three times that while it grows or is sorted: 28 to 84 MB for
 * 500,000 members.
 */
#pragma once

#include "plugin/base/host.h"
#include "plugin/base/money.h"

#define VALUE_MEMBERS_MAX 16777216 /* the largest id of a member */
#define VALUE_TENTHS 10

struct value;

/* Empty. E_MEMORY. `host` outlives it; one thread at a time. */
MUST_USE rgl_rc value_open(const struct host *host, struct value **ret, struct rgl_why *refusal);
void value_close(struct value *value);

/* member 0: nobody was recognised. A refund is no visit and not above zero; its cost is what the
 * goods that came back had cost, negative. cost_known: of every line. */
struct value_sale {
	int64_t member;
	int64_t at_ms;
	struct money net;
	struct money cost;
	bool cost_known;
	bool visit;
};

/* E_RANGE: a member's id or a sum outside what can be counted. E_ARGUMENT: a refund above zero.
 * E_MEMORY. After a failure only value_close is of use. */
MUST_USE rgl_rc value_add(struct value *value, const struct value_sale *sale,
			  struct rgl_why *refusal);

/* first_ms and last_ms are of visits; a refund moves neither. */
struct value_member {
	int64_t id;
	int64_t visits;
	int64_t first_ms;
	int64_t last_ms;
	struct money net;
	struct money cost;
	struct money worth;
};

enum value_basis { VALUE_NET_SALES, VALUE_MARGIN };

struct value_tenth {
	int64_t members;
	struct money worth;
};

/* `members` have at least one visit each; `list` holds them, the most worth first, then by id, and
 * is the struct value's. net = member_net + nobody_net + refund_only_net, where refund_only are
 * ids that were only ever given money back. Tenth d goes from member d*n/10 to (d+1)*n/10, rounded
 * down; below ten members some are empty. */
struct value_report {
	enum value_basis basis;
	int64_t costless; /* sales and refunds whose cost is not known */
	int64_t members;
	int64_t repeat_members; /* two visits or more */
	int64_t visits;
	int64_t nobody_sales;
	int64_t refund_only_members;
	struct money net;
	struct money member_net;
	struct money nobody_net;
	struct money refund_only_net;
	struct money worth; /* the members' */
	struct money repeat_worth;
	struct money mean;
	struct money median;
	struct money mean_ticket; /* member_net a visit */
	struct value_tenth tenths[VALUE_TENTHS];
	const struct value_member *list;
};

/* Adds it all up, once; nothing can be added after it. E_RANGE: a sum does not fit. */
MUST_USE rgl_rc value_finish(struct value *value, struct value_report *ret,
			     struct rgl_why *refusal);

/* amount / count, half away from zero; count is above 0. */
struct money value_mean(struct money amount, int64_t count);
