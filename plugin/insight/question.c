/* question.c - see question.h: conditions, what joins them, and the answer.
 *
 * Operators wait on a stack until one that binds less comes (Dijkstra's shunting-yard): the result
 * is a flat program in postfix order.
 */
#include "plugin/insight/question.h"

#include <string.h>

#include "plugin/base/civil.h"
#include "plugin/base/utf8.h"
#include "plugin/insight/question_parts.h"

/* ---- A condition ---- */

static rgl_rc add_value(struct question_reader *reader, struct question_condition *condition,
			struct question_value value)
{
	struct question *question = reader->question;

	if (question->value_count == QUESTION_VALUES_MAX)
		return question_refuse(reader, "that are more than %d values", QUESTION_VALUES_MAX);
	question->values[question->value_count++] = value;
	condition->value_count++;
	return RGL_OK;
}

static rgl_rc read_list(struct question_reader *reader, const struct question_name *name,
			struct question_condition *condition)
{
	struct question_value value;
	rgl_rc rc;

	question_advance(reader);
	if (reader->token.kind != TOKEN_OPEN)
		return question_refuse(reader, "( was expected, as in (sat, sun)");
	do {
		question_advance(reader);
		rc = question_read_value(reader, name->kind, false, condition, &value);
		if (rc == RGL_OK)
			rc = add_value(reader, condition, value);
		if (rc < 0)
			return rc;
	} while (reader->token.kind == TOKEN_COMMA);
	if (reader->token.kind != TOKEN_CLOSE)
		return question_refuse(reader, ", or ) was expected");
	question_advance(reader);
	return RGL_OK;
}

static rgl_rc read_between(struct question_reader *reader, const struct question_name *name,
			   struct question_condition *condition)
{
	struct question_value low;
	struct question_value high;
	rgl_rc rc;

	question_advance(reader);
	rc = question_read_value(reader, name->kind, false, condition, &low);
	if (rc < 0)
		return rc;
	if (reader->token.kind != TOKEN_AND)
		return question_refuse(reader, "and was expected, as in between 10 and 20");
	question_advance(reader);
	condition->value_count = 1; /* the second is of the same sort as the first */
	rc = question_read_value(reader, name->kind, false, condition, &high);
	condition->value_count = 0;
	low.high = high.high;
	return rc < 0 ? rc : add_value(reader, condition, low);
}

/* One comparison is a stretch of numbers, to either end. */
static rgl_rc read_compared(struct question_reader *reader, const struct question_name *name,
			    struct question_condition *condition)
{
	enum token_kind sign = reader->token.kind;
	struct question_value value;
	rgl_rc rc;

	question_advance(reader);
	rc = question_read_value(reader, name->kind, sign == TOKEN_LIKE, condition, &value);
	if (rc < 0)
		return rc;
	if (sign == TOKEN_BELOW || sign == TOKEN_AT_LEAST) {
		condition->negated ^= sign == TOKEN_AT_LEAST;
		value.high = value.low == INT64_MIN ? INT64_MIN : value.low - 1;
		value.low = INT64_MIN;
	} else if (sign == TOKEN_ABOVE || sign == TOKEN_AT_MOST) {
		condition->negated ^= sign == TOKEN_ABOVE;
		value.low = INT64_MIN;
	}
	condition->negated ^= sign == TOKEN_IS_NOT;
	return add_value(reader, condition, value);
}

static bool is_ordered(enum question_kind kind)
{
	return kind != AS_TEXT && kind != AS_TENDER && kind != AS_YES && kind != AS_MEMBER;
}

static rgl_rc read_said(struct question_reader *reader, const struct question_name *name,
			struct question_condition *condition)
{
	enum token_kind kind = reader->token.kind;
	bool is_order = kind == TOKEN_BELOW || kind == TOKEN_AT_MOST || kind == TOKEN_ABOVE ||
			kind == TOKEN_AT_LEAST || kind == TOKEN_BETWEEN;

	if (is_order && !is_ordered(name->kind))
		return question_refuse(reader, "%s is compared with = != in%s", name->name,
				       name->kind == AS_TEXT ? " or like" : "");
	if (kind == TOKEN_LIKE && name->kind != AS_TEXT)
		return question_refuse(reader, "%s is no text; like compares texts", name->name);
	if (kind == TOKEN_IN)
		return read_list(reader, name, condition);
	if (kind == TOKEN_BETWEEN)
		return read_between(reader, name, condition);
	if (kind == TOKEN_IS || kind == TOKEN_IS_NOT || kind == TOKEN_LIKE || is_order)
		return read_compared(reader, name, condition);
	return question_refuse(reader,
			       "what is said of %s was expected: = != < <= > >= in between like",
			       name->name);
}

/* `refund` alone is refund = yes. */
static bool stands_alone(const struct question_reader *reader, const struct question_name *name)
{
	enum token_kind kind = reader->token.kind;

	return (name->kind == AS_YES || name->kind == AS_MEMBER) &&
	       (kind == TOKEN_END || kind == TOKEN_AND || kind == TOKEN_OR || kind == TOKEN_CLOSE);
}

