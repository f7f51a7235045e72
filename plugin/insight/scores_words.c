/* scores_words.c - a fit as JSON, and back again. What is read is what was written here, in the
 * same order: a reader for that, not for any JSON.
 *
 * printf() and strtod() write and read a number as the process's locale has it; the till's may have
 * a comma. */
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/base/json_text.h"
#include "plugin/insight/scores_parts.h"

enum { NUMBER_ROOM = 48, PARAMETERS = 4 };

/* A locale of its own for strtod_l, and what is left to read. */
struct words {
	const char *at;
	locale_t locale;
	bool failed;
};

/* Of what is not a number nothing is known: null. */
static void add_number(struct bytes *bytes, double number)
{
	char text[NUMBER_ROOM];
	bool is_point = false;

	if (!isfinite(number)) {
		bytes_add_text(bytes, "null");
		return;
	}
	(void)snprintf(text, sizeof(text), "%.16e", number);
	for (const char *at = text; *at != '\0'; at++) {
		bool is_plain = strchr("0123456789+-e", *at) != NULL;

		if (is_plain)
			bytes_add_byte(bytes, (uint8_t)*at);
		else if (!is_point)
			bytes_add_byte(bytes, '.');
		is_point = !is_plain;
	}
}

static void add_key(struct bytes *bytes, const char *key)
{
	uint8_t last = bytes->length == 0 ? '{' : bytes->data[bytes->length - 1];

	if (last != '{')
		bytes_add_byte(bytes, ',');
	bytes_printf(bytes, "\"%s\":", key);
}

static void add_double(struct bytes *bytes, const char *key, double number)
{
	add_key(bytes, key);
	add_number(bytes, number);
}

static void add_int(struct bytes *bytes, const char *key, int64_t number)
{
	add_key(bytes, key);
	bytes_printf(bytes, "%lld", (long long)number);
}

static void add_text(struct bytes *bytes, const char *key, const char *text)
{
	add_key(bytes, key);
	json_add_text(bytes, text);
}

static void add_list(struct bytes *bytes, const char *key, const double *numbers, size_t count)
{
	add_key(bytes, key);
	for (size_t i = 0; i < count; i++) {
		bytes_add_byte(bytes, i == 0 ? '[' : ',');
		add_number(bytes, numbers[i]);
	}
	bytes_add_byte(bytes, ']');
}

static void add_holdout(struct bytes *bytes, const struct holdout *holdout)
{
	add_int(bytes, "held_customers", holdout->customers);
	add_double(bytes, "held_days", holdout->days);
	add_double(bytes, "held_expected", holdout->expected);
	add_double(bytes, "held_actual", holdout->actual);
	add_double(bytes, "mean_absolute_error", holdout->mean_absolute_error);
	add_double(bytes, "root_mean_square_error", holdout->root_mean_square_error);
	add_double(bytes, "correlation", holdout->correlation);
	add_double(bytes, "auroc", holdout->auroc);
	add_double(bytes, "naive_error", holdout->naive_error);
}

static void add_model(struct bytes *bytes, const struct choice_model *model)
{
	const struct timing_fit *fit = &model->fit;
	const double parameters[PARAMETERS] = { fit->model.r, fit->model.alpha, fit->model.s,
						fit->model.beta };

	bytes_add_byte(bytes, '{');
	add_text(bytes, "name", model->name);
	add_int(bytes, "kind", fit->model.kind);
	add_int(bytes, "k", fit->model.k);
	add_list(bytes, "parameters", parameters, PARAMETERS);
	add_int(bytes, "method", fit->method);
	add_int(bytes, "verdict", fit->verdict);
	add_int(bytes, "customers", fit->customers);
	add_double(bytes, "log_likelihood", fit->log_likelihood);
	add_list(bytes, "errors", fit->errors, PARAMETERS);
	add_list(bytes, "covariance", fit->covariance, PARAMETERS * PARAMETERS);
	add_double(bytes, "gradient", fit->gradient);
	add_int(bytes, "steps", fit->steps);
	add_holdout(bytes, &model->holdout);
	bytes_add_byte(bytes, '}');
}

