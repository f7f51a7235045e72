/* cells_pick_who.c - see cells_pick.h: what is decided of scenes and members, once for all sales.
 */
#include <string.h>

#include "plugin/insight/cells.h"
#include "plugin/insight/cells_pick_parts.h"

/* ---- Scenes ---- */

static uint64_t scene_bits(const struct question *question, const struct scene *scene)
{
	uint64_t bits = 0;

	for (size_t i = 0; i < question->condition_count; i++) {
		const char *texts[] = { scene->store, scene->till, scene->cashier, scene->channel };

		if (question->conditions[i].basis == ON_SCENE &&
		    question_text_holds(question, i,
					texts[question->conditions[i].field - ASK_STORE]))
			bits |= pick_bit(i);
	}
	return bits;
}

static rgl_rc take_scene(void *user, const struct scene *scene)
{
	struct pick *pick = user;
	int64_t room = scene->id + 1 + scene->id / 2;
	uint64_t *scenes;

	if (scene->id >= pick->scene_count) {
		scenes = host_resize(pick->store->host, pick->scenes,
				     (size_t)room * sizeof(*scenes));
		if (scenes == NULL)
			return pick_no_memory(pick->store);
		for (int64_t i = pick->scene_count; i < room; i++)
			scenes[i] = pick->scene_count == 0 ? 0 : scenes[0];
		pick->scenes = scenes;
		pick->scene_count = room;
	}
	pick->scenes[scene->id] = scene_bits(&pick->question, scene);
	return RGL_OK;
}

/* Scene 0: a sale of which nothing of the kind is known. */
rgl_rc pick_decide_scenes(struct pick *pick)
{
	static const struct scene UNKNOWN = { 0, "", "", "", "" };
	rgl_rc rc = take_scene(pick, &UNKNOWN);

	return rc < 0 ? rc : scenes_read(pick->store, take_scene, pick);
}

/* ---- Members ---- */

struct pick_member {
	int64_t member;
	int64_t first_day; /* when visits */
	int64_t visits;
	int64_t referred;
	int64_t birth_month; /* 0: not known */
	char tier[RGL_TEXT_MAX + 1];
	char language[RGL_TEXT_MAX + 1];
	char segments[RGL_TEXT_MAX + 1];
	char consent[RGL_TEXT_MAX + 1];
};

/* YYYY-MM-DD or --MM-DD. */
static int64_t month_of_birthday(const char *birthday)
{
	size_t length = strlen(birthday);

	return length < 5 ? 0 : (birthday[length - 5] - '0') * 10 + birthday[length - 4] - '0';
}

static void read_member(struct pick *pick, struct query *q, struct pick_member *ret)
{
	char birthday[16];
	int64_t first_ms;

	ret->member = query_int(q);
	first_ms = query_int(q);
	ret->first_day = period_day(pick->store->zone, first_ms);
	ret->visits = query_int(q);
	ret->referred = query_int(q) != 0;
	query_text(q, birthday, sizeof(birthday));
	ret->birth_month = month_of_birthday(birthday);
	query_text(q, ret->tier, sizeof(ret->tier));
	query_text(q, ret->language, sizeof(ret->language));
	query_text(q, ret->segments, sizeof(ret->segments));
	query_text(q, ret->consent, sizeof(ret->consent));
}

static const char *member_text(enum question_field field, const struct pick_member *member)
{
	if (field == ASK_TIER)
		return member->tier;
	if (field == ASK_LANGUAGE)
		return member->language;
	return field == ASK_CONSENT ? member->consent : NULL;
}

/* False: it is not known, and meets no condition. */
static bool member_number(enum question_field field, const struct pick_member *member, int64_t *ret)
{
	*ret = 1; /* ASK_MEMBER: it is one */
	if (field == ASK_NUMBER)
		*ret = member->member;
	else if (field == ASK_FIRST)
		*ret = member->first_day;
	else if (field == ASK_VISITS)
		*ret = member->visits;
	else if (field == ASK_REFERRED)
		*ret = member->referred;
	else if (field == ASK_BIRTHDAY)
		*ret = member->birth_month;
	return !(field == ASK_FIRST && member->visits == 0) &&
	       !(field == ASK_BIRTHDAY && member->birth_month == 0);
}

static bool member_holds(const struct question *question, size_t i,
			 const struct pick_member *member)
{
	enum question_field field = question->conditions[i].field;
	const char *text = member_text(field, member);
	int64_t number;

	if (field == ASK_SEGMENT)
		return question_words_hold(question, i, member->segments);
	if (text != NULL)
		return question_text_holds(question, i, text);
	return member_number(field, member, &number) && question_number_holds(question, i, number);
}

static void decide_member(struct pick *pick, const struct pick_member *member)
{
	const struct question *question = &pick->question;
	uint64_t bits = 0;

	if (member->member < 0 || member->member >= pick->member_count)
		return;
	for (size_t i = 0; i < question->condition_count; i++)
		if (question->conditions[i].basis == ON_MEMBER && member_holds(question, i, member))
			bits |= pick_bit(i);
	pick->members[member->member] = bits;
}

/* Nobody's sales meet `member = no`, and no other condition on members. */
static void decide_nobody(struct pick *pick)
{
	const struct question *question = &pick->question;

	for (size_t i = 0; i < question->condition_count; i++)
		if (question->conditions[i].field == ASK_MEMBER &&
		    question_number_holds(question, i, 0))
			pick->members[0] |= pick_bit(i);
}

rgl_rc pick_decide_members(struct pick *pick)
{
	struct pick_member member;
	int64_t last = 0;
	struct query q;
	rgl_rc rc = pick_read_last(pick->store, STATEMENT_MEMBER_LAST, &last);

	if (rc < 0)
		return rc;
	pick->members = host_new(pick->store->host, ((size_t)last + 1) * sizeof(*pick->members));
	if (pick->members == NULL)
		return pick_no_memory(pick->store);
	pick->member_count = last + 1;
	decide_nobody(pick);
	q = query(pick->store, STATEMENT_PICK_MEMBERS);
	while (query_row(&q)) {
		read_member(pick, &q, &member);
		decide_member(pick, &member);
	}
	return query_end(&q);
}
