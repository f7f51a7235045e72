/* test_lots_model.c - long chance sequences of all that lots and holds do, held against points that
 * are kept one by one. */
#include "tests/support/check.h"

#include "tests/support/books.h"
#include "tests/support/model.h"

enum { EVENTS_MAX = 64, STEPS = 2500 };

struct play {
	struct books books;
	struct model model;
	uint64_t chance;
	int64_t now_ms;
	int64_t events[EVENTS_MAX];
	size_t event_count;
	int done[16]; /* how often each kind of step did something */
};

static int64_t below(struct play *play, int64_t limit)
{
	return (int64_t)(next_number(&play->chance) % (uint64_t)limit);
}

static int64_t any_end(struct play *play)
{
	int64_t kind = below(play, 5);

	return kind == 0 ? 0 : play->now_ms + 1 + below(play, 30) * 10;
}

static void step_earn(struct play *play)
{
	int64_t units = 1 + below(play, 40);
	int64_t ends_ms = any_end(play);
	int64_t event = books_earn_in(&play->books, play->books.account, units, ends_ms);

	for (int64_t i = 0; i < units; i++)
		model_earn_one(&play->model,
			       (struct point) { ends_ms == 0 ? INT64_MAX : ends_ms, event });
	play->events[play->event_count++ % EVENTS_MAX] = event;
	play->done[0]++;
}

/* What owes much earns first: else it would owe for ever. */
static bool owes_enough(const struct play *play)
{
	return play->model.debt > 60;
}

static rgl_rc move_out(struct play *play, enum transfer_kind kind, int64_t units)
{
	return ledger_move(play->books.shop.store, books_event(&play->books, EVENT_SALE), kind,
			   play->books.account, play->books.shop_account, units);
}

static void step_spend(struct play *play)
{
	int64_t units = 1 + below(play, 50);
	rgl_rc rc;

	if (owes_enough(play))
		return;
	rc = move_out(play, TRANSFER_SPENT, units);
	if (!play->model.may_owe && units > model_balance(&play->model)) {
		assert_int_equal(rc, RGL_E_POINTS);
		return;
	}
	assert_int_equal(rc, RGL_OK);
	assert_int_equal(lots_use(play->books.shop.store, play->books.account, units), RGL_OK);
	for (int64_t i = 0; i < units; i++)
		model_spend_one(&play->model);
	play->done[1]++;
}

static void step_take_back(struct play *play)
{
	size_t known = play->event_count < EVENTS_MAX ? play->event_count : EVENTS_MAX;
	int64_t units = 1 + below(play, 40);
	int64_t event;

	if (known == 0 || owes_enough(play))
		return;
	event = play->events[below(play, (int64_t)known)];
	if (!play->model.may_owe && units > model_balance(&play->model))
		return;
	assert_int_equal(move_out(play, TRANSFER_TAKEN_BACK, units), RGL_OK);
	assert_int_equal(lots_take_back(play->books.shop.store, play->books.account, event, units),
			 RGL_OK);
	for (int64_t i = 0; i < units; i++)
		model_take_back_one(&play->model, event);
	play->done[2]++;
}

/* Up to three items, each of at most a third of what is there: never refused. */
static void step_hold(struct play *play)
{
	int64_t third = model_balance(&play->model) / 3;
	struct hold hold;

	if (third < 1 || play->model.hold_count == MODEL_HOLDS_MAX)
		return;
	hold = books_hold(&play->books, 1 + below(play, third),
			  play->now_ms + 1 + below(play, 200));
	hold.item_count = 1 + (size_t)below(play, 3);
	for (size_t i = 1; i < hold.item_count; i++) {
		hold.items[i] = hold.items[0];
		hold.items[i].units = below(play, third + 1);
	}
	assert_int_equal(holds_make(play->books.shop.store, &hold), RGL_OK);
	play->model.holds[play->model.hold_count++] = hold;
	play->done[3]++;
}

/* A till may not set aside more than there is. */
static void step_hold_too_much(struct play *play)
{
	int64_t there = model_balance(&play->model);
	struct hold hold = books_hold(&play->books, (there < 0 ? 0 : there) + 1, play->now_ms + 1);
	struct store *store = play->books.shop.store;

	if (play->model.may_owe)
		return;
	assert_int_equal(ledger_move(store, books_event(&play->books, EVENT_HOLD), TRANSFER_HELD,
				     hold.items[0].account, hold.items[0].held_account,
				     hold.items[0].units),
			 RGL_E_POINTS);
	play->done[4]++;
}

static void step_settle(struct play *play)
{
	int64_t units[HOLD_ITEMS_MAX] = { 0 };
	int64_t shop_accounts[HOLD_ITEMS_MAX];
	int64_t spent = 0;
	struct hold hold;
	size_t at;

	if (play->model.hold_count == 0)
		return;
	at = (size_t)below(play, (int64_t)play->model.hold_count);
	hold = play->model.holds[at];
	for (size_t i = 0; i < hold.item_count; i++) {
		units[i] = below(play, hold.items[i].units + 1);
		shop_accounts[i] = play->books.shop_account;
		spent += units[i];
	}
	assert_int_equal(holds_settle(play->books.shop.store, &hold,
				      books_event(&play->books, EVENT_SALE), units, shop_accounts),
			 RGL_OK);
	model_forget(&play->model, at);
	for (int64_t i = 0; i < spent; i++)
		model_spend_one(&play->model);
	play->done[5]++;
}

