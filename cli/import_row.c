/* import_row.c - see import_row.h. */
#include "cli/import_row.h"

#include <string.h>

#include "cli/import_run.h"
#include "plugin/checkout.h"
#include "plugin/identify/enrol.h"
#include "plugin/identify/identify.h"
#include "plugin/sales/record.h"

static const char *text_of(const struct import_row *import, const struct csv_row *row,
			   enum column column)
{
	const struct csv_field *field = columns_field(import->columns, row, column);

	return field == NULL ? "" : field->text;
}

static rgl_rc read_amount(struct import_row *import, const struct csv_row *row, enum column column,
			  const char *name, uint32_t digits, bool *ret_given, int64_t *ret)
{
	const char *text = text_of(import, row, column);
	rgl_rc rc;

	*ret_given = text[0] != '\0';
	if (!*ret_given)
		return RGL_OK;
	rc = decimal_read(text, strlen(text), digits, ROUNDING_REFUSED, ret);
	if (rc == RGL_E_RANGE)
		return refuse_field(&import->store->refusal, rc, name,
				    "%s %.40s has more than %u places, or is too large", name, text,
				    digits);
	if (rc < 0)
		return refuse_field(&import->store->refusal, rc, name,
				    "%s \"%.40s\" is not a number like 12.50", name, text);
	return RGL_OK;
}

static rgl_rc read_money(struct import_row *import, const struct csv_row *row, enum column column,
			 const char *name, bool *ret_given, struct money *ret)
{
	int64_t minor = 0;
	rgl_rc rc = read_amount(import, row, column, name, import->store->shop.currency.exponent,
				ret_given, &minor);

	if (rc == RGL_OK)
		*ret = money_of(minor);
	return rc;
}

static rgl_rc read_line(struct import_row *import, const struct csv_row *row, struct sale_line *ret)
{
	bool given = false;
	rgl_rc rc;

	ret->name = text_of(import, row, COLUMN_ITEM);
	ret->category = text_of(import, row, COLUMN_CATEGORY);
	ret->qty_milli = 1000;
	rc = read_money(import, row, COLUMN_TOTAL, "total", &given, &ret->total);
	if (rc == RGL_OK && !given)
		rc = refuse_field(&import->store->refusal, RGL_E_FIELD, "total",
				  "the total is empty");
	if (rc == RGL_OK)
		rc = read_amount(import, row, COLUMN_QUANTITY, "quantity", 3, &given,
				 &ret->qty_milli);
	if (rc == RGL_OK)
		rc = read_money(import, row, COLUMN_TAX, "tax", &given, &ret->tax);
	if (rc == RGL_OK)
		rc = read_money(import, row, COLUMN_COST, "cost", &ret->has_cost, &ret->cost);
	return rc;
}

/* The file's own id, or one made of what the row says. */
static rgl_rc read_id(struct import_row *import, const struct csv_row *row, const char **ret,
		      char made[ROW_ID_ROOM])
{
	const char *text = text_of(import, row, COLUMN_SALE);
	uint8_t hash[HASH_BYTES];
	struct digest digest;
	rgl_rc rc;

	*ret = text;
	if (text[0] != '\0')
		return RGL_OK;
	digest_begin(&digest, &import->store->keys);
	for (size_t i = 0; i < row->count; i++)
		digest_text(&digest, row->fields[i].text);
	digest_end(&digest, hash);
	rc = row_ids_next(import->ids, hash, made);
	if (rc < 0)
		return refuse(&import->store->refusal, rc, "there is not enough memory");
	*ret = made;
	return RGL_OK;
}

/* A sale that is there already is not a new member's: said before anybody is enrolled for it. */
static rgl_rc check_id_is_new(struct import_row *import, const char *id)
{
	struct recorded before = { 0 };
	rgl_rc rc = record_find(import->store, id, &before);

	if (rc == RGL_OK && before.id != 0)
		rc = refuse_field(&import->store->refusal, RGL_E_DIFFERS, "sale_id",
				  "%.80s was recorded before, and not as a sale of this member: "
				  "give one of them another id",
				  id);
	return rc;
}

/* Whose sale it is; a member that is new here is enrolled by the id of the other system. */
static rgl_rc find_member(struct import_row *import, const struct csv_row *row, const char *sale,
			  int64_t *ret_member, bool *ret_new)
{
	struct enrolment enrolment = {
		.other_id = text_of(import, row, COLUMN_MEMBER),
		.name = text_of(import, row, COLUMN_NAME),
	};
	int64_t member = 0;
	rgl_rc rc;

	if (enrolment.other_id[0] == '\0')
		return RGL_OK;
	rc = identify_value(import->store, CARD_OTHER_ID, enrolment.other_id,
			    strlen(enrolment.other_id), &member);
	if (rc == RGL_OK && member == 0) {
		rc = check_id_is_new(import, sale);
		if (rc < 0)
			return rc;
		rc = enrol(import->store, &enrolment, &member);
		*ret_new = rc == RGL_OK;
	}
	if (rc == RGL_OK)
		*ret_member = member;
	return rc;
}

static void count(struct import_counts *counts, const struct sale *sale, bool is_new, bool is_added)
{
	counts->rows++;
	counts->members_added += is_new;
	counts->added += is_added;
	counts->there += !is_added;
	counts->worthless += money_sign(sale->total) == 0;
}

rgl_rc import_row(struct import_row *import, const struct csv_row *row)
{
	const char *when = text_of(import, row, COLUMN_DATE);
	struct sale_line line = { 0 };
	struct sale sale = {
		.store = text_of(import, row, COLUMN_STORE),
		.till = text_of(import, row, COLUMN_TILL),
		.cashier = text_of(import, row, COLUMN_CASHIER),
		.channel = text_of(import, row, COLUMN_CHANNEL),
		.currency = import->store->shop.currency.code,
		.lines = &line,
		.line_count = 1,
	};
	struct outcome outcome;
	struct money total;
	char made[ROW_ID_ROOM];
	bool is_new = false;
	rgl_rc rc;

	rc = zone_read(import->store->zone, when, strlen(when), "date", &sale.at_ms,
		       &import->store->refusal);
	if (rc == RGL_OK)
		rc = import_check_time(import->store, when, &sale.at_ms);
	if (rc == RGL_OK)
		rc = read_line(import, row, &line);
	sale.total = line.total;
	sale.tax = line.tax;
	sale.is_refund = money_sign(line.total) < 0;
	if (rc == RGL_OK)
		rc = money_add(import->counts.total, sale.total, &total);
	if (rc == RGL_OK)
		rc = read_id(import, row, &sale.id, made);
	if (rc == RGL_OK)
		rc = sale_check(&sale, &import->store->shop.currency, &import->store->refusal);
	if (rc == RGL_OK)
		rc = find_member(import, row, sale.id, &sale.member, &is_new);
	if (rc == RGL_OK)
		rc = checkout(import->desk, &sale, import->earns, &outcome);
	if (rc < 0)
		return rc;
	import->counts.total = total;
	count(&import->counts, &sale, is_new, rc == RGL_OK);
	return RGL_OK;
}
