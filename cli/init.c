/* init.c - regulars init. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "plugin/base/utf8.h"

static rgl_rc need(struct cli *cli, const char *flag, const char **ret)
{
	*ret = arguments_value(&cli->arguments, flag);
	if (*ret != NULL && (*ret)[0] != '\0')
		return RGL_OK;
	return refuse(&cli->refusal, RGL_E_ARGUMENT, "--%s is missing", flag);
}

/* "1 per 10.00" and "100 = 1.00": a count of points, a word, an amount of money above zero. */
static rgl_rc read_rate(struct cli *cli, const char *flag, const char *between, const char *text,
			const struct currency *currency, struct points *ret_points,
			struct money *ret_money)
{
	const char *middle = strstr(text, between);
	int64_t points = 0;
	int64_t minor = 0;
	const char *end;
	const char *money;

	if (middle != NULL) {
		end = middle;
		money = middle + strlen(between);
		if (decimal_read(text, (size_t)(end - text), 0, ROUNDING_REFUSED, &points) ==
			    RGL_OK &&
		    decimal_read(money, strlen(money), currency->exponent, ROUNDING_REFUSED,
				 &minor) == RGL_OK &&
		    points >= 0 && minor > 0 && points <= 1000000) {
			*ret_points = points_of(points);
			*ret_money = money_of(minor);
			return RGL_OK;
		}
	}
	return refuse(&cli->refusal, RGL_E_ARGUMENT,
		      "--%s \"%.40s\" is not points%samount, as in \"1%s10.00\"", flag, text,
		      between, between);
}

/* "400 a free coffee" */
static rgl_rc read_reward(struct cli *cli, const char *text, struct shop *shop)
{
	size_t digits = strspn(text, "0123456789");
	int64_t points = 0;

	if (digits == 0 || text[digits] != ' ' || strlen(text + digits + 1) == 0 ||
	    strlen(text + digits + 1) >= sizeof(shop->reward_name) ||
	    decimal_read(text, digits, 0, ROUNDING_REFUSED, &points) < 0 || points == 0 ||
	    utf8_check_clean(text, 160, "reward", &cli->refusal) < 0)
		return refuse(&cli->refusal, RGL_E_ARGUMENT,
			      "--reward \"%.40s\" is not points and a name, as in \"400 a free "
			      "coffee\"",
			      text);
	shop->reward_points = points_of(points);
	(void)snprintf(shop->reward_name, sizeof(shop->reward_name), "%s", text + digits + 1);
	return RGL_OK;
}

static rgl_rc read_text(struct cli *cli, const char *flag, const char *text, const char *allowed,
			char *ret, size_t room)
{
	if (strlen(text) >= room || (allowed != NULL && strspn(text, allowed) != strlen(text)) ||
	    utf8_check_clean(text, room, flag, NULL) < 0)
		return refuse(&cli->refusal, RGL_E_ARGUMENT, "--%s \"%.60s\" is not right", flag,
			      text);
	(void)snprintf(ret, room, "%s", text);
	return RGL_OK;
}

static const char *or_default(struct cli *cli, const char *flag, const char *otherwise)
{
	const char *text = arguments_value(&cli->arguments, flag);

	return text == NULL ? otherwise : text;
}

static rgl_rc read_rates(struct cli *cli, struct shop *shop)
{
	const struct currency *currency = &shop->currency;
	const char *reward = arguments_value(&cli->arguments, "reward");
	char one[DECIMAL_ROOM];
	char text[64];
	int64_t unit = 1;
	rgl_rc rc;

	/* One point a whole unit of the currency; a hundred points are worth one. */
	for (uint32_t i = 0; i < currency->exponent; i++)
		unit *= 10;
	decimal_write(unit, currency->exponent, one);
	(void)snprintf(text, sizeof(text), "1 per %s", one);
	rc = read_rate(cli, "earn", " per ", or_default(cli, "earn", text), currency,
		       &shop->earn_points, &shop->earn_per);
	(void)snprintf(text, sizeof(text), "100 = %s", one);
	if (rc == RGL_OK)
		rc = read_rate(cli, "worth", " = ", or_default(cli, "worth", text), currency,
			       &shop->worth_of, &shop->worth);
	if (rc == RGL_OK && points_sign(shop->worth_of) == 0)
		rc = refuse(&cli->refusal, RGL_E_ARGUMENT, "--worth needs at least one point");
	if (rc == RGL_OK && reward != NULL)
		rc = read_reward(cli, reward, shop);
	return rc;
}

static rgl_rc read_shop(struct cli *cli, struct shop *shop)
{
	static const char LETTERS[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-"
				      "0123456789";
	const char *currency = NULL;
	const char *name = NULL;
	const char *zone = NULL;
	rgl_rc rc;

	rc = need(cli, "name", &name);
	if (rc == RGL_OK)
		rc = need(cli, "currency", &currency);
	if (rc == RGL_OK)
		rc = need(cli, "zone", &zone);
	if (rc == RGL_OK)
		rc = read_text(cli, "name", name, NULL, shop->name, sizeof(shop->name));
	if (rc == RGL_OK)
		rc = read_text(cli, "zone", zone, NULL, shop->zone_name, sizeof(shop->zone_name));
	if (rc == RGL_OK)
		rc = read_text(cli, "language", or_default(cli, "language", "en"), LETTERS,
			       shop->language, sizeof(shop->language));
	if (rc == RGL_OK)
		rc = read_text(cli, "cards", or_default(cli, "cards", ""), "0123456789 ",
			       shop->card_ranges, sizeof(shop->card_ranges));
	if (rc == RGL_OK)
		rc = read_text(cli, "calling-code", or_default(cli, "calling-code", ""),
			       "0123456789", shop->calling_code, sizeof(shop->calling_code));
	if (rc == RGL_OK && currency_of(currency, &shop->currency) < 0)
		rc = refuse(&cli->refusal, RGL_E_CURRENCY,
			    "there is no currency \"%.10s\" in ISO 4217; write it like EUR",
			    currency);
	return rc < 0 ? rc : read_rates(cli, shop);
}

rgl_rc command_init(struct cli *cli)
{
	const char *key = arguments_value(&cli->arguments, "key");
	const char *path = command_store_path(cli);
	struct shop shop = { .worth_of = points_of(1) };
	rgl_rc rc;

	rc = read_shop(cli, &shop);
	if (rc == RGL_OK)
		rc = store_create(&cli->host, path, key, &shop, &cli->refusal);
	if (rc < 0)
		return rc;
	(void)printf("%s is ready: %s, %s, %s.\n", path, shop.name, shop.currency.code,
		     shop.zone_name);
	(void)printf(
		"Its key is in %s%s. Keep a copy of it in a safe place, apart from the store's\n"
		"backups: without the key no card can be read.\n",
		key == NULL ? path : key, key == NULL ? ".key" : "");
	return RGL_OK;
}
