/* result.h - what every function that can fail returns, and the words that go with it.
 *
 * In:  a code out of RGL_RESULTS, a sentence for a person.
 * Out: the code, and a struct rgl_why filled in once, where the cause is known.
 * Not here: logging (plugin.c).
 */
#pragma once

#include <stdint.h>

#include "plugin/regulars.h"

typedef int32_t rgl_rc;

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF(at, first) __attribute__((__format__(__printf__, at, first)))

/* What must hold when our own code is right. A debug or test build stops at once (built with
 * RGL_STOP_ON_FAULT); a release returns E_INTERNAL, on which plugin.c closes the context. */
#ifdef RGL_STOP_ON_FAULT
#define RGL_ASSERT(holds)                                                                          \
	do {                                                                                       \
		if (!(holds))                                                                      \
			__builtin_trap();                                                          \
	} while (0)
#else
#define RGL_ASSERT(holds)                                                                          \
	do {                                                                                       \
		if (!(holds))                                                                      \
			return RGL_E_INTERNAL;                                                     \
	} while (0)
#endif

/* The words of a code; never NULL. */
const char *result_words(rgl_rc rc);

/* The code as it is written in JSON: "OK", "EXISTS", "E_SUM"; never NULL. */
const char *result_name(rgl_rc rc);

/* Says why, in one line for a person, and gives rc back. `refusal` may be NULL. */
PRINTF(3, 4) rgl_rc refuse(struct rgl_why *refusal, rgl_rc rc, const char *format, ...);

/* The same about one field, "lines[2].total". */
PRINTF(4, 5)
rgl_rc refuse_field(struct rgl_why *refusal, rgl_rc rc, const char *field, const char *format, ...);

/* An analyzer that sees one file at a time learns here that the code that goes in comes out. */
#ifdef __clang_analyzer__
#define refuse(refusal, rc, ...) ((void)(refuse)(refusal, rc, __VA_ARGS__), (rc))
#define refuse_field(refusal, rc, ...) ((void)(refuse_field)(refusal, rc, __VA_ARGS__), (rc))
#endif
