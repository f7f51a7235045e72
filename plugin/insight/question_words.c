/* question_words.c - see question_parts.h: fields by name, and a question's words one by one. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "plugin/base/ascii.h"
#include "plugin/base/utf8.h"
#include "plugin/insight/question_parts.h"

static const struct question_name NAMES[] = {
	{ "total", ASK_TOTAL, ON_SALE, AS_MONEY },
	{ "net", ASK_NET, ON_SALE, AS_MONEY },
	{ "discount", ASK_DISCOUNT, ON_SALE, AS_MONEY },
	{ "cost", ASK_COST, ON_SALE, AS_MONEY },
	{ "margin", ASK_MARGIN, ON_SALE, AS_MONEY },
	{ "points", ASK_POINTS, ON_SALE, AS_NUMBER },
	{ "refund", ASK_REFUND, ON_SALE, AS_YES },
	{ "date", ASK_DATE, ON_SALE, AS_DAY },
	{ "month", ASK_MONTH, ON_SALE, AS_MONTH },
	{ "weekday", ASK_WEEKDAY, ON_SALE, AS_WEEKDAY },
	{ "hour", ASK_HOUR, ON_SALE, AS_HOUR },
	{ "store", ASK_STORE, ON_SCENE, AS_TEXT },
	{ "till", ASK_TILL, ON_SCENE, AS_TEXT },
	{ "cashier", ASK_CASHIER, ON_SCENE, AS_TEXT },
	{ "channel", ASK_CHANNEL, ON_SCENE, AS_TEXT },
	{ "sku", ASK_SKU, ON_LINE, AS_TEXT },
	{ "product", ASK_PRODUCT, ON_LINE, AS_TEXT },
	{ "category", ASK_CATEGORY, ON_LINE, AS_TEXT },
	{ "tag", ASK_TAG, ON_LINE, AS_TEXT },
	{ "tender", ASK_TENDER, ON_TENDER, AS_TENDER },
	{ "reward", ASK_REWARD, ON_REWARD, AS_TEXT },
	{ "coupon", ASK_COUPON, ON_COUPON, AS_YES },
	{ "member", ASK_MEMBER, ON_MEMBER, AS_MEMBER },
	{ "first", ASK_FIRST, ON_MEMBER, AS_DAY },
	{ "visits", ASK_VISITS, ON_MEMBER, AS_NUMBER },
	{ "tier", ASK_TIER, ON_MEMBER, AS_TEXT },
	{ "language", ASK_LANGUAGE, ON_MEMBER, AS_TEXT },
	{ "segment", ASK_SEGMENT, ON_MEMBER, AS_TEXT },
	{ "referred", ASK_REFERRED, ON_MEMBER, AS_YES },
	{ "birthday", ASK_BIRTHDAY, ON_MEMBER, AS_MONTH },
	{ "consent", ASK_CONSENT, ON_MEMBER, AS_TEXT },
};

#define NAME_COUNT (sizeof(NAMES) / sizeof(NAMES[0]))

const struct question_name *question_name_of(const char *word, size_t length)
{
	for (size_t i = 0; i < NAME_COUNT; i++)
		if (strlen(NAMES[i].name) == length && ascii_same(NAMES[i].name, word, length))
			return &NAMES[i];
	return NULL;
}

void question_names(char ret[QUESTION_NAMES_ROOM])
{
	size_t length = 0;

	for (size_t i = 0; i < NAME_COUNT && length < QUESTION_NAMES_ROOM; i++)
		length += (size_t)snprintf(ret + length, QUESTION_NAMES_ROOM - length, "%s%s",
					   i > 0 ? ", " : "", NAMES[i].name);
}

static const struct {
	const char *text;
	enum token_kind kind;
} SIGNS[] = {
	{ "!=", TOKEN_IS_NOT }, { "<>", TOKEN_IS_NOT },	  { "<=", TOKEN_AT_MOST },
	{ ">=", TOKEN_AT_LEAST }, { "==", TOKEN_IS },	  { "=", TOKEN_IS },
	{ "<", TOKEN_BELOW },	{ ">", TOKEN_ABOVE },	  { "(", TOKEN_OPEN },
	{ ")", TOKEN_CLOSE },	{ ",", TOKEN_COMMA },
}, WORDS[] = {
	{ "and", TOKEN_AND }, { "or", TOKEN_OR },	    { "not", TOKEN_NOT },
	{ "in", TOKEN_IN },   { "between", TOKEN_BETWEEN }, { "like", TOKEN_LIKE },
};

/* What stands in a word: letters of any alphabet, digits, and what numbers and days have. */
static bool is_of_word(char letter)
{
	return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') ||
	       (letter >= 'A' && letter <= 'Z') || (unsigned char)letter >= 0x80 ||
	       (letter != '\0' && strchr("_.-+*:/%&#@$", letter) != NULL);
}

static void read_word(struct token *token)
{
	while (is_of_word(token->at[token->length]))
		token->length++;
	token->kind = token->length > 0 ? TOKEN_WORD : TOKEN_BAD;
	token->length += token->length == 0;
	token->text = token->at;
	token->text_length = token->length;
	for (size_t i = 0; i < sizeof(WORDS) / sizeof(WORDS[0]); i++)
		if (strlen(WORDS[i].text) == token->length &&
		    ascii_same(WORDS[i].text, token->at, token->length))
			token->kind = WORDS[i].kind;
}

/* 'Jo''s' or "Jo's": a quote inside is written twice. */
static void read_quoted(struct token *token)
{
	const char quote = token->at[0];
	size_t at = 1;

	token->kind = TOKEN_BAD;
	while (token->at[at] != '\0' && (token->at[at] != quote || token->at[at + 1] == quote))
		at += token->at[at] == quote ? 2 : 1;
	token->text = token->at + 1;
	token->text_length = at - 1;
	token->length = at;
	if (token->at[at] == quote) {
		token->kind = TOKEN_TEXT;
		token->length++;
	}
}

void question_advance(struct question_reader *reader)
{
	struct token *token = &reader->token;

	while (*reader->next == ' ' || *reader->next == '\t' || *reader->next == '\n')
		reader->next++;
	*token = (struct token) { .at = reader->next };
	for (size_t i = 0; i < sizeof(SIGNS) / sizeof(SIGNS[0]) && token->length == 0; i++)
		if (strncmp(SIGNS[i].text, token->at, strlen(SIGNS[i].text)) == 0) {
			token->kind = SIGNS[i].kind;
			token->length = strlen(SIGNS[i].text);
		}
	if (*token->at == '\'' || *token->at == '"')
		read_quoted(token);
	else if (*token->at != '\0' && token->length == 0)
		read_word(token);
	reader->next += token->length;
}

rgl_rc question_refuse(struct question_reader *reader, const char *format, ...)
{
	const struct token *token = &reader->token;
	size_t length = token->length > 40 ? utf8_whole(token->at, 40) : token->length;
	char words[400];
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(words, sizeof(words), format, arguments);
	va_end(arguments);
	if (token->kind == TOKEN_END)
		return refuse_field(reader->refusal, RGL_E_FIELD, "where", "where: at the end: %s",
				    words);
	return refuse_field(reader->refusal, RGL_E_FIELD, "where", "where: at '%.*s': %s",
			    (int)length, token->at, words);
}
