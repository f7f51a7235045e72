/* test_sheaf_pack.c - sales as bytes: the same come back, and damage is found. */
#include "tests/support/check.h"

#include <string.h>

#include "plugin/insight/cells.h"
#include "plugin/insight/sheaf.h"
#include "tests/support/random_shop.h"
#include "tests/support/sweep.h"

enum { SALES = 60 };

static const struct sheaf_label LABEL = { .span = 7, .sales = SALES, .reach = 99 };

/* Numbers of any length, up to the largest and the smallest there are. */
static int64_t draw(uint64_t *state)
{
	uint64_t number = next_number(state);

	number >>= number % 65 == 64 ? 63 : number % 65;
	return next_number(state) % 3 == 0 ? -(int64_t)(number >> 1) : (int64_t)(number >> 1);
}

static void make_sales(uint64_t seed, struct scan_sale sales[SALES])
{
	static const int64_t ENDS[] = { INT64_MIN, INT64_MAX, 0, -1 };
	uint64_t state = seed * UINT64_C(0x9E3779B97F4A7C15) + 1;

	for (size_t i = 0; i < SALES; i++) {
		sales[i] = (struct scan_sale) {
			.id = draw(&state),
			.member = LABEL.span * SHEAF_MEMBERS + (int64_t)(i * 255 / SALES),
			.at_ms = i < 4 ? ENDS[i] : draw(&state),
			.total_minor = i < 4 ? ENDS[3 - i] : draw(&state),
			.points = draw(&state),
			.scene = draw(&state) & INT32_MAX,
			.is_refund = next_number(&state) % 2 == 0,
			.has_cost = next_number(&state) % 2 == 0,
		};
		if (i % 2 == 0)
			continue;
		sales[i].stored_minor = draw(&state);
		sales[i].tax_minor = draw(&state);
		sales[i].cost_minor = draw(&state);
		sales[i].discount_minor = draw(&state);
		sales[i].returned_minor = draw(&state);
	}
}

static struct bytes pack(const struct host *host, const struct scan_sale *sales, size_t count)
{
	static const struct scan_sale NONE;
	struct bytes bytes = bytes_of(host);

	sheaf_pack_begin(&bytes);
	for (size_t i = 0; i < count; i++)
		sheaf_pack(&bytes, i == 0 ? &NONE : &sales[i - 1], &sales[i]);
	sheaf_pack_end(&bytes, &LABEL);
	assert_int_equal(bytes_rc(&bytes), RGL_OK);
	return bytes;
}

/* In memory of exactly that size, so that a sanitizer sees what is read beyond it. */
static bool opens(const struct host *host, const struct bytes *bytes, size_t length,
		  const struct sheaf_label *label)
{
	uint8_t *copy = host_new(host, length + SHEAF_SPARE);
	struct sheaf_unpack unpack;
	bool opened;

	assert_non_null(copy);
	memcpy(copy, bytes->data, length);
	opened = sheaf_unpack_begin(copy, length, label, &unpack);
	if (opened)
		while (sheaf_unpack_next(&unpack))
			continue;
	opened = opened && !unpack.is_damaged;
	host_free(host, copy);
	return opened;
}

static void what_is_packed_comes_back(void **state)
{
	struct host host;

	(void)state;
	host_init(&host, NULL);
	for (uint64_t seed = 1; seed <= 50; seed++) {
		struct scan_sale sales[SALES];
		struct sheaf_unpack unpack;
		struct bytes bytes;

		make_sales(seed, sales);
		bytes = pack(&host, sales, SALES);
		assert_non_null(bytes_extend(&bytes, SHEAF_SPARE));
		assert_true(sheaf_unpack_begin(bytes.data, bytes.length - SHEAF_SPARE, &LABEL,
					       &unpack));
		for (size_t i = 0; i < SALES; i++) {
			assert_true(sheaf_unpack_next(&unpack));
			assert_int_equal(unpack.sale.id, sales[i].id);
			assert_int_equal(unpack.sale.member, sales[i].member);
			assert_int_equal(unpack.sale.at_ms, sales[i].at_ms);
			assert_int_equal(unpack.sale.total_minor, sales[i].total_minor);
			assert_int_equal(unpack.sale.points, sales[i].points);
			assert_int_equal(unpack.sale.scene, sales[i].scene);
			assert_int_equal(unpack.sale.is_refund, sales[i].is_refund);
			assert_int_equal(unpack.sale.has_cost, sales[i].has_cost);
			assert_int_equal(unpack.sale.cost_minor, sales[i].cost_minor);
			assert_int_equal(unpack.sale.tax_minor, sales[i].tax_minor);
			assert_int_equal(unpack.sale.discount_minor, sales[i].discount_minor);
			assert_int_equal(unpack.sale.stored_minor, sales[i].stored_minor);
			assert_int_equal(unpack.sale.returned_minor, sales[i].returned_minor);
		}
		assert_false(sheaf_unpack_next(&unpack));
		assert_false(unpack.is_damaged);
		bytes_free(&bytes);
	}
}

