/* test_record.c - a sale written down once, and known again by everything the till said. */
#include "tests/support/check.h"

#include <sqlite3.h>
#include <string.h>

#include "plugin/sales/record.h"
#include "tests/support/shop.h"

static void digest_of(const struct test_shop *shop, const struct sale *sale,
		      uint8_t ret[HASH_BYTES])
{
	record_digest(shop->store, sale, false, ret);
}

/* Writes a sale with all its fields, as checkout would. */
static rgl_rc write_sale(struct test_shop *shop, const struct sale *sale, int64_t *ret_id)
{
	struct effect effect = { .member = shop->member,
				 .at_ms = sale->at_ms,
				 .points = points_of(12),
				 .balance = points_of(340),
				 .visit = 3 };
	rgl_rc rc;

	digest_of(shop, sale, effect.digest);
	rc = store_begin(shop->store);
	if (rc == RGL_OK)
		rc = record_write(shop->store, sale, &effect, ret_id);
	return store_end(shop->store, rc);
}

/* What was written is found under the till's own id, with what the first answer was. */
static void a_sale_is_found_as_it_was_written(void **state)
{
	struct recorded recorded = { .id = 77 };
	struct test_shop shop;
	struct sale_line line;
	struct sale sale;
	uint8_t digest[HASH_BYTES];
	int64_t id = 0;

	(void)state;
	shop_make(&shop);
	sale = shop_sale(&shop, "S-1", 1299, &line);
	assert_int_equal(record_find(shop.store, "S-1", &recorded), RGL_OK);
	assert_int_equal(recorded.id, 0);
	assert_int_equal(write_sale(&shop, &sale, &id), RGL_OK);
	assert_int_equal(record_need(shop.store, "S-1", "sale_id", &recorded), RGL_OK);
	digest_of(&shop, &sale, digest);
	assert_memory_equal(recorded.digest, digest, HASH_BYTES);
	assert_int_equal(recorded.id, id);
	assert_int_equal(recorded.member, shop.member);
	assert_int_equal(recorded.at_ms, SHOP_NOW_MS);
	assert_string_equal(recorded.cashier, "Jonas");
	assert_true(money_equal(recorded.total, money_of(1299)));
	assert_int_equal(recorded.visit, 3);
	assert_false(recorded.is_refund);
	shop_remove(&shop);
}

/* A sale that is needed and not there is said by the field that named it. */
static void a_sale_that_is_not_there_is_told(void **state)
{
	struct recorded recorded = { .id = 77 };
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	assert_int_equal(record_need(shop.store, "S-9", "sale_id", &recorded), RGL_E_NO_SALE);
	assert_string_equal(shop.store->refusal.field, "sale_id");
	assert_string_equal(shop.store->refusal.text, "there is no sale S-9 in this store");
	assert_int_equal(recorded.id, 77);
	shop_remove(&shop);
}

/* One field of a sale, changed to something else. */
struct change {
	const char *name;
	void (*make)(struct sale *sale, struct sale_line *line, struct sale_tender *tender);
};

#define CHANGE(name, statement)                                                                    \
	static void change_##name(struct sale *sale, struct sale_line *line,                       \
				  struct sale_tender *tender)                                      \
	{                                                                                          \
		(void)sale;                                                                        \
		(void)line;                                                                        \
		(void)tender;                                                                      \
		statement;                                                                         \
	}
