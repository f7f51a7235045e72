/* json_cut.c - see json_cut.h. */
#include "cli/logs/json_cut.h"

#include <string.h>

static void fill(struct json_cut *cut)
{
	cut->read_before += (int64_t)cut->read_length;
	cut->read_at = 0;
	cut->read_length = fread(cut->read, 1, CUT_READ_BYTES, cut->stream);
	cut->failed = ferror(cut->stream) != 0;
}

int cut_peek(struct json_cut *cut)
{
	if (cut->read_at == cut->read_length)
		fill(cut);
	return cut->read_at == cut->read_length ? EOF : cut->read[cut->read_at];
}

int cut_take(struct json_cut *cut)
{
	int byte = cut_peek(cut);

	if (byte != EOF)
		cut->read_at++;
	cut->line += byte == '\n';
	return byte;
}

static bool is_space(int byte)
{
	return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

int cut_peek_behind_spaces(struct json_cut *cut)
{
	while (is_space(cut_peek(cut)))
		(void)cut_take(cut);
	return cut_peek(cut);
}

static const char *find_name(const char *const *names, const struct json_scan *scan)
{
	for (; *names != NULL; names++)
		if (strlen(*names) == scan->name_length &&
		    memcmp(*names, scan->name, scan->name_length) == 0)
			return *names;
	return NULL;
}

const char *cut_holder(struct json_cut *cut, const struct json_scan *scan)
{
	int byte = cut_peek_behind_spaces(cut);

	if (byte == '[')
		return find_name(cut->shape->lists, scan);
	return byte == '{' ? find_name(cut->shape->singles, scan) : NULL;
}

static void keep(struct json_cut *cut, int byte)
{
	if (cut->length == RGL_REQUEST_MAX)
		cut->is_too_long = true;
	else
		cut->text[cut->length++] = (char)byte;
}

static void scan_text(struct json_scan *scan, int byte)
{
	/* No text has a line end inside: its closing quote is missing. */
	if (byte == '\n' || (byte == '"' && !scan->escaped)) {
		scan->in_string = false;
		scan->is_damaged = scan->is_damaged || byte == '\n';
		return;
	}
	scan->escaped = !scan->escaped && byte == '\\';
	if (!scan->in_name)
		return;
	if (scan->name_length < CUT_NAME_ROOM)
		scan->name[scan->name_length++] = (char)byte;
}

void cut_text(struct json_cut *cut, struct json_scan *scan)
{
	while (scan->in_string && cut_peek(cut) != EOF)
		scan_text(scan, cut_take(cut));
}

/* What stands between a name's colon and its value. */
static void take_spaces(struct json_cut *cut, bool is_kept)
{
	while (is_space(cut_peek(cut))) {
		int byte = cut_take(cut);

		if (is_kept)
			keep(cut, byte);
	}
}

static void scan_mark(struct json_scan *scan, int byte)
{
	if (byte == '"') {
		scan->in_string = true;
		scan->escaped = false;
		scan->in_name = scan->name_next && scan->depth == 1;
		if (scan->in_name)
			scan->name_length = 0;
		scan->name_next = false;
	} else if (byte == '{' || byte == '[') {
		scan->depth++;
		scan->name_next = byte == '{';
	} else if (byte == '}' || byte == ']') {
		scan->depth--;
	} else if (byte == ',') {
		scan->name_next = true;
	}
}

bool cut_value(struct json_cut *cut, struct json_scan *scan, const char **ret_name)
{
	do {
		int byte = cut_take(cut);

		if (byte == EOF)
			return false;
		if (scan->is_kept)
			keep(cut, byte);
		if (scan->in_string) {
			scan_text(scan, byte);
			if (scan->in_string)
				continue;
		} else {
			scan_mark(scan, byte);
		}
		if (byte == '\n' && (cut->breaks_at_brace || scan->is_damaged) &&
		    cut_peek(cut) == '{') {
			scan->is_broken = true;
			return true;
		}
		if (byte != ':' || scan->depth != 1 || !scan->may_hold)
			continue;
		take_spaces(cut, scan->is_kept);
		*ret_name = cut_holder(cut, scan);
		if (*ret_name != NULL)
			return true;
		scan->may_hold = find_name(cut->shape->marks, scan) == NULL;
	} while (scan->depth > 0);
	return true;
}

bool cut_pass(struct json_cut *cut)
{
	struct json_scan scan = { 0 };
	const char *name = NULL;
	int byte = cut_peek(cut);

	if (byte == '{' || byte == '[')
		return cut_value(cut, &scan, &name);
	if (byte == '"') {
		scan.in_string = true;
		(void)cut_take(cut);
		cut_text(cut, &scan);
		return cut_peek(cut) != EOF;
	}
	while (byte != EOF && !is_space(byte) && byte != ',' && byte != ']' && byte != '}') {
		(void)cut_take(cut);
		byte = cut_peek(cut);
	}
	return byte != EOF;
}
