/* read_gesture.c - see read_gesture.h. */
#include "plugin/gateway/read_gesture.h"

#include <stdio.h>
#include <string.h>

/* --- codes */

static const char *text_of(const struct cJSON *object, const char *name)
{
	return json_text(json_field(object, name));
}

static void ask(const struct cJSON *gesture, struct allow_asked *asked)
{
	asked->managers[asked->count] = text_of(gesture, "manager");
	asked->codes[asked->count] = text_of(gesture, "code");
	asked->count++;
}

void read_allowed(struct rgl *rgl, const struct cJSON *request, const char *op, struct allowed *ret)
{
	struct allow_asked asked = { 0 };
	const struct cJSON *sale = NULL;
	const struct cJSON *item;

	memset(ret, 0, sizeof(*ret));
	if (strcmp(op, "gesture") == 0) {
		asked.gesture = text_of(request, "id");
		ask(request, &asked);
	} else if (strcmp(op, "sale") == 0 || strcmp(op, "edit") == 0 || strcmp(op, "quote") == 0) {
		sale = json_field(request, "sale");
	}
	/* An edit has the id of a sale that is there, and a quote may have it. */
	if (strcmp(op, "sale") == 0)
		asked.sale = text_of(sale, "id");
	item = json_first(json_field(sale, "gestures"));
	for (; item != NULL && asked.count < RGL_GESTURES_MAX; item = json_next(item))
		ask(item, &asked);
	allow_look(rgl, &asked, ret);
}

/* --- gestures */

static int32_t read_kind(struct json_fields *fields)
{
	static const char *const KINDS[] = { "points", "product", "money", "note" };
	const char *kind = fields_need_text(fields, "kind");

	for (int32_t i = 0; kind != NULL && i < RGL_GESTURE_NOTE; i++)
		if (strcmp(KINDS[i], kind) == 0)
			return i + RGL_GESTURE_POINTS;
	fields_fail(fields, RGL_E_FIELD, "kind", "is none of: points, product, money, note");
	return 0;
}

void read_gesture(struct rgl *rgl, struct json_fields *fields, size_t place,
		  struct sale_gesture *ret)
{
	bool given = false;

	*ret = (struct sale_gesture) {
		.kind = read_kind(fields),
		.verdict = rgl->allowed == NULL ? MANAGER_NOT_ASKED : rgl->allowed->verdicts[place],
		.points = fields_int(fields, "points", &given),
		.amount = read_money(fields, "amount", NULL),
		.complaint = fields_int(fields, "complaint", &given),
		.sku = fields_text(fields, "sku"),
		.words = fields_text(fields, "words"),
		.manager = fields_text(fields, "manager"),
	};
	(void)fields_text(fields, "code"); /* which was looked at before */
}

void read_gestures(struct rgl *rgl, struct json_fields *fields, struct sale *ret)
{
	const struct cJSON *item = json_first(fields_array(fields, "gestures"));
	char path[JSON_PATH_ROOM];

	ret->gestures = rgl->gestures;
	for (; item != NULL && fields->rc == RGL_OK; item = json_next(item)) {
		struct json_fields inner;

		if (ret->gesture_count == RGL_GESTURES_MAX) {
			fields_fail(fields, RGL_E_LIMIT, "gestures", "has more than %d elements",
				    RGL_GESTURES_MAX);
			return;
		}
		(void)snprintf(path, sizeof(path), "gestures[%zu]", ret->gesture_count);
		if (!json_is_object(item)) {
			fields_fail(fields, RGL_E_FIELD, path, "is not an object {...}");
			return;
		}
		inner = fields_of(item, path, fields->refusal);
		read_gesture(rgl, &inner, ret->gesture_count, &rgl->gestures[ret->gesture_count]);
		fields->rc = fields_end(&inner);
		ret->gesture_count++;
	}
}
