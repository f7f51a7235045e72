/* SPDX-License-Identifier: Apache-2.0 */
/* flow_pan.c - a payment card's number that was held out by mistake is nowhere afterwards: not in
 * the process's memory, not in the store, not in the log.
 *
 * In:  REGULARS_SO and REGULARS, the library and the command.
 * How: this till has the number scrambled only. It unscrambles it into one page, hands that in at
 *      a door of the plugin, wipes the page, and looks through all writable memory of the process,
 *      dead stack and freed heap included: what is found then, the plugin left there.
 */
#include "plugin/regulars.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { DIGITS = 16, NEEDLE = 10, PAGE = RGL_ANSWER_ROOM, SCRAMBLE = 0x5a };

/* Sanitizers map shadows of the address space; none of it is the till's. */
#define MAPPING_MAX (UINT64_C(1) << 28)

/* A number out of the range that Visa keeps for tests. */
static const uint8_t scrambled[DIGITS] = { '4' ^ SCRAMBLE, '0' ^ SCRAMBLE, '1' ^ SCRAMBLE,
					   '2' ^ SCRAMBLE, '8' ^ SCRAMBLE, '8' ^ SCRAMBLE,
					   '8' ^ SCRAMBLE, '8' ^ SCRAMBLE, '8' ^ SCRAMBLE,
					   '8' ^ SCRAMBLE, '8' ^ SCRAMBLE, '8' ^ SCRAMBLE,
					   '1' ^ SCRAMBLE, '8' ^ SCRAMBLE, '8' ^ SCRAMBLE,
					   '1' ^ SCRAMBLE };

struct till {
	void *library;
	const struct rgl_api *api;
	struct rgl *rgl;
	volatile char *page;
	size_t length;
	char answer[PAGE];
	size_t answer_length;
	char log[PAGE];
	size_t log_length;
};

/* ---- Looking ---- */

/* Whether the number begins at `at`; a space or a dash may stand between its digits. */
static bool is_number(const uint8_t *at, const uint8_t *end)
{
	size_t matched = 0;

	for (; at < end && matched < NEEDLE; at++) {
		if (((*at) ^ SCRAMBLE) == scrambled[matched])
			matched++;
		else if (matched == 0 || (*at != ' ' && *at != '-'))
			return false;
	}
	return matched == NEEDLE;
}

static const uint8_t *find_number(const uint8_t *start, size_t length)
{
	const uint8_t *end = start + length;

	for (const uint8_t *at = start; at < end; at++)
		if (is_number(at, end))
			return at;
	return NULL;
}

/* How often it is in memory; says where. */
static int count_in_memory(const char *door)
{
	FILE *maps = fopen("/proc/self/maps", "re");
	char line[512];
	int count = 0;

	assert_non_null(maps);
	while (fgets(line, sizeof(line), maps) != NULL) {
		const uint8_t *at;
		uint64_t start = 0;
		uint64_t end = 0;
		char rights[8] = "";
		int name_at = 0;

		if (sscanf(line, "%lx-%lx %7s %*s %*s %*s %n", &start, &end, rights, &name_at) !=
			    3 ||
		    strncmp(rights, "rw", 2) != 0 || end - start > MAPPING_MAX)
			continue;
		at = find_number((const uint8_t *)(uintptr_t)start, end - start);
		if (at == NULL)
			continue;
		count++;
		line[strcspn(line, "\n")] = '\0';
		if (door != NULL)
			print_error("%s: left in memory at %p, %s\n", door, (const void *)at,
				    name_at > 0 ? line + name_at : "");
	}
	(void)fclose(maps);
	return count;
}

static bool is_in_file(const char *name)
{
	uint8_t *bytes = malloc(1 << 24);
	int file = open(name, O_RDONLY | O_CLOEXEC);
	ssize_t length = file < 0 ? 0 : read(file, bytes, 1 << 24);
	bool is = length > 0 && find_number(bytes, (size_t)length) != NULL;

	if (file >= 0)
		(void)close(file);
	free(bytes);
	return is;
}

/* Sanitizers and valgrind keep registers, stacks and freed blocks of their own: there the answers,
 * the files and the log are looked at, not memory. */
static bool is_instrumented(void)
{
	const char *sanitizer = getenv("REGULARS_SAN");
	const char *under = getenv("REGULARS_UNDER");

	return (sanitizer != NULL && sanitizer[0] != '\0') || (under != NULL && under[0] != '\0');
}

/* ---- Handing in ---- */

static void page_wipe(struct till *till)
{
	for (size_t i = 0; i < till->length; i++)
		till->page[i] = 0;
	till->length = 0;
}

