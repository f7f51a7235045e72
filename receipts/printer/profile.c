/* profile.c - see profile.h. */
#include "receipts/printer/profile.h"

#include <string.h>

#include "plugin/base/ascii.h"

#define PRODUCT_SCORE 1000 /* more than any word of a model */

#define PROFILE(name_, title_, language_, dots_, dpi_, columns_, page_, cutter_, drawer_, buzzer_, \
		qr_, status_, proof_, feed_, vendor_, product_, model_)                            \
	{                                                                                          \
		.name = name_,                                                                     \
		.title = title_,                                                                   \
		.language = PROFILE_##language_,                                                   \
		.dots = dots_,                                                                     \
		.dpi = dpi_,                                                                       \
		.text_columns = columns_,                                                          \
		.page_1252 = page_,                                                                \
		.has_cutter = cutter_,                                                             \
		.has_drawer = drawer_,                                                             \
		.has_buzzer = buzzer_,                                                             \
		.has_native_qr = qr_,                                                              \
		.status = PROFILE_STATUS_##status_,                                                \
		.proof = PROFILE_PROOF_##proof_,                                                   \
		.feed_rows = feed_,                                                                \
		.vendor = vendor_,                                                                 \
		.product = product_,                                                               \
		.model = model_,                                                                   \
	},

static const struct profile profiles[] = {
#include "receipts/printer/profiles.def"
};
#undef PROFILE

#define PROFILES (sizeof(profiles) / sizeof(profiles[0]))

/* Makers by the name they give themselves, for a printer that has no USB number to show. */
static const struct {
	const char *make;
	uint16_t vendor;
} makers[] = {
	{ "EPSON", 0x04B8 },   { "SEIKO EPSON", 0x04B8 },  { "STAR", 0x0519 },
	{ "BIXOLON", 0x1504 }, { "SAMSUNG MINI", 0x1504 }, { "CITIZEN", 0x1D90 },
};

const struct profile *profile_all(size_t *ret_count)
{
	*ret_count = PROFILES;
	return profiles;
}

const struct profile *profile_find(const char *name)
{
	for (size_t i = 0; i < PROFILES; i++)
		if (strcmp(profiles[i].name, name) == 0)
			return &profiles[i];
	return NULL;
}

static bool is_of_word(char character)
{
	const char small = ascii_lower(character);

	return (small >= 'a' && small <= 'z') || (small >= '0' && small <= '9');
}

/* Whether a word stands in a text by itself: TM-T88V is not in "TM-T88VI". */
static bool stands_in(const char *text, const char *word, size_t length)
{
	for (const char *at = text; *at != '\0'; at++) {
		if (at > text && is_of_word(at[-1]))
			continue;
		if (ascii_same(at, word, length) && !is_of_word(at[length]))
			return true;
	}
	return false;
}

/* The length of the longest of a profile's words that a model has. */
static uint32_t words_in(const char *words, const char *model)
{
	uint32_t longest = 0;

	while (*words != '\0') {
		const size_t length = strcspn(words, "|");

		if (length > longest && stands_in(model, words, length))
			longest = (uint32_t)length;
		words += length;
		words += *words == '|';
	}
	return longest;
}

static uint16_t vendor_of(const char *make)
{
	for (size_t i = 0; i < sizeof(makers) / sizeof(makers[0]); i++)
		if (stands_in(make, makers[i].make, strlen(makers[i].make)))
			return makers[i].vendor;
	return 0;
}

/* 0: it does not fit. A product's number says more than its words, those more than the maker. */
static uint32_t score_of(const struct profile *profile, uint16_t vendor, uint16_t product,
			 const char *model)
{
	uint32_t words;

	if (profile->vendor == 0 || (vendor != 0 && vendor != profile->vendor))
		return 0;
	words = words_in(profile->model, model);
	if (vendor != 0 && product != 0 && product == profile->product)
		return PRODUCT_SCORE + words;
	if (words > 0)
		return 1 + words;
	return vendor != 0 && profile->model[0] == '\0' ? 1 : 0;
}

const struct profile *profile_of(uint16_t vendor, uint16_t product, const char *make,
				 const char *model)
{
	const uint16_t known = vendor != 0 ? vendor : vendor_of(make);
	const struct profile *best = profile_find(PROFILE_DEFAULT);
	uint32_t most = 0;

	for (size_t i = 0; i < PROFILES; i++) {
		const uint32_t score = score_of(&profiles[i], known, product, model);

		if (score > most) {
			most = score;
			best = &profiles[i];
		}
	}
	return best;
}
