/* test_slip_parts.c - the shop's own template, sentences and logo: applied, seen, survived. */
#include "tests/support/check.h"

#include <string.h>

#include "plugin/slip_parts.h"
#include "plugin/slip_settings.h"
#include "receipts/dots/png.h"
#include "tests/support/shop.h"
#include "tests/support/sweep.h"

#define TEMPLATE ".centre {{shop}} at home\n"
#define WITH_LOGO ".picture logo\n" TEMPLATE

struct bench {
	struct test_shop shop;
	struct slip_parts *parts;
	struct slip *slip;
	struct fonts *fonts;
};

static void bench_make(struct bench *bench)
{
	struct rgl_why why = { 0 };

	*bench = (struct bench) { 0 };
	shop_make(&bench->shop);
	assert_int_equal(shop_sell(&bench->shop, "S-1", 500, NULL), RGL_OK);
	assert_int_equal(slip_read(bench->shop.desk, "S-1", false, &bench->slip), RGL_OK);
	assert_int_equal(slip_parts_open(&bench->shop.host, &bench->parts, &why), RGL_OK);
}

static void bench_remove(struct bench *bench)
{
	slip_parts_close(bench->parts);
	slip_parts_close(NULL);
	slip_free(bench->slip);
	fonts_close(bench->fonts);
	shop_remove(&bench->shop);
}

/* Whether the receipt, as it is now, has this in its text. */
static bool says(struct bench *bench, const char *language, const char *what)
{
	const struct render_wish wish = { .form = RENDER_TERMINAL };
	struct bytes out = bytes_of(&bench->shop.host);
	struct rgl_why why = { 0 };
	bool is_said;

	assert_int_equal(slip_parts_look(bench->parts, bench->shop.store), RGL_OK);
	assert_int_equal(slip_render(bench->parts, slip_receipt(bench->slip), language, &wish,
				     &bench->fonts, &out, &why),
			 RGL_OK);
	bytes_add_byte(&out, 0);
	is_said = strstr((const char *)out.data, what) != NULL;
	bytes_free(&out);
	return is_said;
}

static rgl_rc apply(struct bench *bench, enum slip_part kind, const char *name, const char *text)
{
	return slip_part_apply(bench->shop.store, kind, name, text, strlen(text));
}

/* What was applied is on the next receipt, and gone again when it is taken away. */
static void a_template_is_used_from_the_next_receipt_on(void **state)
{
	struct bench bench;
	struct bytes out;

	(void)state;
	bench_make(&bench);
	assert_false(says(&bench, NULL, "at home"));
	assert_int_equal(apply(&bench, SLIP_TEMPLATE, NULL, TEMPLATE), RGL_OK);
	assert_true(says(&bench, NULL, "Corner at home"));
	out = bytes_of(&bench.shop.host);
	assert_int_equal(slip_part_read(bench.shop.store, SLIP_TEMPLATE, NULL, &out), RGL_OK);
	assert_int_equal(out.length, strlen(TEMPLATE));
	assert_memory_equal(out.data, TEMPLATE, out.length);
	bytes_free(&out);
	assert_int_equal(slip_part_remove(bench.shop.store, SLIP_TEMPLATE, NULL), RGL_OK);
	assert_false(says(&bench, NULL, "at home"));
	assert_int_equal(slip_part_remove(bench.shop.store, SLIP_TEMPLATE, NULL), RGL_E_UNKNOWN);
	bench_remove(&bench);
}

/* What is wrong is refused, and what was there stays. */
static void what_is_wrong_is_not_applied(void **state)
{
	struct bench bench;

	(void)state;
	bench_make(&bench);
	assert_int_equal(apply(&bench, SLIP_TEMPLATE, NULL, TEMPLATE), RGL_OK);
	assert_int_equal(apply(&bench, SLIP_TEMPLATE, NULL, "{{shpo}}\n"), RGL_E_FIELD);
	assert_int_equal(apply(&bench, SLIP_TEMPLATE, NULL, ""), RGL_E_LIMIT);
	assert_int_equal(apply(&bench, SLIP_WORDS, "d!", "thanks = Tak\n"), RGL_E_FIELD);
	assert_int_equal(apply(&bench, SLIP_WORDS, "da", "thanks\n"), RGL_E_FIELD);
	assert_int_equal(apply(&bench, SLIP_LOGO, NULL, "not a picture"), RGL_E_FIELD);
	assert_true(says(&bench, NULL, "Corner at home"));
	bench_remove(&bench);
}

