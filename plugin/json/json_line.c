/* json_line.c - see json_line.h. */
#include "plugin/json/json_line.h"

#include <stdio.h>
#include <string.h>

#include "plugin/base/utf8.h"
#include "plugin/json/json.h"

/* A path in a refusal is cut where its room ends; one so long may have lost its end. */
#define PATH_CUT 60
#define PATH_ROOM 256

struct level {
	bool is_list;
	size_t index;
	size_t path_length;
};

struct walk {
	const char *text;
	size_t length;
	size_t at;
	size_t line;
	const char *wanted;
	char path[PATH_ROOM];
	struct level levels[JSON_DEPTH_MAX + 1];
	int depth;
	bool found;
	size_t best_line;
	size_t best_length;
};

size_t json_line_at(const char *text, size_t at)
{
	size_t line = 1;

	for (size_t i = 0; i < at; i++)
		line += text[i] == '\n';
	return line;
}

size_t json_line_not_utf8(const char *text, size_t length)
{
	size_t start = 0;

	for (size_t line = 1; start < length; line++) {
		const char *end = memchr(text + start, '\n', length - start);
		size_t next = end == NULL ? length : (size_t)(end - text) + 1;

		if (!utf8_is_valid(text + start, next - start))
			return line;
		start = next;
	}
	return 0;
}

/* A field or an element stands here: is it the one, or does it hold it? */
static void look(struct walk *walk)
{
	size_t length = strlen(walk->path);
	size_t wanted = strlen(walk->wanted);
	bool is_it = strcmp(walk->path, walk->wanted) == 0 ||
		     (wanted >= PATH_CUT && strncmp(walk->path, walk->wanted, wanted) == 0);
	bool holds_it = length < wanted && strncmp(walk->path, walk->wanted, length) == 0 &&
			(walk->wanted[length] == '.' || walk->wanted[length] == '[');

	if (!is_it && !(holds_it && length > walk->best_length))
		return;
	walk->found = is_it;
	walk->best_line = walk->line;
	walk->best_length = length;
}

static struct level *top(struct walk *walk)
{
	return &walk->levels[walk->depth];
}

/* A value begins; in a list it is the next element. */
static void begin_value(struct walk *walk)
{
	struct level *level = top(walk);

	if (!level->is_list)
		return;
	(void)snprintf(walk->path + level->path_length, PATH_ROOM - level->path_length, "[%zu]",
		       level->index++);
	look(walk);
}

static void begin_name(struct walk *walk, size_t start, size_t end)
{
	const struct level *level = top(walk);

	(void)snprintf(walk->path + level->path_length, PATH_ROOM - level->path_length, "%s%.*s",
		       level->path_length > 0 ? "." : "", (int)(end - start), walk->text + start);
	look(walk);
}

static bool is_before_colon(const struct walk *walk)
{
	size_t at = walk->at;

	while (at < walk->length && strchr(" \t\r\n", walk->text[at]) != NULL)
		at++;
	return at < walk->length && walk->text[at] == ':';
}

static void pass_text(struct walk *walk)
{
	size_t start = ++walk->at;
	size_t end;

	while (walk->at < walk->length && walk->text[walk->at] != '"')
		walk->at += walk->text[walk->at] == '\\' ? 2 : 1;
	end = walk->at < walk->length ? walk->at : walk->length;
	walk->at = end + 1;
	if (is_before_colon(walk))
		begin_name(walk, start, end);
	else
		begin_value(walk);
}

static void pass_open(struct walk *walk, bool is_list)
{
	begin_value(walk);
	walk->at++;
	if (walk->depth == JSON_DEPTH_MAX)
		return;
	walk->depth++;
	*top(walk) = (struct level) { .is_list = is_list, .path_length = strlen(walk->path) };
}

static void pass_mark(struct walk *walk, char mark)
{
	walk->at++;
	if (mark == '\n')
		walk->line++;
	if ((mark == '}' || mark == ']') && walk->depth > 0)
		walk->depth--;
}

/* A number, true, false or null. */
static void pass_word(struct walk *walk)
{
	begin_value(walk);
	walk->at++;
	while (walk->at < walk->length && strchr(" \t\r\n,]}", walk->text[walk->at]) == NULL)
		walk->at++;
}

size_t json_line_of(const char *text, size_t length, const char *path)
{
	struct walk walk = {
		.text = text, .length = length, .line = 1, .wanted = path, .best_line = 1
	};

	/* cJSON takes a byte order mark too. */
	if (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		walk.at = 3;
	while (walk.at < walk.length && !walk.found) {
		char mark = text[walk.at];

		if (mark == '"')
			pass_text(&walk);
		else if (mark == '{' || mark == '[')
			pass_open(&walk, mark == '[');
		else if (mark != '\0' && strchr(" \t\r\n,:]}", mark) != NULL)
			pass_mark(&walk, mark);
		else
			pass_word(&walk);
	}
	return walk.best_line;
}
