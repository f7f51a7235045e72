/* question_parts.h - for question*.c alone. */
#pragma once

#include "plugin/insight/question.h"

/* What a field's values look like. */
enum question_kind {
	AS_MONEY,
	AS_NUMBER,
	AS_YES,
	AS_DAY,
	AS_MONTH,
	AS_WEEKDAY,
	AS_HOUR,
	AS_TEXT,
	AS_TENDER,
	AS_MEMBER
};

struct question_name {
	const char *name;
	enum question_field field;
	enum question_basis basis;
	enum question_kind kind;
};

/* NULL: there is none of that name. */
const struct question_name *question_name_of(const char *word, size_t length);

/* "total, net, ..." */
#define QUESTION_NAMES_ROOM 256
void question_names(char ret[QUESTION_NAMES_ROOM]);

enum token_kind {
	TOKEN_END,
	TOKEN_WORD,
	TOKEN_TEXT,
	TOKEN_OPEN,
	TOKEN_CLOSE,
	TOKEN_COMMA,
	TOKEN_IS,
	TOKEN_IS_NOT,
	TOKEN_BELOW,
	TOKEN_AT_MOST,
	TOKEN_ABOVE,
	TOKEN_AT_LEAST,
	TOKEN_AND,
	TOKEN_OR,
	TOKEN_NOT,
	TOKEN_IN,
	TOKEN_BETWEEN,
	TOKEN_LIKE,
	TOKEN_BAD
};

/* at: where it stands, quotes and all. text: what is between the quotes, or all of it. */
struct token {
	enum token_kind kind;
	const char *at;
	size_t length;
	const char *text;
	size_t text_length;
};

struct question_reader {
	const char *next;
	struct token token; /* the one that is being looked at */
	const struct currency *currency;
	struct question *question;
	struct rgl_why *refusal;
};

void question_advance(struct question_reader *reader);

/* E_FIELD: "where: at '...': " and what was expected. */
PRINTF(2, 3) rgl_rc question_refuse(struct question_reader *reader, const char *format, ...);

/* Reads a value of a kind at the token, and goes on behind it. `condition` may become one on
 * another field that means the same. */
MUST_USE rgl_rc question_read_value(struct question_reader *reader, enum question_kind kind,
				    bool is_pattern, struct question_condition *condition,
				    struct question_value *ret);

/* Reads a field and what is said of it; the token is the field's name. */
MUST_USE rgl_rc question_read_condition(struct question_reader *reader);
