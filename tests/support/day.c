/* SPDX-License-Identifier: Apache-2.0 */
/* day.c - see day.h. */
#include "tests/support/day.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#define DAY_BEGINS_MS INT64_C(1795248000000) /* 2026-11-21T08:00Z */

static int64_t shop_now_ms(void *user)
{
	(void)user;
	return DAY_BEGINS_MS;
}

int day_load(struct day *day)
{
	const struct rgl_api *(*entry)(uint32_t) = NULL;

	day->library = dlopen(day->library_path, RTLD_NOW | RTLD_LOCAL);
	if (day->library == NULL) {
		print_error("%s\n", dlerror());
		return -1;
	}
	*(void **)&entry = dlsym(day->library, "regulars_entry");
	day->api = entry != NULL ? entry(RGL_ABI) : NULL;
	return day->api != NULL ? 0 : -1;
}

int32_t day_open(struct day *day, struct rgl_host *host, const char *printer)
{
	struct rgl_options options = {
		.size = sizeof(options), .store = "shop.db", .till = "till-1", .printer = printer
	};
	struct rgl_why why = { .size = sizeof(why) };
	int32_t rc;

	host->size = sizeof(*host);
	host->now_ms = shop_now_ms;
	rc = day->api->open(host, &options, &day->rgl, &why);
	if (rc < 0)
		print_error("open: %s\n", why.text);
	return rc;
}

int32_t day_sell(struct day *day, int i, int sign, uint32_t flags, struct rgl_outcome *ret)
{
	char id[32], of[32];
	struct rgl_line line = { .size = sizeof(line),
				 .sku = "FW",
				 .name = "Flat white",
				 .category = "coffee",
				 .qty_milli = sign * 1000,
				 .total_minor = sign * 420 };
	struct rgl_tender tender = { .size = sizeof(tender),
				     .kind = RGL_CASH,
				     .amount_minor = sign * 420 };
	struct rgl_sale sale = { .size = sizeof(sale),
				 .flags = flags,
				 .id = id,
				 .of = sign < 0 ? of : NULL,
				 .at_ms = DAY_BEGINS_MS + i * INT64_C(60000),
				 .till = "till-1",
				 .currency = "EUR",
				 .member_id = i % 3 != 0 ? day->member.id : 0,
				 .lines = &line,
				 .tenders = &tender,
				 .line_count = 1,
				 .tender_count = 1,
				 .total_minor = sign * 420 };
	struct rgl_why why = { .size = sizeof(why) };
	int32_t rc;

	snprintf(id, sizeof(id), "%s-%d", sign < 0 ? "refund" : "sale", i);
	snprintf(of, sizeof(of), "sale-%d", i);
	rc = (sign < 0 ? day->api->refund : day->api->sale)(day->rgl, &sale, ret, &why);
	if (rc < 0)
		print_error("%s: %s\n", id, why.text);
	return rc;
}

static int member_enrol(struct day *day)
{
	struct rgl_enrolment enrolment = { .size = sizeof(enrolment), .name = "Nora Winter" };
	struct rgl_why why = { .size = sizeof(why) };

	day->member = (struct rgl_member) { .size = sizeof(day->member) };
	if (day->api->enrol(day->rgl, &enrolment, &day->member, &why) != RGL_OK)
		return -1;
	return day->api->identify(day->rgl, day->member.qr, strlen(day->member.qr), &day->member,
				  &why) == RGL_OK
		       ? 0
		       : -1;
}

/* What scanners and fingers deliver besides cards; each must be refused. */
static void scans_misread(struct day *day)
{
	static const char *const scans[DAY_MISREAD] = { "",
							"5701234567899",
							"4111 1111 1111 1111",
							"\xff\xfe\x01",
							"%B4111111111111111^NOBODY/NO^2912101?",
							"';DROP TABLE member;--",
							"RG1-0000-0000-00" };

	for (size_t i = 0; i < DAY_MISREAD; i++) {
		struct rgl_member member = { .size = sizeof(member) };
		struct rgl_why why = { .size = sizeof(why) };

		day->refused +=
			day->api->identify(day->rgl, scans[i], strlen(scans[i]), &member, &why) < 0;
	}
}

int day_run(struct day *day)
{
	struct rgl_host host = { 0 };

	if (day_load(day) != 0 || day_open(day, &host, NULL) < 0 || member_enrol(day) != 0)
		return -1;
	scans_misread(day);
	for (int i = 0; i < DAY_SALES; i++) {
		struct rgl_outcome outcome = { .size = sizeof(outcome) };

		day->recorded += day_sell(day, i, 1, 0, &outcome) == RGL_OK;
		if (i % DAY_SALES / DAY_REFUNDS == 1)
			day->refunded += day_sell(day, i, -1, 0, &outcome) == RGL_OK;
		if (outcome.member_id != 0)
			day->balance = outcome.balance;
	}
	process_write(&day->within);
	day->api->close(day->rgl);
	return dlclose(day->library);
}
