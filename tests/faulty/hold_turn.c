/* hold_turn.c - holds the turn to write to a store, as another program that is writing does.
 *
 * usage: hold-turn STORE
 * Says "held" on stdout once it has the turn; gives it back when its stdin ends.
 * The byte and the kind of lock are those of plugin/store/turn.c.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int complain(const char *path)
{
	(void)fprintf(stderr, "hold-turn: %s: %s\n", path, strerror(errno));
	return 1;
}

int main(int count, char **words)
{
	struct flock turn = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 1, .l_len = 1 };
	char path[4104];
	char byte;
	int file;

	if (count != 2) {
		(void)fprintf(stderr, "usage: hold-turn STORE\n");
		return 2;
	}
	(void)snprintf(path, sizeof(path), "%s-turn", words[1]);
	file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (file < 0 || fcntl(file, F_OFD_SETLKW, &turn) != 0)
		return complain(path);
	(void)puts("held");
	(void)fflush(stdout);
	while (read(STDIN_FILENO, &byte, 1) > 0)
		;
	(void)close(file);
	return 0;
}
