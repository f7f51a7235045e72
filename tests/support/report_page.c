/* report_page.c - see report_page.h. */
#include "tests/support/report_page.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "tests/support/check.h"

void report_page_open(struct report_page *page)
{
	*page = (struct report_page) { 0 };
	shop_make(&page->shop);
	page->lines = bytes_of(&page->shop.host);
	page->text = bytes_of(&page->shop.host);
	page->report = (struct report) {
		.columns = 100,
		.top = 20,
		.wish = { .grain = GRAIN_MONTH, .from_ms = INT64_MIN, .until_ms = INT64_MAX },
	};
}

void report_page_close(struct report_page *page)
{
	bytes_free(&page->lines);
	bytes_free(&page->text);
	shop_remove(&page->shop);
}

static const char *or_empty(const char *text)
{
	return text == NULL ? "" : text;
}

void report_page_add(struct report_page *page, const struct page_sale *sale)
{
	char amount[DECIMAL_ROOM];
	char cost[DECIMAL_ROOM] = "";

	if (page->lines.length == 0)
		bytes_add_text(&page->lines, "date,member,total,cost,store,cashier,item\n");
	decimal_write(sale->minor, 2, amount);
	if (sale->cost >= 0)
		decimal_write(sale->cost, 2, cost);
	bytes_printf(&page->lines, "%s,%s,%s,%s,%s,%s,%s\n", sale->day, or_empty(sale->member),
		     amount, cost, or_empty(sale->store), or_empty(sale->cashier),
		     or_empty(sale->item));
	assert_int_equal(bytes_rc(&page->lines), RGL_OK);
}

static void write_lines(const struct report_page *page, const char *path)
{
	FILE *file = fopen(path, "we");

	assert_non_null(file);
	assert_int_equal(fwrite(page->lines.data, 1, page->lines.length, file), page->lines.length);
	assert_int_equal(fclose(file), 0);
}

void report_page_import_file(struct report_page *page, const char *path)
{
	struct cli cli = { .host = page->shop.host };
	rgl_rc rc;
	int out;
	int nowhere;

	cli.arguments = (struct arguments) { .words = { "sales", path }, .word_count = 2 };
	cli.arguments.names[0] = "store=";
	cli.arguments.values[0] = page->shop.path;
	cli.arguments.flag_count = 1;
	(void)fflush(stdout);
	out = dup(STDOUT_FILENO);
	nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
	assert_true(out >= 0 && nowhere >= 0);
	assert_true(dup2(nowhere, STDOUT_FILENO) >= 0);
	rc = command_import(&cli);
	(void)fflush(stdout);
	assert_true(dup2(out, STDOUT_FILENO) >= 0);
	(void)close(out);
	(void)close(nowhere);
	if (rc < 0)
		fail_msg("the sales were not imported: %s", cli.refusal.text);
}

void report_page_import(struct report_page *page)
{
	char path[544];

	shop_path(&page->shop, ".csv", path);
	write_lines(page, path);
	report_page_import_file(page, path);
	page->lines.length = 0;
}

static rgl_rc write_report(struct report_page *page, struct store *store, const char *name,
			   struct bytes *text)
{
	assert_int_equal(report_kind_of(name, &page->report.kind, NULL), RGL_OK);
	return report_write(store, &page->report, text);
}

const char *report_page_make(struct report_page *page, const char *name)
{
	rgl_rc rc;

	page->text.length = 0;
	rc = write_report(page, page->shop.store, name, &page->text);
	if (rc < 0)
		fail_msg("there is no report: %s", page->shop.store->refusal.text);
	bytes_add_byte(&page->text, 0);
	assert_int_equal(bytes_rc(&page->text), RGL_OK);
	return (const char *)page->text.data;
}

rgl_rc report_page_refusal(struct report_page *page, const char *name)
{
	rgl_rc rc;

	page->text.length = 0;
	rc = write_report(page, page->shop.store, name, &page->text);
	assert_true(rc < 0);
	assert_int_equal(page->shop.store->refusal.code, rc);
	assert_true(page->shop.store->refusal.text[0] != '\0');
	return rc;
}

rgl_rc report_page_sweep(struct report_page *page, const char *name, const struct rgl_host *lent)
{
	struct rgl_why why = { 0 };
	struct store *store = NULL;
	struct bytes text;
	struct host host;
	rgl_rc rc;

	host_init(&host, lent);
	text = bytes_of(&host);
	rc = store_open(&host, page->shop.path, NULL, "reader", STORE_READ, &store, &why);
	if (rc == RGL_OK)
		rc = write_report(page, store, name, &text);
	bytes_free(&text);
	store_close(store);
	return rc;
}
