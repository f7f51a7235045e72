/* fuzz_csv.c - any bytes as a file to import: its rows, and which column means what.
 *
 * What must hold: the rows are the same however the bytes arrive, wherever the reader's buffer
 * ends, and when they are written down and read once more; what is guessed of a header is what
 * --map says of the same columns.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/columns.h"
#include "plugin/base/bytes.h"
#include "tests/fuzz/fuzz.h"

#define NAME "sales.csv"
#define BUFFER_BYTES 65536 /* what csv.c reads at a time */
#define BOM_BYTES 3

/* A stream over `length` bytes, but for `gap` line ends that stand at `gap_at`. At most `step`
 * bytes come at once, as from a pipe; 0: as many as are asked for. */
struct source {
	const uint8_t *data;
	size_t length;
	size_t gap_at;
	size_t gap;
	size_t step;
	size_t at;
};

/* What stands together at `at`, in the data or in the gap: *ret_count bytes, NULL for line ends. */
static const uint8_t *stretch_at(const struct source *source, size_t *ret_count)
{
	size_t gap_end = source->gap_at + source->gap;

	if (source->at >= source->gap_at && source->at < gap_end) {
		*ret_count = gap_end - source->at;
		return NULL;
	}
	if (source->at < source->gap_at) {
		*ret_count = source->gap_at - source->at;
		return source->data + source->at;
	}
	*ret_count = source->length + source->gap - source->at;
	return source->data + source->at - source->gap;
}

static ssize_t source_read(void *cookie, char *buffer, size_t room)
{
	struct source *source = cookie;
	size_t count = 0;
	const uint8_t *bytes = stretch_at(source, &count);

	if (source->step > 0 && count > source->step)
		count = source->step;
	if (count > room)
		count = room;
	if (bytes == NULL)
		memset(buffer, '\n', count);
	else if (count > 0)
		memcpy(buffer, bytes, count);
	source->at += count;
	return (ssize_t)count;
}

/* A file being read. */
struct reading {
	struct host host;
	struct source source;
	FILE *stream;
	struct csv *csv;
	struct rgl_why why;
};

static rgl_rc begin(struct reading *reading, const struct source *source)
{
	static const cookie_io_functions_t FUNCTIONS = { .read = source_read };

	*reading = (struct reading) { .source = *source, .why = { .size = sizeof(reading->why) } };
	host_init(&reading->host, NULL);
	reading->stream = fopencookie(&reading->source, "rb", FUNCTIONS);
	fuzz_must(reading->stream != NULL, "there is a stream");
	if (source->step > 0)
		(void)setvbuf(reading->stream, NULL, _IONBF, 0);
	return csv_open(&reading->host, reading->stream, NAME, &reading->csv, &reading->why);
}

static void end(struct reading *reading)
{
	csv_close(reading->csv);
	(void)fclose(reading->stream);
}

static rgl_rc next(struct reading *reading, const struct csv_row **ret)
{
	return csv_next(reading->csv, ret, &reading->why);
}

/* A refusal without its line: "sales.csv:12: a quote ..." */
static const char *words_of(const struct rgl_why *why, long long *ret_line)
{
	int length = 0;

	*ret_line = 0;
	if (sscanf(why->text, NAME ":%lld: %n", ret_line, &length) != 1)
		return why->text;
	return why->text + length;
}

static void check_refusal(const struct rgl_why *why, rgl_rc rc)
{
	fuzz_must(why->code == rc && why->text[0] != '\0', "a refusal has its code and words");
	fuzz_must_of(strncmp(why->text, NAME, strlen(NAME)) == 0 &&
			     strpbrk(why->text, "\r\n") == NULL,
		     "a refusal names the file, in one line", why->text);
}

static void check_same(const struct csv_row *row, const struct csv_row *other)
{
	fuzz_must((row == NULL) == (other == NULL), "there are as many rows");
	if (row == NULL || other == NULL)
		return;
	fuzz_must(row->count == other->count, "a row has as many fields");
	for (size_t i = 0; i < row->count; i++)
		fuzz_must_of(row->fields[i].length == other->fields[i].length &&
				     strcmp(row->fields[i].text, other->fields[i].text) == 0,
			     "a field is the same", row->fields[i].text);
}