#define CHANGES(X)                                                                                 \
	X(id, sale->id = "S-2")                                                                    \
	X(of, sale->of = "S-0")                                                                    \
	X(is_refund, sale->is_refund = true)                                                       \
	X(at, sale->at_ms++)                                                                       \
	X(store, sale->store = "Other")                                                            \
	X(till, sale->till = "2")                                                                  \
	X(cashier, sale->cashier = "Mia")                                                          \
	X(scan, sale->scan = "KLUB779")                                                            \
	X(scan_length, sale->scan_length = 6)                                                      \
	X(member, sale->member++)                                                                  \
	X(total, sale->total = money_of(1300))                                                     \
	X(tax, sale->tax = money_of(1))                                                            \
	X(line_count, sale->line_count = 0)                                                        \
	X(tender_count, sale->tender_count = 0)                                                    \
	X(sku, line->sku = "C2")                                                                   \
	X(name, line->name = "Tea")                                                                \
	X(category, line->category = "")                                                           \
	X(qty, line->qty_milli = 999)                                                              \
	X(has_unit, line->has_unit = true)                                                         \
	X(has_cost, line->has_cost = true)                                                         \
	X(unit, line->unit = money_of(1299))                                                       \
	X(discount, line->discount = money_of(1))                                                  \
	X(line_total, line->total = money_of(1298))                                                \
	X(line_tax, line->tax = money_of(-1))                                                      \
	X(cost, line->cost = money_of(500))                                                        \
	X(kind, tender->kind = RGL_CARD)                                                           \
	X(amount, tender->amount = money_of(1298))                                                 \
	X(moved_text, (sale->store = "", sale->till = "Main1"))                                    \
	X(moved_line_text, (line->sku = "C1C", line->name = "offee"))

CHANGES(CHANGE)
#undef CHANGE

static const struct change CHANGED[] = {
#define CHANGE_ROW(name, statement) { #name, change_##name },
	CHANGES(CHANGE_ROW)
#undef CHANGE_ROW
};

/* A till's second sending is the same in every field, or it is another sale. */
static void a_change_in_any_field_gives_another_digest(void **state)
{
	struct test_shop shop;
	uint8_t first[HASH_BYTES];
	uint8_t again[HASH_BYTES];

	(void)state;
	shop_make(&shop);
	for (size_t i = 0; i < sizeof(CHANGED) / sizeof(CHANGED[0]); i++) {
		struct sale_line line;
		struct sale_tender tender = { RGL_CASH, money_of(1299), NULL };
		struct sale sale = shop_sale(&shop, "S-1", 1299, &line);

		sale.scan = "KLUB778";
		sale.scan_length = 7;
		sale.tenders = &tender;
		sale.tender_count = 1;
		digest_of(&shop, &sale, first);
		digest_of(&shop, &sale, again);
		assert_memory_equal(first, again, HASH_BYTES);
		CHANGED[i].make(&sale, &line, &tender);
		digest_of(&shop, &sale, again);
		if (memcmp(first, again, HASH_BYTES) == 0)
			fail_msg("%s makes no difference", CHANGED[i].name);
	}
	shop_remove(&shop);
}

/* A scan is as long as the till says: no NUL has to stand behind it, and what stands behind does
 * not count. */
static void a_scan_counts_by_its_length(void **state)
{
	static const char FIRST[] = { 'K', 'L', 'U', 'B', '7', '7', '8', '!' };
	static const char SECOND[] = { 'K', 'L', 'U', 'B', '7', '7', '8', '?' };
	struct test_shop shop;
	struct sale_line line;
	struct sale sale;
	uint8_t first[HASH_BYTES];
	uint8_t second[HASH_BYTES];

	(void)state;
	shop_make(&shop);
	sale = shop_sale(&shop, "S-1", 1299, &line);
	sale.scan_length = 7;
	sale.scan = FIRST;
	digest_of(&shop, &sale, first);
	sale.scan = SECOND;
	digest_of(&shop, &sale, second);
	assert_memory_equal(first, second, HASH_BYTES);
	sale.scan_length = 8;
	digest_of(&shop, &sale, second);
	assert_memory_not_equal(first, second, HASH_BYTES);
	record_digest(shop.store, &sale, true, first);
	sale.scan = FIRST;
	record_digest(shop.store, &sale, true, second);
	assert_memory_equal(first, second, HASH_BYTES);
	shop_remove(&shop);
}