rgl_rc question_read_condition(struct question_reader *reader)
{
	struct question *question = reader->question;
	const struct question_name *name =
		question_name_of(reader->token.text, reader->token.text_length);
	struct question_condition condition = { .first_value = question->value_count };
	char names[QUESTION_NAMES_ROOM];
	rgl_rc rc;

	question_names(names);
	if (name == NULL)
		return question_refuse(reader, "there is no such field; there are: %s", names);
	if (question->condition_count == QUESTION_CONDITIONS_MAX)
		return question_refuse(reader, "that are more than %d conditions",
				       QUESTION_CONDITIONS_MAX);
	condition.field = name->field;
	condition.basis = name->basis;
	question_advance(reader);
	if (reader->token.kind == TOKEN_NOT) {
		condition.negated = true;
		question_advance(reader);
	}
	if (!condition.negated && stands_alone(reader, name))
		rc = add_value(reader, &condition, (struct question_value) { .low = 1, .high = 1 });
	else
		rc = read_said(reader, name, &condition);
	if (rc < 0)
		return rc;
	question->conditions[question->condition_count++] = condition;
	return RGL_OK;
}

/* ---- What joins them ---- */

/* What waits: and, or, not, and ( as 0. */
enum { STEP_OPEN = 0 };
struct waiting {
	int16_t steps[QUESTION_STEPS_MAX];
	size_t count;
};

/* The more it is, the more it binds. */
static int binds(int step)
{
	return step == STEP_NOT ? 3 : step == STEP_AND ? 2 : step == STEP_OR ? 1 : 0;
}

/* A question of QUESTION_TEXT_MAX bytes could have more; a person's has not. */
static rgl_rc wait(struct question_reader *reader, struct waiting *waiting, int step)
{
	if (waiting->count == QUESTION_STEPS_MAX)
		return question_refuse(reader, "the question has too many parts");
	waiting->steps[waiting->count++] = (int16_t)step;
	return RGL_OK;
}

static rgl_rc emit(struct question_reader *reader, int step)
{
	struct question *question = reader->question;

	if (question->step_count == QUESTION_STEPS_MAX)
		return question_refuse(reader, "the question has too many parts");
	question->steps[question->step_count++] = (int16_t)step;
	return RGL_OK;
}

static rgl_rc emit_waiting(struct question_reader *reader, struct waiting *waiting, int until)
{
	rgl_rc rc = RGL_OK;

	while (rc == RGL_OK && waiting->count > 0 &&
	       binds(waiting->steps[waiting->count - 1]) >= until)
		rc = emit(reader, waiting->steps[--waiting->count]);
	return rc;
}

/* A condition, or what may stand before one. *ret_more: one must still come. */
static rgl_rc read_operand(struct question_reader *reader, struct waiting *waiting, bool *ret_more)
{
	enum token_kind kind = reader->token.kind;
	rgl_rc rc;

	if (kind == TOKEN_OPEN || kind == TOKEN_NOT) {
		rc = wait(reader, waiting, kind == TOKEN_OPEN ? STEP_OPEN : STEP_NOT);
		question_advance(reader);
		return rc;
	}
	if (kind != TOKEN_WORD)
		return question_refuse(reader, "a condition was expected, as total >= 20");
	rc = question_read_condition(reader);
	if (rc == RGL_OK)
		rc = emit(reader, (int)reader->question->condition_count - 1);
	if (rc == RGL_OK)
		rc = emit_waiting(reader, waiting, binds(STEP_NOT));
	if (rc == RGL_OK)
		*ret_more = false;
	return rc;
}

static rgl_rc close_bracket(struct question_reader *reader, struct waiting *waiting)
{
	rgl_rc rc = emit_waiting(reader, waiting, binds(STEP_OR));

	if (rc == RGL_OK && waiting->count == 0)
		rc = question_refuse(reader, "there is no ( that it closes");
	if (rc < 0)
		return rc;
	waiting->count--;
	question_advance(reader);
	return emit_waiting(reader, waiting, binds(STEP_NOT));
}

static rgl_rc read_joint(struct question_reader *reader, struct waiting *waiting, bool *ret_more)
{
	enum token_kind kind = reader->token.kind;
	int step = kind == TOKEN_AND ? STEP_AND : STEP_OR;
	rgl_rc rc;

	if (kind == TOKEN_CLOSE)
		return close_bracket(reader, waiting);
	if (kind != TOKEN_AND && kind != TOKEN_OR)
		return question_refuse(reader, "and, or, or the end was expected");
	rc = emit_waiting(reader, waiting, binds(step));
	if (rc == RGL_OK)
		rc = wait(reader, waiting, step);
	question_advance(reader);
	if (rc == RGL_OK)
		*ret_more = true;
	return rc;
}

static rgl_rc read_all(struct question_reader *reader)
{
	struct waiting waiting = { .count = 0 };
	bool more = true;
	rgl_rc rc = RGL_OK;

	question_advance(reader);
	while (rc == RGL_OK && (more || reader->token.kind != TOKEN_END))
		rc = more ? read_operand(reader, &waiting, &more)
			  : read_joint(reader, &waiting, &more);
	if (rc == RGL_OK)
		rc = emit_waiting(reader, &waiting, binds(STEP_OR));
	if (rc == RGL_OK && waiting.count > 0)
		rc = question_refuse(reader, ") was expected");
	return rc;
}

rgl_rc question_read(const char *text, const struct currency *currency, struct question *ret,
		     struct rgl_why *refusal)
{
	struct question_reader reader = {
		.next = text, .currency = currency, .question = ret, .refusal = refusal
	};

	if (strnlen(text, QUESTION_TEXT_MAX + 1) > QUESTION_TEXT_MAX ||
	    utf8_check_clean(text, QUESTION_TEXT_MAX, "where", NULL) < 0)
		return refuse_field(refusal, RGL_E_FIELD, "where",
				    "where: it is longer than %d bytes, or not text",
				    QUESTION_TEXT_MAX);
	memset(ret, 0, sizeof(*ret));
	return read_all(&reader);
}
