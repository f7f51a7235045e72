/* discount.c - see discount.h. */
#include "plugin/loyalty/discount.h"

#include "plugin/loyalty/spread.h"

#define WHOLE_PERCENT_MILLI 100000
#define PIECE_MILLI 1000

__extension__ typedef __int128 wide;

/* Which goods bear, tried one after another until all is borne: those it is for, of its tax rate;
 * those in its scope; all. */
enum width { WIDTH_OWN, WIDTH_SCOPE, WIDTH_ALL };

/* Whether it bears on the cheapest units, so many as its quantity says. */
static bool is_of_units(const struct discount *discount)
{
	return discount->reward != NULL &&
	       (discount->reward->kind == REWARD_FREE || discount->reward->kind == REWARD_BUY_GET);
}

static bool is_of_cheapest(const struct discount *discount)
{
	return discount->reward != NULL && discount->reward->on == REWARD_ON_CHEAPEST &&
	       discount->reward->kind != REWARD_MONEY;
}

static bool is_order_wide(const struct discount *discount)
{
	if (discount->reward == NULL)
		return true;
	if (is_of_units(discount) || is_of_cheapest(discount))
		return false;
	return discount->reward->on == REWARD_ON_ORDER || discount->reward->kind == REWARD_MONEY ||
	       match_scope_is_all(&discount->reward->items);
}

static bool is_paid_for(const struct discount *discount)
{
	return discount->reward != NULL &&
	       (discount->reward->cost > 0 || discount->reward->kind == REWARD_MONEY);
}

static bool gives_away(const struct discount *discount)
{
	const struct reward *reward = discount->reward;

	return is_of_units(discount) &&
	       (reward->kind == REWARD_FREE || reward->percent_milli == 0 ||
		reward->percent_milli >= WHOLE_PERCENT_MILLI);
}

/* Whether line i may bear it. */
static bool concerns(const struct discount *discount, enum width width, size_t i)
{
	const struct sale_line *line = &discount->sale->lines[i];
	const struct sale_line *own = discount->line;

	if (basis_role(line) != ROLE_GOODS)
		return false;
	if (width == WIDTH_ALL)
		return true;
	if (!is_order_wide(discount) && !match_scope(&discount->reward->items, line))
		return false;
	return width == WIDTH_SCOPE || !own->has_rate ||
	       (line->has_rate && line->rate_milli == own->rate_milli);
}

static int64_t units_left(const struct discount *discount, size_t i)
{
	return discount->sale->lines[i].qty_milli - discount->work->free_milli[i];
}

/* What was discounted to nothing before is not the cheapest; what costs nothing by itself is. */
static bool is_there(const struct discount *discount, size_t i)
{
	if (units_left(discount, i) <= 0)
		return false;
	if (discount->work->nets[i].minor > 0)
		return true;
	return is_of_units(discount) && discount->sale->lines[i].total.minor == 0;
}

/* What one piece of line i costs by now, in whole minor units. What is less than a piece is
 * cheapest as it lies there. */
static wide price_of(const struct discount *discount, size_t i)
{
	wide net = discount->work->nets[i].minor;
	int64_t left = units_left(discount, i);

	if (left < PIECE_MILLI && is_of_cheapest(discount))
		return net;
	return net * PIECE_MILLI / left;
}

/* The cheapest line that comes after `last` (line_count: the first of all), of the same price the
 * earlier; line_count when there is none. */
static size_t next_cheapest(const struct discount *discount, enum width width, size_t last)
{
	size_t count = discount->sale->line_count;
	wide least = last == count ? -1 : price_of(discount, last);
	size_t found = count;

	for (size_t i = 0; i < count; i++) {
		wide price;

		if (!concerns(discount, width, i) || !is_there(discount, i))
			continue;
		price = price_of(discount, i);
		if (price < least || (price == least && i <= last))
			continue;
		if (found == count || price < price_of(discount, found))
			found = i;
	}
	return found;
}

