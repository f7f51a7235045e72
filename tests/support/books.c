/* books.c - see books.h. */
#include "tests/support/books.h"
#include "tests/support/check.h"

#include <sqlite3.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static int64_t account_of_kind(const struct books *books, int64_t purse, int kind)
{
	char sql[128];

	(void)snprintf(sql, sizeof(sql), "SELECT id FROM account WHERE purse = %lld AND kind = %d",
		       (long long)purse, kind);
	return shop_number(&books->shop, sql);
}

void books_make_in(struct books *ret, int64_t purse)
{
	int64_t balance = -1;

	*ret = (struct books) { 0 };
	shop_make(&ret->shop);
	books_begin(ret);
	assert_int_equal(
		ledger_need(ret->shop.store, ret->shop.member, purse, &ret->account, &balance),
		RGL_OK);
	books_end(ret);
	assert_int_equal(balance, 0);
	ret->shop_account = account_of_kind(ret, purse, 1);
	ret->held_account = account_of_kind(ret, purse, 2);
}

void books_make(struct books *ret)
{
	books_make_in(ret, BOOKS_POINTS);
}

void books_remove(struct books *books)
{
	shop_remove(&books->shop);
}

int64_t books_member(struct books *books, int64_t *ret_account)
{
	int64_t balance = 0;
	int64_t member;

	assert_int_equal(shop_run(&books->shop,
				  "INSERT INTO member (event, name, language, birthday,"
				  " consent) VALUES (1, 'Bo', 'en', '', '')"),
			 SQLITE_OK);
	member = shop_number(&books->shop, "SELECT max(id) FROM member");
	if (ret_account == NULL)
		return member;
	books_begin(books);
	assert_int_equal(
		ledger_need(books->shop.store, member, BOOKS_POINTS, ret_account, &balance),
		RGL_OK);
	books_end(books);
	return member;
}

void books_begin(struct books *books)
{
	assert_int_equal(store_begin(books->shop.store), RGL_OK);
}

void books_end(struct books *books)
{
	assert_int_equal(store_end(books->shop.store, RGL_OK), RGL_OK);
}

int64_t books_event(struct books *books, enum event_kind kind)
{
	int64_t event = 0;

	assert_int_equal(store_event(books->shop.store, kind, &event), RGL_OK);
	return event;
}

int64_t books_earn_in(struct books *books, int64_t account, int64_t units, int64_t ends_ms)
{
	struct store *store = books->shop.store;
	int64_t event = books_event(books, EVENT_SALE);

	assert_int_equal(
		ledger_move(store, event, TRANSFER_EARNED, books->shop_account, account, units),
		RGL_OK);
	assert_int_equal(lots_add(store, account, event, units, ends_ms), RGL_OK);
	return event;
}

int64_t books_earn(struct books *books, int64_t units, int64_t ends_ms)
{
	int64_t event;

	books_begin(books);
	event = books_earn_in(books, books->account, units, ends_ms);
	books_end(books);
	return event;
}

void books_spend(struct books *books, int64_t units)
{
	struct store *store = books->shop.store;
	int64_t event;

	books_begin(books);
	event = books_event(books, EVENT_SALE);
	assert_int_equal(ledger_move(store, event, TRANSFER_SPENT, books->account,
				     books->shop_account, units),
			 RGL_OK);
	assert_int_equal(lots_use(store, books->account, units), RGL_OK);
	books_end(books);
}

int64_t books_balance(const struct books *books, int64_t account)
{
	int64_t balance = INT64_MIN;

	assert_int_equal(ledger_balance(books->shop.store, account, &balance), RGL_OK);
	return balance;
}

void books_lots(const struct books *books, int64_t account, char *ret, size_t room)
{
	sqlite3_stmt *statement = NULL;
	size_t length = 0;

	ret[0] = '\0';
	assert_int_equal(sqlite3_prepare_v2(books->shop.store->db,
					    "SELECT remaining, ends_ms FROM lot WHERE account = ?"
					    " AND remaining > 0 ORDER BY ends_ms, id",
					    -1, &statement, NULL),
			 SQLITE_OK);
	assert_int_equal(sqlite3_bind_int64(statement, 1, account), SQLITE_OK);
	while (sqlite3_step(statement) == SQLITE_ROW) {
		assert_true(length + 48 < room);
		length += (size_t)snprintf(ret + length, room - length, "%s%lld@%lld",
					   length == 0 ? "" : " ",
					   (long long)sqlite3_column_int64(statement, 0),
					   (long long)sqlite3_column_int64(statement, 1));
	}
	(void)sqlite3_finalize(statement);
}

