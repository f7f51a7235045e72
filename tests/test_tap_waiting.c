/* test_tap_waiting.c - the tap's own journal, and what it knows of receipts that come again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pos-adapters/print-tap/list.h"
#include "pos-adapters/print-tap/recent.h"
#include "pos-adapters/print-tap/waiting.h"

/* A plugin whose answers are the test's. */
struct played {
	const char *answer;
	char asked[4][64];
	int count;
};

static struct played played;

static int32_t play(struct rgl *rgl, const char *json, size_t length, char *answer, size_t *room)
{
	(void)rgl;
	assert_true(length < sizeof(played.asked[0]) && played.count < 4);
	memcpy(played.asked[played.count], json, length);
	played.asked[played.count++][length] = '\0';
	assert_true(strlen(played.answer) < *room);
	memcpy(answer, played.answer, strlen(played.answer) + 1);
	*room = strlen(played.answer);
	return RGL_OK;
}

static void end(struct rgl *rgl)
{
	(void)rgl;
}

static const struct rgl_api API = { .size = sizeof(API), .request = play, .close = end };

struct desk {
	struct settings settings;
	struct waiting waiting;
	struct door door;
};

static struct desk *desk_open(void)
{
	struct desk *desk = calloc(1, sizeof(*desk));
	const char *folder = getenv("TMPDIR");
	char why[SETTINGS_WHY_ROOM];

	assert_non_null(desk);
	(void)snprintf(desk->settings.home, sizeof(desk->settings.home), "%s/waiting-XXXXXX",
		       folder == NULL ? "/var/tmp" : folder);
	assert_non_null(mkdtemp(desk->settings.home));
	desk->door.settings = &desk->settings;
	desk->door.api = &API;
	desk->door.rgl = (struct rgl *)desk;
	played = (struct played) { 0 };
	assert_true(waiting_open(&desk->waiting, &desk->settings, why));
	return desk;
}

/* In order, each once, and what cannot be posted now stays; a new reader finds it. */
static void what_waits_is_posted_in_order(void **state)
{
	struct desk *desk = desk_open();
	char why[SETTINGS_WHY_ROOM];

	(void)state;
	assert_int_equal(waiting_post(&desk->waiting, &desk->door), WAITING_NONE);
	assert_true(waiting_add(&desk->waiting, "one", false));
	assert_true(waiting_add(&desk->waiting, "two", false));
	played.answer = "{\"ok\":false,\"code\":\"E_BUSY\",\"error\":\"wait\"}";
	assert_int_equal(waiting_post(&desk->waiting, &desk->door), WAITING_LATER);
	assert_true(waiting_open(&desk->waiting, &desk->settings, why));
	assert_int_equal(desk->waiting.count, 2);
	played.answer = "{\"ok\":true,\"code\":\"EXISTS\"}";
	assert_int_equal(waiting_post(&desk->waiting, &desk->door), WAITING_POSTED);
	assert_int_equal(waiting_post(&desk->waiting, &desk->door), WAITING_POSTED);
	assert_int_equal(waiting_post(&desk->waiting, &desk->door), WAITING_NONE);
	assert_string_equal(played.asked[0], "one");
	assert_string_equal(played.asked[1], "one");
	assert_string_equal(played.asked[2], "two");
	free(desk);
}

/* A refusal for good does not stop those behind it, and is kept; a copy is no fault. */
static void what_is_refused_is_kept_apart(void **state)
{
	struct desk *desk = desk_open();
	char path[600];

	(void)state;
	assert_true(waiting_add(&desk->waiting, "wrong", false));
	assert_true(waiting_add(&desk->waiting, "copy", true));
	played.answer = "{\"ok\":false,\"code\":\"E_DIFFERS\",\"error\":\"another has it\"}";
	assert_int_equal(waiting_post(&desk->waiting, &desk->door), WAITING_REFUSED);
	assert_string_equal(desk->door.says, "another has it");
	(void)snprintf(path, sizeof(path), "%s/refused/0000000000000001.json", desk->settings.home);
	assert_int_equal(access(path, R_OK), 0);
	assert_int_equal(waiting_post(&desk->waiting, &desk->door), WAITING_POSTED);
	assert_int_equal(waiting_post(&desk->waiting, &desk->door), WAITING_NONE);
	free(desk);
}