/* The units that the discount is for, in thousandths. */
static int64_t units_of(const struct discount *discount)
{
	int64_t qty_milli = discount->line->qty_milli;

	if (qty_milli == 0)
		return discount->reward->free_milli;
	if (qty_milli == INT64_MIN)
		return INT64_MAX;
	return qty_milli < 0 ? -qty_milli : qty_milli;
}

static bool is_bought(const struct discount *discount, size_t i)
{
	return discount->reward->kind == REWARD_BUY_GET &&
	       match_scope(&discount->reward->buy, &discount->sale->lines[i]);
}

/* Of so many for so many: how many of what may be bought need not have been for what is given. */
static int64_t spare_of(const struct discount *discount, int64_t given)
{
	const struct reward *reward = discount->reward;
	wide spare = 0;

	if (reward->kind != REWARD_BUY_GET || reward->free_milli <= 0)
		return INT64_MAX;
	for (size_t i = 0; i < discount->sale->line_count; i++)
		if (basis_role(&discount->sale->lines[i]) == ROLE_GOODS && is_bought(discount, i) &&
		    is_there(discount, i))
			spare += units_left(discount, i);
	spare -= ((wide)given + reward->free_milli - 1) / reward->free_milli * reward->buy_milli;
	if (spare < 0)
		return 0;
	return spare < INT64_MAX ? (int64_t)spare : INT64_MAX;
}

/* Adds to work->parts the cheapest of this width, at most `spare` of what may be bought. */
static void choose_cheapest(const struct discount *discount, enum width width, int64_t *wanted,
			    int64_t spare)
{
	struct money *chosen = discount->work->parts;
	size_t count = discount->sale->line_count;
	size_t i = next_cheapest(discount, width, count);

	for (; *wanted > 0 && i < count; i = next_cheapest(discount, width, i)) {
		int64_t left = units_left(discount, i) - chosen[i].minor;
		int64_t taken = left < *wanted ? left : *wanted;

		if (is_bought(discount, i)) {
			taken = taken < spare ? taken : spare;
			spare -= taken;
		}
		chosen[i].minor += taken;
		*wanted -= taken;
	}
}

/* Fills work->parts with the units of each line, in thousandths, that the discount is for: the
 * cheapest, but for what was bought for them; of another tax rate only when there are no more. */
static void choose_units(const struct discount *discount)
{
	int64_t wanted = units_of(discount);
	int64_t spare = spare_of(discount, wanted);

	for (size_t i = 0; i < discount->sale->line_count; i++)
		discount->work->parts[i] = money_of(0);
	for (enum width width = WIDTH_OWN; width < WIDTH_ALL; width++) {
		choose_cheapest(discount, width, &wanted, spare);
		choose_cheapest(discount, width, &wanted, INT64_MAX);
	}
}

static void weigh_units(const struct discount *discount, const struct money *amounts)
{
	struct basis_work *work = discount->work;

	choose_units(discount);
	for (size_t i = 0; i < discount->sale->line_count; i++)
		if (work->parts[i].minor > 0 && amounts[i].minor > 0)
			work->weights[i].minor =
				(int64_t)((wide)amounts[i].minor * work->parts[i].minor /
					  units_left(discount, i));
}

static void weigh_cheapest(const struct discount *discount, const struct money *amounts)
{
	size_t count = discount->sale->line_count;
	size_t i = next_cheapest(discount, WIDTH_OWN, count);

	if (i == count)
		i = next_cheapest(discount, WIDTH_SCOPE, count);
	if (i < count && amounts[i].minor > 0)
		discount->work->weights[i] = amounts[i];
}

/* Fills work->weights with what each line can bear of it; for WIDTH_OWN of units work->parts too,
 * see choose_units. */