void scores_words_timing(const struct scores_fit *fit, struct bytes *bytes)
{
	const struct choice *choice = &fit->choice;

	bytes_add_byte(bytes, '{');
	add_text(bytes, "asked", fit->asked);
	add_int(bytes, "wished_method", fit->method);
	add_int(bytes, "rate_ppm", fit->rate_ppm);
	add_int(bytes, "visits", fit->visits);
	add_double(bytes, "regularity", choice->regularity);
	add_text(bytes, "why", choice->why);
	add_int(bytes, "chosen", (int64_t)choice->chosen);
	add_int(bytes, "count", (int64_t)choice->count);
	add_key(bytes, "models");
	bytes_add_byte(bytes, '[');
	for (size_t i = 0; i < choice->count; i++) {
		if (i > 0)
			bytes_add_byte(bytes, ',');
		add_model(bytes, &choice->models[i]);
	}
	bytes_add_text(bytes, "]}");
}

void scores_words_spend(const struct scores_fit *fit, struct bytes *bytes)
{
	const struct spend_fit *spend = &fit->choice.spend;
	const double parameters[] = { spend->model.p, spend->model.q, spend->model.v };

	bytes_add_byte(bytes, '{');
	add_int(bytes, "basis", fit->basis);
	add_list(bytes, "parameters", parameters, 3);
	add_double(bytes, "pooled", spend->model.pooled);
	add_int(bytes, "is_pooled", spend->model.is_pooled);
	add_int(bytes, "method", spend->method);
	add_int(bytes, "verdict", spend->verdict);
	add_int(bytes, "customers", spend->customers);
	add_double(bytes, "log_likelihood", spend->log_likelihood);
	add_list(bytes, "errors", spend->errors, 3);
	add_list(bytes, "covariance", spend->covariance, 9);
	add_double(bytes, "gradient", spend->gradient);
	add_int(bytes, "steps", spend->steps);
	bytes_add_byte(bytes, '}');
}

/* ---- reading ---- */

static void find(struct words *words, const char *key)
{
	char wanted[NUMBER_ROOM];
	const char *at;

	(void)snprintf(wanted, sizeof(wanted), "\"%s\":", key);
	at = words->failed ? NULL : strstr(words->at, wanted);
	words->failed = at == NULL;
	if (at != NULL)
		words->at = at + strlen(wanted);
}

static double next_number(struct words *words)
{
	char *end = NULL;
	double number;

	if (words->failed)
		return 0;
	if (strncmp(words->at, "null", 4) == 0) {
		words->at += 4;
		return 0;
	}
	number = strtod_l(words->at, &end, words->locale);
	words->failed = end == words->at || !isfinite(number);
	words->at = end;
	return number;
}

static double read_double(struct words *words, const char *key)
{
	find(words, key);
	return next_number(words);
}

/* Within what a member of ours can be. */
static int64_t read_int(struct words *words, const char *key, int64_t low, int64_t high)
{
	char *end = NULL;
	int64_t number;

	find(words, key);
	if (words->failed)
		return low;
	number = strtoll(words->at, &end, 10);
	words->failed = end == words->at || number < low || number > high;
	words->at = end;
	return words->failed ? low : number;
}

static void read_list(struct words *words, const char *key, double *ret, size_t count)
{
	find(words, key);
	for (size_t i = 0; i < count && !words->failed; i++) {
		words->failed = *words->at != (i == 0 ? '[' : ',');
		words->at++;
		ret[i] = next_number(words);
	}
}

/* Our own words have no marks to be escaped. */
static void read_text(struct words *words, const char *key, char *ret, size_t room)
{
	size_t length = 0;

	find(words, key);
	if (!words->failed && *words->at == '"')
		length = strcspn(words->at + 1, "\"\\");
	words->failed = words->failed || *words->at != '"' || words->at[length + 1] != '"' ||
			length >= room;
	if (words->failed)
		return;
	memcpy(ret, words->at + 1, length);
	ret[length] = '\0';
	words->at += length + 2;
}

static void read_holdout(struct words *words, struct holdout *ret)
{
	ret->customers = read_int(words, "held_customers", 0, INT64_MAX);
	ret->days = read_double(words, "held_days");
	ret->expected = read_double(words, "held_expected");
	ret->actual = read_double(words, "held_actual");
	ret->mean_absolute_error = read_double(words, "mean_absolute_error");
	ret->root_mean_square_error = read_double(words, "root_mean_square_error");
	ret->correlation = read_double(words, "correlation");
	ret->auroc = read_double(words, "auroc");
	ret->naive_error = read_double(words, "naive_error");
}

