/* fuzz_request.c - any texts through the JSON door of a real shop, one request a line.
 *
 * What must hold: each answer is one line, one JSON object of clean UTF-8 that says yes or no, of
 * the length it says; a no has left the store as it was; what is sent again is EXISTS, with the
 * same outcome; no payment card of a request comes back; after each change doctor finds every sum
 * right.
 *
 * The shop lies in TMPDIR (in memory where there is /dev/shm and no TMPDIR), is made once, and is
 * put back as it was after each input that changed it: an input does the same each time it is run.
 */
#include "tests/support/check.h"

#include <cjson/cJSON.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "plugin/base/utf8.h"
#include "plugin/regulars.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/shop.h"

enum { REQUESTS_MAX = 8, FILE_BYTES_MAX = 4194304 };

static const char *const DOCTORS_SQL[] = {
#define STATEMENT(name, walks, sql) [STATEMENT_##name] = (sql),
#include "plugin/store/statements.def"
#undef STATEMENT
};

/* The one shop of the process: libFuzzer hands an input over and nothing else. `watch` looks at the
 * store from outside. */
static struct {
	struct test_shop shop;
	uint8_t *store_bytes;
	size_t store_length;
	const struct rgl_api *api;
	struct rgl *rgl;
	sqlite3 *watch;
	sqlite3_stmt *version;
	char *answer;
	size_t room;
} door;

static int64_t number(const char *sql)
{
	sqlite3_stmt *statement = NULL;
	int64_t value = -1;

	fuzz_must_of(sqlite3_prepare_v2(door.watch, sql, -1, &statement, NULL) == SQLITE_OK &&
			     sqlite3_step(statement) == SQLITE_ROW,
		     "doctor can ask", sql);
	value = sqlite3_column_int64(statement, 0);
	(void)sqlite3_finalize(statement);
	return value;
}

/* Changes with every commit of another connection. */
static int64_t version(void)
{
	int64_t value;

	fuzz_must(sqlite3_step(door.version) == SQLITE_ROW, "the store can be watched");
	value = sqlite3_column_int64(door.version, 0);
	(void)sqlite3_reset(door.version);
	return value;
}

static void open_door(void)
{
	const struct rgl_host lent = { .size = sizeof(lent), .now_ms = shop_now_ms };
	const struct rgl_options options = { .size = sizeof(options), .store = door.shop.path };
	struct rgl_why why = { .size = sizeof(why) };

	fuzz_must_of(door.api->open(&lent, &options, &door.rgl, &why) == RGL_OK, "the shop opens",
		     why.text);
	fuzz_must(sqlite3_open_v2(door.shop.path, &door.watch, SQLITE_OPEN_READONLY, NULL) ==
				  SQLITE_OK &&
			  sqlite3_prepare_v2(door.watch, "PRAGMA data_version", -1, &door.version,
					     NULL) == SQLITE_OK,
		  "the store can be watched");
}

static void close_door(void)
{
	(void)sqlite3_finalize(door.version);
	(void)sqlite3_close(door.watch);
	door.api->close(door.rgl);
}

/* At the end of the process. */
static void remove_shop(void)
{
	close_door();
	free(door.store_bytes);
	free(door.answer);
	shop_remove(&door.shop);
}

static void make_shop(void)
{
	FILE *file;

	if (getenv("TMPDIR") == NULL && access("/dev/shm", W_OK) == 0)
		(void)setenv("TMPDIR", "/dev/shm", 0);
	door.api = regulars_entry(RGL_ABI);
	shop_make(&door.shop);
	shop_close(&door.shop);
	door.store_bytes = malloc(FILE_BYTES_MAX);
	file = fopen(door.shop.path, "rbe");
	fuzz_must(file != NULL && door.store_bytes != NULL, "the store can be read");
	door.store_length = fread(door.store_bytes, 1, FILE_BYTES_MAX, file);
	(void)fclose(file);
	open_door();
	(void)atexit(remove_shop);
}

/* Everything as when it was made. */
static void restore_shop(void)
{
	static const char *const BESIDE[] = { "-wal", "-shm", "-turn" };
	char path[544];
	FILE *file;

	close_door();
	for (size_t i = 0; i < sizeof(BESIDE) / sizeof(BESIDE[0]); i++) {
		shop_path(&door.shop, BESIDE[i], path);
		(void)unlink(path);
	}
	file = fopen(door.shop.path, "wbe");
	fuzz_must(file != NULL &&
			  fwrite(door.store_bytes, 1, door.store_length, file) == door.store_length,
		  "the store can be put back");
	(void)fclose(file);
	open_door();
}

/* The answer lies in memory of just the length that was given, ended by its NUL. */
static rgl_rc ask_within(const char *request, size_t length, size_t room, size_t *ret_length)
{
	free(door.answer);
	door.answer = malloc(room);
	fuzz_must(door.answer != NULL, "there is memory for an answer");
	*ret_length = room;
	return door.api->request(door.rgl, request, length, door.answer, ret_length);
}

