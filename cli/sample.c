/* sample.c - see sample.h. */
#include "cli/sample.h"

#include <string.h>

#include "plugin/regulars.h"

/* unit: minor units of its currency that a small price is a multiple of. */
struct story {
	const char *language;
	const char *currency;
	const char *shop;
	const char *member;
	const char *cashier;
	const char *lines[SAMPLE_LINES];
	const char *reward;
	const char *card;
	const char *tier;
	const char *next_tier;
	int64_t unit;
	int64_t rate_milli;
};

static const struct story STORIES[] = {
	{ "en",
	  "EUR",
	  "The Corner",
	  "Asha Verma",
	  "Jonas",
	  { "Flat white", "Cinnamon bun",
	    "Sourdough toast with roast mushrooms, spinach and a poached egg", "Beans, 250 g" },
	  "a free coffee",
	  "Coffee card",
	  "Regular",
	  "Friend of the house",
	  10,
	  10000 },
	{ "hi",
	  "INR",
	  "चाय घर",
	  "आशा वर्मा",
	  "प्रज्ञा",
	  { "मसाला चाय", "प्याज़ की कचौरी", "विशेष राजस्थानी थाली, दाल बाटी चूरमा और लस्सी के साथ",
	    "चाय पत्ती, 250 ग्राम" },
	  "एक मुफ़्त चाय",
	  "चाय कार्ड",
	  "नियमित",
	  "घर के मित्र",
	  1000,
	  5000 },
	{ "vi",
	  "VND",
	  "Cà Phê Phố Cổ",
	  "Nguyễn Thị Ngọc Ánh",
	  "Trâm",
	  { "Cà phê sữa đá", "Bánh flan", "Bánh mì thịt nướng đặc biệt với đồ chua và nước chấm",
	    "Cà phê hạt, 250 g" },
	  "một ly cà phê miễn phí",
	  "Thẻ cà phê",
	  "Khách quen",
	  "Bạn của quán",
	  1000,
	  8000 },
	{ "da",
	  "DKK",
	  "Kaffe & Kage",
	  "Mette Sørensen",
	  "Åse",
	  { "Flat white", "Kanelsnegl",
	    "Smørrebrød med røget laks, syltede rødløg og friskrevet peberrod",
	    "Kaffebønner, 250 g" },
	  "en gratis kaffe",
	  "Kaffekort",
	  "Stamgæst",
	  "Husets ven",
	  100,
	  25000 },
	{ "ar",
	  "AED",
	  "مقهى البحر",
	  "عائشة محمد",
	  "يوسف",
	  { "قهوة عربية", "كنافة بالجبن", "فطائر بالزعتر والجبنة البيضاء مع سلطة خضراء وعصير ليمون",
	    "Flat white (large)" },
	  "قهوة مجانية",
	  "بطاقة القهوة",
	  "زبون دائم",
	  "صديق المقهى",
	  50,
	  5000 },
	{ "ja",
	  "JPY",
	  "喫茶みなと",
	  "佐藤陽子",
	  "健太",
	  { "カフェラテ", "シナモンロール",
	    "スモークサーモンとアボカドのオープンサンドイッチ（ライ麦パン）", "コーヒー豆 250g" },
	  "コーヒー1杯無料",
	  "コーヒーカード",
	  "常連",
	  "お店の友だち",
	  10,
	  10000 },
};

static const struct story *story_of(const char *language)
{
	for (size_t i = 0; i < sizeof(STORIES) / sizeof(STORIES[0]); i++)
		if (strncmp(language, STORIES[i].language, 2) == 0)
			return &STORIES[i];
	return &STORIES[0];
}

static void fill_lines(struct sample *ret, const struct story *story, int64_t unit)
{
	static const int64_t prices[SAMPLE_LINES] = { 38, 32, 115, 89 };
	static const int64_t quantities[SAMPLE_LINES] = { 2, 1, 1, 1 };

	for (size_t i = 0; i < SAMPLE_LINES; i++)
		ret->lines[i] = (struct receipt_line) {
			.name = story->lines[i],
			.qty_milli = quantities[i] * 1000,
			.has_unit = true,
			.unit = money_of(prices[i] * unit),
			.total = money_of(prices[i] * quantities[i] * unit),
		};
	/* The last is a tenth cheaper for a member. */
	ret->lines[SAMPLE_LINES - 1].total = money_of(80 * unit);
	ret->lines[SAMPLE_LINES - 1].discount = money_of(9 * unit);
}

static void fill_sums(struct sample *ret, const struct story *story, int64_t unit)
{
	const int64_t total = (2 * 38 + 32 + 115 + 80) * unit;
	const int64_t tax = total * story->rate_milli / (100000 + story->rate_milli);

	ret->tax = (struct receipt_tax) { story->rate_milli, money_of(tax), money_of(total) };
	ret->tenders[0] = (struct receipt_tender) { RGL_CASH, money_of(400 * unit) };
	ret->tenders[1] = (struct receipt_tender) { RGL_CHANGE, money_of(total - 400 * unit) };
	ret->receipt.saved = money_of(9 * unit);
	ret->receipt.total = money_of(total);
	ret->receipt.tax = money_of(tax);
	ret->receipt.worth = money_of(34 * unit);
	ret->receipt.taxes = &ret->tax;
	ret->receipt.tax_count = 1;
	ret->receipt.tenders = ret->tenders;
	ret->receipt.tender_count = 2;
}

static void fill_member(struct sample *ret, const struct story *story)
{
	struct receipt *receipt = &ret->receipt;

	ret->purse = (struct receipt_purse) {
		.title = story->card, .earned = 2, .has_balance = true, .balance = 7, .places = 10
	};
	ret->offer = (struct receipt_offer) { story->lines[1], points_of(250) };
	receipt->earned = points_of(30);
	receipt->balance = points_of(340);
	receipt->to_reward = points_of(60);
	receipt->reward = story->reward;
	receipt->tier = story->tier;
	receipt->next_tier = story->next_tier;
	receipt->ending = points_of(120);
	receipt->ending_day = (struct civil) { .year = 2026, .month = 12, .day = 31 };
	receipt->purses = &ret->purse;
	receipt->purse_count = 1;
	receipt->offers = &ret->offer;
	receipt->offer_count = 1;
	receipt->person = (struct receipt_person) {
		.gap_days = 6, .usual_days = 7, .birth_month = 11, .birth_day = 22, .apology = ""
	};
}

void sample_fill(struct sample *ret, const char *language, const char *shop,
		 const struct currency *currency, const char *question)
{
	const struct story *story = story_of(language);
	int64_t unit = story->unit;

	*ret = (struct sample) { 0 };
	ret->receipt = (struct receipt) {
		.shop = shop[0] == '\0' ? story->shop : shop,
		.member = story->member,
		.language = story->language,
		.cashier = story->cashier,
		.at = { 2026, 11, 21, 14, 5, 0 },
		.sale_id = "T1-000123",
		.visit = 12,
		.lines = ret->lines,
		.lines_count = SAMPLE_LINES,
		.qr = "RG17KQM2XWD9FABC3DE",
		.question_link = question[0] == '\0' ? "https://shop.example/ask?receipt=T1-000123"
						     : question,
	};
	if (currency != NULL) {
		ret->receipt.currency = *currency;
		unit = 1;
		for (uint32_t i = 1; i < currency->exponent; i++)
			unit *= 10;
	} else if (currency_of(story->currency, &ret->receipt.currency) < 0) {
		return;
	}
	fill_lines(ret, story, unit);
	fill_sums(ret, story, unit);
	fill_member(ret, story);
}