/* Cashiers type card numbers into whatever field there is: they are masked before they are kept. */
static void card_numbers_in_texts_are_masked(void **state)
{
	struct test_shop shop;
	struct sale_line line;
	struct sale sale;
	int64_t id = 0;

	(void)state;
	shop_make(&shop);
	sale = shop_sale(&shop, "S-1", 1299, &line);
	sale.cashier = "4111 1111 1111 1111";
	line.sku = "5555555555554444";
	line.name = "paid 378282246310005";
	line.category = "6011-1111-1111-1117";
	assert_int_equal(write_sale(&shop, &sale, &id), RGL_OK);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM sale_line JOIN sale ON id = sale"
					    " WHERE cashier = '**** **** **** 1111'"
					    " AND sku = '************4444'"
					    " AND name = 'paid ***********0005'"
					    " AND category = '****-****-****-1117'"),
			 1);
	shop_remove(&shop);
}

/* The cost of all lines, or none when one is not known. */
static void a_cost_is_known_when_every_lines_is(void **state)
{
	struct test_shop shop;
	struct sale_line lines[2];
	struct sale sale;
	int64_t id = 0;

	(void)state;
	shop_make(&shop);
	sale = shop_sale(&shop, "S-1", 500, &lines[0]);
	lines[0].has_cost = true;
	lines[0].cost = money_of(200);
	lines[1] = lines[0];
	sale.lines = lines;
	sale.line_count = 2;
	assert_int_equal(write_sale(&shop, &sale, &id), RGL_OK);
	sale.id = "S-2";
	lines[1].has_cost = false;
	assert_int_equal(write_sale(&shop, &sale, &id), RGL_OK);
	assert_int_equal(shop_number(&shop, "SELECT cost_minor FROM sale WHERE ref = 'S-1'"), 400);
	assert_int_equal(
		shop_number(&shop, "SELECT cost_minor IS NULL FROM sale WHERE ref = 'S-2'"), 1);
	shop_remove(&shop);
}

/* What was given back adds up; points taken back too; a sale has its first print job. */
static void what_follows_a_sale_adds_up(void **state)
{
	struct recorded recorded;
	struct test_shop shop;
	struct outcome outcome;
	int64_t job = 77;

	(void)state;
	shop_make(&shop);
	assert_int_equal(shop_sell(&shop, "S-1", 1000, &outcome), RGL_OK);
	assert_int_equal(record_print_of(shop.store, outcome.sale, &job), RGL_OK);
	assert_int_equal(job, 0);
	assert_int_equal(shop_take_back(&shop, "R-1", "S-1", 300, NULL), RGL_OK);
	assert_int_equal(shop_take_back(&shop, "R-2", "S-1", 400, NULL), RGL_OK);
	assert_int_equal(shop_number(&shop, "SELECT sum(points) FROM sale WHERE is_refund = 1"),
			 -7);
	assert_int_equal(record_find(shop.store, "S-1", &recorded), RGL_OK);
	assert_true(money_equal(recorded.refunded, money_of(700)));
	assert_int_equal(store_begin(shop.store), RGL_OK);
	assert_int_equal(record_print(shop.store, outcome.sale, false, &job), RGL_OK);
	assert_int_equal(store_end(shop.store, RGL_OK), RGL_OK);
	assert_int_equal(record_print_of(shop.store, outcome.sale, &outcome.print_job), RGL_OK);
	assert_int_equal(outcome.print_job, job);
	shop_remove(&shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sale_is_found_as_it_was_written),
		cmocka_unit_test(a_sale_that_is_not_there_is_told),
		cmocka_unit_test(a_change_in_any_field_gives_another_digest),
		cmocka_unit_test(a_scan_counts_by_its_length),
		cmocka_unit_test(card_numbers_in_texts_are_masked),
		cmocka_unit_test(a_cost_is_known_when_every_lines_is),
		cmocka_unit_test(what_follows_a_sale_adds_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
