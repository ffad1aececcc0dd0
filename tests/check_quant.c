/* SPDX-License-Identifier: Apache-2.0 */
#include <check.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/tensor/quant.h"

Suite *check_quant(void);

static const struct { const char *name; enum dtype dtype; } types[] = {
#define X(n) { #n, DT_##n }
	X(Q4_0), X(Q4_1), X(Q5_0), X(Q5_1), X(Q8_0), X(Q2_K), X(Q3_K),
	X(Q4_K), X(Q5_K), X(Q6_K), X(IQ1_S), X(IQ1_M), X(IQ2_XXS), X(IQ2_XS),
	X(IQ2_S), X(IQ3_XXS), X(IQ3_S), X(IQ4_NL), X(IQ4_XS), X(TQ1_0),
	X(TQ2_0), X(MXFP4), X(NVFP4),
#undef X
};

static uint64_t
row_hash(const float *v, uint32_t n)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (uint32_t i = 0; i < n; i++) {
		uint32_t u;

		memcpy(&u, &v[i], 4);
		if (u == 0x80000000u)	/* the sign of a zero is free */
			u = 0;
		for (int k = 0; k < 4; k++)
			h = (h ^ (u >> (8 * k) & 255)) * 0x100000001b3u;
	}
	return h;
}

static FILE *
golden_open(void)
{
	const char *src = getenv("PENJING_SRC");
	char path[4096];

	snprintf(path, sizeof(path), "%s/tests/data/quant_blocks.bin",
	    src != NULL ? src : ".");
	return fopen(path, "rb");
}

/* Each row as ggml's own functions decode it, to the last bit. */
START_TEST(decodes_exactly)
{
	FILE *f = golden_open();
	char name[9] = "";
	uint32_t head[3];
	int seen = 0;

	ck_assert_msg(f != NULL, "tests/data/quant_blocks.bin");
	while (fread(name, 1, 8, f) == 8) {
		enum dtype dt = DT_COUNT;
		uint64_t want[64];
		unsigned char *data;
		float *out;

		for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
			if (strcmp(types[i].name, name) == 0)
				dt = types[i].dtype;
		ck_assert_msg(dt != DT_COUNT, "unknown type %s", name);
		ck_assert_uint_eq(fread(head, 4, 3, f), 3);
		ck_assert_uint_le(head[0], 64);
		ck_assert_uint_eq(fread(want, 8, head[0], f), head[0]);
		data = malloc(head[1]);
		out = malloc(head[2] * sizeof(*out));
		for (uint32_t r = 0; r < head[0]; r++) {
			ck_assert_uint_eq(fread(data, 1, head[1], f), head[1]);
			if (quants[dt].decode == NULL)
				continue;
			quants[dt].decode(out, data, head[2]);
			ck_assert_msg(row_hash(out, head[2]) == want[r],
			    "%s row %u differs", name, (unsigned)r);
		}
		seen += quants[dt].decode != NULL;
		free(data);
		free(out);
	}
	fclose(f);
	ck_assert_int_eq(seen, 23);
}
END_TEST

Suite *
check_quant(void)
{
	Suite *s = suite_create("quant");
	TCase *t = tcase_create("quant");

	tcase_add_test(t, decodes_exactly);
	suite_add_tcase(s, t);
	return s;
}