/* The shop's own sentences come before ours, in their language alone. */
static void own_sentences_come_first(void **state)
{
	struct bench bench;

	(void)state;
	bench_make(&bench);
	assert_int_equal(apply(&bench, SLIP_WORDS, "da", "your_code = Din egen kode\n"), RGL_OK);
	assert_true(says(&bench, "da", "Din egen kode"));
	assert_false(says(&bench, "en", "Din egen kode"));
	bench_remove(&bench);
}

/* A hand-edited store: the receipt prints all the same, by ours. */
static void a_broken_part_stops_no_receipt(void **state)
{
	struct bench bench;

	(void)state;
	bench_make(&bench);
	assert_int_equal(shop_run(&bench.shop, "INSERT INTO receipt_part VALUES (1, 'receipt',"
					       " CAST('.each nothing' AS BLOB), 1),"
					       " (2, 'da', x'FFFE00', 1), (3, 'logo', x'00', 1)"),
			 0);
	assert_true(says(&bench, "en", "Corner"));
	assert_true(says(&bench, "da", "Corner"));
	bench_remove(&bench);
}

/* A black square. */
static rgl_rc apply_logo(struct test_shop *shop)
{
	struct canvas canvas = canvas_of(&shop->host, 64);
	struct bytes png = bytes_of(&shop->host);
	struct rgl_why why = { 0 };
	rgl_rc rc;

	assert_int_equal(canvas_extend(&canvas, 64), RGL_OK);
	canvas_fill(&canvas, 0, 0, 64, 64);
	assert_int_equal(png_write(&canvas, &png, &why), RGL_OK);
	rc = slip_part_apply(shop->store, SLIP_LOGO, NULL, png.data, png.length);
	bytes_free(&png);
	canvas_free(&canvas);
	return rc;
}

static rgl_rc render(struct slip_parts *parts, const struct slip *slip, enum render_form form,
		     struct bytes *out)
{
	const struct render_wish wish = { .form = form };
	struct rgl_why why = { 0 };
	struct fonts *fonts = NULL;
	rgl_rc rc = slip_render(parts, slip_receipt(slip), "da", &wish, &fonts, out, &why);

	assert_null(fonts);
	return rc;
}

/* The logo that was applied is on the page; once it is taken away, it is not. */
static void a_logo_is_on_the_next_receipt(void **state)
{
	struct bench bench;

	(void)state;
	bench_make(&bench);
	assert_int_equal(apply(&bench, SLIP_TEMPLATE, NULL, WITH_LOGO), RGL_OK);
	assert_int_equal(apply_logo(&bench.shop), RGL_OK);
	for (int with = 1; with >= 0; with--) {
		struct bytes out = bytes_of(&bench.shop.host);

		assert_int_equal(slip_parts_look(bench.parts, bench.shop.store), RGL_OK);
		for (int again = 0; again < 2; again++) {
			out.length = 0;
			assert_int_equal(render(bench.parts, bench.slip, RENDER_HTML, &out),
					 RGL_OK);
			bytes_add_byte(&out, 0);
			assert_int_equal(strstr((const char *)out.data, "<img") != NULL, with);
		}
		bytes_free(&out);
		assert_int_equal(slip_part_remove(bench.shop.store, SLIP_LOGO, NULL),
				 with != 0 ? RGL_OK : RGL_E_UNKNOWN);
	}
	bench_remove(&bench);
}

static void count_log(void *user, int32_t level, const char *line)
{
	(void)level;
	*(int *)user += strstr(line, "does not read any more") != NULL;
}

/* A large logo takes a quarter of a second to be made small. A till would wait for that, if it were
 * done while the store is taken: it is when a receipt is drawn. And who hears the log may call
 * back, for which the store has to be free. */
static void a_part_that_does_not_read_is_told_when_the_store_is_free(void **state)
{
	struct rgl_why why = { 0 };
	int logged = 0;
	const struct rgl_host lent = { .size = sizeof(lent), .user = &logged, .log = count_log };
	struct slip_parts *parts = NULL;
	struct bench bench;
	struct bytes out;
	struct host host;

	(void)state;
	bench_make(&bench);
	host_init(&host, &lent);
	out = bytes_of(&host);
	assert_int_equal(shop_run(&bench.shop,
				  "INSERT INTO receipt_part VALUES (3, 'logo', x'00', 1),"
				  " (1, 'receipt', CAST('.each nothing' AS BLOB), 1),"
				  " (2, 'da', x'FFFE00', 1)"),
			 0);
	assert_int_equal(slip_parts_open(&host, &parts, &why), RGL_OK);
	bench.shop.store->host = &host;
	assert_int_equal(slip_parts_look(parts, bench.shop.store), RGL_OK);
	bench.shop.store->host = &bench.shop.host;
	assert_int_equal(logged, 0);
	assert_int_equal(render(parts, bench.slip, RENDER_TERMINAL, &out), RGL_OK);
	assert_int_equal(render(parts, bench.slip, RENDER_TERMINAL, &out), RGL_OK);
	assert_int_equal(logged, 3);
	slip_parts_close(parts);
	bytes_free(&out);
	bench_remove(&bench);
}

