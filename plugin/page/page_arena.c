/* page_arena.c - the memory and the texts of a page; see page_parts.h. */
#include "plugin/page/page_parts.h"

#include <stddef.h>
#include <string.h>

#include "plugin/base/utf8.h"

#define BLOCK_BYTES ((size_t)16384)

struct page_block {
	struct page_block *next;
	size_t used;
	size_t room;
	_Alignas(max_align_t) unsigned char data[];
};

void *page_take(struct page_arena *arena, size_t bytes)
{
	const size_t step = _Alignof(max_align_t);
	size_t need = (bytes + step - 1) / step * step;
	struct page_block *block = arena->blocks;
	void *at;

	if (arena->rc < 0)
		return NULL;
	if (block == NULL || block->room - block->used < need) {
		size_t room = need > BLOCK_BYTES ? need : BLOCK_BYTES;

		block = need < bytes ? NULL : host_new(arena->host, sizeof(*block) + room);
		if (block == NULL) {
			arena->rc = RGL_E_MEMORY;
			return NULL;
		}
		block->room = room;
		block->next = arena->blocks;
		arena->blocks = block;
	}
	at = block->data + block->used;
	block->used += need;
	return at;
}

void page_let_go(struct page_arena *arena)
{
	while (arena->blocks != NULL) {
		struct page_block *block = arena->blocks;

		arena->blocks = block->next;
		host_free(arena->host, block);
	}
}

static bool is_space(uint32_t character)
{
	return character == '\n' || character == '\r' || character == '\t' || character == 0x2028 ||
	       character == 0x2029;
}

/* As utf8_check_clean has it at the door; nothing gets in here that way, but a page does not rest
 * on that. */
static bool is_unfit(uint32_t character)
{
	return character < 0x20 || (character >= 0x7f && character <= 0x9f) ||
	       (character >= 0x202a && character <= 0x202e) ||
	       (character >= 0x2066 && character <= 0x2069) || character == 0xfffd ||
	       (character & 0xfffe) == 0xfffe;
}

/* Writes the clean text where `ret` is not NULL; its length without the NUL. */
static size_t clean(const char *text, char *ret)
{
	static const char UNKNOWN[] = "\xef\xbf\xbd";
	size_t length = strlen(text);
	size_t written = 0;

	for (size_t at = 0; at < length;) {
		size_t from = at;
		uint32_t character = utf8_next(text, length, &at);
		const char *piece = text + from;
		size_t size = at - from;

		if (is_space(character)) {
			piece = " ";
			size = 1;
		} else if (is_unfit(character)) {
			piece = UNKNOWN;
			size = sizeof(UNKNOWN) - 1;
		}
		if (ret != NULL)
			memcpy(ret + written, piece, size);
		written += size;
	}
	return written;
}

const char *page_copy(struct page_arena *arena, const char *text)
{
	char *copy = page_take(arena, clean(text, NULL) + 1);

	if (copy != NULL)
		(void)clean(text, copy);
	return copy;
}

void page_words_add(struct page_arena *arena, struct page_words *words, const char *text)
{
	struct page_word *word = page_take(arena, sizeof(*word));

	if (word == NULL)
		return;
	word->text = page_copy(arena, text);
	if (word->text == NULL)
		return;
	if (words->last == NULL)
		words->first = word;
	else
		words->last->next = word;
	words->last = word;
	words->count++;
}
