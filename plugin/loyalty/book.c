/* book.c - see book.h. */
#include "plugin/loyalty/book.h"

#include "plugin/base/bytes.h"
#include "plugin/loyalty/vouchers.h"
#include "plugin/programme/same.h"
#include "plugin/store/query.h"

enum { KEPT_MAX = 6 }; /* programmes kept in memory; a till looks at one, sometimes two */

struct book {
	struct store *store;
	struct book_entry *kept[KEPT_MAX]; /* the last used first */
};

size_t book_place(const struct book_entry *entry, int64_t purse)
{
	for (size_t i = 0; i < entry->programme->purse_count; i++)
		if (entry->purses[i].id == purse)
			return i;
	return PROGRAMME_NONE;
}

rgl_rc book_open(struct store *store, struct book **ret)
{
	struct book *book = host_new(store->host, sizeof(*book));

	if (book == NULL)
		return refuse(&store->refusal, RGL_E_MEMORY, "there is not enough memory");
	book->store = store;
	*ret = book;
	return RGL_OK;
}

static void free_entry(const struct host *host, struct book_entry *entry)
{
	if (entry == NULL)
		return;
	programme_free(entry->programme);
	host_free(host, entry);
}

void book_close(struct book *book)
{
	if (book == NULL)
		return;
	for (size_t i = 0; i < KEPT_MAX; i++)
		free_entry(book->store->host, book->kept[i]);
	host_free(book->store->host, book);
}

static rgl_rc read_purse(struct store *store, const struct purse *purse, struct book_purse *ret)
{
	struct query q = query(store, STATEMENT_PURSE_ACCOUNTS);

	query_bind_text(&q, purse->id);
	if (query_row(&q)) {
		ret->id = query_int(&q);
		ret->shop = query_int(&q);
		ret->held = query_int(&q);
	}
	return query_end(&q);
}

static rgl_rc read_purses(struct store *store, struct book_entry *entry)
{
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; rc == RGL_OK && i < entry->programme->purse_count; i++)
		rc = read_purse(store, &entry->programme->purses[i], &entry->purses[i]);
	for (size_t i = 0; rc == RGL_OK && i < entry->programme->purse_count; i++)
		if (entry->purses[i].shop == 0 || entry->purses[i].held == 0)
			rc = refuse(&store->refusal, RGL_E_DAMAGED,
				    "the store lacks the accounts of %s; put the last backup back",
				    entry->programme->purses[i].id);
	return rc;
}

/* The rate that init was told. */
static rgl_rc read_basic(struct book *book, struct book_entry *entry)
{
	const struct shop *shop = &book->store->shop;
	const struct programme_settings settings = {
		.earn_points = shop->earn_points.count,
		.earn_per = shop->earn_per,
		.worth = shop->worth,
		.worth_of = shop->worth_of.count,
		.reward_points = shop->reward_points.count,
		.reward_name = shop->reward_name,
	};

	return programme_basic(book->store->host, &settings, &entry->programme);
}

static rgl_rc parse(struct book *book, const char *text, size_t length, struct programme **ret)
{
	struct store *store = book->store;

	return programme_read(store->host, text, length, &store->shop.currency, store->zone, ret,
			      &store->refusal);
}

static rgl_rc read_text(struct query *q, struct bytes *out)
{
	size_t length = query_length(q);
	uint8_t *room = bytes_extend(out, length + 1);

	if (room == NULL)
		return bytes_rc(out);
	query_text(q, (char *)room, length + 1);
	out->length--; /* without its NUL */
	return RGL_OK;
}

static rgl_rc read_row(struct book *book, struct book_entry *entry)
{
	struct query q = query(book->store, STATEMENT_PROGRAMME_READ);
	struct bytes text = bytes_of(book->store->host);
	bool is_there = false;
	rgl_rc read = RGL_OK;
	rgl_rc rc;

	query_bind_int(&q, entry->id);
	if (query_row(&q)) {
		is_there = true;
		entry->version = query_int(&q);
		entry->effective_ms = query_int(&q);
		read = read_text(&q, &text);
	}
	rc = query_end(&q);
	rc = rc < 0 ? rc : read;
	if (rc == RGL_OK && !is_there)
		rc = refuse(&book->store->refusal, RGL_E_DAMAGED,
			    "a programme that sales were counted by is not in the store any more; "
			    "put the last backup back");
	if (rc == RGL_OK)
		rc = parse(book, (const char *)text.data, text.length, &entry->programme);
	if (rc < 0 && rc != RGL_E_MEMORY && is_there)
		rc = refuse(&book->store->refusal, RGL_E_DAMAGED,
			    "programme %lld of the store does not read any more",
			    (long long)entry->version);
	bytes_free(&text);
	return rc;
}