/* Writes a text into the page: '#' stands for the number, '~' for it in groups of four. */
static const char *page_write(struct till *till, const char *text)
{
	till->length = 0;
	for (; *text != '\0'; text++) {
		if (*text != '#' && *text != '~') {
			till->page[till->length++] = *text;
			continue;
		}
		for (size_t i = 0; i < DIGITS; i++) {
			if (*text == '~' && i > 0 && i % 4 == 0)
				till->page[till->length++] = ' ';
			till->page[till->length++] = (char)(scrambled[i] ^ SCRAMBLE);
		}
	}
	till->page[till->length] = '\0';
	return (const char *)till->page;
}

/* Nothing is left of what was in the page. */
static void assert_gone(struct till *till, const char *door)
{
	page_wipe(till);
	if (!is_instrumented())
		assert_int_equal(count_in_memory(door), 0);
	assert_false(is_in_file("shop.db"));
	assert_false(is_in_file("shop.db-wal"));
}

static void assert_identify(struct till *till, const char *scan)
{
	struct rgl_member member = { .size = sizeof(member) };
	struct rgl_why why = { .size = sizeof(why) };
	const char *text = page_write(till, scan);

	assert_int_equal(till->api->identify(till->rgl, text, till->length, &member, &why),
			 RGL_E_PAYMENT_CARD);
	assert_gone(till, scan);
}

/* The answer has that in it. */
static void assert_request(struct till *till, const char *json, const char *expected)
{
	const char *text = page_write(till, json);

	till->answer_length = sizeof(till->answer);
	assert_int_equal(till->api->request(till->rgl, text, till->length, till->answer,
					    &till->answer_length),
			 RGL_OK);
	page_wipe(till);
	if (strstr(till->answer, expected) == NULL)
		fail_msg("answered %s", till->answer);
	assert_gone(till, json);
}

/* ---- The doors ---- */

/* Else nothing here would prove anything. */
static void the_search_finds_a_number_that_is_there(void **state)
{
	struct till *till = *state;

	if (is_instrumented())
		skip();
	assert_int_equal(count_in_memory("at first"), 0);
	(void)page_write(till, "#");
	assert_int_equal(count_in_memory(NULL), 1);
	(void)page_write(till, "%B~^NAME");
	assert_int_equal(count_in_memory(NULL), 1);
	page_wipe(till);
	assert_int_equal(count_in_memory("wiped"), 0);
}

static void a_scan_leaves_nothing(void **state)
{
	struct till *till = *state;

	assert_identify(till, "#");
	assert_identify(till, "~\r\n");
	assert_identify(till, "%B#^DOE/J^29121010000000000?;#=29121010000?");
	assert_identify(till, "]C1#");
}

static void a_scan_through_the_json_door_leaves_nothing(void **state)
{
	assert_request(*state, "{\"op\":\"identify\",\"scan\":\"#\"}", "E_PAYMENT_CARD");
	assert_request(*state, "{\"op\":\"identify\",\"scan\":\";#=2912?\"}", "E_PAYMENT_CARD");
}

/* It was read before the mistake was: what is thrown away on the way out must be wiped too. */
static void a_request_that_is_refused_leaves_nothing(void **state)
{
	assert_request(*state, "{\"op\":\"identify\",\"scan\":\"#\"", "E_JSON");
	assert_request(*state, "{\"op\":\"identify\",\"scan\":\"#\",\"a\":[1,}", "E_JSON");
	assert_request(*state, "{\"op\":\"identify\",\"scan\":\"%B~^DOE/JANE^29121010\",\"a\":[1,}",
		       "E_JSON");
	assert_request(*state, "{\"op\":\"a \\\"quoted\\u0034 word\",\"scan\":\"#\"}", "E_FIELD");
	assert_request(*state, "{\"op\":\"identify\",\"scan\":#}", "E_FIELD");
	assert_request(*state, "{\"op\":\"identify\",\"#\":\"1\",\"scan\":\"2\"}", "E_FIELD");
	assert_request(*state, "{\"op\":\"~\"}", "E_FIELD");
	assert_request(*state,
		       "{\"op\":\"refund\",\"id\":\"R\",\"sale_id\":\"#\",\"amount\":1,"
		       "\"currency\":\"EUR\"}",
		       "\"ok\":false");
	assert_request(*state, "{\"op\":\"receipt\",\"sale_id\":\"~\",\"to\":\"png\"}",
		       "E_NO_SALE");
}

static void an_enrolment_leaves_nothing(void **state)
{
	static const char *const fields[] = { "name", "phone", "card", "email", "consent" };
	struct till *till = *state;

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		char json[160];

		(void)snprintf(json, sizeof(json),
			       "{\"op\":\"enrol\",\"name\":\"Nora\",\"%s\":\"#\"}", fields[i]);
		if (i == 0)
			(void)snprintf(json, sizeof(json), "{\"op\":\"enrol\",\"name\":\"N #\"}");
		assert_request(till, json, "E_PAYMENT_CARD");
	}
}

