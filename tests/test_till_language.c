/* test_till_language.c - what a till reads through the table of calls is in its cashiers' language;
 * no language, and no sentence of the shop's own, keeps a scan from being answered.
 */
#include "tests/support/check.h"

#include <sqlite3.h>
#include <stddef.h>
#include <string.h>

#include "plugin/regulars.h"
#include "plugin/slip_parts.h"
#include "tests/support/shop.h"

static const struct rgl_host LENT = { .size = sizeof(LENT), .now_ms = shop_now_ms };

/* It is the member's birthday, and that alone is to be said. */
static void shop_begin(struct test_shop *shop)
{
	shop_make(shop);
	assert_int_equal(shop_run(shop, "UPDATE member SET birthday = '1990-01-05'"), SQLITE_OK);
}

/* What a till that opens the store so is told of the member. */
static void till_reads(const struct test_shop *shop, struct rgl_options options, const char *words)
{
	const struct rgl_api *api = regulars_entry(RGL_ABI);
	struct rgl_member member = { .size = sizeof(member) };
	struct rgl_why why = { .size = sizeof(why) };
	struct rgl *rgl = NULL;

	options.store = shop->path;
	assert_int_equal(api->open(&LENT, &options, &rgl, &why), RGL_OK);
	if (api->identify(rgl, shop->token, strlen(shop->token), &member, &why) != RGL_OK)
		fail_msg("%s", why.text);
	assert_int_equal(member.thing_count, 1);
	assert_string_equal(member.things[0].kind, "birthday");
	if (strstr(member.things[0].text, words) == NULL)
		fail_msg("%s", member.things[0].text);
	api->close(rgl);
}

static struct rgl_options spoken(const char *language)
{
	return (struct rgl_options) { .size = sizeof(struct rgl_options), .language = language };
}

/* The till says once what its cashiers read; without that it is what the shop speaks. */
static void a_till_reads_its_cashiers_language(void **state)
{
	struct test_shop shop;

	(void)state;
	shop_begin(&shop);
	till_reads(&shop, spoken(NULL), "Wish them");
	till_reads(&shop, spoken(""), "Wish them");
	till_reads(&shop, spoken("da"), "tillykke");
	till_reads(&shop, spoken("DA-dk"), "tillykke");
	shop_remove(&shop);
}

/* A till that was built before there was such a field has none of it, whatever lies behind. */
static void an_older_till_reads_the_shops_language(void **state)
{
	struct rgl_options options = spoken("da");
	struct test_shop shop;

	(void)state;
	shop_begin(&shop);
	options.size = offsetof(struct rgl_options, language);
	till_reads(&shop, options, "Wish them");
	shop_remove(&shop);
}

/* Nobody's language is no reason to say nothing of a customer. */
static void a_language_there_is_none_of_is_the_shops(void **state)
{
	static const char *const LANGUAGES[] = {
		"xx",	   "klingon",  "-",
		"da;drop", "\xC3\x28", "a-very-long-name-of-a-language-that-is-none"
	};
	struct test_shop shop;

	(void)state;
	shop_begin(&shop);
	for (size_t i = 0; i < sizeof(LANGUAGES) / sizeof(LANGUAGES[0]); i++)
		till_reads(&shop, spoken(LANGUAGES[i]), "Wish them");
	shop_remove(&shop);
}

/* A name that there is none of stands there as it was written, for the owner to see. */
static void a_sentence_with_an_unknown_name_is_said(void **state)
{
	static const char OURS[] = "till_birthday = Sing for {nobody}!\n";
	struct test_shop shop;

	(void)state;
	shop_begin(&shop);
	assert_int_equal(slip_part_apply(shop.store, SLIP_WORDS, "en", OURS, strlen(OURS)), RGL_OK);
	till_reads(&shop, spoken(NULL), "Sing for {nobody}!");
	shop_remove(&shop);
}

/* What an older Regulars took and this one cannot read, or a disk that forgot: ours stand in. */
static void sentences_that_do_not_read_are_ours(void **state)
{
	static const char OURS[] = "till_birthday = Sing!\n";
	struct test_shop shop;

	(void)state;
	shop_begin(&shop);
	assert_int_equal(slip_part_apply(shop.store, SLIP_WORDS, "en", OURS, strlen(OURS)), RGL_OK);
	till_reads(&shop, spoken(NULL), "Sing!");
	assert_int_equal(shop_run(&shop, "UPDATE receipt_part SET data ="
					 " CAST('till_birthday { = no' || char(10) AS BLOB)"),
			 SQLITE_OK);
	till_reads(&shop, spoken(NULL), "Wish them");
	till_reads(&shop, spoken("da"), "tillykke");
	shop_remove(&shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_till_reads_its_cashiers_language),
		cmocka_unit_test(an_older_till_reads_the_shops_language),
		cmocka_unit_test(a_language_there_is_none_of_is_the_shops),
		cmocka_unit_test(a_sentence_with_an_unknown_name_is_said),
		cmocka_unit_test(sentences_that_do_not_read_are_ours),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
