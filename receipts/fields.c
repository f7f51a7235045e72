/* fields.c - see fields.h. The values of a row are put down in the order of fields.def, to which
 * tests/test_receipt_fields.c holds them. */
#include "receipts/fields.h"

#include <stdio.h>
#include <string.h>

#include "plugin/regulars.h"
#include "receipts/fields_rows.h"
#include "receipts/personal.h"

struct field {
	enum field_list list;
	enum value_kind kind;
	const char *name;
};

static const struct field FIELDS[] = {
#define FIELD_LIST(list, name, what)
#define FIELD(list, name, kind, what) { FIELDS_##list, VALUE_##kind, name },
#include "receipts/fields.def"
#undef FIELD_LIST
#undef FIELD
};
enum { FIELD_COUNT = sizeof(FIELDS) / sizeof(FIELDS[0]) };

static const char *const LISTS[FIELDS_LISTS] = {
#define FIELD_LIST(list, name, what) [FIELDS_##list] = name,
#define FIELD(list, name, kind, what)
#include "receipts/fields.def"
#undef FIELD_LIST
#undef FIELD
};

/* first: where each list's fields begin. spelled: the member's code, then those to take along. */
struct fields {
	const struct host *host;
	const struct receipt *receipt;
	size_t first[FIELDS_LISTS + 1];
	struct row top;
	struct spelled *spelled;
	struct said *rates;
	struct said *tenders;
	const char *keys[PERSONAL_MAX]; /* of the personal lines */
	size_t key_count;
	char personal[PERSONAL_MAX][WORDS_ROOM];
	size_t personal_count;
	char question[WORDS_ROOM];
};

enum field_list fields_list(const char *name)
{
	for (int list = FIELDS_TOP + 1; list < FIELDS_LISTS; list++)
		if (strcmp(LISTS[list], name) == 0)
			return (enum field_list)list;
	return FIELDS_TOP;
}

enum value_kind fields_kind(enum field_list list, const char *name)
{
	enum value_kind kind = 0;

	for (size_t i = 0; i < FIELD_COUNT; i++) {
		if (strcmp(FIELDS[i].name, name) != 0)
			continue;
		if (FIELDS[i].list == list)
			return FIELDS[i].kind;
		if (FIELDS[i].list == FIELDS_TOP)
			kind = FIELDS[i].kind;
	}
	return kind;
}

static void put_item(const struct fields *fields, enum field_list list, size_t at, struct row *row)
{
	const struct receipt *receipt = fields->receipt;

	switch (list) {
	case FIELDS_TOP:
	case FIELDS_LISTS:
		break;
	case FIELDS_LINES:
		row_line(row, &receipt->lines[at]);
		break;
	case FIELDS_TAXES:
		row_tax(row, &receipt->taxes[at], &fields->rates[at]);
		break;
	case FIELDS_TENDERS:
		row_tender(row, &receipt->tenders[at], &fields->tenders[at]);
		break;
	case FIELDS_PURSES:
		row_purse(row, &receipt->purses[at]);
		break;
	case FIELDS_ISSUED:
		row_issued(row, &receipt->issued[at], &fields->spelled[at + 1]);
		break;
	case FIELDS_OFFERS:
		row_offer(row, &receipt->offers[at]);
		break;
	case FIELDS_PERSONAL:
		row_personal(row, fields->personal[at]);
		break;
	}
}

size_t fields_count(const struct fields *fields, enum field_list list)
{
	const struct receipt *receipt = fields->receipt;

	switch (list) {
	case FIELDS_TOP:
		return 1;
	case FIELDS_LINES:
		return receipt->lines_count;
	case FIELDS_TAXES:
		return receipt->tax_count;
	case FIELDS_TENDERS:
		return receipt->tender_count;
	case FIELDS_PURSES:
		return receipt->purse_count;
	case FIELDS_ISSUED:
		return receipt->issued_count;
	case FIELDS_OFFERS:
		return receipt->offer_count;
	case FIELDS_PERSONAL:
		return fields->personal_count;
	case FIELDS_LISTS:
		break;
	}
	return 0;
}

/* The place of a field among those of its list; FIELD_COUNT: it is not one of them. */
static size_t place_of(const struct fields *fields, enum field_list list, const char *name)
{
	for (size_t i = fields->first[list]; i < fields->first[list + 1]; i++)
		if (FIELDS[i].name[0] == name[0] && strcmp(FIELDS[i].name, name) == 0)
			return i - fields->first[list];
	return FIELD_COUNT;
}

bool fields_find(const struct fields *fields, enum field_list list, size_t index, const char *name,
		 struct value *ret)
{
	struct row row;
	size_t place = FIELD_COUNT;

	if (list != FIELDS_TOP)
		place = place_of(fields, list, name);
	if (place != FIELD_COUNT) {
		row.count = 0;
		put_item(fields, list, index, &row);
		*ret = row.values[place];
		return true;
	}
	place = place_of(fields, FIELDS_TOP, name);
	if (place != FIELD_COUNT)
		*ret = fields->top.values[place];
	return place != FIELD_COUNT;
}

static bool find_top(const void *user, const char *name, struct value *ret)
{
	return fields_find(user, FIELDS_TOP, 0, name, ret);
}

/* A sentence that no catalogue has is not said. */
static rgl_rc say(const struct fields *fields, struct words *words, const char *key,
		  char ret[WORDS_ROOM], struct rgl_why *why)
{
	const struct values values = { find_top, fields };

	ret[0] = '\0';
	return words_has(words, key) ? words_say(words, key, &values, ret, why) : RGL_OK;
}

