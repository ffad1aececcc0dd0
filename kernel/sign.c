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
	uint32_t next_slot, cap;	/* cap grows up to SEEN */
	/* The slots are a ring; their keys also stand in a hash table. */
	struct seen {
		uint32_t head;		/* of a chain of equal hashes */
		uint32_t chain;		/* number of a slot + 1, or 0 */
		char key[KEY];		/* a NUL: empty */
	} *seen;
};

struct replay *
replay_create(void)
{
	return xcalloc(1, sizeof(struct replay));
}

void
replay_free(struct replay **r)
{
	if (*r != NULL)
		free((*r)->seen);
	free(*r);
	*r = NULL;
}

/* A digest's digits are as good as a hash. */
static struct seen *
bucket(const struct replay *r, const char key[KEY])
{
	uint32_t h = 0;

	for (int i = 0; i < KEY; i++)
		h = h * 31 + (unsigned char)key[i];
	return &r->seen[(h ^ h >> 16) % r->cap];
}

static void
link_slot(struct replay *r, uint32_t slot)
{
	struct seen *b = bucket(r, r->seen[slot].key);

	r->seen[slot].chain = b->head;
	b->head = slot + 1;
}

static void
forget(struct replay *r, uint32_t slot)
{
	uint32_t *link;

	if (r->seen[slot].key[0] == '\0')
		return;
	link = &bucket(r, r->seen[slot].key)->head;
	while (*link != slot + 1)
		link = &r->seen[*link - 1].chain;
	*link = r->seen[slot].chain;
}

/* Room for twice as many; all slots are in use. */
static void
grow(struct replay *r)
{
	uint32_t n = r->cap;

	r->cap = n == 0 ? 256 : 2 * n;
	r->seen = xrealloc(r->seen, r->cap, sizeof *r->seen);
	memset(r->seen + n, 0, (r->cap - n) * sizeof *r->seen);
	for (uint32_t i = 0; i < n; i++)
		r->seen[i].head = 0;
	for (uint32_t i = 0; i < n; i++)
		link_slot(r, i);
	r->next_slot = n;
}

bool
replay_add(struct replay *r, const struct bytes *signature)
{
	char key[KEY] = "";
	uint32_t i;

	memcpy(key, signature->data,
	    signature->len < KEY ? signature->len : KEY);
	if (key[0] == '\0')
		return true;
	if (r->next_slot == r->cap && r->cap < SEEN)
		grow(r);
	r->next_slot %= r->cap;
	for (i = bucket(r, key)->head; i != 0; i = r->seen[i - 1].chain)
		if (memcmp(r->seen[i - 1].key, key, KEY) == 0)
			return false;
	i = r->next_slot++;
	forget(r, i);
	memcpy(r->seen[i].key, key, KEY);
	link_slot(r, i);
	return true;
}
