/* import_put_off.c - see import_put_off.h. */
#include "cli/import_put_off.h"

#define PUT_OFF_MAX 1000000

rgl_rc import_put_off_add(struct cli *cli, struct import_put_off *put_off, int32_t file,
			  int64_t place)
{
	if (put_off->count == PUT_OFF_MAX)
		return refuse(&cli->refusal, RGL_E_LIMIT,
			      "more than %d refunds stand before their sales: give the files in "
			      "the order of their days",
			      PUT_OFF_MAX);
	if (put_off->count == put_off->room) {
		size_t room = put_off->room == 0 ? 256 : put_off->room * 2;
		void *more =
			host_resize(&cli->host, put_off->places, room * sizeof(*put_off->places));

		if (more == NULL)
			return refuse(&cli->refusal, RGL_E_MEMORY, "there is not enough memory");
		put_off->places = more;
		put_off->room = room;
	}
	put_off->places[put_off->count++] = (struct put_off_place) { .file = file, .place = place };
	return RGL_OK;
}

int64_t import_put_off_next(struct import_put_off *put_off, int32_t file)
{
	while (put_off->at < put_off->count && put_off->places[put_off->at].file < file)
		put_off->at++;
	if (put_off->at == put_off->count || put_off->places[put_off->at].file != file)
		return 0;
	return put_off->places[put_off->at].place;
}

void import_put_off_free(struct cli *cli, struct import_put_off *put_off)
{
	host_free(&cli->host, put_off->places);
	*put_off = (struct import_put_off) { .count = 0 };
}