static rgl_rc read_entry(struct book *book, int64_t id, struct book_entry **ret)
{
	struct book_entry *entry = host_new(book->store->host, sizeof(*entry));
	rgl_rc rc;

	if (entry == NULL)
		return refuse(&book->store->refusal, RGL_E_MEMORY, "there is not enough memory");
	entry->id = id;
	rc = id == 0 ? read_basic(book, entry) : read_row(book, entry);
	if (rc == RGL_OK) {
		entry->programme->version = entry->version;
		entry->programme->effective_ms = entry->effective_ms;
		rc = read_purses(book->store, entry);
	}
	if (rc < 0)
		free_entry(book->store->host, entry);
	else
		*ret = entry;
	return rc;
}

static void to_front(struct book *book, size_t place)
{
	struct book_entry *entry = book->kept[place];

	for (size_t i = place; i > 0; i--)
		book->kept[i] = book->kept[i - 1];
	book->kept[0] = entry;
}

rgl_rc book_by_id(struct book *book, int64_t id, const struct book_entry **ret)
{
	struct book_entry *entry = NULL;
	rgl_rc rc;

	for (size_t i = 0; i < KEPT_MAX; i++) {
		if (book->kept[i] == NULL || book->kept[i]->id != id)
			continue;
		to_front(book, i);
		*ret = book->kept[0];
		return RGL_OK;
	}
	rc = read_entry(book, id, &entry);
	if (rc < 0)
		return rc;
	free_entry(book->store->host, book->kept[KEPT_MAX - 1]);
	book->kept[KEPT_MAX - 1] = entry;
	to_front(book, KEPT_MAX - 1);
	*ret = entry;
	return RGL_OK;
}

rgl_rc book_at(struct book *book, int64_t at_ms, const struct book_entry **ret)
{
	struct query q = query(book->store, STATEMENT_PROGRAMME_AT);
	int64_t id = 0;
	rgl_rc rc;

	query_bind_int(&q, at_ms);
	if (query_row(&q))
		id = query_int(&q);
	rc = query_end(&q);
	return rc < 0 ? rc : book_by_id(book, id, ret);
}

static rgl_rc number(struct store *store, enum statement statement, int64_t *ret)
{
	struct query q = query(store, statement);

	if (query_row(&q))
		*ret = query_int(&q);
	return query_end(&q);
}

/* A purse's row, the shop's account and the one of what is held. */
static rgl_rc need_purse(struct store *store, const struct purse *purse)
{
	struct query q = query(store, STATEMENT_PURSE_NEED);
	struct book_purse row = { 0 };
	rgl_rc rc;

	query_bind_text(&q, purse->id);
	query_bind_int(&q, purse->is_money ? 2 : 1);
	rc = query_run(&q);
	if (rc == RGL_OK)
		rc = read_purse(store, purse, &row);
	for (int64_t kind = 1; rc == RGL_OK && kind <= 2; kind++) {
		struct query add = query(store, STATEMENT_ACCOUNT_ADD);

		if ((kind == 1 ? row.shop : row.held) != 0)
			continue;
		query_bind_int(&add, row.id);
		query_bind_int(&add, kind);
		query_bind_null(&add);
		rc = query_run(&add);
	}
	return rc;
}

static rgl_rc check_codes(struct store *store, const struct word_list *codes)
{
	for (size_t i = 0; i < codes->count; i++) {
		bool is_voucher = false;
		rgl_rc rc = vouchers_is_code(store, codes->texts[i], &is_voucher);

		if (rc < 0)
			return rc;
		if (is_voucher)
			return refuse_field(&store->refusal, RGL_E_TAKEN, "codes",
					    "the promotion code %.60s is a gift card's or a "
					    "coupon's code; choose another",
					    codes->texts[i]);
	}
	return RGL_OK;
}

static rgl_rc check_all_codes(struct store *store, const struct programme *programme)
{
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; rc == RGL_OK && i < programme->rule_count; i++)
		rc = check_codes(store, &programme->rules[i].when.codes);
	for (size_t i = 0; rc == RGL_OK && i < programme->reward_count; i++)
		rc = check_codes(store, &programme->rewards[i].when.codes);
	return rc;
}

