/* SPDX-License-Identifier: Apache-2.0 */
#include "kernel/sign.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/xalloc.h"
#include "kernel/wire.h"

struct sign_scheme {
	const char *name;
	size_t len;		/* bytes of a digest */
	void (*start)(struct signer *, const unsigned char *, size_t);
	void (*run)(const struct signer *, const struct bytes *, size_t,
	    unsigned char *);
};

static void
start256(struct signer *s, const unsigned char *key, size_t len)
{
	crypto_auth_hmacsha256_init(&s->start.sha256, key, len);
}

static void
run256(const struct signer *s, const struct bytes *f, size_t n,
    unsigned char *out)
{
	crypto_auth_hmacsha256_state st = s->start.sha256;

	for (size_t i = 0; i < n; i++)
		crypto_auth_hmacsha256_update(&st,
		    (const unsigned char *)f[i].data, f[i].len);
	crypto_auth_hmacsha256_final(&st, out);
}

static void
start512(struct signer *s, const unsigned char *key, size_t len)
{
	crypto_auth_hmacsha512_init(&s->start.sha512, key, len);
}

static void
run512(const struct signer *s, const struct bytes *f, size_t n,
    unsigned char *out)
{
	crypto_auth_hmacsha512_state st = s->start.sha512;

	for (size_t i = 0; i < n; i++)
		crypto_auth_hmacsha512_update(&st,
		    (const unsigned char *)f[i].data, f[i].len);
	crypto_auth_hmacsha512_final(&st, out);
}

static const struct sign_scheme schemes[] = {
	{ "hmac-sha256", crypto_auth_hmacsha256_BYTES, start256, run256 },
	{ "hmac-sha512", crypto_auth_hmacsha512_BYTES, start512, run512 },
};

bool
sign_init(struct signer *s, const char *scheme, const char *key, size_t len)
{
	memset(s, 0, sizeof *s);
	for (size_t i = 0; i < nitems(schemes); i++) {
		if (strcmp(schemes[i].name, scheme) != 0)
			continue;
		if (len > 0) {
			s->scheme = &schemes[i];
			s->scheme->start(s, (const unsigned char *)key, len);
		}
		return true;
	}
	return false;
}

void
sign_release(struct signer *s)
{
	sodium_memzero(s, sizeof *s);
}

void
sign_write(const struct signer *s, const struct bytes *frame, size_t n,
    char out[SIGN_HEX_MAX])
{
	unsigned char digest[crypto_auth_hmacsha512_BYTES];

	out[0] = '\0';
	if (s->scheme == NULL)
		return;
	s->scheme->run(s, frame, n, digest);
	sodium_bin2hex(out, SIGN_HEX_MAX, digest, s->scheme->len);
}

bool
sign_check(const struct signer *s, const struct bytes *signature,
    const struct bytes *frame, size_t n)
{
	char hex[SIGN_HEX_MAX];

	if (s->scheme == NULL)
		return true;
	/* The length first: a short one must not be read past its end. */
	if (signature->len != 2 * s->scheme->len)
		return false;
	sign_write(s, frame, n, hex);
	return sodium_memcmp(hex, signature->data, signature->len) == 0;
}

/* ---- replays ---------------------------------------------------------- */

#define SEEN 65536		/* as many as the Python client remembers */
#define KEY 16			/* digits of a signature that tell it apart */

struct replay {
	uint32_t next_slot;
	uint32_t head[SEEN];		/* of a chain of equal hashes */
	uint32_t chain[SEEN];
	char key[SEEN][KEY];		/* a ring; a NUL: empty */
};

struct replay *
replay_create(void)
{
	/* Zeroed pages cost nothing until they are used: 0 means no link. */
	return xcalloc(1, sizeof(struct replay));
}

void
replay_free(struct replay **r)
{
	free(*r);
	*r = NULL;
}

/* A digest's digits are as good as a hash. */
static uint32_t
bucket(const char key[KEY])
{
	uint32_t h = 0;

	for (int i = 0; i < KEY; i++)
		h = h * 31 + (unsigned char)key[i];
	return (h ^ h >> 16) % SEEN;
}

static void
forget(struct replay *r, uint32_t slot)
{
	uint32_t *link;

	if (r->key[slot][0] == '\0')
		return;
	link = &r->head[bucket(r->key[slot])];
	while (*link != slot + 1)
		link = &r->chain[*link - 1];
	*link = r->chain[slot];
}

bool
replay_add(struct replay *r, const struct bytes *signature)
{
	char key[KEY] = "";
	uint32_t h, i;

	memcpy(key, signature->data,
	    signature->len < KEY ? signature->len : KEY);
	if (key[0] == '\0')
		return true;
	h = bucket(key);
	for (i = r->head[h]; i != 0; i = r->chain[i - 1])
		if (memcmp(r->key[i - 1], key, KEY) == 0)
			return false;
	i = r->next_slot;
	r->next_slot = (i + 1) % SEEN;
	forget(r, i);
	memcpy(r->key[i], key, KEY);
	r->chain[i] = r->head[h];
	r->head[h] = i + 1;
	return true;
}
