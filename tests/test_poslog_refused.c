/* test_poslog_refused.c - POSLogs that are wrong, broken or made to do harm, and letters of any
 * kind. */
#include "tests/support/poslog_text.h"
#include "tests/support/sweep.h"

/* Why the file, or its first transaction, is refused. */
static void is_refused(const char *text, size_t length, rgl_rc rc, const char *words)
{
	struct log_entry *entry = NULL;
	struct reading reading;
	rgl_rc got;

	assert_int_equal(open_bytes(&reading, text, length, NULL), RGL_OK);
	do
		got = LOG_POSLOG.next(reading.reader, &entry);
	while (got == RGL_OK && entry != NULL);
	assert_int_equal(got, rc);
	if (strstr(reading.why.text, words) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", reading.why.text, words);
	close_it(&reading);
}

/* One that cannot be read does not hide the next. */
static void a_transaction_that_is_wrong_is_refused_and_the_next_is_read(void **state)
{
	static const struct {
		const char *inside;
		rgl_rc rc;
		const char *words;
	} WRONG[] = {
		{ HEAD SOLD("A", "1,00") TAIL, RGL_E_FIELD, "\"1,00\" is not a number" },
		{ HEAD SOLD("A", "0x10") TAIL, RGL_E_FIELD, "\"0x10\" is not a number" },
		{ HEAD SOLD("A", "99999999999999999999") TAIL, RGL_E_RANGE, "too large" },
		{ "<Transaction><RetailTransaction>" SOLD("A", "1.00") TAIL, RGL_E_FIELD,
		  "no SequenceNumber" },
		{ "<Transaction><SequenceNumber>1</SequenceNumber><EndDateTime>yesterday"
		  "</EndDateTime><RetailTransaction>" SOLD("A", "1.00") TAIL,
		  RGL_E_TIME, "EndDateTime is not a time" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(WRONG) / sizeof(WRONG[0]); i++) {
		char text[4096];
		struct reading reading;
		const struct log_entry *entry;

		(void)snprintf(text, sizeof(text), "<POSLog>\n%s\n%s</POSLog>", WRONG[i].inside,
			       HEAD SOLD("B", "1.00") TAIL);
		open_text(&reading, text);
		entry = next(&reading);
		assert_non_null(entry);
		assert_int_equal(entry->why.code, WRONG[i].rc);
		assert_non_null(strstr(entry->why.text, WRONG[i].words));
		assert_int_equal(entry->line, 2);
		entry = next(&reading);
		assert_non_null(entry);
		assert_int_equal(entry->why.code, RGL_OK);
		assert_int_equal(entry->line, 3);
		close_it(&reading);
	}
}

/* `count` times a text, between a beginning and an end. */
static char *repeat(const char *begin, const char *text, size_t count, const char *end)
{
	size_t length = strlen(text);
	char *all = malloc(strlen(begin) + length * count + strlen(end) + 1);
	char *at = all;

	assert_non_null(all);
	at = stpcpy(at, begin);
	for (size_t i = 0; i < count; i++)
		at = stpcpy(at, text);
	(void)stpcpy(at, end);
	return all;
}

/* Larger than any transaction may be: it is refused, and the next is read. */
static void a_transaction_that_is_too_large_is_refused_alone(void **state)
{
	static const struct {
		const char *text;
		size_t count;
		const char *words;
	} LARGE[] = {
		{ SOLD("A", "1.00"), RGL_LINES_MAX + 1, "more than 1000 lines" },
		{ REWARD("", "Monetary", "-1.00", "1"), RGL_LINES_MAX + 1, "1000 rewards" },
		{ "<LineItem><Tender><Amount>1.00</Amount></Tender></LineItem>", 33,
		  "paid in more than 32 ways" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(LARGE) / sizeof(LARGE[0]); i++) {
		struct reading reading;
		const struct log_entry *entry;
		char *text = repeat("<POSLog>" HEAD SOLD("A", "1.00"), LARGE[i].text,
				    LARGE[i].count, TAIL HEAD SOLD("B", "1.00") TAIL "</POSLog>");

		open_text(&reading, text);
		entry = next(&reading);
		assert_non_null(entry);
		assert_int_equal(entry->why.code, RGL_E_LIMIT);
		assert_non_null(strstr(entry->why.text, LARGE[i].words));
		entry = next(&reading);
		assert_non_null(entry);
		assert_int_equal(entry->why.code, RGL_OK);
		close_it(&reading);
		free(text);
	}
}

/* Text beyond what any sale has, in tags that are looked at. */
static void texts_have_a_limit_together(void **state)
{
	char *name =
		repeat("<LineItem><Sale><ItemID>A</ItemID><ExtendedAmount>1.00</ExtendedAmount>"
		       "<Description>",
		       "x", 250, "</Description></Sale></LineItem>");
	char *text =
		repeat("<POSLog>" HEAD, name, 7000, TAIL HEAD SOLD("B", "1.00") TAIL "</POSLog>");
	struct reading reading;
	const struct log_entry *entry;

	(void)state;
	open_text(&reading, text);
	entry = next(&reading);
	assert_non_null(entry);
	assert_int_equal(entry->why.code, RGL_E_LIMIT);
	entry = next(&reading);
	assert_non_null(entry);
	assert_int_equal(entry->why.code, RGL_OK);
	close_it(&reading);
	free(text);
	free(name);
}

#define REFUSED(text, rc, words) is_refused(text, strlen(text), rc, words)

/* Entities, their own or other files', are refused where they would be declared. */
static void a_document_type_is_refused_before_anything_is_read(void **state)
{
	(void)state;
	REFUSED("<!DOCTYPE POSLog [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]>"
		"<POSLog>&b;</POSLog>",
		RGL_E_FIELD, "declares a document type");
	REFUSED("<!DOCTYPE POSLog [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><POSLog>&a;</POSLog>",
		RGL_E_FIELD, "declares a document type");
	REFUSED("<!DOCTYPE POSLog SYSTEM \"http://shop.example/log.dtd\"><POSLog/>", RGL_E_FIELD,
		"declares a document type");
	REFUSED(WHOLE("&nowhere;"), RGL_E_FIELD, "log.xml:1: this is not XML (any more)");
}

static void what_is_no_poslog_is_refused(void **state)
{
	(void)state;
	REFUSED("<Orders><Order/></Orders>", RGL_E_FIELD, "begins with the tag POSLog");
	REFUSED("date,total\n2025-01-01,1.00\n", RGL_E_FIELD, "this is not XML");
	REFUSED("", RGL_E_FIELD, "there is no XML in it");
}

/* The transactions before the place come first; the words name the place. */
static void a_file_that_is_cut_off_is_read_up_to_there(void **state)
{
	const char *text = "<POSLog>\n" HEAD SOLD("A", "1.00") TAIL "\n<Transaction>";
	struct log_entry *entry;
	struct reading reading;

	(void)state;
	open_text(&reading, text);
	entry = next(&reading);
	assert_non_null(entry);
	assert_int_equal(LOG_POSLOG.next(reading.reader, &entry), RGL_E_FIELD);
	assert_non_null(strstr(reading.why.text, "log.xml:3: "));
	assert_non_null(strstr(reading.why.text, "was it cut off?"));
	close_it(&reading);
	REFUSED("<POSLog>" HEAD "</POSLog>", RGL_E_FIELD, "mismatched tag");
}

/* What would make expat keep ever more memory. */
static void files_made_to_take_memory_are_refused(void **state)
{
	char *deep = repeat("<POSLog>", "<a>", 5000, "");
	char *tag = repeat("<POSLog><a b=\"", "0123456789abcdef", 140000, "\"/></POSLog>");
	char *comment = repeat("<POSLog><!--", "0123456789abcdef", 140000, "--></POSLog>");
	char *names = malloc(40000 * 12);
	char *at = names;

	(void)state;
	assert_non_null(names);
	at = stpcpy(at, "<POSLog>");
	for (int i = 0; i < 30000; i++)
		at += sprintf(at, "<a%d/>", i);
	REFUSED(deep, RGL_E_LIMIT, "deeper than in any POSLog");
	REFUSED(tag, RGL_E_LIMIT, "longer than a mebibyte");
	REFUSED(comment, RGL_E_LIMIT, "longer than a mebibyte");
	REFUSED(names, RGL_E_LIMIT, "more different tags");
	free(deep);
	free(tag);
	free(comment);
	free(names);
}

#define NAMED(name)                                                                                \
	HEAD ITEM("<ItemID>A</ItemID><Description>" name "</Description>"                          \
		  "<ExtendedAmount>1.00</ExtendedAmount>") TAIL

/* The same name in each way of writing letters that tills have. */
static void letters_are_read_in_every_encoding(void **state)
{
	static const char *const LOGS[] = {
		WHOLE(NAMED("K\xc3\xb8"
			    "d 5 \xe2\x82\xac")),
		"<?xml version=\"1.0\" encoding=\"windows-1252\"?>" WHOLE(NAMED("K\xf8"
										"d 5 \x80")),
		"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" WHOLE(NAMED("K\xf8"
									      "d 5 &#8364;")),
	};
	uint8_t wide[8192] = { 0xff, 0xfe };
	const char *narrow = WHOLE(NAMED("K&#248;d 5 &#8364;"));
	struct reading reading;
	struct log_entry *entry;

	(void)state;
	for (size_t i = 0; i < sizeof(LOGS) / sizeof(LOGS[0]); i++) {
		entry = only(&reading, LOGS[i]);
		assert_string_equal(entry->lines[0].name, "K\xc3\xb8"
							  "d 5 \xe2\x82\xac");
		close_it(&reading);
	}
	for (size_t i = 0; i < strlen(narrow); i++)
		wide[2 + 2 * i] = (uint8_t)narrow[i];
	assert_int_equal(open_bytes(&reading, wide, 2 + 2 * strlen(narrow), NULL), RGL_OK);
	entry = next(&reading);
	assert_non_null(entry);
	assert_string_equal(entry->lines[0].name, "K\xc3\xb8"
						  "d 5 \xe2\x82\xac");
	close_it(&reading);
	REFUSED("<?xml version=\"1.0\" encoding=\"EBCDIC-CP-DK\"?><POSLog/>", RGL_E_FIELD,
		"its encoding is not known here; save it as UTF-8");
	REFUSED(WHOLE(NAMED("K\xf8"
			    "d")),
		RGL_E_FIELD, "a letter is not in the encoding that the first line names");
}

/* What paid is in tags that nobody looks at. */
static void a_payment_cards_number_is_not_read(void **state)
{
	struct reading reading;
	const struct log_entry *entry = only(
		&reading,
		ONE(SOLD("A",
			 "1.00") "<LineItem><Tender TenderType=\"CreditDebit\"><Amount>1.00"
				 "</Amount><CreditDebit><PrimaryAccountNumber>4111111111111111"
				 "</PrimaryAccountNumber></CreditDebit></Tender></LineItem>" GRAND(
					 "1.00")));
	const char *texts[] = { entry->sale.id, entry->sale.cashier, entry->lines[0].name,
				entry->lines[0].sku, entry->note };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_null(strstr(texts[i], "4111"));
	assert_null(entry->customer.other_id);
	assert_null(entry->customer.card);
	assert_null(entry->sale.tenders[0].code);
	close_it(&reading);
}

/* Chunks end anywhere: what is in a file does not depend on where. */
static void it_does_not_matter_where_a_chunk_ends(void **state)
{
	(void)state;
	for (size_t padding = 65536 - 900; padding < 65536; padding += 7) {
		char *text = repeat("<POSLog>", " ", padding,
				    HEAD SOLD("A", "8.63") GRAND("8.63") TAIL "</POSLog>");
		struct reading reading;
		const struct log_entry *entry = only(&reading, text);

		assert_string_equal(entry->sale.id, "poslog-9-3-86-2025-03-01");
		amount_is(entry->sale.total, 863);
		assert_string_equal(entry->lines[0].sku, "A");
		assert_null(next(&reading));
		close_it(&reading);
		free(text);
	}
}

/* Each of its own blocks of memory in turn is not there; nothing leaks. */
static void memory_that_runs_out_is_said(void **state)
{
	const char *text = ONE(SOLD("A", "1.00"));
	rgl_rc rc = RGL_E_MEMORY;
	struct sweep lent;
	long n;

	(void)state;
	sweep_init(&lent, SWEEP_NEVER);
	for (n = 0; rc == RGL_E_MEMORY && n < 100; n++) {
		struct reading reading;
		struct sweep sweep;
		struct log_entry *entry = NULL;

		open_text(&reading, text);
		LOG_POSLOG.close(reading.reader);
		reading.reader = NULL;
		rewind(reading.stream);
		sweep_init(&sweep, n);
		host_init(&reading.host, &sweep.host);
		rc = LOG_POSLOG.open(&reading.context, reading.stream, &reading.reader);
		assert_int_equal(rc, sweep.ran_out ? RGL_E_MEMORY : RGL_OK);
		if (rc == RGL_OK) {
			assert_int_equal(LOG_POSLOG.next(reading.reader, &entry), RGL_OK);
			assert_non_null(entry);
		}
		LOG_POSLOG.close(reading.reader);
		reading.reader = NULL;
		assert_int_equal(sweep.held, 0);
		host_init(&reading.host, NULL);
		close_it(&reading);
	}
	assert_int_equal(rc, RGL_OK);
	assert_true(n > 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_transaction_that_is_wrong_is_refused_and_the_next_is_read),
		cmocka_unit_test(a_transaction_that_is_too_large_is_refused_alone),
		cmocka_unit_test(texts_have_a_limit_together),
		cmocka_unit_test(a_document_type_is_refused_before_anything_is_read),
		cmocka_unit_test(what_is_no_poslog_is_refused),
		cmocka_unit_test(a_file_that_is_cut_off_is_read_up_to_there),
		cmocka_unit_test(files_made_to_take_memory_are_refused),
		cmocka_unit_test(letters_are_read_in_every_encoding),
		cmocka_unit_test(a_payment_cards_number_is_not_read),
		cmocka_unit_test(it_does_not_matter_where_a_chunk_ends),
		cmocka_unit_test(memory_that_runs_out_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
