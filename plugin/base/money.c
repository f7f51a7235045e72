/* money.c - see money.h. */
#include "plugin/base/money.h"

#include <math.h>
#include <string.h>

rgl_rc money_add(struct money a, struct money b, struct money *ret)
{
	int64_t sum;

	if (__builtin_add_overflow(a.minor, b.minor, &sum))
		return RGL_E_RANGE;
	ret->minor = sum;
	return RGL_OK;
}

rgl_rc money_sub(struct money a, struct money b, struct money *ret)
{
	int64_t difference;

	if (__builtin_sub_overflow(a.minor, b.minor, &difference))
		return RGL_E_RANGE;
	ret->minor = difference;
	return RGL_OK;
}

rgl_rc points_add(struct points a, struct points b, struct points *ret)
{
	int64_t sum;

	if (__builtin_add_overflow(a.count, b.count, &sum))
		return RGL_E_RANGE;
	ret->count = sum;
	return RGL_OK;
}

int money_compare(struct money a, struct money b)
{
	return (a.minor > b.minor) - (a.minor < b.minor);
}

struct money money_negate(struct money a)
{
	return money_of(a.minor == INT64_MIN ? a.minor : -a.minor);
}

bool money_is_sane(struct money a)
{
	const int64_t limit = 1000000000000000;

	return a.minor >= -limit && a.minor <= limit;
}

rgl_rc money_times_milli(struct money unit, int64_t qty_milli, int64_t *ret)
{
	int64_t product;

	if (__builtin_mul_overflow(unit.minor, qty_milli, &product))
		return RGL_E_RANGE;
	*ret = product;
	return RGL_OK;
}

rgl_rc ratio_floor(int64_t amount, int64_t numerator, int64_t denominator, int64_t *ret)
{
	__extension__ typedef __int128 wide;
	wide product;
	wide result;

	RGL_ASSERT(denominator > 0);
	product = (wide)amount * numerator;
	result = product / denominator;
	if (product % denominator < 0)
		result -= 1;
	if (result > INT64_MAX || result < INT64_MIN)
		return RGL_E_RANGE;
	*ret = (int64_t)result;
	return RGL_OK;
}

/* ISO 4217, list one, by number of minor digits. */
static const char CODES_0[] = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
static const char CODES_2[] =
	"AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN "
	"BZD CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS "
	"GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR "
	"LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD "
	"PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN "
	"SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR "
	"ZMW ZWG";
static const char CODES_3[] = "BHD IQD JOD KWD LYD OMR TND";
static const char CODES_4[] = "CLF UYW";

static bool lists(const char *codes, const char *code)
{
	for (const char *at = codes; at != NULL; at = strchr(at, ' ')) {
		if (*at == ' ')
			at++;
		if (memcmp(at, code, 3) == 0)
			return true;
	}
	return false;
}

rgl_rc currency_of(const char *code, struct currency *ret)
{
	const struct {
		const char *codes;
		uint32_t exponent;
	} lists_by_digits[] = { { CODES_2, 2 }, { CODES_0, 0 }, { CODES_3, 3 }, { CODES_4, 4 } };

	if (code == NULL || strnlen(code, 4) != 3)
		return RGL_E_CURRENCY;
	for (size_t i = 0; i < sizeof(lists_by_digits) / sizeof(lists_by_digits[0]); i++) {
		if (!lists(lists_by_digits[i].codes, code))
			continue;
		memcpy(ret->code, code, 4);
		ret->exponent = lists_by_digits[i].exponent;
		return RGL_OK;
	}
	return RGL_E_CURRENCY;
}

double money_major(struct money amount, const struct currency *currency)
{
	return (double)amount.minor / pow(10, currency->exponent);
}

rgl_rc money_of_major(double major, const struct currency *currency, struct money *ret)
{
	double minor = round(major * pow(10, currency->exponent));

	if (!(fabs(minor) <= 1e15))
		return RGL_E_RANGE;
	ret->minor = (int64_t)minor;
	return RGL_OK;
}

void money_write(struct money amount, const struct currency *currency, char ret[DECIMAL_ROOM])
{
	decimal_write_grouped(amount.minor, currency->exponent, ret);
}

void points_write(struct points points, char ret[DECIMAL_ROOM])
{
	decimal_write_grouped(points.count, 0, ret);
}
