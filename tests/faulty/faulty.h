/* faulty.h - what the plugins that fail on purpose share: a table whose every call does the same.
 *
 * In:  FAULTY_WAIT_MS, how long each call takes; defined before this is included.
 * Out: faulty_table, of a plugin that opens and then refuses everything.
 */
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "plugin/regulars.h"

#define FAULTY_ANSWER                                                                              \
	"{\"ok\":false,\"code\":\"E_INTERNAL\",\"error\":\"this plugin fails on purpose\"}"

struct rgl {
	int unused;
};

/* To the end, also where a signal of the till's comes in between. */
static void faulty_wait(void)
{
	struct timespec left = { FAULTY_WAIT_MS / 1000, FAULTY_WAIT_MS % 1000 * 1000000L };

	while (FAULTY_WAIT_MS > 0 && nanosleep(&left, &left) != 0)
		;
}

static int32_t faulty_refuse(struct rgl_why *why)
{
	faulty_wait();
	if (why != NULL && why->size >= sizeof(*why)) {
		why->code = RGL_E_INTERNAL;
		why->field[0] = '\0';
		(void)snprintf(why->text, sizeof(why->text), "this plugin fails on purpose");
	}
	return RGL_E_INTERNAL;
}

static const char *faulty_words(int32_t code)
{
	return code < 0 ? "this plugin fails on purpose" : "done";
}

static int32_t faulty_open(const struct rgl_host *host, const struct rgl_options *options,
			   struct rgl **ret, struct rgl_why *why)
{
	struct rgl *rgl = calloc(1, sizeof(*rgl));

	(void)host;
	(void)options;
	(void)why;
	if (rgl == NULL)
		return RGL_E_MEMORY;
	*ret = rgl;
	return RGL_OK;
}

static void faulty_close(struct rgl *rgl)
{
	free(rgl);
}

static int32_t faulty_shop(struct rgl *rgl, struct rgl_shop *ret, struct rgl_why *why)
{
	(void)rgl;
	(void)ret;
	return faulty_refuse(why);
}

static int32_t faulty_identify(struct rgl *rgl, const char *scan, size_t length,
			       struct rgl_member *ret, struct rgl_why *why)
{
	(void)rgl;
	(void)scan;
	(void)length;
	(void)ret;
	return faulty_refuse(why);
}

static int32_t faulty_enrol(struct rgl *rgl, const struct rgl_enrolment *enrolment,
			    struct rgl_member *ret, struct rgl_why *why)
{
	(void)rgl;
	(void)enrolment;
	(void)ret;
	return faulty_refuse(why);
}

static int32_t faulty_card(struct rgl *rgl, int64_t member_id, const char *scan, size_t length,
			   struct rgl_member *ret, struct rgl_why *why)
{
	(void)member_id;
	return faulty_identify(rgl, scan, length, ret, why);
}

static int32_t faulty_sale(struct rgl *rgl, const struct rgl_sale *sale, struct rgl_outcome *ret,
			   struct rgl_why *why)
{
	(void)rgl;
	(void)sale;
	(void)ret;
	return faulty_refuse(why);
}

static int32_t faulty_receipt(struct rgl *rgl, const char *sale_id, int32_t form, void *buffer,
			      size_t *length, struct rgl_why *why)
{
	(void)rgl;
	(void)sale_id;
	(void)form;
	(void)buffer;
	(void)length;
	return faulty_refuse(why);
}

static int32_t faulty_printing(struct rgl *rgl, struct rgl_printing *ret, struct rgl_why *why)
{
	(void)rgl;
	(void)ret;
	return faulty_refuse(why);
}

/* As the door does: an answer was written, and it says no. */
static int32_t faulty_request(struct rgl *rgl, const char *json, size_t json_length, char *answer,
			      size_t *length)
{
	(void)rgl;
	(void)json;
	(void)json_length;
	if (*length < RGL_ANSWER_ROOM) {
		*length = RGL_ANSWER_ROOM;
		return RGL_E_BUFFER;
	}
	faulty_wait();
	memcpy(answer, FAULTY_ANSWER, sizeof(FAULTY_ANSWER));
	*length = sizeof(FAULTY_ANSWER) - 1;
	return RGL_OK;
}

static int32_t faulty_quote(struct rgl *rgl, const struct rgl_sale *sale, struct rgl_quote *ret,
			    struct rgl_why *why)
{
	(void)ret;
	return faulty_sale(rgl, sale, NULL, why);
}

static int32_t faulty_let_go(struct rgl *rgl, int64_t hold, struct rgl_why *why)
{
	(void)rgl;
	(void)hold;
	return faulty_refuse(why);
}

static int32_t faulty_undo(struct rgl *rgl, const char *sale_id, struct rgl_outcome *ret,
			   struct rgl_why *why)
{
	(void)sale_id;
	return faulty_sale(rgl, NULL, ret, why);
}

static const struct rgl_api faulty_table = {
	.size = sizeof(faulty_table),
	.abi = RGL_ABI,
	.version = "faulty",
	.words = faulty_words,
	.open = faulty_open,
	.close = faulty_close,
	.shop = faulty_shop,
	.identify = faulty_identify,
	.enrol = faulty_enrol,
	.card = faulty_card,
	.sale = faulty_sale,
	.refund = faulty_sale,
	.receipt = faulty_receipt,
	.printing = faulty_printing,
	.request = faulty_request,
	.quote = faulty_quote,
	.let_go = faulty_let_go,
	.undo = faulty_undo,
	.edit = faulty_sale,
};