/* A preview's template does not touch the shop's; a mistake in it leaves the one before. */
static void a_template_can_be_tried(void **state)
{
	struct rgl_why why = { 0 };
	struct bench bench;

	(void)state;
	bench_make(&bench);
	assert_false(says(&bench, NULL, "at home"));
	assert_int_equal(slip_parts_try(bench.parts, TEMPLATE, strlen(TEMPLATE), &why), RGL_OK);
	assert_true(says(&bench, NULL, "at home"));
	assert_int_equal(slip_parts_try(bench.parts, "{{shpo}}\n", 9, &why), RGL_E_FIELD);
	assert_true(says(&bench, NULL, "at home"));
	bench_remove(&bench);
}

static void count_row(void *user, const struct slip_part_row *row)
{
	int *seen = user;

	*seen = *seen * 10 + (int)row->kind;
	assert_true(row->bytes > 0 && row->applied_ms == SHOP_NOW_MS);
}

static void parts_are_listed(void **state)
{
	struct bench bench;
	int seen = 0;

	(void)state;
	bench_make(&bench);
	assert_int_equal(apply(&bench, SLIP_WORDS, "da", "thanks = Tak\n"), RGL_OK);
	assert_int_equal(apply(&bench, SLIP_TEMPLATE, NULL, TEMPLATE), RGL_OK);
	assert_int_equal(slip_part_list(bench.shop.store, count_row, &seen), RGL_OK);
	assert_int_equal(seen, 12);
	bench_remove(&bench);
}

/* --- settings */

static void a_setting_is_checked_before_it_is_kept(void **state)
{
	const struct {
		const char *name;
		const char *value;
		rgl_rc rc;
	} cases[] = {
		{ "language", "da", RGL_OK },
		{ "language", "xx", RGL_E_FIELD },
		{ "preview", "generic-58", RGL_OK },
		{ "preview", "laser", RGL_E_FIELD },
		{ "question_link", "https://shop.example/ask", RGL_OK },
		{ "question_link", "https://shop.example/ask/{receipt}/x", RGL_OK },
		{ "question_link", "javascript:alert(1)", RGL_E_FIELD },
		{ "question_link", "https://", RGL_E_FIELD },
		{ "question_link", "https:///ask", RGL_E_FIELD },
		{ "question_link", "https://shop.example/a b", RGL_E_FIELD },
		{ "question_link", "https://shop.example/\"><b>", RGL_E_FIELD },
		{ "question_link", "https://shop.example/{other}", RGL_E_FIELD },
		{ "question_link", "https://shop.example/#a", RGL_E_FIELD },
		{ "question_link", "", RGL_OK },
		{ "receipt_letters", "printer", RGL_OK },
		{ "receipt_letters", "dots", RGL_OK },
		{ "receipt_letters", "", RGL_OK },
		{ "receipt_letters", "Dots", RGL_E_FIELD },
		{ "colour", "red", RGL_E_FIELD },
		{ "changes", "1", RGL_E_FIELD },
	};
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(settings_write(shop.store, cases[i].name, cases[i].value),
				 cases[i].rc);
	shop_remove(&shop);
}

static rgl_rc link_of(const struct test_shop *shop, const char *sale_id, const char *token,
		      char ret[QUESTION_ROOM])
{
	const struct question_facts facts = { sale_id, token };

	return settings_question(shop->store, &facts, ret);
}

/* The sale's id becomes a part of the address, whatever letters the till gave it. */
static void a_question_link_has_the_sales_id(void **state)
{
	char link[QUESTION_ROOM];
	char value[SETTING_ROOM];
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	assert_int_equal(link_of(&shop, "S 1", "", link), RGL_OK);
	assert_string_equal(link, "");
	assert_int_equal(settings_write(shop.store, "question_link", "https://a.example/q"),
			 RGL_OK);
	assert_int_equal(link_of(&shop, "S 1&x=\xC3\xA6", "", link), RGL_OK);
	assert_string_equal(link, "https://a.example/q?receipt=S%201%26x%3D%C3%A6");
	assert_int_equal(
		settings_write(shop.store, "question_link", "https://a.example/{receipt}/?b"),
		RGL_OK);
	assert_int_equal(link_of(&shop, "S-1", "", link), RGL_OK);
	assert_string_equal(link, "https://a.example/S-1/?b");
	memset(value, 'S', 200);
	value[200] = '\0';
	assert_int_equal(link_of(&shop, value, "", link), RGL_OK);
	assert_string_equal(link, "");
	shop_remove(&shop);
}