static void read_model(struct words *words, struct choice_model *ret)
{
	struct timing_fit *fit = &ret->fit;
	double parameters[PARAMETERS] = { 0 };

	read_text(words, "name", ret->name, sizeof(ret->name));
	fit->model.kind = (enum timing_kind)read_int(words, "kind", TIMING_PARETO, TIMING_MBG);
	fit->model.k = (int32_t)read_int(words, "k", 1, 1000);
	read_list(words, "parameters", parameters, PARAMETERS);
	fit->model.r = parameters[0];
	fit->model.alpha = parameters[1];
	fit->model.s = parameters[2];
	fit->model.beta = parameters[3];
	fit->method = (enum fit_method)read_int(words, "method", FIT_MAP, FIT_ML);
	fit->verdict = (enum fit_verdict)read_int(words, "verdict", FIT_GOOD, FIT_TOO_LITTLE);
	fit->customers = read_int(words, "customers", 0, INT64_MAX);
	fit->log_likelihood = read_double(words, "log_likelihood");
	read_list(words, "errors", fit->errors, PARAMETERS);
	read_list(words, "covariance", fit->covariance, PARAMETERS * PARAMETERS);
	fit->gradient = read_double(words, "gradient");
	fit->steps = (int32_t)read_int(words, "steps", 0, INT32_MAX);
	read_holdout(words, &ret->holdout);
	for (size_t i = 0; i < PARAMETERS; i++)
		words->failed = words->failed || !(parameters[i] > 0);
}

/* newlocale() gives the C library's own "C" without making one. */
static struct words words_of(const char *text)
{
	struct words words = { .at = text, .locale = newlocale(LC_ALL_MASK, "C", (locale_t)0) };

	words.failed = words.locale == (locale_t)0;
	return words;
}

static bool words_end(struct words *words)
{
	if (words->locale != (locale_t)0)
		freelocale(words->locale);
	return !words->failed;
}

bool scores_words_read_timing(const char *text, struct scores_fit *ret)
{
	struct choice *choice = &ret->choice;
	struct words words = words_of(text);

	read_text(&words, "asked", ret->asked, sizeof(ret->asked));
	ret->method = (enum fit_method)read_int(&words, "wished_method", FIT_MAP, FIT_ML);
	ret->rate_ppm = read_int(&words, "rate_ppm", 0, INT64_MAX);
	ret->visits = read_int(&words, "visits", 0, INT64_MAX);
	choice->regularity = read_double(&words, "regularity");
	read_text(&words, "why", choice->why, sizeof(choice->why));
	choice->chosen = (size_t)read_int(&words, "chosen", 0, CHOICE_MODELS_MAX - 1);
	choice->count = (size_t)read_int(&words, "count", 0, CHOICE_MODELS_MAX);
	for (size_t i = 0; i < choice->count; i++)
		read_model(&words, &choice->models[i]);
	words.failed = words.failed || (choice->count > 0 && choice->chosen >= choice->count);
	return words_end(&words);
}

bool scores_words_read_spend(const char *text, struct scores_fit *ret)
{
	struct spend_fit *spend = &ret->choice.spend;
	struct words words = words_of(text);
	double parameters[3] = { 0 };

	ret->basis = (enum worth_basis)read_int(&words, "basis", BASIS_NET, BASIS_MARGIN);
	read_list(&words, "parameters", parameters, 3);
	spend->model.p = parameters[0];
	spend->model.q = parameters[1];
	spend->model.v = parameters[2];
	spend->model.pooled = read_double(&words, "pooled");
	spend->model.is_pooled = read_int(&words, "is_pooled", 0, 1) == 1;
	spend->method = (enum fit_method)read_int(&words, "method", FIT_MAP, FIT_ML);
	spend->verdict = (enum fit_verdict)read_int(&words, "verdict", FIT_GOOD, FIT_TOO_LITTLE);
	spend->customers = read_int(&words, "customers", 0, INT64_MAX);
	spend->log_likelihood = read_double(&words, "log_likelihood");
	read_list(&words, "errors", spend->errors, 3);
	read_list(&words, "covariance", spend->covariance, 9);
	spend->gradient = read_double(&words, "gradient");
	spend->steps = (int32_t)read_int(&words, "steps", 0, INT32_MAX);
	return words_end(&words);
}
