/* SPDX-License-Identifier: Apache-2.0 */
/* The hue of a type: the same name has the same colour everywhere. */
#include <sodium.h>
#include <string.h>

#include "display/build.h"

float
colour_hue(const char *key)
{
	unsigned char digest[crypto_hash_sha256_BYTES];

	crypto_hash_sha256(digest, (const unsigned char *)key, strlen(key));
	return (float)(digest[0] | digest[1] << 8) / 65536.0f * 360.0f;
}
