/* log_text.c - see log_text.h. */
#include "tests/support/check.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "tests/support/log_text.h"

PRINTF(2, 3) static void say(struct log_text *said, const char *format, ...)
{
	va_list values;
	int length;

	va_start(values, format);
	length = vsnprintf(said->text + said->length, LOG_TEXT_ROOM - said->length, format, values);
	va_end(values);
	assert_in_range(length, 0, LOG_TEXT_ROOM - said->length - 1);
	said->length += (size_t)length;
}

static void say_money(struct log_text *said, const struct log_context *context, const char *name,
		      struct money amount)
{
	char text[DECIMAL_ROOM];

	money_write(amount, context->currency, text);
	say(said, " %s%s%s", name, name[0] == '\0' ? "" : " ", text);
}

static void say_text(struct log_text *said, const char *before, const char *text, const char *after)
{
	if (text != NULL)
		say(said, " %s%s%s", before, text, after);
}

static void say_line(struct log_text *said, const struct log_context *context,
		     const struct sale_line *line)
{
	static const char *const KINDS[] = { NULL, "tip", "gift-card", "top-up", "rounding" };
	char quantity[DECIMAL_ROOM];

	decimal_write(line->qty_milli, 3, quantity);
	say(said, "  %s", quantity);
	say_text(said, "", line->name, "");
	say_money(said, context, "", line->total);
	if (money_sign(line->tax) != 0)
		say_money(said, context, "tax", line->tax);
	if (line->has_unit)
		say_money(said, context, "unit", line->unit);
	if (money_sign(line->discount) != 0)
		say_money(said, context, "off", line->discount);
	if (line->has_cost)
		say_money(said, context, "cost", line->cost);
	say_text(said, "[", KINDS[line->kind], "]");
	say_text(said, "(", line->category, ")");
	say_text(said, "{", line->sku, "}");
	say(said, "\n");
}

static void say_rest(struct log_text *said, const struct log_context *context,
		     const struct log_entry *entry)
{
	const struct sale *sale = &entry->sale;
	const struct log_customer *customer = &entry->customer;

	for (size_t i = 0; i < sale->tender_count; i++) {
		say(said, "  paid %d", (int)sale->tenders[i].kind);
		say_money(said, context, "", sale->tenders[i].amount);
		say(said, "\n");
	}
	if (customer->other_id != NULL) {
		say(said, "  customer %s", customer->other_id);
		say_text(said, "", customer->name, "");
		say_text(said, "", customer->phone, "");
		say_text(said, "", customer->email, "");
		say(said, "\n");
	}
	if (said->shows_all) {
		say(said, "  at");
		say_text(said, "", sale->store, "");
		say_text(said, "", sale->till, "");
		say_text(said, "", sale->cashier, "");
		say_text(said, "", sale->channel, "");
		say(said, "\n");
	}
	if (entry->note[0] != '\0')
		say(said, "  note %s\n", entry->note);
}

static void remember(struct log_text *said, const struct log_entry *entry)
{
	const char *id = entry->kind == LOG_VOID ? entry->sale.of : entry->sale.id;

	assert_in_range(said->id_count, 0, 63);
	(void)snprintf(said->ids[said->id_count], sizeof(said->ids[0]), "%s", id);
	said->kinds[said->id_count] = entry->kind == LOG_SALE	  ? LOG_KNOWN_SALE
				      : entry->kind == LOG_REFUND ? LOG_KNOWN_REFUND
								  : LOG_KNOWN_VOIDED;
	said->id_count++;
}

static enum log_known look_up(void *user, const char *id)
{
	const struct log_text *said = user;

	for (size_t i = said->id_count; i-- > 0;)
		if (strcmp(said->ids[i], id) == 0)
			return said->kinds[i];
	return LOG_UNKNOWN;
}

static void say_entry(struct log_text *said, const struct log_context *context,
		      const struct log_entry *entry)
{
	static const char *const KINDS[] = { "sale", "refund", "void" };
	char when[ZONE_TIME_ROOM];

	if (entry->passed != NULL)
		return;
	if (entry->why.code < 0) {
		say(said, "%d refused: %s\n", (int)entry->line, entry->why.text);
		return;
	}
	zone_write(context->zone, entry->sale.at_ms, when);
	say(said, "%d %s %s %s", (int)entry->line, KINDS[entry->kind], entry->sale.id, when);
	assert_int_equal(entry->sale.is_refund, entry->kind == LOG_REFUND);
	if (entry->kind != LOG_VOID) {
		say_money(said, context, "total", entry->sale.total);
		say_money(said, context, "tax", entry->sale.tax);
	}
	say_text(said, "of ", entry->sale.of, "");
	say(said, "\n");
	for (size_t i = 0; i < entry->sale.line_count; i++)
		say_line(said, context, &entry->sale.lines[i]);
	say_rest(said, context, entry);
	remember(said, entry);
}

static rgl_rc read_all(struct log_text *said, const struct log_context *context,
		       const struct log_format *format, FILE *file)
{
	struct log_entry *entry = NULL;
	const char *reason;
	int64_t count = 0;
	void *reader = NULL;
	rgl_rc rc = format->open(context, file, &reader);

	if (rc < 0)
		return rc;
	for (;;) {
		rc = format->next(reader, &entry);
		if (rc < 0 || entry == NULL)
			break;
		say_entry(said, context, entry);
	}
	for (size_t i = 0; rc == RGL_OK && (reason = format->passed_reason(reader, i, &count)); i++)
		say(said, "passed over: %d %s\n", (int)count, reason);
	format->close(reader);
	return rc;
}

rgl_rc log_text_read(struct log_text *said, const struct host *host,
		     const struct log_format *format, const char *text, size_t length)
{
	struct rgl_why why = { .size = sizeof(why) };
	struct currency currency = { 0 };
	struct log_context context = { .host = host,
				       .currency = &currency,
				       .name = "file",
				       .refusal = &why,
				       .known = look_up,
				       .user = said };
	FILE *file = tmpfile();
	rgl_rc rc = zone_open(host, "UTC", &context.zone, &why);

	assert_non_null(file);
	assert_int_equal(currency_of(said->currency == NULL ? "EUR" : said->currency, &currency),
			 RGL_OK);
	assert_int_equal(fwrite(text, 1, length, file), length);
	rewind(file);
	said->length = 0;
	said->text[0] = '\0';
	if (rc == RGL_OK)
		rc = read_all(said, &context, format, file);
	zone_close(context.zone);
	(void)fclose(file);
	if (rc < 0 && rc != RGL_E_MEMORY)
		say(said, "ended: %s\n", why.text);
	return rc;
}