/* Each digit run of the request that could be a card, against those of the answer. */
static void check_cards(const char *request, size_t length)
{
	size_t answer_length = strlen(door.answer);
	struct fuzz_digits asked;
	struct fuzz_digits answered;
	size_t at = 0;

	while (fuzz_next_digits(request, length, &at, &asked)) {
		size_t answer_at = 0;

		if (!fuzz_is_card(request + asked.start, asked.count) || asked.count < 15)
			continue;
		while (fuzz_next_digits(door.answer, answer_length, &answer_at, &answered))
			fuzz_must_of(answered.count != asked.count ||
					     memcmp(request + asked.start,
						    door.answer + answered.start, asked.count) != 0,
				     "no payment card comes back", door.answer);
	}
}

static const char *text_at(const cJSON *json, const char *name)
{
	const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(json, name));

	return text == NULL ? "" : text;
}

static cJSON *check_answer(size_t length)
{
	const char *answer = door.answer;
	cJSON *json;
	const cJSON *ok;

	fuzz_must_of(strlen(answer) == length, "an answer has the length it says", answer);
	fuzz_must_of(utf8_is_valid(answer, length) && strpbrk(answer, "\r\n") == NULL,
		     "an answer is one line of UTF-8", answer);
	json = cJSON_ParseWithOpts(answer, NULL, 1);
	ok = cJSON_GetObjectItemCaseSensitive(json, "ok");
	fuzz_must_of(cJSON_IsObject(json) && cJSON_IsBool(ok), "an answer says yes or no", answer);
	if (cJSON_IsFalse(ok)) {
		fuzz_must_of(strncmp(text_at(json, "code"), "E_", 2) == 0 &&
				     text_at(json, "error")[0] != '\0',
			     "a no has its code and words", answer);
		fuzz_must_of(strcmp(text_at(json, "code"), "E_INTERNAL") != 0 &&
				     strcmp(text_at(json, "code"), "E_CLOSED") != 0,
			     "no request is a fault of ours", answer);
	}
	return json;
}

/* *ret is the answer, for cJSON_Delete. */
static cJSON *ask(const char *request, size_t length)
{
	int64_t before = version();
	size_t answer_length = 0;
	rgl_rc rc = ask_within(request, length, RGL_ANSWER_ROOM, &answer_length);
	cJSON *json;

	if (rc == RGL_E_BUFFER) {
		size_t need = answer_length;

		fuzz_must(need > RGL_ANSWER_ROOM && version() == before,
			  "what does not fit has done nothing");
		rc = ask_within(request, length, need, &answer_length);
	}
	fuzz_must(rc == RGL_OK, "every request is answered");
	json = check_answer(answer_length);
	fuzz_must_of(version() == before ||
			     cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(json, "ok")),
		     "a no has left the store as it was", door.answer);
	check_cards(request, length);
	return json;
}

/* A till that heard no answer sends what it wrote again. A voice writes what was
 * said last, an erasure sweeps the file once more. */
static void check_again(const char *request, size_t length, const cJSON *first)
{
	static const char *const SAME[] = { "member_id", "points", "balance", "visit",
					    "receipt",	 "moment", "gesture", "complaint" };
	const bool is_swept =
		cJSON_HasObjectItem(first, "words_kept") || cJSON_HasObjectItem(first, "members");
	int64_t before = version();
	cJSON *second = ask(request, length);

	fuzz_must_of(strcmp(text_at(second, "code"), "EXISTS") == 0 &&
			     (is_swept || version() == before),
		     "what is sent again counts once", door.answer);
	for (size_t i = 0; i < sizeof(SAME) / sizeof(SAME[0]); i++) {
		const cJSON *one = cJSON_GetObjectItemCaseSensitive(first, SAME[i]);
		const cJSON *other = cJSON_GetObjectItemCaseSensitive(second, SAME[i]);

		fuzz_must_of((one == NULL && other == NULL) || cJSON_Compare(one, other, 1),
			     "what is sent again has the same outcome", door.answer);
	}
	cJSON_Delete(second);
}

static void check_sums(void)
{
	static const enum statement SUMS[] = { STATEMENT_DOCTOR_BALANCES, STATEMENT_DOCTOR_FIGURES,
					       STATEMENT_DOCTOR_SALES,	  STATEMENT_DOCTOR_LOTS,
					       STATEMENT_DOCTOR_HOLDS,	  STATEMENT_DOCTOR_DEBTS };

	for (size_t i = 0; i < sizeof(SUMS) / sizeof(SUMS[0]); i++)
		fuzz_must_of(number(DOCTORS_SQL[SUMS[i]]) == 0, "doctor finds every sum right",
			     DOCTORS_SQL[SUMS[i]]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *at = (const char *)data;
	const char *end = at + size;
	int64_t before;

	if (door.rgl == NULL)
		make_shop();
	before = version();
	for (int i = 0; i < REQUESTS_MAX && at < end; i++) {
		const char *line_end = memchr(at, '\n', (size_t)(end - at));
		size_t length = (size_t)((line_end == NULL ? end : line_end) - at);
		cJSON *json = ask(at, length);

		/* A list is no change. */
		if (strcmp(text_at(json, "code"), "OK") == 0 &&
		    !cJSON_HasObjectItem(json, "complaints"))
			check_again(at, length, json);
		cJSON_Delete(json);
		at += length + 1;
	}
	if (version() != before) {
		check_sums();
		restore_shop();
	}
	return 0;
}
