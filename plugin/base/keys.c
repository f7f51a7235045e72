/* keys.c - see keys.h. */
#include "plugin/base/keys.h"

#include <sodium.h>
#include <string.h>

_Static_assert(KEY_BYTES == crypto_kdf_KEYBYTES, "the key is what crypto_kdf takes");
_Static_assert(KEY_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "and what sealing takes");
_Static_assert(sizeof(crypto_generichash_state) <= 384, "a digest has room for its state");

static const char CONTEXT[crypto_kdf_CONTEXTBYTES] = { 'r', 'e', 'g', 'u', 'l', 'a', 'r', 's' };

rgl_rc keys_derive(const uint8_t secret[KEY_BYTES], struct keys *ret)
{
	/* Safe from any thread and any number of times; sets up no handler and keeps no file open.
	 */
	if (sodium_init() < 0)
		return RGL_E_INTERNAL;
	(void)crypto_kdf_derive_from_key(ret->hash, KEY_BYTES, 1, CONTEXT, secret);
	(void)crypto_kdf_derive_from_key(ret->token, KEY_BYTES, 2, CONTEXT, secret);
	(void)crypto_kdf_derive_from_key(ret->seal, KEY_BYTES, 3, CONTEXT, secret);
	(void)crypto_kdf_derive_from_key(ret->check, HASH_BYTES, 4, CONTEXT, secret);
	(void)crypto_kdf_derive_from_key(ret->audit, KEY_BYTES, 5, CONTEXT, secret);
	return RGL_OK;
}

void keys_wipe(struct keys *keys)
{
	sodium_memzero(keys, sizeof(*keys));
}

void wipe(void *memory, size_t bytes)
{
	if (memory != NULL)
		sodium_memzero(memory, bytes);
}

void keys_hash(const struct keys *keys, int32_t kind, const char *text, size_t length,
	       uint8_t ret[HASH_BYTES])
{
	crypto_generichash_state state;
	uint8_t tag = (uint8_t)kind;

	(void)crypto_generichash_init(&state, keys->hash, KEY_BYTES, HASH_BYTES);
	(void)crypto_generichash_update(&state, &tag, 1);
	(void)crypto_generichash_update(&state, (const uint8_t *)text, length);
	(void)crypto_generichash_final(&state, ret, HASH_BYTES);
	sodium_memzero(&state, sizeof(state));
}

void keys_token_hash(const struct keys *keys, const uint8_t *data, size_t length, uint8_t *ret,
		     size_t ret_length)
{
	uint8_t whole[HASH_BYTES];

	(void)crypto_generichash(whole, sizeof(whole), data, length, keys->token, KEY_BYTES);
	memcpy(ret, whole, ret_length < sizeof(whole) ? ret_length : sizeof(whole));
}

void keys_seal(const struct keys *keys, const char *text, size_t length, uint8_t *ret)
{
	const size_t nonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;

	randombytes_buf(ret, nonce);
	(void)crypto_aead_xchacha20poly1305_ietf_encrypt(ret + nonce, NULL, (const uint8_t *)text,
							 length, NULL, 0, NULL, ret, keys->seal);
}

rgl_rc keys_unseal(const struct keys *keys, const uint8_t *sealed, size_t length, char *ret)
{
	const size_t nonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;

	if (length < SEAL_EXTRA || crypto_aead_xchacha20poly1305_ietf_decrypt(
					   (uint8_t *)ret, NULL, NULL, sealed + nonce,
					   length - nonce, NULL, 0, sealed, keys->seal) != 0)
		return RGL_E_DAMAGED;
	return RGL_OK;
}

void keys_random(void *ret, size_t bytes)
{
	randombytes_buf(ret, bytes);
}

static crypto_generichash_state *state_of(struct digest *digest)
{
	return (crypto_generichash_state *)(void *)digest->state;
}

void digest_begin(struct digest *digest, const struct keys *keys)
{
	(void)crypto_generichash_init(state_of(digest), keys->hash, KEY_BYTES, HASH_BYTES);
}

void digest_begin_audit(struct digest *digest, const struct keys *keys)
{
	(void)crypto_generichash_init(state_of(digest), keys->audit, KEY_BYTES, HASH_BYTES);
}

void digest_int(struct digest *digest, int64_t value)
{
	uint8_t bytes[8];

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)((uint64_t)value >> (8 * i));
	(void)crypto_generichash_update(state_of(digest), bytes, sizeof(bytes));
}

void digest_text(struct digest *digest, const char *text)
{
	size_t length = text == NULL ? 0 : strlen(text);

	digest_int(digest, (int64_t)length);
	(void)crypto_generichash_update(state_of(digest), (const uint8_t *)text, length);
}

void digest_end(struct digest *digest, uint8_t ret[HASH_BYTES])
{
	(void)crypto_generichash_final(state_of(digest), ret, HASH_BYTES);
}
