/* csv.c - see csv.h. */
#include "cli/csv.h"

#include <stdbool.h>
#include <string.h>

#define READ_BYTES 65536

/* Where in a field the reader is. */
enum place { PLACE_START, PLACE_PLAIN, PLACE_QUOTED, PLACE_BEHIND_QUOTE };

struct csv {
	const struct host *host;
	FILE *stream;
	const char *name;
	char delimiter;
	bool failed;
	unsigned char read[READ_BYTES];
	size_t read_length;
	size_t read_at;
	int64_t read_before; /* bytes of the file before read[0] */
	int64_t line;
	size_t width; /* fields of the header, 0 before it */
	char text[CSV_ROW_MAX];
	size_t text_length;
	size_t field_start;
	struct csv_field fields[CSV_FIELDS_MAX];
	struct csv_row row;
};

static void fill(struct csv *csv)
{
	csv->read_before += (int64_t)csv->read_length;
	csv->read_at = 0;
	csv->read_length = fread(csv->read, 1, READ_BYTES, csv->stream);
	csv->failed = ferror(csv->stream) != 0;
}

/* The next byte, or EOF. */
static int take(struct csv *csv)
{
	if (csv->read_at == csv->read_length)
		fill(csv);
	if (csv->read_at == csv->read_length)
		return EOF;
	return csv->read[csv->read_at++];
}

/* The byte that take() would give. */
static int peek(struct csv *csv)
{
	int byte = take(csv);

	if (byte != EOF)
		csv->read_at--;
	return byte;
}

/* The separator that the header has most of, outside quotes; a comma when it has none. Empty lines
 * in front of it are passed over, as find_row does. */
static char guess_delimiter(const struct csv *csv)
{
	static const char CANDIDATES[] = { ',', ';', '\t' };
	size_t counts[sizeof(CANDIDATES)] = { 0 };
	bool quoted = false;
	size_t best = 0;
	size_t at = csv->read_at;

	while (at < csv->read_length && (csv->read[at] == '\n' || csv->read[at] == '\r'))
		at++;
	for (; at < csv->read_length; at++) {
		char byte = (char)csv->read[at];

		if (byte == '"')
			quoted = !quoted;
		if (byte == '\n' && !quoted)
			break;
		for (size_t i = 0; i < sizeof(CANDIDATES); i++)
			counts[i] += !quoted && byte == CANDIDATES[i];
	}
	for (size_t i = 1; i < sizeof(CANDIDATES); i++)
		if (counts[i] > counts[best])
			best = i;
	return CANDIDATES[best];
}

rgl_rc csv_open(const struct host *host, FILE *stream, const char *name, struct csv **ret,
		struct rgl_why *refusal)
{
	struct csv *csv = host_new(host, sizeof(*csv));
	rgl_rc rc = RGL_OK;

	if (csv == NULL)
		return refuse(refusal, RGL_E_MEMORY, "There is not enough memory to read %s.",
			      name);
	csv->host = host;
	csv->stream = stream;
	csv->name = name;
	csv->line = 1;
	fill(csv);
	if (csv->failed) {
		rc = refuse(refusal, RGL_E_INPUT_OUTPUT,
			    "%s: the disk did not give it to read; is it a file?", name);
		goto out;
	}
	if (csv->read_length >= 2 && (csv->read[0] ^ csv->read[1]) == 0x01 &&
	    csv->read[0] >= 0xfe) {
		rc = refuse(refusal, RGL_E_TEXT, "%s is UTF-16: save it as \"CSV UTF-8\".", name);
		goto out;
	}
	if (csv->read_length >= 3 && memcmp(csv->read, "\xef\xbb\xbf", 3) == 0)
		csv->read_at = 3;
	csv->delimiter = guess_delimiter(csv);
out:
	if (rc < 0)
		csv_close(csv);
	else
		*ret = csv;
	return rc;
}

void csv_close(struct csv *csv)
{
	if (csv != NULL)
		host_free(csv->host, csv);
}

static rgl_rc add_byte(struct csv *csv, int byte, struct rgl_why *refusal)
{
	if (csv->text_length == CSV_ROW_MAX)
		return refuse(refusal, RGL_E_LIMIT,
			      "%s:%lld: the row is longer than %d bytes; is a quote left open?",
			      csv->name, (long long)csv->row.line, CSV_ROW_MAX);
	csv->text[csv->text_length++] = (char)byte;
	return RGL_OK;
}

static rgl_rc end_field(struct csv *csv, struct rgl_why *refusal)
{
	rgl_rc rc;

	if (csv->row.count == CSV_FIELDS_MAX)
		return refuse(
			refusal, RGL_E_LIMIT,
			"%s:%lld: the row has more than %d fields: keep the columns you need.",
			csv->name, (long long)csv->row.line, CSV_FIELDS_MAX);
	rc = add_byte(csv, '\0', refusal);
	if (rc < 0)
		return rc;
	csv->fields[csv->row.count++] = (struct csv_field) {
		.text = csv->text + csv->field_start,
		.length = csv->text_length - 1 - csv->field_start,
	};
	csv->field_start = csv->text_length;
	return RGL_OK;
}

static rgl_rc refuse_quote(const struct csv *csv, struct rgl_why *refusal)
{
	return refuse(refusal, RGL_E_FIELD,
		      "%s:%lld: a quote stands inside a field: put the whole field in quotes "
		      "and write each quote inside it twice.",
		      csv->name, (long long)csv->line);
}