void books_lots_are(const struct books *books, const char *expected)
{
	char text[BOOKS_TEXT_ROOM];

	books_lots(books, books->account, text, sizeof(text));
	assert_string_equal(text, expected);
}

int64_t books_finding(const struct books *books, enum statement statement)
{
	struct query q = query(books->shop.store, statement);
	int64_t count = -1;

	if (query_row(&q))
		count = query_int(&q);
	assert_int_equal(query_end(&q), RGL_OK);
	return count;
}

void books_are_right(const struct books *books)
{
	assert_int_equal(books_finding(books, STATEMENT_DOCTOR_BALANCES), 0);
	assert_int_equal(books_finding(books, STATEMENT_DOCTOR_LOTS), 0);
	assert_int_equal(books_finding(books, STATEMENT_DOCTOR_HOLDS), 0);
	assert_int_equal(books_finding(books, STATEMENT_DOCTOR_DEBTS), 0);
}

struct hold books_hold(const struct books *books, int64_t units, int64_t ends_ms)
{
	struct hold hold = { .member = books->shop.member, .ends_ms = ends_ms, .item_count = 1 };

	hold.items[0] = (struct hold_item) {
		.reward = "free-coffee",
		.times = 1,
		.account = books->account,
		.held_account = books->held_account,
		.units = units,
	};
	return hold;
}

rgl_rc books_hold_make(struct books *books, struct hold *hold)
{
	struct store *store = books->shop.store;
	rgl_rc rc = store_begin(store);

	if (rc == RGL_OK)
		rc = holds_make(store, hold);
	return store_end(store, rc);
}

rgl_rc books_hold_give_back(struct books *books, struct hold *hold)
{
	struct store *store = books->shop.store;
	rgl_rc rc = store_begin(store);

	if (rc == RGL_OK)
		rc = holds_give_back(store, hold);
	return store_end(store, rc);
}

rgl_rc books_hold_settle(struct books *books, struct hold *hold, const int64_t *units)
{
	struct store *store = books->shop.store;
	int64_t shop_accounts[HOLD_ITEMS_MAX];
	rgl_rc rc = store_begin(store);

	for (size_t i = 0; i < HOLD_ITEMS_MAX; i++)
		shop_accounts[i] = books->shop_account;
	if (rc == RGL_OK)
		rc = holds_settle(store, hold, books_event(books, EVENT_SALE), units,
				  shop_accounts);
	return store_end(store, rc);
}

void books_same_hold(const struct hold *a, const struct hold *b)
{
	assert_int_equal(a->id, b->id);
	assert_int_equal(a->member, b->member);
	assert_int_equal(a->ends_ms, b->ends_ms);
	assert_int_equal(a->state, b->state);
	assert_int_equal(a->item_count, b->item_count);
	assert_memory_equal(a->items, b->items, sizeof(a->items));
}

/* In a process of its own: opens the store, waits for the word, acts. */
static void act_in_a_process(struct books *books, rgl_rc (*act)(struct books *books), int go)
{
	char word = 0;
	rgl_rc rc = store_open(&books->shop.host, books->shop.path, NULL, "till", STORE_WRITE,
			       &books->shop.store, NULL);

	if (rc == RGL_OK && read(go, &word, 1) == 1)
		rc = act(books);
	store_close(books->shop.store);
	_exit(rc == RGL_OK ? 0 : rc == RGL_E_POINTS ? 1 : 2);
}

int books_race(struct books *books, rgl_rc (*act)(struct books *books))
{
	pid_t children[2];
	int go[2];
	int done = 0;

	shop_close(&books->shop);
	assert_int_equal(pipe(go), 0);
	for (int i = 0; i < 2; i++) {
		children[i] = fork();
		if (children[i] == 0)
			act_in_a_process(books, act, go[0]);
		assert_true(children[i] > 0);
	}
	assert_int_equal(write(go[1], "gg", 2), 2);
	for (int i = 0; i < 2; i++) {
		int status = 0;

		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) <= 1);
		done += WEXITSTATUS(status) == 0;
	}
	(void)close(go[0]);
	(void)close(go[1]);
	shop_open(&books->shop);
	return done;
}
