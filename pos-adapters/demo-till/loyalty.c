/* SPDX-License-Identifier: Apache-2.0 */
/* loyalty.c - see loyalty.h. */
#include "pos-adapters/demo-till/loyalty.h"

#include <dlfcn.h>
#include <stdio.h>

void loyalty_load(struct loyalty *loyalty, const char *path)
{
	const struct rgl_api *(*entry)(uint32_t) = NULL;

	loyalty->library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	if (loyalty->library == NULL) {
		printf("No points today: Regulars is not here. Sales go on.\n  (%s)\n", dlerror());
		return;
	}
	/* ISO C has no cast from an object's pointer to a function's; POSIX allows this one */
	*(void **)&entry = dlsym(loyalty->library, "regulars_entry");
	if (entry != NULL)
		loyalty->api = entry(RGL_ABI); /* NULL: a library of another generation */
	if (loyalty->api == NULL)
		printf("No points today: %s does not serve this till. Sales go on.\n", path);
}

bool loyalty_ready(struct loyalty *loyalty, bool aloud)
{
	struct rgl_shop shop = { .size = sizeof(shop) };
	struct rgl_why why = { .size = sizeof(why) };

	if (loyalty->rgl != NULL)
		return true;
	if (loyalty->api == NULL) {
		if (aloud)
			printf("  No points now; sales go on.\n");
		return false;
	}
	if (loyalty->api->open(&loyalty->host, &loyalty->options, &loyalty->rgl, &why) < 0) {
		loyalty->rgl = NULL;
		if (aloud)
			printf("  No points now; sales go on. (%s)\n", why.text);
		return false;
	}
	/* Which currency, and how many digits it has behind the point */
	if (loyalty->api->shop(loyalty->rgl, &shop, &why) >= 0)
		loyalty->shop = shop;
	return true;
}

void loyalty_refused(struct loyalty *loyalty, int32_t code, const struct rgl_why *why)
{
	printf("  %s\n", why->text[0] != '\0' ? why->text : loyalty->api->words(code));
	if (code == RGL_E_INTERNAL || code == RGL_E_CLOSED) {
		loyalty->api->close(loyalty->rgl);
		loyalty->rgl = NULL;
	}
}

/* Whether a sale that was refused with this code may be taken later, just as it is. The others
 * (a wrong sum, an id used twice) will be refused tomorrow too. */
static bool is_worth_retrying(int32_t code)
{
	return code == RGL_E_MEMORY || code == RGL_E_BUSY || code == RGL_E_FULL ||
	       code == RGL_E_READ_ONLY || code == RGL_E_INPUT_OUTPUT || code == RGL_E_INTERNAL ||
	       code == RGL_E_CLOSED;
}

int32_t loyalty_send(struct loyalty *loyalty, struct ticket *ticket, struct rgl_outcome *ret)
{
	const struct rgl_api *api = loyalty->api;
	struct rgl_line lines[ITEMS_MAX];
	struct rgl_why why = { .size = sizeof(why) };
	struct rgl_sale sale = {
		.size = sizeof(sale),
		.flags = loyalty->options.printer != NULL ? RGL_PRINT : 0,
		.id = ticket->id,
		.of = ticket->of[0] != '\0' ? ticket->of : NULL,
		.at_ms = ticket->at_ms, /* when it was paid, also when it is sent again later */
		.till = loyalty->options.till,
		.currency = loyalty->shop.currency,
		.member_id = ticket->member_id,
		.lines = lines,
		.tenders = ticket->tenders,
		.line_count = ticket->item_count,
		.tender_count = ticket->tender_count,
		.total_minor = ticket->total_minor,
	};
	int32_t rc;

	for (uint32_t i = 0; i < ticket->item_count; i++) {
		lines[i] = ticket->items[i].line;
		lines[i].sku = ticket->items[i].sku;
		lines[i].name = ticket->items[i].name;
		lines[i].category = ticket->items[i].category;
	}
	if (sale.of != NULL)
		rc = api->refund(loyalty->rgl, &sale, ret, &why);
	else
		rc = api->sale(loyalty->rgl, &sale, ret, &why);
	ticket->answered = rc >= 0 || !is_worth_retrying(rc);
	if (rc < 0)
		loyalty_refused(loyalty, rc, &why);
	return rc;
}

void loyalty_close(struct loyalty *loyalty)
{
	if (loyalty->api != NULL)
		loyalty->api->close(loyalty->rgl); /* NULL is allowed */
	if (loyalty->library != NULL)
		dlclose(loyalty->library);
	loyalty->api = NULL;
	loyalty->rgl = NULL;
	loyalty->library = NULL;
}