/* The sale goes on: it is the till's, and the customer waits. */
static void a_sale_leaves_nothing(void **state)
{
	static const char *const sales[] = {
		"\"id\":\"S1\",\"member\":{\"scan\":\"#\"},\"lines\":[{\"name\":\"Tea\",",
		"\"id\":\"S2\",\"member\":{\"scan\":\"%B~^N?\"},\"lines\":[{\"name\":\"Tea\",",
		"\"id\":\"S3\",\"cashier\":\"Jo ~\",\"lines\":[{\"name\":\"Tea\",",
		"\"id\":\"S4\",\"lines\":[{\"name\":\"Card #\",",
		"\"id\":\"S5\",\"lines\":[{\"sku\":\"#\",\"category\":\"~\",\"name\":\"Tea\",",
	};
	struct till *till = *state;
	char json[512];

	for (size_t i = 0; i < sizeof(sales) / sizeof(sales[0]); i++) {
		(void)snprintf(json, sizeof(json),
			       "{\"op\":\"sale\",\"sale\":{\"currency\":\"EUR\",\"total\":100,"
			       "%s\"total\":100}]}}",
			       sales[i]);
		assert_request(till, json, "\"ok\":true,\"code\":\"OK\"");
		assert_request(till, json, "\"ok\":true,\"code\":\"EXISTS\"");
	}
}

/* The same through the structs. */
static void a_sale_of_a_c_till_leaves_nothing(void **state)
{
	struct till *till = *state;
	struct rgl_line line = { .size = sizeof(line), .qty_milli = 1000, .total_minor = 100 };
	struct rgl_sale sale = { .size = sizeof(sale),
				 .id = "C1",
				 .currency = "EUR",
				 .lines = &line,
				 .line_count = 1,
				 .total_minor = 100 };
	struct rgl_outcome outcome = { .size = sizeof(outcome) };
	struct rgl_why why = { .size = sizeof(why) };

	line.name = page_write(till, "#");
	sale.scan = line.name;
	sale.scan_length = till->length;
	sale.cashier = line.name;
	assert_int_equal(till->api->sale(till->rgl, &sale, &outcome, &why), RGL_OK);
	assert_int_equal(why.code, RGL_E_PAYMENT_CARD);
	assert_gone(till, "a C till's sale");
}

/* Without this the log would be clean for want of lines. */
static void the_log_told_of_the_refusals(void **state)
{
	struct till *till = *state;

	assert_true(till->log_length > 0);
	assert_non_null(strstr(till->log, "payment card"));
	assert_null(find_number((const uint8_t *)till->log, till->log_length));
}

/* ---- The till ---- */

static void write_log(void *user, int32_t level, const char *line)
{
	struct till *till = user;
	size_t length = strlen(line);

	(void)level;
	if (till->log_length + length + 1 >= sizeof(till->log))
		return;
	memcpy(till->log + till->log_length, line, length);
	till->log_length += length;
	till->log[till->log_length++] = '\n';
}

static int till_open(struct till *till)
{
	struct rgl_host host = { .size = sizeof(host), .user = till, .log = write_log };
	struct rgl_options options = { .size = sizeof(options), .store = "shop.db" };
	const struct rgl_api *(*entry)(uint32_t) = NULL;
	const char *place = getenv("TMPDIR");
	const char *library = getenv("REGULARS_SO");
	char folder[] = "pan-XXXXXX";

	if (library == NULL || getenv("REGULARS") == NULL)
		return -1;
	till->library = dlopen(library, RTLD_NOW | RTLD_LOCAL);
	if (till->library == NULL || chdir(place != NULL ? place : "/tmp") != 0 ||
	    mkdtemp(folder) == NULL || chdir(folder) != 0 ||
	    system("\"$REGULARS\" init --store shop.db --name S --currency EUR --zone UTC"
		   " >init.log 2>&1") != 0)
		return -1;
	*(void **)&entry = dlsym(till->library, "regulars_entry");
	till->api = entry != NULL ? entry(RGL_ABI) : NULL;
	till->page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (till->api == NULL || till->page == MAP_FAILED)
		return -1;
	return till->api->open(&host, &options, &till->rgl, NULL) == RGL_OK ? 0 : -1;
}

static int set_up(void **state)
{
	struct till *till = calloc(1, sizeof(*till));

	*state = till;
	return till == NULL ? -1 : till_open(till);
}

static int tear_down(void **state)
{
	struct till *till = *state;

	till->api->close(till->rgl);
	(void)munmap((void *)till->page, PAGE);
	(void)dlclose(till->library);
	free(till);
	return system("rm -f shop.db* init.log") == 0 ? 0 : -1;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_search_finds_a_number_that_is_there),
		cmocka_unit_test(a_scan_leaves_nothing),
		cmocka_unit_test(a_scan_through_the_json_door_leaves_nothing),
		cmocka_unit_test(a_request_that_is_refused_leaves_nothing),
		cmocka_unit_test(an_enrolment_leaves_nothing),
		cmocka_unit_test(a_sale_leaves_nothing),
		cmocka_unit_test(a_sale_of_a_c_till_leaves_nothing),
		cmocka_unit_test(the_log_told_of_the_refusals),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