/* A byte inside quotes. */
static rgl_rc take_quoted(struct csv *csv, int byte, enum place *place, struct rgl_why *refusal)
{
	if (byte == '"') {
		*place = PLACE_BEHIND_QUOTE;
		return RGL_OK;
	}
	csv->line += byte == '\n';
	return add_byte(csv, byte, refusal);
}

/* A byte outside quotes that ends neither field nor row. */
static rgl_rc take_plain(struct csv *csv, int byte, enum place *place, struct rgl_why *refusal)
{
	if (byte == '"') {
		if (*place == PLACE_PLAIN)
			return refuse_quote(csv, refusal);
		if (*place == PLACE_START) {
			*place = PLACE_QUOTED;
			return RGL_OK;
		}
		*place = PLACE_QUOTED; /* the second of two: one of the text */
		return add_byte(csv, byte, refusal);
	}
	if (*place == PLACE_BEHIND_QUOTE)
		return refuse_quote(csv, refusal);
	*place = PLACE_PLAIN;
	return add_byte(csv, byte, refusal);
}

/* Line ends outside quotes: LF and CRLF become LF. */
static rgl_rc take_end(struct csv *csv, int *byte, struct rgl_why *refusal)
{
	if (*byte == '\r' && peek(csv) != '\n')
		return refuse(refusal, RGL_E_TEXT,
			      "%s:%lld: a carriage return stands alone: save the file with LF or "
			      "CRLF line ends.",
			      csv->name, (long long)csv->line);
	if (*byte == '\r')
		*byte = take(csv);
	return RGL_OK;
}

static rgl_rc refuse_end(const struct csv *csv, enum place place, struct rgl_why *refusal)
{
	if (csv->failed)
		return refuse(refusal, RGL_E_INPUT_OUTPUT,
			      "%s:%lld: the disk did not give the rest to read.", csv->name,
			      (long long)csv->line);
	if (place == PLACE_QUOTED)
		return refuse(refusal, RGL_E_FIELD,
			      "%s:%lld: the quote that opens in this row never closes: close it.",
			      csv->name, (long long)csv->row.line);
	return RGL_OK;
}

/* One byte of a row; *ret_end when the row ends with it. */
static rgl_rc take_byte(struct csv *csv, int byte, enum place *place, bool *ret_end,
			struct rgl_why *refusal)
{
	rgl_rc rc = RGL_OK;

	if (byte == '\0')
		return refuse(refusal, RGL_E_TEXT,
			      "%s:%lld: there is a NUL byte: this is not a text file, or it is "
			      "damaged.",
			      csv->name, (long long)csv->line);
	if (byte != EOF && *place == PLACE_QUOTED)
		return take_quoted(csv, byte, place, refusal);
	if (byte == EOF)
		rc = refuse_end(csv, *place, refusal);
	else if (byte == '\r')
		rc = take_end(csv, &byte, refusal);
	if (rc < 0)
		return rc;
	if (byte != EOF && byte != '\n' && byte != csv->delimiter)
		return take_plain(csv, byte, place, refusal);
	*ret_end = byte != csv->delimiter;
	csv->line += byte == '\n';
	*place = PLACE_START;
	return end_field(csv, refusal);
}

/* Passes over empty lines; *ret_more is false at the end of the file. */
static rgl_rc find_row(struct csv *csv, bool *ret_more, struct rgl_why *refusal)
{
	int byte = peek(csv);
	rgl_rc rc = RGL_OK;

	while (rc >= 0 && (byte == '\n' || byte == '\r')) {
		(void)take(csv);
		rc = take_end(csv, &byte, refusal);
		csv->line++;
		byte = peek(csv);
	}
	if (rc >= 0 && byte == EOF)
		rc = refuse_end(csv, PLACE_START, refusal);
	*ret_more = byte != EOF;
	return rc;
}

static rgl_rc check_width(struct csv *csv, struct rgl_why *refusal)
{
	if (csv->width == 0)
		csv->width = csv->row.count;
	if (csv->row.count != csv->width)
		return refuse(refusal, RGL_E_FIELD,
			      "%s:%lld: the row has %zu fields and the header %zu: a separator is "
			      "missing or one too many.",
			      csv->name, (long long)csv->row.line, csv->row.count, csv->width);
	return RGL_OK;
}

rgl_rc csv_next(struct csv *csv, const struct csv_row **ret, struct rgl_why *refusal)
{
	enum place place = PLACE_START;
	bool more = false;
	bool end = false;
	rgl_rc rc;

	rc = find_row(csv, &more, refusal);
	if (rc < 0)
		return rc;
	if (!more) {
		*ret = NULL;
		return RGL_OK;
	}
	csv->row = (struct csv_row) { .line = csv->line, .fields = csv->fields };
	csv->text_length = 0;
	csv->field_start = 0;
	while (rc >= 0 && !end)
		rc = take_byte(csv, take(csv), &place, &end, refusal);
	if (rc >= 0)
		rc = check_width(csv, refusal);
	if (rc >= 0)
		*ret = &csv->row;
	return rc;
}

int64_t csv_offset(const struct csv *csv)
{
	return csv->read_before + (int64_t)csv->read_at;
}

char csv_delimiter(const struct csv *csv)
{
	return csv->delimiter;
}
