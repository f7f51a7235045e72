/* render_text.c - see render_text.h. */
#include "plugin/page/render_text.h"

#include <string.h>

#include "plugin/page/table.h"

void render_csv_text(struct bytes *bytes, const char *text)
{
	bool guarded = *text != '\0' && strchr("=+-@\t\r", *text) != NULL;
	bool quoted = strpbrk(text, ",\"\r\n;\t") != NULL;

	if (quoted)
		bytes_add_text(bytes, "\"");
	if (guarded)
		bytes_add_text(bytes, "'");
	for (; *text != '\0'; text++) {
		if (*text == '"')
			bytes_add_text(bytes, "\"");
		bytes_add(bytes, text, 1);
	}
	if (quoted)
		bytes_add_text(bytes, "\"");
}

void render_csv_money(struct bytes *bytes, struct money amount, const struct currency *currency)
{
	char text[DECIMAL_ROOM];

	decimal_write(amount.minor, currency->exponent, text);
	bytes_add_text(bytes, text);
}

void render_json_money(struct bytes *bytes, const char *name, struct money amount)
{
	bytes_printf(bytes, "\"%s_minor\":%lld", name, (long long)amount.minor);
}

int64_t render_money_share(struct money part, struct money whole, int64_t per)
{
	return table_share(part.minor, whole.minor, per);
}
