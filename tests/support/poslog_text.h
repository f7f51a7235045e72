/* poslog_text.h - POSLogs as texts of a test, and what is read of them. */
#pragma once

#include "tests/support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/logs/log.h"

#define HEAD                                                                                       \
	"<Transaction><RetailStoreID>9</RetailStoreID><WorkstationID>3</WorkstationID>"            \
	"<SequenceNumber>86</SequenceNumber><BusinessDayDate>2025-03-01</BusinessDayDate>"         \
	"<EndDateTime>2025-03-01T15:18:53</EndDateTime>"                                           \
	"<OperatorID OperatorName=\"Jo\">437</OperatorID><CurrencyCode>EUR</CurrencyCode>"         \
	"<RetailTransaction>"
#define TAIL "</RetailTransaction></Transaction>"
#define GRAND(amount) "<Total TotalType=\"TransactionGrandAmount\">" amount "</Total>"
#define ITEM(inside) "<LineItem><Sale>" inside "</Sale></LineItem>"
#define SOLD(sku, amount)                                                                          \
	ITEM("<ItemID>" sku "</ItemID><ExtendedAmount>" amount "</ExtendedAmount>")
#define WHOLE(inside) "<POSLog>" inside "</POSLog>"
#define ONE(inside) "<POSLog>" HEAD inside TAIL "</POSLog>"
#define REWARD(attributes, category, amount, line)                                                 \
	"<LineItem><LoyaltyReward " attributes "><RewardCategory>" category                        \
	"</RewardCategory><ExtendedRewardAmount>" amount                                           \
	"</ExtendedRewardAmount><OperatorSequenceReference>" line                                  \
	"</OperatorSequenceReference></LoyaltyReward></LineItem>"

struct reading {
	struct host host;
	struct currency currency;
	struct zone *zone;
	struct log_context context;
	struct rgl_why why;
	FILE *stream;
	void *reader;
};

static inline rgl_rc open_bytes(struct reading *ret, const void *bytes, size_t length,
				const struct rgl_host *lent)
{
	*ret = (struct reading) { .currency = { "EUR", 2 }, .why = { .size = sizeof(ret->why) } };
	host_init(&ret->host, lent);
	assert_int_equal(zone_open(&ret->host, "UTC", &ret->zone, &ret->why), RGL_OK);
	ret->stream = tmpfile();
	assert_non_null(ret->stream);
	assert_int_equal(fwrite(bytes, 1, length, ret->stream), length);
	rewind(ret->stream);
	ret->context = (struct log_context) {
		.host = &ret->host,
		.currency = &ret->currency,
		.zone = ret->zone,
		.name = "log.xml",
		.refusal = &ret->why,
	};
	return LOG_POSLOG.open(&ret->context, ret->stream, &ret->reader);
}

static inline void open_text(struct reading *ret, const char *text)
{
	assert_int_equal(open_bytes(ret, text, strlen(text), NULL), RGL_OK);
}

static inline void close_it(struct reading *reading)
{
	LOG_POSLOG.close(reading->reader);
	zone_close(reading->zone);
	assert_int_equal(fclose(reading->stream), 0);
}

static inline struct log_entry *next(struct reading *reading)
{
	struct log_entry *entry = NULL;

	assert_int_equal(LOG_POSLOG.next(reading->reader, &entry), RGL_OK);
	return entry;
}

/* The one transaction of a text, which is none that is refused. */
static inline struct log_entry *only(struct reading *reading, const char *text)
{
	struct log_entry *entry;

	open_text(reading, text);
	entry = next(reading);
	assert_non_null(entry);
	assert_string_equal(entry->why.text, "");
	return entry;
}

static inline void amount_is(struct money amount, int64_t minor)
{
	assert_true(money_equal(amount, money_of(minor)));
}
