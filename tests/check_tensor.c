/* SPDX-License-Identifier: Apache-2.0 */
/* Arrays as a user of tensor.h sees them: axes, laziness, errors, memory. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "core/tensor/engine.h"
#include "core/tensor/node.h"
#include "core/tensor/tensor.h"

static struct ctx ctx;
static struct ctx *const c = &ctx;

static void
setup(void)
{
	static const struct engine_options o = { 0 };

	ctx_init(c, NULL);
	engine_init(c, &o);
}

static void
teardown(void)
{
	scope_release(&c->scope);
	engine_release(c);
	ctx_release(c);
}

#define A(name) atom(c, name)

static struct tensor *
iota(int n, const struct axis *axes)
{
	int64_t count = 1;
	int i;

	for (i = 0; i < n; i++)
		count *= axes[i].size;
	{
		struct tensor *t = tensor_arange(c, DT_F32, 0, 1,
		    (struct axis){ NULL, count });
		struct tensor *s = tensor_split(c, t, 0, axes, n);

		ck_assert_ptr_nonnull(s);
		return s;
	}
}

static void
assert_text(const struct tensor *t, const char *want)
{
	struct buf b = BUF_INIT;

	ck_assert_ptr_nonnull(t);
	tensor_describe(&b, t);
	ck_assert_str_eq(b.data, want);
	buf_release(&b);
}

static void
assert_values(struct tensor *t, int n, const double *want)
{
	double got[64];
	int i;

	ck_assert_ptr_nonnull(t);
	ck_assert_int_eq(tensor_size(t), n);
	ck_assert(tensor_read(c, t, DT_F64, got));
	for (i = 0; i < n; i++)
		ck_assert_double_eq_tol(got[i], want[i], 1e-6);
}

static void
assert_error(enum err_kind kind, const char *part)
{
	ck_assert_int_eq(c->err.kind, kind);
	ck_assert_msg(strstr(c->err.text, part) != NULL, "%s", c->err.text);
	err_clear(c);
}

/* The cases of the named-axes tutorial. */
START_TEST(naming)
{
	struct axis axes[3] = { { A("foo"), 2 }, { A("bar"), 3 },
		{ A("baz"), 5 } };
	const struct atom *names[2] = { A("bar"), A("foo") };
	struct tensor *t = iota(3, axes), *u;
	static const double first[] = { 0, 1, 2, 3, 4, 15, 16, 17, 18, 19 };

	u = tensor_untag(c, t, names, 2);
	assert_text(u, "float32[3,2|baz:5]");
	assert_values(tensor_pick(c, u, 0, 0), 10, first);
	assert_text(tensor_untag_prefix(c, u, &axes[2].name, 1),
	    "float32[5,3,2]");
	ck_assert_ptr_null(tensor_untag(c, u, names, 1));
	assert_error(ERR_VALUE, "`untag` cannot be used to introduce");
	ck_assert_ptr_null(tensor_tag(c, u, names, 1));
	assert_error(ERR_VALUE, "exactly as many names given to `tag`");
	names[1] = names[0];
	ck_assert_ptr_null(tensor_tag(c, u, names, 2));
	assert_error(ERR_VALUE, "Repeated axis names are not allowed");
	ck_assert_ptr_null(tensor_untag(c, t, names, 2));
	assert_error(ERR_VALUE, "Repeats in `axis_order`");
	names[0] = A("bat");
	ck_assert_ptr_null(tensor_untag(c, t, names, 1));
	assert_error(ERR_VALUE, "did you mean");
}
END_TEST

START_TEST(lifting)
{
	struct axis fb[2] = { { A("foo"), 2 }, { A("bar"), 3 } };
	struct axis zf[2] = { { A("baz"), 5 }, { A("foo"), 2 } };
	struct axis bad[1] = { { A("foo"), 3 } };
	struct tensor *a = iota(2, fb), *b = iota(2, zf), *s;
	double x;

	s = tensor_binary(c, BINARY_add, a, b);
	assert_text(s, "float32[|foo:2,bar:3,baz:5]");
	ck_assert(tensor_is_pending(s));
	ck_assert(tensor_item_f(c, tensor_pick(c, tensor_pick(c,
	    tensor_pick(c, s, 0, 1), 0, 2), 0, 3), &x));
	ck_assert_double_eq(x, 5 + 7);
	ck_assert_ptr_null(tensor_binary(c, BINARY_add, a, iota(1, bad)));
	assert_error(ERR_VALUE, "'foo' has size 2 and size 3");
}
END_TEST

