/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Message signatures: HMAC over the four JSON frames as they are on the wire.
 * A signer does not change after sign_init: any thread may use it.
 */
#ifndef KERNEL_SIGN_H
#define KERNEL_SIGN_H

#include <stdbool.h>
#include <stddef.h>

#include <sodium.h>

struct bytes;

#define SIGN_HEX_MAX 129	/* sha512 in hexadecimal, and the NUL */

struct sign_scheme;

struct signer {
	const struct sign_scheme *scheme;	/* null: nothing is signed */
	union {
		crypto_auth_hmacsha256_state sha256;
		crypto_auth_hmacsha512_state sha512;
	} start;			/* after the key */
};

/* False when scheme has another name than hmac-sha256 or hmac-sha512. */
bool sign_init(struct signer *, const char *scheme, const char *key,
    size_t len);
void sign_release(struct signer *);
/* Writes the lower-case signature of n frames; empty when not signing. */
void sign_write(const struct signer *, const struct bytes *frame, size_t n,
    char out[SIGN_HEX_MAX]);
/* In a time that does not depend on the signature's content. */
bool sign_check(const struct signer *, const struct bytes *signature,
    const struct bytes *frame, size_t n);

/* The signatures seen last: a message that comes again is a replay. */
struct replay;

struct replay *replay_create(void);
void replay_free(struct replay **);
/* False when this signature was seen before; remembers it. */
bool replay_add(struct replay *, const struct bytes *signature);

#endif