/* With the place of a token the link is for members who were asked, and for nobody else. */
static void a_question_link_has_the_members_token(void **state)
{
	char link[QUESTION_ROOM];
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	assert_int_equal(settings_write(shop.store, "question_link",
					"https://a.example/#{token}?r={receipt}"),
			 RGL_OK);
	assert_int_equal(link_of(&shop, "S 1", "", link), RGL_OK);
	assert_string_equal(link, "");
	assert_int_equal(link_of(&shop, "S 1", "RG37KQM2XWD9FABC3DE", link), RGL_OK);
	assert_string_equal(link, "https://a.example/#RG37KQM2XWD9FABC3DE?r=S%201");
	shop_remove(&shop);
}

/* The shop speaks another language from the next receipt on. */
static void a_setting_is_seen_by_who_keeps_the_parts(void **state)
{
	struct bench bench;

	(void)state;
	bench_make(&bench);
	assert_int_equal(slip_parts_look(bench.parts, bench.shop.store), RGL_OK);
	assert_string_equal(slip_parts_language(bench.parts), "en");
	assert_int_equal(settings_write(bench.shop.store, "language", "da"), RGL_OK);
	assert_int_equal(settings_write(bench.shop.store, "preview", "generic-58"), RGL_OK);
	assert_int_equal(slip_parts_look(bench.parts, bench.shop.store), RGL_OK);
	assert_string_equal(slip_parts_language(bench.parts), "da");
	assert_string_equal(slip_parts_profile(bench.parts)->name, "generic-58");
	bench_remove(&bench);
}

/* Whichever allocation fails while the parts are read, what was there before is used on. */
static void without_memory_the_parts_stay(void **state)
{
	struct rgl_why why = { 0 };
	struct slip_parts *parts = NULL;
	struct bench bench;
	struct sweep sweep;
	struct bytes out;
	struct host host;
	rgl_rc rc = RGL_E_MEMORY;

	(void)state;
	bench_make(&bench);
	assert_int_equal(apply(&bench, SLIP_TEMPLATE, NULL, WITH_LOGO), RGL_OK);
	assert_int_equal(apply(&bench, SLIP_WORDS, "da", "thanks = Tak\n"), RGL_OK);
	assert_int_equal(apply_logo(&bench.shop), RGL_OK);
	for (long at = 0; rc != RGL_OK && at < 2000; at++) {
		sweep_init(&sweep, at);
		host_init(&host, &sweep.host);
		parts = NULL;
		rc = slip_parts_open(&host, &parts, &why);
		bench.shop.store->host = &host;
		if (rc == RGL_OK)
			rc = slip_parts_look(parts, bench.shop.store);
		bench.shop.store->host = &bench.shop.host;
		out = bytes_of(&host);
		if (rc == RGL_OK)
			rc = render(parts, bench.slip, RENDER_TERMINAL, &out);
		bytes_free(&out);
		assert_true(rc == RGL_OK || rc == RGL_E_MEMORY);
		slip_parts_close(parts);
		assert_int_equal(sweep.held, 0);
		assert_false(sweep.misused);
	}
	assert_int_equal(rc, RGL_OK);
	bench_remove(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_template_is_used_from_the_next_receipt_on),
		cmocka_unit_test(what_is_wrong_is_not_applied),
		cmocka_unit_test(own_sentences_come_first),
		cmocka_unit_test(a_broken_part_stops_no_receipt),
		cmocka_unit_test(a_logo_is_on_the_next_receipt),
		cmocka_unit_test(a_part_that_does_not_read_is_told_when_the_store_is_free),
		cmocka_unit_test(a_template_can_be_tried),
		cmocka_unit_test(parts_are_listed),
		cmocka_unit_test(a_setting_is_checked_before_it_is_kept),
		cmocka_unit_test(a_question_link_has_the_sales_id),
		cmocka_unit_test(a_question_link_has_the_members_token),
		cmocka_unit_test(a_setting_is_seen_by_who_keeps_the_parts),
		cmocka_unit_test(without_memory_the_parts_stay),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