static rgl_rc write_row(struct store *store, const char *text, int64_t effective_ms,
			int64_t version)
{
	struct query q = query(store, STATEMENT_PROGRAMME_ADD);
	int64_t event = 0;
	rgl_rc rc = store_event(store, EVENT_PROGRAMME, &event);

	if (rc < 0)
		return rc;
	query_bind_int(&q, event);
	query_bind_int(&q, version);
	query_bind_int(&q, effective_ms);
	query_bind_text(&q, text);
	return query_run(&q);
}

/* Sales that were counted stay counted: a new programme begins now, or later. */
static rgl_rc find_beginning(struct store *store, const struct programme *programme,
			     int64_t *ret_ms)
{
	int64_t now_ms = host_now_ms(store->host);

	*ret_ms = programme->effective_ms == 0 ? now_ms : programme->effective_ms;
	if (*ret_ms >= now_ms - MS_A_DAY)
		return RGL_OK;
	return refuse_field(&store->refusal, RGL_E_TIME, "effective",
			    "the programme would have begun more than a day ago, and sales were "
			    "counted since: give a day to come, or leave it out");
}

/* Checked against the store, then written with the purses that it needs. */
static rgl_rc write_new(struct store *store, const struct programme *programme, const char *text,
			int64_t version)
{
	int64_t effective_ms = 0;
	rgl_rc rc = find_beginning(store, programme, &effective_ms);

	if (rc == RGL_OK)
		rc = check_all_codes(store, programme);
	for (size_t i = 0; rc == RGL_OK && i < programme->purse_count; i++)
		rc = need_purse(store, &programme->purses[i]);
	return rc < 0 ? rc : write_row(store, text, effective_ms, version);
}

/* Whether the newest version says the same; 0 is the settings of init, which are no file. */
static rgl_rc is_newest(struct book *book, int64_t version, const char *text, size_t length,
			bool *ret)
{
	struct bytes stored = bytes_of(book->store->host);
	rgl_rc rc = RGL_OK;

	if (version == 0)
		return RGL_OK;
	rc = book_text(book, version, &stored);
	if (rc == RGL_OK)
		*ret = programme_is_same((const char *)stored.data, stored.length, text, length);
	bytes_free(&stored);
	return rc;
}

rgl_rc book_apply(struct book *book, const char *text, size_t length, int64_t *ret_version)
{
	struct store *store = book->store;
	struct programme *programme = NULL;
	struct bytes copy = bytes_of(store->host);
	int64_t version = 0;
	bool is_same = false;
	rgl_rc rc;

	RGL_ASSERT(store->depth >= 1);
	rc = parse(book, text, length, &programme);
	if (rc < 0)
		return rc;
	bytes_add(&copy, text, length);
	bytes_add_byte(&copy, 0);
	rc = bytes_rc(&copy);
	if (rc == RGL_OK)
		rc = number(store, STATEMENT_PROGRAMME_NEWEST, &version);
	if (rc == RGL_OK)
		rc = is_newest(book, version, text, length, &is_same);
	if (rc == RGL_OK && is_same)
		rc = RGL_EXISTS;
	else if (rc == RGL_OK)
		rc = write_new(store, programme, (const char *)copy.data, ++version);
	if (rc >= 0)
		*ret_version = version;
	bytes_free(&copy);
	programme_free(programme);
	return rc;
}

rgl_rc book_text(struct book *book, int64_t version, struct bytes *out)
{
	struct query q = query(book->store, STATEMENT_PROGRAMME_BY_VERSION);
	int64_t wanted = version;
	bool is_there = false;
	rgl_rc read = RGL_OK;
	rgl_rc rc = RGL_OK;

	if (wanted == 0)
		rc = number(book->store, STATEMENT_PROGRAMME_NEWEST, &wanted);
	if (rc < 0)
		return rc;
	query_bind_int(&q, wanted);
	if (query_row(&q)) {
		is_there = true;
		read = read_text(&q, out);
	}
	rc = query_end(&q);
	rc = rc < 0 ? rc : read;
	if (rc == RGL_OK && !is_there)
		rc = refuse_field(&book->store->refusal, RGL_E_FIELD, "version",
				  version == 0 ? "no programme was applied yet; the settings of "
						 "init are in effect"
					       : "there is no such version of the programme");
	return rc;
}
