/* spoken.h - members of whom the shop knows something personal, for tests that take it away. */
#pragma once

#include "tests/support/shop.h"

/* A new member with a birthday and a consent; email may be NULL. */
int64_t spoken_join(struct test_shop *shop, const char *name, const char *email);

/* Whose a scan is; 0: nobody's, or blocked. */
int64_t spoken_whose(struct test_shop *shop, const char *scan);

/* A bad moment, a complaint in that state made of it, and a note of staff, with words ("cold as a
 * fjord", "fjord again"), as their own modules write them. */
void spoken_put(struct test_shop *shop, int64_t member, int64_t at_ms, int state);
