/* page_text.c - see page_text.h. */
#include "tests/support/page_text.h"

#include <string.h>

#include "plugin/page/table.h"
#include "tests/support/check.h"
#include "tests/support/page_sample.h"

void page_text_open(struct page_text *ret)
{
	memset(ret, 0, sizeof(*ret));
	host_init(&ret->host, NULL);
	ret->bytes = bytes_of(&ret->host);
}

void page_text_close(struct page_text *text)
{
	bytes_free(&text->bytes);
}

struct page *page_text_new(const struct page_text *text)
{
	struct page *page = NULL;

	assert_int_equal(page_open(&text->host, "demo", "a page", &page, NULL), RGL_OK);
	return page;
}

const char *page_text_of(struct page_text *text, const struct page *page, const struct view *view,
			 const char *table)
{
	rgl_rc rc;

	bytes_free(&text->bytes);
	rc = page_render(page, view, table, &text->bytes, &text->refusal);
	assert_int_equal(rc, rc < 0 ? text->refusal.code : RGL_OK);
	if (rc < 0)
		bytes_free(&text->bytes);
	bytes_add_byte(&text->bytes, 0);
	assert_int_equal(bytes_rc(&text->bytes), RGL_OK);
	return (const char *)text->bytes.data;
}

const char *page_text_sample(struct page_text *text, enum view_format format, size_t columns,
			     bool colour, const char *table)
{
	const struct view view = page_sample_view(format, columns, colour);
	struct page *page = page_sample(&text->host);
	const char *written;

	assert_non_null(page);
	written = page_text_of(text, page, &view, table);
	page_close(page);
	return written;
}

static size_t seen_width(const char *line, size_t length)
{
	char seen[4096];
	size_t at = 0;

	for (size_t i = 0; i < length; i++) {
		if (line[i] == '\033')
			i += strcspn(line + i, "m");
		else if (at + 1 < sizeof(seen))
			seen[at++] = line[i];
	}
	seen[at] = '\0';
	return table_width(seen);
}

void page_text_fits(const char *text, size_t columns)
{
	while (*text != '\0') {
		size_t length = strcspn(text, "\n");

		if (seen_width(text, length) > columns)
			fail_msg("wider than %zu: %.*s", columns, (int)length, text);
		text += length + 1;
	}
}
