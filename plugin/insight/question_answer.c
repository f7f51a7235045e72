/* question_answer.c - see question.h: whether a sale is meant. */
#include "plugin/base/civil.h"
#include "plugin/insight/question.h"

bool question_asks(const struct question *question, enum question_basis basis)
{
	for (size_t i = 0; i < question->condition_count; i++)
		if (question->conditions[i].basis == basis)
			return true;
	return false;
}

bool question_number_holds(const struct question *question, size_t condition, int64_t number)
{
	const struct question_condition *of = &question->conditions[condition];

	for (size_t i = 0; i < of->value_count; i++) {
		const struct question_value *value = &question->values[of->first_value + i];

		if (number >= value->low && number <= value->high)
			return !of->negated;
	}
	return of->negated;
}

static int64_t day_of(int64_t local_ms)
{
	return local_ms / MS_A_DAY - (local_ms % MS_A_DAY < 0);
}

/* 1 January 1970 was a Thursday, the fourth. */
static int64_t weekday_of(int64_t day)
{
	int64_t weekday = (day + 3) % 7;

	return (weekday < 0 ? weekday + 7 : weekday) + 1;
}

static int64_t when_of(enum question_field field, int64_t local_ms)
{
	int64_t day = day_of(local_ms);

	if (field == ASK_HOUR)
		return (local_ms - day * MS_A_DAY) / 3600000;
	if (field == ASK_MONTH)
		return civil_of(local_ms).month;
	return field == ASK_WEEKDAY ? weekday_of(day) : day;
}

/* Only what is asked for: this is done for every sale there is. */
static int64_t number_of(enum question_field field, const struct question_sale *sale)
{
	if (field == ASK_TOTAL)
		return sale->total_minor;
	if (field == ASK_NET)
		return sale->net_minor;
	if (field == ASK_DISCOUNT)
		return sale->discount_minor;
	if (field == ASK_COST)
		return sale->cost_minor;
	if (field == ASK_MARGIN)
		return sale->net_minor - sale->cost_minor;
	if (field == ASK_POINTS)
		return sale->points;
	return field == ASK_REFUND ? sale->is_refund : when_of(field, sale->local_ms);
}

uint64_t question_sale_bits(const struct question *question, const struct question_sale *sale)
{
	uint64_t bits = 0;

	for (size_t i = 0; i < question->condition_count; i++) {
		const struct question_condition *of = &question->conditions[i];

		if (of->basis != ON_SALE ||
		    (!sale->has_cost && (of->field == ASK_COST || of->field == ASK_MARGIN)))
			continue;
		if (question_number_holds(question, i, number_of(of->field, sale)))
			bits |= UINT64_C(1) << i;
	}
	return bits;
}

/* The reader has seen to it that there is always enough on the stack. */
bool question_holds(const struct question *question, uint64_t bits)
{
	bool stack[QUESTION_STEPS_MAX] = { false };
	size_t count = 0;

	for (size_t i = 0; i < question->step_count; i++) {
		int step = question->steps[i];

		if (step >= 0) {
			stack[count++] = (bits >> step & 1) != 0;
		} else if (step == STEP_NOT) {
			stack[count - 1] = !stack[count - 1];
		} else {
			count--;
			stack[count - 1] = step == STEP_AND ? stack[count - 1] && stack[count]
							    : stack[count - 1] || stack[count];
		}
	}
	return count > 0 && stack[0];
}
