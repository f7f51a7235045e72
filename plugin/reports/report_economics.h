/* report_economics.h - the words of the report economics; for report_economics.c and its test. */
#pragma once

#include "plugin/page/page.h"
#include "plugin/reports/people.h"
#include "plugin/reports/sums_chains.h"
#include "plugin/reports/sums_economics.h"
#include "plugin/reports/sums_value.h"

/* members: what they left. shop: all the net sales there are. cost: to win a member; has_cost.
 * model_life, model_year: what the model expects of somebody new, the first visit too, discounted;
 * has_model. chains, thanks: word of mouth, and what both were given for it. */
struct economics_said {
	struct store *store;
	const struct people *people;
	const struct economics *economics;
	struct value_group members;
	struct value_group repeaters;
	struct money shop;
	const struct currency *currency;
	bool has_cost;
	double cost;
	bool has_model;
	double model_year;
	double model_life;
	struct chains chains;
	struct money thanks;
};

/* An estimate's amount in words: "48.10 DKK (95 %: 44.00 to 52.20)". */
#define ESTIMATE_ROOM 200
const char *estimate_say(const struct economics_said *said, const struct estimate *estimate,
			 char ret[ESTIMATE_ROOM]);

/* Major units as an amount; what no amount can hold, or is below zero, is none. */
struct money economics_money(const struct economics_said *said, double major);

/* report_economics_chains.c: reads, says and shows word of mouth. E_MEMORY, and the store's. */
MUST_USE rgl_rc report_economics_chains(struct store *store, struct economics_said *said);
void report_economics_say_chains(const struct economics_said *said, struct page *page);
void report_economics_chain_table(const struct economics_said *said, struct page *page);

/* Sentences, facts and notes; tables and charts. */
void report_economics_say(const struct economics_said *said, struct page *page);
void report_economics_tables(const struct economics_said *said, struct page *page);