START_TEST(views_share)
{
	struct axis axes[2] = { { NULL, 4 }, { NULL, 6 } };
	struct tensor *t = iota(2, axes), *v;
	static const int turn[2] = { 1, 0 };
	static const double want[] = { 20, 8, 21, 9 };
	static const int64_t flat[1] = { -1 };

	v = tensor_slice(c, tensor_slice(c, t, 0, 3, 2, -2), 1, 2, 2, 1);
	ck_assert_int_eq(tensor_storage_serial(v), tensor_storage_serial(t));
	v = tensor_order(c, v, turn);
	assert_values(v, 4, want);
	v = tensor_reshape(c, v, flat, 1);
	ck_assert(tensor_is_pending(v));
	assert_values(v, 4, want);
	ck_assert_int_eq(tensor_storage_serial(tensor_reshape(c, t, flat, 1)),
	    tensor_storage_serial(t));
}
END_TEST

/* A cache that grows: in place only when nobody can see the old value. */
START_TEST(update_in_place)
{
	struct axis axes[1] = { { NULL, 4 } }, one[1] = { { NULL, 1 } };
	struct tensor *t, *u, *part, *at;
	uint64_t serial;
	size_t mark = scope_mark(&c->scope);
	static const double old[] = { 1, 1, 1, 1 }, new[] = { 1, 1, 7, 1 };

	t = tensor_ref(tensor_fill(c, 1, DT_F32, 1, axes));
	part = tensor_ref(tensor_fill(c, 7, DT_F32, 1, one));
	at = tensor_ref(tensor_scalar_i(c, 2, DT_I32, false));
	scope_drop(c, mark);
	u = tensor_ref(tensor_update_slice(c, t, 0, at, part));
	scope_drop(c, mark);
	ck_assert(tensor_force(c, u));
	ck_assert(tensor_data(u, NULL) != tensor_data(t, NULL));
	assert_values(t, 4, old);
	assert_values(u, 4, new);
	scope_drop(c, mark);
	tensor_unref(u);
	{
		const void *place = tensor_data(t, NULL);

		serial = tensor_storage_serial(t);
		u = tensor_ref(tensor_update_slice(c, t, 0, at, part));
		scope_drop(c, mark);
		tensor_unref(t);
		ck_assert(tensor_force(c, u));
		ck_assert(tensor_data(u, NULL) == place);
		ck_assert(tensor_storage_serial(u) != serial);
		assert_values(u, 4, new);
	}
	tensor_unref(u);
	tensor_unref(part);
	tensor_unref(at);
}
END_TEST

/* Freeing a long chain of pending nodes must not recurse. */
START_TEST(long_chain)
{
	struct tensor *t = tensor_ref(tensor_scalar_f(c, 0, DT_F32, false));
	struct tensor *one = tensor_scalar_f(c, 1, DT_F32, false);
	size_t mark = scope_mark(&c->scope);
	double x;
	int i;

	for (i = 0; i < 200000; i++) {
		struct tensor *next = tensor_ref(tensor_binary(c, BINARY_add,
		    t, one));

		scope_drop(c, mark);
		tensor_unref(t);
		t = next;
	}
	tensor_ref(one);
	tensor_unref(t);
	t = tensor_binary(c, BINARY_add, one, one);
	ck_assert(tensor_item_f(c, t, &x));
	ck_assert_double_eq(x, 2);
	tensor_unref(one);
}
END_TEST

START_TEST(nth_failure)
{
	struct axis axes[2] = { { NULL, 8 }, { NULL, 8 } };
	struct tensor *t = iota(2, axes), *s;
	size_t mark = scope_mark(&c->scope), n;
	bool ok = false;

	for (n = 1; !ok && n < 50; n++) {
		storage_fail_nth(c, n);
		s = tensor_matmul(c, tensor_unary(c, UNARY_exp, t),
		    tensor_softmax(c, tensor_cast(c, t, DT_BF16), 2));
		ok = s != NULL && tensor_force(c, s);
		if (!ok) {
			ck_assert(err_is(c, ERR_MEMORY));
			err_clear(c);
			storage_fail_nth(c, 0);
			/* A failed node can be tried again. */
			ck_assert(tensor_force(c, s));
		}
		storage_fail_nth(c, 0);
		scope_drop(c, mark);
	}
	ck_assert(ok);
	ck_assert_int_gt(n, 3);
}
END_TEST

