/* voucher.c - regulars issue, voucher: gift cards and coupons by hand, and what one is. */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "plugin/loyalty/issue.h"

static void print_until(struct store *store, const char *words, int64_t until_ms)
{
	char day[CIVIL_DAY_ROOM];
	struct civil civil;

	if (until_ms == 0)
		return;
	civil = zone_civil(store->zone, until_ms - 1);
	civil_write_day(&civil, day);
	(void)printf("%s%s\n", words, day);
}

static void print_what(struct store *store, const struct voucher *voucher, int64_t amount_minor)
{
	char amount[DECIMAL_ROOM];

	money_write(money_of(amount_minor), &store->shop.currency, amount);
	if (voucher->kind == VOUCHER_GIFT)
		(void)printf("gift card  %s %s\n", amount, store->shop.currency.code);
	else
		(void)printf("coupon     for %s\n", voucher->reward);
	if (voucher->member != 0)
		(void)printf("member     %lld\n", (long long)voucher->member);
	print_until(store, "until      ", voucher->until_ms);
}

static rgl_rc look(struct cli *cli, struct store *store, const char *code)
{
	struct voucher voucher = { 0 };
	rgl_rc usable;
	rgl_rc rc = vouchers_find(store, code, &voucher);

	if (rc < 0)
		return command_refused(cli, store, rc);
	usable = vouchers_check(store, &voucher, voucher.member, host_now_ms(&cli->host));
	if (usable < 0 && store->refusal.code != usable)
		return command_refused(cli, store, usable);
	print_what(store, &voucher, voucher.balance);
	(void)printf("usable     %s%s\n", usable == RGL_OK ? "yes" : "no: ",
		     usable == RGL_OK ? "" : store->refusal.text);
	return RGL_OK;
}

rgl_rc command_voucher(struct cli *cli)
{
	struct store *store = NULL;
	const char *code = "";
	rgl_rc rc = command_word(cli, 0, "the code", &code);

	if (rc == RGL_OK)
		rc = command_open(cli, STORE_READ, &store);
	if (rc != RGL_OK)
		return rc;
	rc = look(cli, store, code);
	store_close(store);
	return rc;
}

/* What it is: the first two words. */
static rgl_rc read_kind(struct cli *cli, struct issue *ret, const char **ret_amount)
{
	const char *kind = NULL;
	rgl_rc rc = command_word(cli, 0, "what to issue (gift-card or coupon)", &kind);

	if (rc < 0)
		return rc;
	if (strcmp(kind, "gift-card") == 0) {
		ret->kind = VOUCHER_GIFT;
		return command_word(cli, 1, "the amount", ret_amount);
	}
	if (strcmp(kind, "coupon") == 0) {
		ret->kind = VOUCHER_COUPON;
		return command_word(cli, 1, "the reward's id", &ret->reward);
	}
	return refuse(&cli->refusal, RGL_E_ARGUMENT,
		      "\"%.40s\" cannot be issued; there are: gift-card, coupon", kind);
}

static rgl_rc read_flags(struct cli *cli, struct issue *ret)
{
	const char *member = arguments_value(&cli->arguments, "member");
	rgl_rc rc = command_who_why(cli, &ret->who, &ret->why);

	ret->code = arguments_value(&cli->arguments, "code");
	ret->ref = arguments_value(&cli->arguments, "id");
	if (rc == RGL_OK && member != NULL)
		rc = command_number(cli, member, "a member's number; regulars identify finds it",
				    &ret->member);
	return rc;
}

static rgl_rc read_amount(struct cli *cli, struct store *store, const char *text, struct issue *ret)
{
	const struct currency *currency = &store->shop.currency;

	if (text == NULL)
		return RGL_OK;
	if (decimal_read(text, strlen(text), currency->exponent, ROUNDING_REFUSED,
			 &ret->amount_minor) < 0 ||
	    ret->amount_minor <= 0)
		return refuse(&cli->refusal, RGL_E_ARGUMENT,
			      "\"%.40s\" is not an amount in %s, as in 50.00", text,
			      currency->code);
	return RGL_OK;
}

static rgl_rc make(struct cli *cli, struct store *store, struct issue *asked)
{
	const char *until = arguments_value(&cli->arguments, "until");
	struct issue_made made = { 0 };
	struct book *book = NULL;
	rgl_rc rc = RGL_OK;

	if (until != NULL)
		rc = issue_until(store, until, &asked->until_ms);
	if (rc == RGL_OK)
		rc = book_open(store, &book);
	if (rc == RGL_OK)
		rc = issue(store, book, asked, &made);
	book_close(book);
	if (rc < 0)
		return command_refused(cli, store, rc);
	if (rc == RGL_EXISTS)
		(void)puts("This was made before:");
	print_what(store, &made.voucher, made.amount_minor);
	if (made.code[0] != '\0')
		(void)printf("code       %s\n", made.code);
	wipe(&made, sizeof(made));
	return RGL_OK;
}

rgl_rc command_issue(struct cli *cli)
{
	struct issue asked = { 0 };
	char made[COMMAND_ID_ROOM];
	struct store *store = NULL;
	const char *amount = NULL;
	rgl_rc rc = read_kind(cli, &asked, &amount);

	if (rc == RGL_OK)
		rc = read_flags(cli, &asked);
	if (rc == RGL_OK)
		rc = command_open(cli, STORE_WRITE, &store);
	if (rc != RGL_OK)
		return rc;
	command_new_id(made);
	if (asked.ref == NULL)
		asked.ref = made;
	rc = read_amount(cli, store, amount, &asked);
	if (rc == RGL_OK)
		rc = make(cli, store, &asked);
	store_close(store);
	return rc;
}
