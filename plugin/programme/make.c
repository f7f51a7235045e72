/* make.c - see make.h: a programme's memory, and its end. */
#include "plugin/programme/make.h"

#include <stdalign.h>
#include <string.h>

#define BLOCK_BYTES 8192

struct block {
	struct block *next;
	size_t room;
	size_t used;
	alignas(max_align_t) char bytes[];
};

/* The programme stands first, so that its address is that of the whole. */
struct holder {
	struct programme programme;
	const struct host *host;
	struct block *blocks;
};

static struct holder *holder_of(struct programme *programme)
{
	return (struct holder *)programme;
}

struct programme *programme_new(const struct host *host)
{
	struct holder *holder = host_new(host, sizeof(*holder));
	struct programme *programme;

	if (holder == NULL)
		return NULL;
	holder->host = host;
	programme = &holder->programme;
	programme->name = "";
	programme->worth_of = 1;
	programme->hold_minutes = 15;
	programme->purse_count = PURSE_STAMPS;
	programme->purses[PURSE_POINTS] = (struct purse) { .id = "points", .title = "Points" };
	programme->purses[PURSE_CREDIT] =
		(struct purse) { .id = "credit", .title = "Store credit", .is_money = true };
	programme->purses[PURSE_GIFT] =
		(struct purse) { .id = "gift", .title = "Gift card", .is_money = true };
	return programme;
}

void *programme_room(struct programme *programme, size_t bytes)
{
	struct holder *holder = holder_of(programme);
	size_t aligned =
		(bytes + alignof(max_align_t) - 1) / alignof(max_align_t) * alignof(max_align_t);
	struct block *block = holder->blocks;
	void *memory;

	if (block == NULL || block->room - block->used < aligned) {
		size_t room = aligned > BLOCK_BYTES ? aligned : BLOCK_BYTES;

		block = host_new(holder->host, sizeof(*block) + room);
		if (block == NULL)
			return NULL;
		block->room = room;
		block->next = holder->blocks;
		holder->blocks = block;
	}
	memory = block->bytes + block->used;
	block->used += aligned;
	return memory;
}

const char *programme_copy(struct programme *programme, const char *text)
{
	size_t room = strlen(text) + 1;
	char *copy = programme_room(programme, room);

	if (copy != NULL)
		memcpy(copy, text, room);
	return copy;
}

void programme_free(struct programme *programme)
{
	struct holder *holder = holder_of(programme);

	if (holder == NULL)
		return;
	while (holder->blocks != NULL) {
		struct block *block = holder->blocks;

		holder->blocks = block->next;
		host_free(holder->host, block);
	}
	host_free(holder->host, holder);
}

struct rule programme_new_rule(void)
{
	return (struct rule) { .id = "", .title = "", .enabled = true };
}

struct reward programme_new_reward(void)
{
	return (struct reward) { .id = "",
				 .title = "",
				 .enabled = true,
				 .product = "",
				 .group = "",
				 .per_sale = 1,
				 .coupon = PROGRAMME_NONE };
}