START_TEST(sizes)
{
	struct axis bad[2] = { { NULL, -1 }, { NULL, 1 } };
	struct axis huge[2] = { { NULL, (int64_t)1 << 40 },
		{ NULL, (int64_t)1 << 40 } };
	struct axis twice[2] = { { A("a"), 1 }, { A("a"), 1 } };
	struct axis large[1] = { { NULL, (int64_t)1 << 45 } };

	ck_assert_ptr_null(tensor_fill(c, 0, DT_F32, 2, bad));
	assert_error(ERR_VALUE, "cannot have the size -1");
	ck_assert_ptr_null(tensor_fill(c, 0, DT_F32, 2, huge));
	assert_error(ERR_MEMORY, "does not fit into memory");
	ck_assert_ptr_null(tensor_fill(c, 0, DT_F32, 2, twice));
	assert_error(ERR_VALUE, "'a' is there twice");
	ck_assert_ptr_null(tensor_fill(c, 0, DT_F32, 1, large));
	assert_error(ERR_MEMORY, "MiB");
}
END_TEST

START_TEST(promotion)
{
	static const struct {
		enum dtype a;
		bool aw;
		enum dtype b;
		bool bw;
		enum dtype want;
		bool weak;
	} rows[] = {
		{ DT_I32, false, DT_F16, false, DT_F16, false },
		{ DT_F16, false, DT_BF16, false, DT_F32, false },
		{ DT_U8, false, DT_I8, false, DT_I16, false },
		{ DT_U32, false, DT_I32, false, DT_I64, false },
		{ DT_BOOL, false, DT_I32, true, DT_I32, true },
		{ DT_I8, false, DT_I32, true, DT_I8, false },
		{ DT_I32, false, DT_F32, true, DT_F32, true },
		{ DT_BF16, false, DT_F32, true, DT_BF16, false },
		{ DT_U64, false, DT_I64, false, DT_F32, true },
		{ DT_F64, false, DT_F32, true, DT_F64, false },
	};
	size_t i;
	bool weak;

	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		ck_assert_int_eq(dtype_promote(rows[i].a, rows[i].aw,
		    rows[i].b, rows[i].bw, &weak), rows[i].want);
		ck_assert_int_eq(weak, rows[i].weak);
	}
}
END_TEST

START_TEST(halves)
{
	uint32_t h;

	for (h = 0; h < 0x10000; h++) {
		float f = dtype_f16_to_f32((uint16_t)h);

		if (isnan(f))
			ck_assert(isnan(dtype_f16_to_f32(
			    dtype_f32_to_f16(f))));
		else
			ck_assert_uint_eq(dtype_f32_to_f16(f), h);
	}
	ck_assert_float_eq(dtype_f16_to_f32(0x3c00), 1);
	ck_assert_float_eq(dtype_f16_to_f32(0x0001), 0x1p-24f);
	ck_assert_uint_eq(dtype_f32_to_f16(65520), 0x7c00);
	ck_assert_uint_eq(dtype_f32_to_f16(65519), 0x7bff);
	ck_assert_uint_eq(dtype_f32_to_f16(0x1.004p0f), 0x3c01);
	ck_assert_uint_eq(dtype_f32_to_f16(0x1.002p0f), 0x3c00);
	ck_assert_uint_eq(dtype_f32_to_f16(0x1.8p-25f), 0x0001);
	ck_assert_uint_eq(dtype_f32_to_bf16(0x1.01p0f), 0x3f80);
	ck_assert_uint_eq(dtype_f32_to_bf16(0x1.03p0f), 0x3f82);
}
END_TEST

static void
assert_bits(struct tensor *t, int n, const uint32_t *want)
{
	uint32_t got[32];
	int i;

	ck_assert_ptr_nonnull(t);
	ck_assert_int_eq(tensor_size(t), n);
	ck_assert(tensor_read(c, t, DT_U32, got));
	for (i = 0; i < n; i++)
		ck_assert_uint_eq(got[i], want[i]);
}