static void step_give_back(struct play *play)
{
	struct hold hold;
	size_t at;

	if (play->model.hold_count == 0)
		return;
	at = (size_t)below(play, (int64_t)play->model.hold_count);
	hold = play->model.holds[at];
	assert_int_equal(holds_give_back(play->books.shop.store, &hold), RGL_OK);
	model_forget(&play->model, at);
	play->done[6]++;
}

static void step_lapse(struct play *play)
{
	assert_int_equal(holds_lapse(play->books.shop.store, play->books.shop.member, play->now_ms),
			 RGL_OK);
	for (size_t i = play->model.hold_count; i-- > 0;)
		if (play->model.holds[i].ends_ms <= play->now_ms) {
			model_forget(&play->model, i);
			play->done[7]++;
		}
}

static void step_expire(struct play *play)
{
	int64_t expected = model_expire(&play->model, play->now_ms);
	int64_t units = -1;

	assert_int_equal(lots_expire(play->books.shop.store, play->books.account,
				     play->books.shop_account, play->now_ms, &units),
			 RGL_OK);
	assert_int_equal(units, expected);
	play->done[8] += units > 0;
}

static void step_slide(struct play *play)
{
	int64_t ends_ms = play->now_ms + 300;

	if (below(play, 4) != 0)
		return;
	assert_int_equal(lots_slide(play->books.shop.store, play->books.account, ends_ms), RGL_OK);
	model_slide(&play->model, ends_ms);
	play->done[9]++;
}

static void is_the_same_in_both(struct play *play)
{
	char expected[MODEL_TEXT_ROOM];
	char found[MODEL_TEXT_ROOM];
	int64_t held = -1;

	model_lots(&play->model, expected);
	books_lots(&play->books, play->books.account, found, sizeof(found));
	assert_string_equal(found, expected);
	assert_int_equal(books_balance(&play->books, play->books.account),
			 model_balance(&play->model));
	assert_int_equal(holds_of_account(play->books.shop.store, play->books.shop.member,
					  play->books.account, &held),
			 RGL_OK);
	assert_int_equal(held, model_held(&play->model));
	books_are_right(&play->books);
}

/* Held by then: a quote that has ended protects nothing. */
static size_t standing(const struct model *model, int64_t at_ms)
{
	int64_t units = 0;

	for (size_t i = 0; i < model->hold_count; i++)
		for (size_t n = 0; n < model->holds[i].item_count; n++)
			if (model->holds[i].ends_ms > at_ms)
				units += model->holds[i].items[n].units;
	return (size_t)units;
}

static void is_the_same_ending(struct play *play)
{
	int64_t until_ms = play->now_ms + below(play, 300);
	size_t at = standing(&play->model, until_ms);
	struct ending ending = { -1, -1 };
	int64_t units = 0;

	for (size_t i = at; i < play->model.count; i++)
		units += play->model.points[i].ends_ms <= until_ms;
	assert_int_equal(
		lots_ending(play->books.shop.store, play->books.account, until_ms, &ending),
		RGL_OK);
	assert_int_equal(ending.units, units);
	assert_int_equal(ending.first_ms, units == 0 ? 0 : play->model.points[at].ends_ms);
}

static void step(struct play *play)
{
	static void (*const STEPS_OF[])(struct play *) = {
		step_earn,	    step_earn,	 step_earn,   step_spend, step_take_back,
		step_hold,	    step_hold,	 step_settle, step_spend, step_give_back,
		step_hold_too_much, step_expire, step_expire, step_lapse, step_slide,
	};
	size_t which = (size_t)below(play, (int64_t)(sizeof(STEPS_OF) / sizeof(STEPS_OF[0])));

	play->now_ms += below(play, 12);
	STEPS_OF[which](play);
}

static void play(bool may_owe, uint64_t seed)
{
	static struct play play;

	play = (struct play) { .chance = seed, .now_ms = 1000 };
	books_make(&play.books);
	play.model.may_owe = may_owe;
	books_begin(&play.books);
	if (may_owe)
		assert_int_equal(ledger_may_owe(play.books.shop.store, play.books.account), RGL_OK);
	for (int i = 0; i < STEPS; i++) {
		step(&play);
		is_the_same_in_both(&play);
		is_the_same_ending(&play);
		if (i % 100 == 99) {
			books_end(&play.books);
			books_begin(&play.books);
		}
	}
	books_end(&play.books);
	for (int i = 0; i < 10; i++)
		if (play.done[i] == 0 && !(may_owe && i == 4))
			fail_msg("step %d never did anything", i);
	books_remove(&play.books);
}

/* Balance, held, open lots and what will be over, after each of thousands of steps. */
static void lots_and_holds_do_what_single_points_would(void **state)
{
	(void)state;
	play(false, 2026);
	play(false, 11);
}

/* The same where refunds leave debts. */
static void debts_do_what_single_points_would(void **state)
{
	(void)state;
	play(true, 2026);
	play(true, 11);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lots_and_holds_do_what_single_points_would),
		cmocka_unit_test(debts_do_what_single_points_would),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
