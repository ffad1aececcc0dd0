/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <string.h>

#include "core/load/ckpt.h"
#include "core/load/gguf.h"
#include "core/load/jsonfile.h"
#include "core/tensor/quant.h"
#include "tests/load_case.h"
#include "tests/runner.h"

Suite *check_ckpt(void);

static float *
read_f32(struct ctx *c, struct ckpt *k, const char *name, size_t *n)
{
	const struct ckpt_entry *e = ckpt_find(k, name);
	struct tensor *t;
	float *out;

	ck_assert_msg(e != NULL, "%s", name);
	t = ckpt_tensor(c, k, e);
	ck_assert_msg(t != NULL, "%s: %s", name, c->err.text);
	*n = (size_t)tensor_size(t);
	out = malloc((*n + 1) * sizeof *out);
	ck_assert_msg(tensor_read(c, t, DT_F32, out), "%s", c->err.text);
	return out;
}

/* Every block type and every plain type, against what ggml gives. */
START_TEST(reads_every_type)
{
	char path[4096];
	struct ctx c;
	struct ckpt *k, *g;

	if (!case_fixture(path, sizeof path, "gguf/quant_blocks.gguf"))
		return;
	case_init(&c);
	k = ckpt_open(&c, path);
	ck_assert_msg(k != NULL, "%s", c.err.text);
	case_fixture(path, sizeof path, "gguf/quant_blocks.npz");
	g = ckpt_open(&c, path);
	ck_assert_msg(g != NULL, "%s", c.err.text);
	ck_assert_str_eq(ckpt_format(k), "GGUF");
	ck_assert_str_eq(ckpt_format(g), "npz");
	ck_assert_uint_eq(ckpt_count(k), ckpt_count(g));
	for (size_t i = 0; i < ckpt_count(k); i++) {
		const char *name = ckpt_entry_at(k, i)->name;
		size_t n, m;
		float *x, *y;

		/* what the tensor library cannot decode yet */
		if (dtype_is_block(ckpt_entry_at(k, i)->stored) &&
		    quants[ckpt_entry_at(k, i)->stored].decode == NULL)
			continue;
		x = read_f32(&c, k, name, &n);
		y = read_f32(&c, g, name, &m);

		ck_assert_uint_eq(n, m);
		for (size_t j = 0; j < n; j++)
			ck_assert_msg(x[j] == y[j] || (isnan(x[j]) &&
			    isnan(y[j])), "%s[%zu]: %g, not %g", name, j,
			    (double)x[j], (double)y[j]);
		free(x);
		free(y);
	}
	case_release(&c);
}
END_TEST

START_TEST(opens_shards_and_folders)
{
	char path[4096];
	struct ctx c;
	struct ckpt *k;
	struct value *tree;

	if (!case_fixture(path, sizeof path, "models/gpt_neox"))
		return;
	case_init(&c);
	k = ckpt_open(&c, path);
	ck_assert_msg(k != NULL, "%s", c.err.text);
	ck_assert_ptr_nonnull(ckpt_config(&c, k));
	ck_assert_ptr_nonnull(ckpt_find(k, "embed_out.weight"));
	tree = ckpt_tree(&c, k);
	ck_assert_msg(tree != NULL, "%s", c.err.text);
	tree = dict_find_atom(&c, tree, atom(&c, "gpt_neox"));
	ck_assert_ptr_nonnull(tree);
	tree = dict_find_atom(&c, tree, atom(&c, "layers"));
	ck_assert(value_is(tree, &list_kind));
	ck_assert_uint_eq(seq_len(tree), 4);
	case_release(&c);
}
END_TEST

/* ---- hostile files ----------------------------------------------------------- */

static void
write_file(const char *path, const unsigned char *p, size_t n)
{
	FILE *f = fopen(path, "wb");

	ck_assert_ptr_nonnull(f);
	ck_assert_uint_eq(fwrite(p, 1, n, f), n);
	fclose(f);
}

/* Opens and, where that works, reads everything: no crash, no silence. */
static bool
open_all(const char *path)
{
	struct ctx c;
	struct ckpt *k;
	bool ok;

	case_init(&c);
	k = ckpt_open(&c, path);
	ok = k != NULL;
	for (size_t i = 0; ok && i < ckpt_count(k); i++) {
		struct tensor *t = ckpt_tensor(&c, k, ckpt_entry_at(k, i));

		if (t == NULL)
			break;
	}
	for (size_t i = 0; ok && i < gguf_count(k); i++) {
		struct gguf_array a;
		struct gguf_value v;

		if (gguf_array(&gguf_pair_at(k, i)->value, &a))
			while (gguf_next(&a, &v))
				;
	}
	ck_assert(ok || err_is(&c, ERR_VALUE) || err_is(&c, ERR_OS));
	case_release(&c);
	return ok;
}

static const char *const small[] = {
	"small.gguf", "small.safetensors", "small.npz", "packed.npz",
	"small.npy",
};

START_TEST(survives_damage)
{
	static unsigned char data[65536];
	char path[4096], copy[] = "/tmp/penjing-ckpt-XXXXXX";
	int fd = mkstemp(copy);
	size_t n, opened = 0;
	FILE *f = fopen(case_data(path, sizeof path, small[_i]), "rb");

	ck_assert_msg(f != NULL, "%s", path);
	ck_assert_int_ge(fd, 0);
	close(fd);
	n = fread(data, 1, sizeof data, f);
	fclose(f);
	ck_assert(open_all(path));
	for (size_t cut = 0; cut < n; cut++) {
		write_file(copy, data, cut);
		opened += open_all(copy);
	}
	/* A cut file is refused, unless only padding went. */
	ck_assert_uint_le(opened, 32);
	for (size_t at = 0; at < n; at++) {
		for (int bit = 0; bit < 8; bit += 1 + (at > 200)) {
			data[at] ^= (unsigned char)(1 << bit);
			write_file(copy, data, n);
			open_all(copy);
			data[at] ^= (unsigned char)(1 << bit);
		}
	}
	unlink(copy);
}
END_TEST

Suite *
check_ckpt(void)
{
	Suite *s = suite_create("ckpt");
	TCase *t = tcase_create("formats");

	tcase_set_timeout(t, 120);
	tcase_add_test(t, reads_every_type);
	tcase_add_test(t, opens_shards_and_folders);
	tcase_add_loop_test(t, survives_damage, 0, (int)nitems(small));
	suite_add_tcase(s, t);
	return s;
}