/* Words that JAX gives. */
START_TEST(threefry_words)
{
	struct axis pair[1] = { { NULL, 2 } };
	static const uint32_t zero[2] = { 0, 0 }, k42[2] = { 0, 42 };
	static const uint32_t old[] = { 0xf71f4ea9, 0x39a405d9, 0xa20e4081,
		0x4bdfae2f };
	static const uint32_t new[] = { 0x6b200159, 0x99ba4efe, 0x375f238f,
		0xcddb151d };
	static const uint32_t fold[] = { 64467757, 2916123636u };
	struct tensor *key = tensor_new(c, DT_U32, 1, pair, zero), *t;
	uint32_t word;

	assert_bits(tensor_threefry_split(c, key, 2, false), 4, old);
	assert_bits(tensor_threefry_split(c, key, 2, true), 4, new);
	t = tensor_new(c, DT_U32, 1, pair, k42);
	assert_bits(tensor_threefry_fold_in(c, t, 1), 2, fold);
	/* uniform(key 0, ()) is 0.41845703 and 0.9476670 */
	t = tensor_threefry_bits(c, key, 0, NULL, false);
	ck_assert(tensor_read(c, t, DT_U32, &word));
	ck_assert_double_eq_tol((word >> 9) * 0x1p-23, 0.41845703, 1e-7);
	t = tensor_threefry_bits(c, key, 0, NULL, true);
	ck_assert(tensor_read(c, t, DT_U32, &word));
	ck_assert_double_eq_tol((word >> 9) * 0x1p-23, 0.9476670, 1e-6);
}
END_TEST

START_TEST(stats)
{
	struct axis axes[2] = { { NULL, 3 }, { NULL, 1000 } };
	struct tensor *t = iota(2, axes);
	struct tensor_stats s;
	static const float some[5] = { 1, NAN, INFINITY, -3, 0 };
	struct axis five[1] = { { NULL, 5 } };

	ck_assert(tensor_stats(c, tensor_order(c, t, (int[]){ 1, 0 }), &s));
	ck_assert_int_eq(s.n, 3000);
	ck_assert_double_eq(s.mean, 1499.5);
	ck_assert_double_eq_tol(s.std, 866.0253556, 1e-6);
	ck_assert_double_eq(s.max, 2999);
	ck_assert(tensor_stats(c, tensor_new(c, DT_F32, 1, five, some), &s));
	ck_assert_int_eq(s.nan, 1);
	ck_assert_int_eq(s.pos_inf, 1);
	ck_assert_int_eq(s.zero, 1);
	ck_assert_double_eq(s.min, -3);
}
END_TEST

/* A file of n float32: 0, 1, ... */
static void
file_write(char *path, int n)
{
	int fd = mkstemp(path), i;

	ck_assert_int_ge(fd, 0);
	for (i = 0; i < n; i++) {
		float x = (float)i;

		ck_assert_int_eq(write(fd, &x, sizeof x), sizeof x);
	}
	close(fd);
}

START_TEST(mapped)
{
	char path[] = "/tmp/check_tensor.XXXXXX";
	struct axis axes[1] = { { NULL, 4096 } };
	struct storage *s;
	struct tensor *t, *u;
	static float out[4096];
	double x;

	ck_assert_ptr_null(storage_map(c, "/nonexistent/file"));
	assert_error(ERR_FILE_NOT_FOUND, "No such file");
	ck_assert_ptr_null(storage_map(c, "/tmp"));
	assert_error(ERR_IS_A_DIRECTORY, "");
	file_write(path, 4096);
	s = storage_map(c, path);
	ck_assert_ptr_nonnull(s);
	ck_assert_ptr_null(tensor_of_storage(c, DT_F32, 1, axes, s, 4));
	assert_error(ERR_VALUE, "do not lie inside");
	t = tensor_of_storage(c, DT_F32, 1, axes, s, 0);
	ck_assert(tensor_is_mapped(t));
	/* Casts of what is mapped stay lazy at the end of a cell. */
	u = tensor_cast(c, t, DT_BF16);
	ck_assert(engine_flush(c));
	ck_assert(tensor_is_pending(u));
	ck_assert(tensor_item_f(c, tensor_pick(c, u, 0, 100), &x));
	ck_assert_double_eq(x, 100);
	ck_assert(tensor_read(c, t, DT_F32, out));
	ck_assert_float_eq(out[4095], 4095);
	/* The file shrinks: an error, not a crash, and only once. */
	ck_assert_int_eq(truncate(path, 100), 0);
	ck_assert(!tensor_read(c, t, DT_F32, out));
	assert_error(ERR_OS, "became shorter");
	ck_assert(tensor_read(c, t, DT_F32, out));
	storage_unref(s);
	unlink(path);
}
END_TEST