/* Each bit turned, each length cut to, each number beside it changed: the checksum says so. */
static void no_damage_goes_unseen(void **state)
{
	struct sheaf_label label = LABEL;
	struct scan_sale sales[SALES];
	struct bytes bytes;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	make_sales(1, sales);
	bytes = pack(&host, sales, SALES);
	assert_true(opens(&host, &bytes, bytes.length, &LABEL));
	for (size_t bit = 0; bit < bytes.length * 8; bit++) {
		bytes.data[bit / 8] ^= (uint8_t)(1u << (bit % 8));
		assert_false(opens(&host, &bytes, bytes.length, &LABEL));
		bytes.data[bit / 8] ^= (uint8_t)(1u << (bit % 8));
	}
	for (size_t length = 0; length < bytes.length; length++)
		assert_false(opens(&host, &bytes, length, &LABEL));
	label.span++;
	assert_false(opens(&host, &bytes, bytes.length, &label));
	label = LABEL;
	label.reach--;
	assert_false(opens(&host, &bytes, bytes.length, &label));
	label = LABEL;
	label.sales = -1;
	assert_false(opens(&host, &bytes, bytes.length, &label));
	bytes_free(&bytes);
}

/* With a right checksum too: more sales than bytes, more bytes than sales, half a sale. */
static void what_is_no_row_of_ours_is_read_within_its_bytes(void **state)
{
	struct sheaf_label label = LABEL;
	struct scan_sale sales[SALES];
	struct bytes bytes;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	make_sales(2, sales);
	bytes = pack(&host, sales, SALES);
	for (label.sales = SALES - 2; label.sales <= SALES + 2; label.sales++) {
		sheaf_pack_end(&bytes, &label);
		assert_int_equal(opens(&host, &bytes, bytes.length, &label), label.sales == SALES);
	}
	label.sales = SALES;
	while (bytes.length > 8) {
		bytes.length--;
		sheaf_pack_end(&bytes, &label);
		assert_false(opens(&host, &bytes, bytes.length, &label));
	}
	bytes_free(&bytes);
}

/* ---- Memory ---- */

static rgl_rc take_days(void *user, int64_t member, const struct visit_day *days, size_t count)
{
	(void)user;
	(void)member;
	(void)days;
	(void)count;
	return RGL_OK;
}

static rgl_rc pack_and_read(struct store *store)
{
	struct sheaf_verdict verdict = { 0 };
	rgl_rc rc = sheaf_refresh_from(store, 1, true, NULL, NULL);

	if (rc == RGL_OK)
		rc = sheaf_check(store, &verdict);
	if (rc == RGL_OK)
		rc = visits_read(store, INT64_MAX, take_days, NULL);
	return rc;
}

/* Whichever allocation fails, and all after it: a refusal, nothing kept, and the store goes on. */
static void without_memory_nothing_is_packed(void **state)
{
	struct outcome outcome = { 0 };
	struct random_shop shop;
	struct sweep sweep;
	struct host lent;
	const struct host *own;
	rgl_rc rc = RGL_E_MEMORY;
	long at;

	(void)state;
	random_shop_make(&shop, 2, 120);
	own = shop.shop.store->host;
	assert_int_equal(sheaf_refresh_from(shop.shop.store, 1, true, NULL, NULL), RGL_OK);
	assert_int_equal(shop_sell(&shop.shop, "one-more", 500, &outcome), RGL_OK);
	for (at = 0; rc != RGL_OK && at < 500; at++) {
		sweep_init(&sweep, at);
		host_init(&lent, &sweep.host);
		shop.shop.store->host = &lent;
		rc = visits_read(shop.shop.store, INT64_MAX, take_days, NULL);
		if (rc == RGL_OK)
			rc = pack_and_read(shop.shop.store);
		assert_true(rc == RGL_OK || rc == RGL_E_MEMORY);
		assert_int_equal(sweep.held, 0);
		assert_false(sweep.misused);
		if (rc < 0)
			assert_int_equal(shop.shop.store->refusal.code, RGL_E_MEMORY);
	}
	shop.shop.store->host = own;
	assert_true(at > 5 && at < 500);
	shop_remove(&shop.shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_packed_comes_back),
		cmocka_unit_test(no_damage_goes_unseen),
		cmocka_unit_test(what_is_no_row_of_ours_is_read_within_its_bytes),
		cmocka_unit_test(without_memory_nothing_is_packed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