static const char *tender_key(int32_t kind)
{
	switch ((enum rgl_tender_kind)kind) {
	case RGL_CASH:
		return "tender_cash";
	case RGL_CARD:
		return "tender_card";
	case RGL_VOUCHER:
		return "tender_voucher";
	case RGL_TRANSFER:
		return "tender_transfer";
	case RGL_OTHER:
		return "tender_other";
	case RGL_CHANGE:
		return "tender_change";
	case RGL_GIFT_CARD:
		return "tender_gift_card";
	case RGL_CREDIT:
		return "tender_credit";
	case RGL_POINTS:
		return "tender_points";
	}
	return "tender_other";
}

static rgl_rc say_tenders(struct fields *fields, struct words *words, struct rgl_why *why)
{
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; rc == RGL_OK && i < fields->receipt->tender_count; i++)
		rc = say(fields, words, tender_key(fields->receipt->tenders[i].kind),
			 fields->tenders[i].text, why);
	return rc;
}

/* A sentence that is missing leaves no line. */
static rgl_rc say_personal(struct fields *fields, struct words *words, struct rgl_why *why)
{
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; rc == RGL_OK && i < fields->key_count; i++) {
		char *line = fields->personal[fields->personal_count];

		rc = say(fields, words, fields->keys[i], line, why);
		fields->personal_count += rc == RGL_OK && line[0] != '\0';
	}
	return rc;
}

void fields_question_key(const struct words *words, const char *name, char ret[FIELDS_KEY_ROOM])
{
	(void)snprintf(ret, FIELDS_KEY_ROOM, "question_%.64s", name);
	if (!words_has(words, ret))
		(void)snprintf(ret, FIELDS_KEY_ROOM, "own_%.64s", name);
	if (!words_has(words, ret))
		(void)snprintf(ret, FIELDS_KEY_ROOM, "question");
}

static rgl_rc say_question(struct fields *fields, struct words *words, struct rgl_why *why)
{
	const char *name = fields->receipt->question;
	char key[FIELDS_KEY_ROOM];

	fields_question_key(words, name == NULL ? "" : name, key);
	return say(fields, words, key, fields->question, why);
}

static void put_top(struct fields *fields, struct words *words)
{
	const struct receipt *receipt = fields->receipt;
	bool is_reward_said = false;

	fields->key_count = personal_choose(receipt, fields->keys);
	for (size_t i = 0; i < fields->key_count; i++)
		is_reward_said = is_reward_said || (personal_is_about_reward(fields->keys[i]) &&
						    words_has(words, fields->keys[i]));
	row_head(&fields->top, receipt);
	row_sums(&fields->top, receipt);
	row_points(&fields->top, receipt, is_reward_said);
	row_foot(&fields->top, receipt, &fields->spelled[0], fields->question);
}

/* "25", "5.5", in the receipt's digits. */
static rgl_rc say_rates(struct fields *fields, struct words *words, struct rgl_why *why)
{
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; rc == RGL_OK && i < fields->receipt->tax_count; i++) {
		const struct value rate = { .kind = VALUE_QUANTITY,
					    .number = fields->receipt->taxes[i].rate_milli };

		rc = words_value(words, &rate, fields->rates[i].text, why);
	}
	return rc;
}

static void spell(struct fields *fields)
{
	const struct receipt *receipt = fields->receipt;

	qr_group(row_code(receipt->qr), fields->spelled[0].text);
	for (size_t i = 0; i < receipt->issued_count; i++)
		qr_group(row_code(receipt->issued[i].code), fields->spelled[i + 1].text);
}

static bool make_room(struct fields *fields)
{
	const struct receipt *receipt = fields->receipt;

	fields->spelled =
		host_new(fields->host, (receipt->issued_count + 1) * sizeof(*fields->spelled));
	fields->rates = host_new(fields->host, (receipt->tax_count + 1) * sizeof(*fields->rates));
	fields->tenders =
		host_new(fields->host, (receipt->tender_count + 1) * sizeof(*fields->tenders));
	return fields->spelled != NULL && fields->rates != NULL && fields->tenders != NULL;
}

static void find_lists(struct fields *fields)
{
	for (size_t i = FIELD_COUNT; i-- > 0;)
		fields->first[FIELDS[i].list] = i;
	fields->first[FIELDS_LISTS] = FIELD_COUNT;
}

rgl_rc fields_open(const struct host *host, const struct receipt *receipt, struct words *words,
		   struct fields **ret, struct rgl_why *why)
{
	struct fields *fields = host_new(host, sizeof(*fields));
	rgl_rc rc = RGL_OK;

	if (fields == NULL)
		return refuse(why, RGL_E_MEMORY, "there is no memory to write a receipt");
	fields->host = host;
	fields->receipt = receipt;
	find_lists(fields);
	if (!make_room(fields))
		rc = refuse(why, RGL_E_MEMORY, "there is no memory to write a receipt");
	if (rc < 0)
		goto out;
	spell(fields);
	put_top(fields, words);
	rc = say_tenders(fields, words, why);
	if (rc == RGL_OK)
		rc = say_rates(fields, words, why);
	if (rc == RGL_OK)
		rc = say_personal(fields, words, why);
	if (rc == RGL_OK)
		rc = say_question(fields, words, why);
out:
	if (rc < 0)
		fields_close(fields);
	else
		*ret = fields;
	return rc;
}

void fields_close(struct fields *fields)
{
	if (fields == NULL)
		return;
	host_free(fields->host, fields->spelled);
	host_free(fields->host, fields->rates);
	host_free(fields->host, fields->tenders);
	host_free(fields->host, fields);
}
