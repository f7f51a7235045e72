/* face.c - see face.h. */
#include "receipts/dots/face.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include FT_TRUETYPE_TABLES_H
#include <hb-ot.h>

static const hb_tag_t TABLES[FACE_TABLES] = {
	HB_TAG('c', 'm', 'a', 'p'), HB_TAG('h', 'e', 'a', 'd'), HB_TAG('h', 'h', 'e', 'a'),
	HB_TAG('h', 'm', 't', 'x'), HB_TAG('m', 'a', 'x', 'p'), HB_TAG('O', 'S', '/', '2'),
	HB_TAG('G', 'D', 'E', 'F'), HB_TAG('G', 'S', 'U', 'B'), HB_TAG('G', 'P', 'O', 'S'),
	HB_TAG('k', 'e', 'r', 'n'),
};

/* A table's bytes, and whose memory they are in. */
struct table {
	const struct host *host;
	FT_ULong length;
	FT_Byte bytes[];
};

static void table_free(void *memory)
{
	struct table *table = memory;

	host_free(table->host, table);
}

/* FreeType calls with `count` 0 to ask whether the place is there; that is an error code then. */
static unsigned long read_some(FT_Stream stream, unsigned long offset, unsigned char *buffer,
			       unsigned long count)
{
	ssize_t taken;

	if (count == 0)
		return offset > stream->size ? 1 : 0;
	taken = pread((int)stream->descriptor.value, buffer, count, (off_t)offset);
	return taken > 0 ? (unsigned long)taken : 0;
}

static void close_file(FT_Stream stream)
{
	if (stream->descriptor.value >= 0)
		(void)close((int)stream->descriptor.value);
	stream->descriptor.value = -1;
}

/* *ret stays NULL when there is no such file. */
static rgl_rc stream_open(const struct host *host, const char *path, FT_Stream *ret)
{
	struct stat status;
	FT_Stream stream;
	int file = open(path, O_RDONLY | O_CLOEXEC);

	if (file < 0)
		return RGL_OK;
	stream = host_new(host, sizeof(*stream));
	if (stream == NULL || fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) {
		rgl_rc rc = stream == NULL ? RGL_E_MEMORY : RGL_OK;

		(void)close(file);
		host_free(host, stream);
		return rc;
	}
	stream->size = (unsigned long)status.st_size;
	stream->descriptor.value = file;
	stream->read = read_some;
	stream->close = close_file;
	*ret = stream;
	return RGL_OK;
}

static hb_blob_t *blob_of(struct table *table)
{
	return hb_blob_create((const char *)table->bytes, (unsigned)table->length,
			      HB_MEMORY_MODE_READONLY, table, table_free);
}

/* A table that the font does not have stays NULL. */
static rgl_rc load_table(struct face *face, size_t index)
{
	FT_ULong length = 0;
	struct table *table;

	if (FT_Load_Sfnt_Table(face->drawer, TABLES[index], 0, NULL, &length) != 0)
		return RGL_OK;
	table = host_new(face->host, sizeof(*table) + length);
	if (table == NULL)
		return RGL_E_MEMORY;
	table->host = face->host;
	table->length = length;
	if (FT_Load_Sfnt_Table(face->drawer, TABLES[index], 0, table->bytes, &length) != 0)
		table->length = 0;
	face->tables[index] = blob_of(table);
	return RGL_OK;
}

static hb_blob_t *give_table(hb_face_t *owner, hb_tag_t tag, void *user)
{
	const struct face *face = user;

	(void)owner;
	for (size_t i = 0; i < FACE_TABLES; i++)
		if (TABLES[i] == tag && face->tables[i] != NULL)
			return hb_blob_reference(face->tables[i]);
	return hb_blob_get_empty();
}

static rgl_rc shaper_open(struct face *face)
{
	hb_face_t *shared;

	for (size_t i = 0; i < FACE_TABLES; i++) {
		rgl_rc rc = load_table(face, i);

		if (rc < 0)
			return rc;
	}
	shared = hb_face_create_for_tables(give_table, face, NULL);
	face->shaper = hb_font_create(shared);
	hb_face_destroy(shared);
	hb_ot_font_set_funcs(face->shaper);
	return RGL_OK;
}

rgl_rc face_open(const struct host *host, FT_Library library, bool *has_run_out, const char *path,
		 struct face *ret)
{
	FT_Open_Args wish = { .flags = FT_OPEN_STREAM };
	rgl_rc rc;

	ret->host = host;
	rc = stream_open(host, path, &ret->stream);
	if (rc == RGL_OK && ret->stream != NULL) {
		*has_run_out = false;
		wish.stream = ret->stream;
		if (FT_Open_Face(library, &wish, 0, &ret->drawer) != 0)
			ret->drawer = NULL;
		if (!*has_run_out && ret->drawer != NULL)
			rc = shaper_open(ret);
		if (*has_run_out)
			rc = RGL_E_MEMORY;
	}
	if (rc < 0)
		face_close(ret);
	else
		ret->is_tried = true;
	return rc;
}

void face_close(struct face *face)
{
	hb_font_destroy(face->shaper);
	for (size_t i = 0; i < FACE_TABLES; i++)
		hb_blob_destroy(face->tables[i]);
	if (face->drawer != NULL)
		(void)FT_Done_Face(face->drawer);
	if (face->stream != NULL) {
		close_file(face->stream);
		host_free(face->host, face->stream);
	}
	*face = (struct face) { 0 };
}