static rgl_rc weigh(const struct discount *discount, enum width width, const struct money *amounts,
		    struct money *ret_sum)
{
	struct basis_work *work = discount->work;
	struct money sum = money_of(0);
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; i < discount->sale->line_count; i++)
		work->weights[i] = money_of(0);
	if (width == WIDTH_OWN && is_of_units(discount))
		weigh_units(discount, amounts);
	else if (width == WIDTH_OWN && is_of_cheapest(discount))
		weigh_cheapest(discount, amounts);
	else
		for (size_t i = 0; i < discount->sale->line_count; i++)
			if (concerns(discount, width, i) && amounts[i].minor > 0)
				work->weights[i] = amounts[i];
	for (size_t i = 0; rc == RGL_OK && i < discount->sale->line_count; i++)
		rc = money_add(sum, work->weights[i], &sum);
	if (rc == RGL_OK)
		*ret_sum = sum;
	return rc;
}

/* Of what its most did not cover, a part was paid. */
static bool covers(const struct discount *discount, struct money worth, struct money left)
{
	return money_sign(discount->reward->max) <= 0 || money_compare(left, worth) >= 0;
}

static void mark_free(const struct discount *discount)
{
	for (size_t i = 0; i < discount->sale->line_count; i++)
		discount->work->free_milli[i] += discount->work->parts[i].minor;
}

/* Takes as much of `left` off the amounts as the lines of this width can bear. */
static rgl_rc bear(const struct discount *discount, enum width width, struct money *amounts,
		   bool marks, struct money *left)
{
	struct basis_work *work = discount->work;
	struct money sum = money_of(0);
	struct money borne;
	rgl_rc rc = weigh(discount, width, amounts, &sum);

	if (rc < 0)
		return rc;
	if (marks && covers(discount, sum, *left))
		mark_free(discount);
	borne = money_compare(sum, *left) < 0 ? sum : *left;
	if (borne.minor == 0)
		return RGL_OK;
	rc = spread(borne, work->weights, discount->sale->line_count, work->parts);
	for (size_t i = 0; rc == RGL_OK && i < discount->sale->line_count; i++)
		amounts[i].minor -= work->parts[i].minor;
	left->minor -= borne.minor;
	return rc;
}

/* Takes `left`, if it is above zero, off the amounts, as far as they go. */
static rgl_rc take_off(const struct discount *discount, struct money left, struct money *amounts,
		       bool marks)
{
	rgl_rc rc = RGL_OK;

	if (left.minor < 0)
		left = money_of(0);
	if (left.minor > 0 || marks)
		rc = bear(discount, WIDTH_OWN, amounts, marks, &left);
	for (enum width width = WIDTH_SCOPE; width <= WIDTH_ALL; width++)
		if (rc == RGL_OK && left.minor > 0)
			rc = bear(discount, width, amounts, false, &left);
	return rc;
}

/* Off the nets and, by as much each, off the full prices, which hold the difference meanwhile. */
static rgl_rc take_off_both(const struct discount *discount, struct money amount)
{
	struct basis_work *work = discount->work;
	rgl_rc rc;

	for (size_t i = 0; i < discount->sale->line_count; i++)
		work->fulls[i].minor -= work->nets[i].minor;
	rc = take_off(discount, amount, work->nets, gives_away(discount));
	for (size_t i = 0; i < discount->sale->line_count; i++)
		work->fulls[i].minor += work->nets[i].minor;
	return rc;
}

rgl_rc discount_apply(const struct discount *discount, bool paid_rewards_earn)
{
	struct money amount = money_negate(discount->line->total);
	struct money tax = money_negate(discount->line->tax);
	rgl_rc rc;

	if (!money_is_sane(amount) || !money_is_sane(tax))
		return RGL_E_RANGE;
	if (paid_rewards_earn && is_paid_for(discount))
		return RGL_OK;
	/* The tax first: the nets say which units are the cheapest. */
	rc = take_off(discount, tax, discount->work->taxes, false);
	if (rc < 0)
		return rc;
	return is_order_wide(discount) ? take_off(discount, amount, discount->work->nets, false)
				       : take_off_both(discount, amount);
}