/* No descriptor is left: that passes, and the sale must not be taken for a wrong one. */
static void what_cannot_be_opened_now_waits(void **state)
{
	struct desk *desk = desk_open();
	struct rlimit kept;
	struct rlimit none;

	(void)state;
	assert_true(waiting_add(&desk->waiting, "one", false));
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &kept), 0);
	none = (struct rlimit) { .rlim_cur = 0, .rlim_max = kept.rlim_max };
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
	assert_int_equal(waiting_post(&desk->waiting, &desk->door), WAITING_LATER);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &kept), 0);
	assert_int_equal(desk->waiting.count, 1);
	played.answer = "{\"ok\":true}";
	assert_int_equal(waiting_post(&desk->waiting, &desk->door), WAITING_POSTED);
	free(desk);
}

/* The owner alone reads it; a line that a power cut tore does not swallow the next; what looks like
 * a payment card is none any more. */
static void the_list_is_the_owners_and_survives_a_torn_line(void **state)
{
	struct desk *desk = desk_open();
	struct stat stat_of;
	char path[600];
	char text[400];
	FILE *file;
	size_t length;

	(void)state;
	list_add(&desk->settings, "first", NULL);
	(void)snprintf(path, sizeof(path), "%s/list", desk->settings.home);
	assert_int_equal(stat(path, &stat_of), 0);
	assert_int_equal(stat_of.st_mode & 0777, 0600);
	file = fopen(path, "a");
	assert_non_null(file);
	assert_true(fputs("torn", file) >= 0 && fclose(file) == 0);
	list_add(&desk->settings, "card 4111 1111 1111 1111", NULL);
	file = fopen(path, "r");
	assert_non_null(file);
	length = fread(text, 1, sizeof(text) - 1, file);
	text[length] = '\0';
	assert_int_equal(fclose(file), 0);
	assert_non_null(strstr(text, "first\ntorn\n2"));
	assert_non_null(strstr(text, "card **** **** **** 1111\n"));
	free(desk);
}

/* A fault inside the plugin: the context is let go, and the sale stays. */
static void a_fault_of_the_plugin_costs_nothing(void **state)
{
	struct desk *desk = desk_open();

	(void)state;
	assert_true(waiting_add(&desk->waiting, "one", false));
	played.answer = "{\"ok\":false,\"code\":\"E_INTERNAL\",\"error\":\"a fault\"}";
	assert_int_equal(waiting_post(&desk->waiting, &desk->door), WAITING_LATER);
	assert_int_equal(waiting_post(&desk->waiting, &desk->door), WAITING_LATER);
	assert_int_equal(played.count, 1);
	assert_null(desk->door.rgl);
	free(desk);
}

/* Known as long as there are not too many others, and to the next reader too. */
static void what_comes_again_is_known(void **state)
{
	struct desk *desk = desk_open();
	struct recent recent;

	(void)state;
	recent_open(&recent, &desk->settings);
	assert_false(recent_has(&recent, 7));
	recent_add(&recent, 7);
	recent_open(&recent, &desk->settings);
	assert_true(recent_has(&recent, 7));
	for (uint64_t i = 0; i < RECENT_COUNT; i++)
		recent_add(&recent, 100 + i);
	assert_false(recent_has(&recent, 7));
	free(desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_waits_is_posted_in_order),
		cmocka_unit_test(what_is_refused_is_kept_apart),
		cmocka_unit_test(what_cannot_be_opened_now_waits),
		cmocka_unit_test(the_list_is_the_owners_and_survives_a_torn_line),
		cmocka_unit_test(a_fault_of_the_plugin_costs_nothing),
		cmocka_unit_test(what_comes_again_is_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
