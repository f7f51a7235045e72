/* keyfile.c - see keyfile.h. One line: "regulars-key-1 " and 64 hexadecimal digits. */
#include "plugin/store/keyfile.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char HEAD[] = "regulars-key-1 ";

enum { HEAD_LENGTH = sizeof(HEAD) - 1, HEX = 2 * KEY_BYTES, LINE = HEAD_LENGTH + HEX };

static rgl_rc read_line(int file, const char *path, char ret[LINE + 1], struct rgl_why *refusal)
{
	struct stat status;
	ssize_t length;

	if (fstat(file, &status) != 0 || !S_ISREG(status.st_mode))
		return refuse(refusal, RGL_E_KEY, "%s is not a key file", path);
	if ((status.st_mode & 077) != 0)
		return refuse(refusal, RGL_E_KEY,
			      "the key %s can be read by others; run: chmod 600 %s", path, path);
	length = read(file, ret, LINE);
	if (length != LINE)
		return refuse(refusal, RGL_E_KEY, "%s is not a key file of Regulars", path);
	ret[LINE] = '\0';
	return RGL_OK;
}

rgl_rc keyfile_read(const char *path, uint8_t ret[KEY_BYTES], struct rgl_why *refusal)
{
	uint8_t secret[KEY_BYTES];
	char line[LINE + 1];
	size_t length = 0;
	int file = open(path, O_RDONLY | O_CLOEXEC);
	rgl_rc rc;

	if (file < 0 && errno == EACCES)
		return refuse(
			refusal, RGL_E_KEY,
			"the store's key %s may not be read by this user; whose the store is, "
			"the key has to be",
			path);
	if (file < 0)
		return refuse(refusal, RGL_E_KEY,
			      "the store's key %s: %s; put it back beside the store (without it, "
			      "cards cannot be read)",
			      path, strerror(errno));
	rc = read_line(file, path, line, refusal);
	(void)close(file);
	if (rc < 0)
		return rc;
	if (memcmp(line, HEAD, HEAD_LENGTH) != 0 ||
	    sodium_hex2bin(secret, KEY_BYTES, line + HEAD_LENGTH, HEX, NULL, &length, NULL) != 0 ||
	    length != KEY_BYTES)
		rc = refuse(refusal, RGL_E_KEY, "%s is not a key file of Regulars", path);
	else
		memcpy(ret, secret, KEY_BYTES);
	wipe(secret, sizeof(secret));
	wipe(line, sizeof(line));
	return rc;
}

static rgl_rc create_error(const char *path, struct rgl_why *refusal)
{
	switch (errno) {
	case EEXIST:
		return refuse(refusal, RGL_E_TAKEN,
			      "%s exists already; it is the key of another store: choose another "
			      "name",
			      path);
	case ENOSPC:
	case EDQUOT:
		return refuse(refusal, RGL_E_FULL, "the disk is full; free room and try again");
	case EACCES:
	case EROFS:
	case EPERM:
		return refuse(refusal, RGL_E_READ_ONLY,
			      "%s cannot be made here: this folder may not be written", path);
	default:
		return refuse(refusal, RGL_E_INPUT_OUTPUT, "%s: %s", path, strerror(errno));
	}
}

/* A disk that gets full takes a part first and says so at the next write. */
static bool write_whole(int file, const char *data, size_t length)
{
	while (length > 0) {
		ssize_t count = write(file, data, length);

		if (count < 0)
			return false;
		data += count;
		length -= (size_t)count;
	}
	return true;
}

rgl_rc keyfile_create(const char *path, uint8_t ret[KEY_BYTES], struct rgl_why *refusal)
{
	uint8_t secret[KEY_BYTES];
	char line[LINE + 2];
	int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	rgl_rc rc = RGL_OK;

	if (file < 0)
		return create_error(path, refusal);
	keys_random(secret, sizeof(secret));
	memcpy(line, HEAD, HEAD_LENGTH);
	(void)sodium_bin2hex(line + HEAD_LENGTH, HEX + 1, secret, KEY_BYTES);
	line[LINE] = '\n';
	if (fchmod(file, 0600) != 0 || !write_whole(file, line, LINE + 1) || fsync(file) != 0)
		rc = create_error(path, refusal);
	(void)close(file);
	if (rc < 0)
		(void)unlink(path);
	else
		memcpy(ret, secret, KEY_BYTES);
	wipe(secret, sizeof(secret));
	wipe(line, sizeof(line));
	return rc;
}