/* Both files to their ends, or to the same refusal; the second has the line ends of a gap more,
 * before row `moved_from`. */
static void check_both(struct reading *reading, struct reading *other, int64_t moved_from)
{
	rgl_rc rc = RGL_OK;

	for (int64_t rows = 0; rc == RGL_OK; rows++) {
		const struct csv_row *row = NULL;
		const struct csv_row *same = NULL;
		long long line = 0;
		long long same_line = 0;

		rc = next(reading, &row);
		fuzz_must_of(next(other, &same) == rc, "both are refused or none",
			     rc < 0 ? reading->why.text : other->why.text);
		if (rc < 0) {
			fuzz_must_of(strcmp(words_of(&reading->why, &line),
					    words_of(&other->why, &same_line)) == 0,
				     "both are refused alike", reading->why.text);
		} else {
			check_same(row, same);
			line = row == NULL ? 0 : (long long)row->line;
			same_line = same == NULL ? 0 : (long long)same->line;
		}
		if (line > 0 && rows >= moved_from)
			line += (long long)other->source.gap;
		fuzz_must(line == same_line, "a row is in the same line");
		if (row == NULL)
			return;
	}
}

static void compare(const struct source *source, const struct source *other, int64_t moved_from)
{
	struct reading first;
	struct reading second;
	rgl_rc rc = begin(&first, source);

	fuzz_must(begin(&second, other) == rc, "both open or none");
	if (rc == RGL_OK)
		check_both(&first, &second, moved_from);
	end(&first);
	end(&second);
}

/* A row as any program may write it: every field in quotes. */
static void write_row(const struct csv_row *row, char delimiter, struct bytes *out)
{
	for (size_t i = 0; i < row->count; i++) {
		bytes_add_text(out, i > 0 ? "" : "\"");
		for (const char *at = row->fields[i].text; *at != '\0'; at++)
			bytes_add(out, *at == '"' ? "\"\"" : at, *at == '"' ? 2 : 1);
		bytes_add_text(out, "\"");
		if (i + 1 < row->count) {
			bytes_add_byte(out, (uint8_t)delimiter);
			bytes_add_text(out, "\"");
		}
	}
	bytes_add_text(out, "\r\n");
}

static void check_row(const struct reading *reading, const struct csv_row *row,
		      const struct csv_row *before, size_t size)
{
	int64_t offset = csv_offset(reading->csv);

	fuzz_must(row->count > 0 && row->count <= CSV_FIELDS_MAX, "a row has fields");
	fuzz_must(row->count == before->count || before->line == 0, "a row is as the header");
	fuzz_must(row->line > before->line, "rows come one behind the other");
	fuzz_must(offset > 0 && offset <= (int64_t)size, "it is read so far");
	for (size_t i = 0; i < row->count; i++)
		fuzz_must_of(strlen(row->fields[i].text) == row->fields[i].length,
			     "a field has the length it says", row->fields[i].text);
}

/* The columns that were found, named in --map, are the columns that are found. */
static void check_map(const struct csv_row *header, const struct columns *columns)
{
	const char *date = columns_field(columns, header, COLUMN_DATE)->text;
	const char *total = columns_field(columns, header, COLUMN_TOTAL)->text;
	struct rgl_why why = { .size = sizeof(why) };
	struct columns mapped;
	char map[1024];
	rgl_rc rc;

	if (strpbrk(date, ",") != NULL || strpbrk(total, ",") != NULL || strlen(date) > 400 ||
	    strlen(total) > 400 || date[0] == '\0' || total[0] == '\0')
		return;
	(void)snprintf(map, sizeof(map), "date=%s,Total=%s", date, total);
	rc = columns_find(header, map, NAME, &mapped, &why);
	fuzz_must_of(rc == RGL_OK, "what is found can be named", why.text);
	fuzz_must_of(memcmp(&mapped, columns, sizeof(mapped)) == 0,
		     "what is named is what is found", map);
}

