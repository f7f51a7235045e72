/* cdnow.c - see cdnow.h. */
#include "tests/support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/cdnow.h"

/* "00004,19970118,2,29.73" */
static struct cdnow_purchase purchase_of(char *line)
{
	char *rest = NULL;
	const char *customer = strtok_r(line, ",", &rest);
	const char *day = strtok_r(NULL, ",", &rest);
	const char *amount;
	int64_t minor = 0;

	(void)strtok_r(NULL, ",", &rest);
	amount = strtok_r(NULL, ",\r\n", &rest);
	assert_non_null(amount);
	assert_int_equal(decimal_read(amount, strlen(amount), 2, ROUNDING_REFUSED, &minor), RGL_OK);
	return (struct cdnow_purchase) {
		.customer = strtol(customer, NULL, 10),
		.day = (int32_t)strtol(day, NULL, 10),
		.amount = money_of(minor),
	};
}

bool cdnow_read(void (*take)(void *user, const struct cdnow_purchase *purchase), void *user)
{
	const char *folder = getenv("REGULARS_DATA");
	char path[512];
	char line[256];
	FILE *file;

	if (folder == NULL)
		return false;
	(void)snprintf(path, sizeof(path), "%s/cdnow/cdnow_master.csv", folder);
	file = fopen(path, "r");
	assert_non_null(file);
	assert_non_null(fgets(line, sizeof(line), file));
	while (fgets(line, sizeof(line), file) != NULL) {
		struct cdnow_purchase purchase = purchase_of(line);

		take(user, &purchase);
	}
	assert_int_equal(fclose(file), 0);
	return true;
}
