/* simulate.h - customers made up from known parameters, the same again for the same seed.
 *
 * In:  a model of timing and of spend, how many, for how long.
 * Out: what is known of each up to a day, what they did in the stretch after it, what they left.
 *
 * For tests and the bench. No memory of its own: the caller gives the arrays.
 */
#pragma once

#include "plugin/models/spend.h"

/* Customers come for the first time evenly between day 0 and `starts`, are known until day
 * `horizon`, and are watched until `horizon + held`. is_daily: visits are on whole days, at most
 * one a day, as a shop counts them; false: to the moment, as the models mean it. spend.p 0: none.
 */
struct simulate_wish {
	uint64_t seed;
	struct timing_model timing;
	struct spend_model spend;
	double starts;
	double horizon;
	double held;
	bool is_daily;
};

/* whole: up to horizon + held; before: up to the horizon; after: visits in the held-out stretch.
 * spend: of all visits before the horizon, the first too. pair: their first two gaps before the
 * horizon, 0 where they have fewer. is_alive: they were still a customer at the horizon. */
struct simulated {
	struct timing_history whole;
	struct timing_history before;
	struct spend_history spend;
	double after;
	double pair[2];
	bool is_alive;
};

/* `ret` has room for `count`. */
void simulate(const struct simulate_wish *wish, size_t count, struct simulated *ret);

/* Only what a fit takes: the histories up to the horizon. */
void simulate_histories(const struct simulate_wish *wish, size_t count, struct timing_history *ret);

/* One customer's visits after the first, within `until` of it: at most `room` of them are written,
 * and the number of all is given. `*seed` goes on, so that the next call is another customer. */
size_t simulate_visits(const struct timing_model *model, uint64_t *seed, double until, size_t room,
		       double *ret_times);