/* What is held is computed at the end of a cell, in order; the rest is not.
 * Errors name the line that recorded the node. */
START_TEST(flush)
{
	struct axis axes[1] = { { NULL, 1000 } };
	struct tensor *t = tensor_fill(c, 1, DT_F32, 1, axes), *u, *v, *w;
	size_t mark = scope_mark(&c->scope);

	engine_origin(c, (struct origin){ "source", 10, 20 });
	u = tensor_unary(c, UNARY_exp, t);
	v = tensor_ref(tensor_unary(c, UNARY_exp, u));
	engine_origin(c, (struct origin){ "source", 30, 40 });
	w = tensor_ref(tensor_unary(c, UNARY_exp, v));
	tensor_ref(t);
	scope_drop(c, mark);
	storage_fail_nth(c, 3);
	ck_assert(!engine_flush(c));
	ck_assert_str_eq(c->err.recorded, "source");
	ck_assert_uint_eq(c->err.recorded_begin, 30);
	assert_error(ERR_MEMORY, "does not fit");
	storage_fail_nth(c, 0);
	ck_assert(!tensor_is_pending(v));
	ck_assert(tensor_is_pending(w));
	ck_assert(engine_flush(c));
	ck_assert(!tensor_is_pending(w));
	ck_assert_ptr_null(c->engine->oldest);
	tensor_unref(v);
	tensor_unref(w);
	tensor_unref(t);
}
END_TEST

/* Reading the old value comes before and after the write in the graph. */
START_TEST(update_aliases)
{
	struct axis axes[1] = { { NULL, 4 } }, one[1] = { { NULL, 1 } };
	static const double old[] = { 1, 1, 1, 1 }, twice[] = { 2, 2, 2, 2 };
	static const double new[] = { 1, 7, 1, 1 };
	struct tensor *part = tensor_fill(c, 7, DT_F32, 1, one);
	struct tensor *at = tensor_scalar_i(c, 1, DT_I32, false);
	size_t mark = scope_mark(&c->scope);
	int order;

	for (order = 0; order < 4; order++) {
		struct tensor *t, *u, *v, *w;

		t = tensor_ref(tensor_fill(c, 1, DT_F32, 1, axes));
		/* A view that is computed, and readers around the write. */
		w = tensor_ref(tensor_slice(c, t, 0, 3, 4, -1));
		v = tensor_ref(tensor_binary(c, BINARY_add, t, t));
		u = tensor_ref(tensor_update_slice(c, t, 0, at, part));
		if (order & 1) {
			tensor_unref(v);
			v = tensor_ref(tensor_binary(c, BINARY_add, t, t));
		}
		scope_drop(c, mark);
		tensor_unref(t);
		if (order & 2)
			ck_assert(tensor_force(c, u));
		assert_values(v, 4, twice);
		assert_values(u, 4, new);
		assert_values(w, 4, old);
		tensor_unref(u);
		tensor_unref(v);
		tensor_unref(w);
	}
}
END_TEST

Suite *suite_tensor(void);

Suite *
suite_tensor(void)
{
	Suite *s = suite_create("tensor");
	TCase *tc = tcase_create("tensor");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, naming);
	tcase_add_test(tc, lifting);
	tcase_add_test(tc, views_share);
	tcase_add_test(tc, update_in_place);
	tcase_add_test(tc, long_chain);
	tcase_add_test(tc, nth_failure);
	tcase_add_test(tc, sizes);
	tcase_add_test(tc, promotion);
	tcase_add_test(tc, halves);
	tcase_add_test(tc, threefry_words);
	tcase_add_test(tc, stats);
	tcase_add_test(tc, mapped);
	tcase_add_test(tc, flush);
	tcase_add_test(tc, update_aliases);
	suite_add_tcase(s, tc);
	return s;
}
