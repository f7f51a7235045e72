/* texts.h - the sentences and templates that come with Regulars, inside of it.
 *
 * Made by receipts/embed.awk from receipts/words and receipts/template.
 */
#pragma once

/* name: "words/da", "template/default"; NULL ends the table. */
struct text {
	const char *name;
	const char *text;
};

extern const struct text texts[];
