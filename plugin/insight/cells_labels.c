/* cells_labels.c - see cells_labels.h. */
#include "plugin/insight/cells_labels.h"

#include <string.h>

struct labels labels_of(const struct host *host)
{
	return (struct labels) { .host = host, .texts = bytes_of(host), .starts = bytes_of(host) };
}

void labels_free(struct labels *labels)
{
	bytes_free(&labels->texts);
	bytes_free(&labels->starts);
	host_free(labels->host, labels->places);
	*labels = labels_of(labels->host);
}

const char *labels_text(const struct labels *labels, uint32_t label)
{
	uint32_t start;

	memcpy(&start, labels->starts.data + (size_t)label * sizeof(start), sizeof(start));
	return (const char *)labels->texts.data + start;
}

/* FNV-1a, Fowler, Noll and Vo. */
static uint32_t hash_of(const char *text)
{
	uint32_t hash = 2166136261u;

	for (const char *at = text; *at != '\0'; at++)
		hash = (hash ^ (uint8_t)*at) * 16777619u;
	return hash;
}

/* Where a text is, or would be. */
static uint32_t *place_of(const struct labels *labels, const char *text)
{
	size_t at = hash_of(text) & (labels->place_count - 1);

	while (labels->places[at] != 0 &&
	       strcmp(labels_text(labels, labels->places[at] - 1), text) != 0)
		at = (at + 1) & (labels->place_count - 1);
	return &labels->places[at];
}

/* Twice as many places, so that half of them stay free. */
static rgl_rc widen(struct labels *labels)
{
	size_t count = labels->place_count == 0 ? 64 : labels->place_count * 2;
	uint32_t *places;

	if ((size_t)labels->count * 2 < labels->place_count)
		return RGL_OK;
	places = host_new(labels->host, count * sizeof(*places));
	if (places == NULL)
		return RGL_E_MEMORY;
	host_free(labels->host, labels->places);
	labels->places = places;
	labels->place_count = count;
	for (uint32_t i = 0; i < labels->count; i++)
		*place_of(labels, labels_text(labels, i)) = i + 1;
	return RGL_OK;
}

rgl_rc labels_add(struct labels *labels, const char *text, uint32_t *ret)
{
	const char *label = text[0] == '\0' ? "(none)" : text;
	uint32_t start = (uint32_t)labels->texts.length;
	uint32_t *place;
	rgl_rc rc = widen(labels);

	if (rc < 0)
		return rc;
	place = place_of(labels, label);
	if (*place != 0) {
		*ret = *place - 1;
		return RGL_OK;
	}
	bytes_add(&labels->texts, label, strlen(label) + 1);
	bytes_add(&labels->starts, &start, sizeof(start));
	rc = bytes_rc(&labels->texts);
	if (rc == RGL_OK)
		rc = bytes_rc(&labels->starts);
	if (rc < 0)
		return rc;
	*place = ++labels->count;
	*ret = labels->count - 1;
	return RGL_OK;
}