static void check_columns(const struct csv_row *header)
{
	static const char *const MAPS[] = { NULL, "", "date=day,total=amount",
					    "member=customer_id,date=a,total=b" };

	for (size_t i = 0; i < sizeof(MAPS) / sizeof(MAPS[0]); i++) {
		struct rgl_why why = { .size = sizeof(why) };
		struct columns columns;
		struct columns untouched;
		rgl_rc rc;

		memset(&columns, 0x77, sizeof(columns));
		untouched = columns;
		rc = columns_find(header, MAPS[i], NAME, &columns, &why);
		if (rc < 0) {
			fuzz_must(rc == RGL_E_FIELD && why.text[0] != '\0' &&
					  memcmp(&columns, &untouched, sizeof(columns)) == 0,
				  "a refusal leaves the output as it was");
			continue;
		}
		for (size_t at = 0; at < COLUMN_COUNT; at++)
			fuzz_must(columns.at[at] >= -1 && columns.at[at] < (int32_t)header->count,
				  "a column is in the file");
		if (MAPS[i] == NULL)
			check_map(header, &columns);
	}
}

/* Reads all; *ret_header_end is the bytes up to the second row, 0 when there is no header. What was
 * read stands in `out` anew. */
static rgl_rc read_all(struct reading *reading, size_t size, size_t *ret_header_end,
		       struct bytes *out)
{
	struct csv_row before = { 0 };
	rgl_rc rc;

	for (;;) {
		const struct csv_row *row = NULL;

		rc = next(reading, &row);
		if (rc < 0)
			check_refusal(&reading->why, rc);
		if (rc < 0 || row == NULL)
			return rc;
		check_row(reading, row, &before, size);
		if (before.line == 0) {
			*ret_header_end = (size_t)csv_offset(reading->csv);
			check_columns(row);
		}
		write_row(row, csv_delimiter(reading->csv), out);
		before = *row;
	}
}

/* What was written down is read as the same rows. Lines inside quotes keep their number, others may
 * move, so lines are not compared. */
static void check_written(const struct source *source, const struct bytes *written)
{
	const struct source again = { .data = written->data, .length = written->length };
	const struct csv_row *row = NULL;
	struct reading first;
	struct reading second;

	fuzz_must(begin(&first, source) == RGL_OK, "a file opens again");
	fuzz_must(begin(&second, &again) == RGL_OK, "what was written opens");
	do {
		const struct csv_row *same = NULL;

		fuzz_must_of(next(&first, &row) == RGL_OK && next(&second, &same) == RGL_OK,
			     "what was written is read", second.why.text);
		check_same(row, same);
	} while (row != NULL);
	end(&first);
	end(&second);
}

/* An empty line in front of the header is passed over like any other. */
static void check_line_in_front(const struct source *source)
{
	struct source moved = *source;
	bool has_bom =
		source->length >= BOM_BYTES && memcmp(source->data, "\xef\xbb\xbf", BOM_BYTES) == 0;

	moved.gap_at = has_bom ? BOM_BYTES : 0;
	moved.gap = 1;
	compare(source, &moved, 0);
}

/* Empty lines behind the header move the rest over the end of the reader's buffer. */
static void check_buffer_end(const struct source *source, size_t header_end)
{
	struct source moved = *source;
	size_t rest = source->length - header_end;

	moved.gap_at = header_end;
	moved.gap = BUFFER_BYTES - header_end - rest / 2;
	compare(source, &moved, 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct source source = { .data = data, .length = size, .gap_at = size };
	struct source piped = source;
	struct reading reading;
	struct bytes written;
	size_t header_end = 0;
	rgl_rc rc;

	if (size > BUFFER_BYTES / 2)
		return 0;
	rc = begin(&reading, &source);
	if (rc < 0) {
		check_refusal(&reading.why, rc);
		end(&reading);
		return 0;
	}
	written = bytes_of(&reading.host);
	rc = read_all(&reading, size, &header_end, &written);
	piped.step = 1 + size % 7;
	compare(&source, &piped, 0);
	check_line_in_front(&source);
	/* It reads a buffer full of line ends each time: for one input in four, the same each time.
	 */
	if (header_end > 0 && size % 4 == 0)
		check_buffer_end(&source, header_end);
	if (rc == RGL_OK && header_end > 0)
		check_written(&source, &written);
	bytes_free(&written);
	end(&reading);
	return 0;
}
