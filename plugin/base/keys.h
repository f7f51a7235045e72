/* keys.h - what the shop's secret key is used for, by libsodium.
 *
 * In:  32 secret bytes from the key file.
 * Out: keyed hashes of what identifies a person, sealed texts, the check part of QR tokens.
 * Not here: the file (store/keyfile.c).
 * Each use has a key of its own, derived by crypto_kdf (BLAKE2b) with the context "regulars".
 */
#pragma once

#include "plugin/base/result.h"

#define KEY_BYTES 32
#define HASH_BYTES 16
#define SEAL_EXTRA 40 /* what sealing adds: a nonce of 24 and a tag of 16 */

struct keys {
	uint8_t hash[KEY_BYTES];
	uint8_t token[KEY_BYTES];
	uint8_t seal[KEY_BYTES];
	uint8_t audit[KEY_BYTES];
	uint8_t check[HASH_BYTES]; /* kept in the store, so that a wrong key is noticed */
};

/* E_INTERNAL when libsodium cannot start. */
MUST_USE rgl_rc keys_derive(const uint8_t secret[KEY_BYTES], struct keys *ret);

/* Forgets them. */
void keys_wipe(struct keys *keys);

/* Overwrites memory in a way that a compiler does not leave out. */
void wipe(void *memory, size_t bytes);

/* Keyed BLAKE2b of a kind and a text; the same text of another kind hashes otherwise. */
void keys_hash(const struct keys *keys, int32_t kind, const char *text, size_t length,
	       uint8_t ret[HASH_BYTES]);

/* Keyed BLAKE2b for tokens, `ret_length` bytes, at most 16. */
void keys_token_hash(const struct keys *keys, const uint8_t *data, size_t length, uint8_t *ret,
		     size_t ret_length);

/* XChaCha20-Poly1305. ret has length + SEAL_EXTRA bytes. */
void keys_seal(const struct keys *keys, const char *text, size_t length, uint8_t *ret);

/* E_DAMAGED when it was not sealed with this key or was changed since. ret has
 * length - SEAL_EXTRA bytes. */
MUST_USE rgl_rc keys_unseal(const struct keys *keys, const uint8_t *sealed, size_t length,
			    char *ret);

/* Fills memory from the system's source of chance. */
void keys_random(void *ret, size_t bytes);

/* Keyed BLAKE2b, 16 bytes at the end: for telling whether a sale is the same as before. Feed it
 * field by field. */
struct digest {
	_Alignas(64) unsigned char state[384];
};
void digest_begin(struct digest *digest, const struct keys *keys);
void digest_begin_audit(struct digest *digest, const struct keys *keys); /* for the audit trail */
void digest_int(struct digest *digest, int64_t value);
void digest_text(struct digest *digest, const char *text); /* NULL is as "" */
void digest_end(struct digest *digest, uint8_t ret[HASH_BYTES]);
