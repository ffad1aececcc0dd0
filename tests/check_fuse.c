/* SPDX-License-Identifier: Apache-2.0 */
/* Fused and unfused must agree, also when somebody holds what is inside. */
#include <check.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/tensor/backend.h"
#include "core/tensor/node.h"
#include "core/tensor/plan.h"
#include "core/tensor/storage.h"
#include "core/tensor/tensor.h"

Suite *check_fuse(void);

static uint64_t seed;

static float
uniform(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (float)((double)(seed >> 11) / 9007199254740992.0 * 2 - 1);
}

/* A context with or without the backend of the build tree. */
static void
engine_begin(struct ctx *c, bool backend)
{
	const char *dir = getenv("PENJING_BUILD");
	char path[4096];
	struct engine_options o = { .threads = 2 };

	snprintf(path, sizeof(path), "%s/penjing-backend.so",
	    dir != NULL ? dir : ".");
	if (backend)
		o.backend = path;
	ctx_init(c, NULL);
	engine_init(c, &o);
	/* Small graphs would not load it. */
	if (backend)
		ck_assert_msg(engine_backend(c) != NULL, "%s",
		    engine_backend_error(c));
	seed = 88172645463325252u;
}

static void
engine_end(struct ctx *c)
{
	ck_assert(!err_is_set(c));
	scope_drop(c, 0);
	engine_release(c);
	ctx_release(c);
}

/* An array of random numbers with axes "a:3 b:4". */
static struct tensor *
array(struct ctx *c, const char *spec)
{
	struct axis axes[TENSOR_MAX_AXES];
	int n = 0;
	size_t size = 1;
	float *v;
	struct tensor *t;

	while (*spec != '\0') {
		size_t len = strcspn(spec, ":");
		char *end;

		axes[n].name = len == 1 && *spec == '_' ? NULL :
		    atom_len(c, spec, len);
		axes[n].size = strtol(spec + len + 1, &end, 10);
		size *= (size_t)axes[n++].size;
		spec = end + strspn(end, " ");
	}
	v = malloc(size * sizeof(*v));
	for (size_t i = 0; i < size; i++)
		v[i] = uniform();
	t = tensor_new(c, DT_F32, n, axes, v);
	free(v);
	return t;
}

static struct tensor *
scalar(struct ctx *c, double x)
{
	return tensor_scalar_f(c, x, DT_F32, true);
}

static struct tensor *
contract(struct ctx *c, struct tensor *a, struct tensor *b, const char *name)
{
	const struct atom *n = atom(c, name);

	return tensor_contract(c, a, b, &n, 1);
}

static uint32_t
axis_mask(struct ctx *c, struct tensor *t, const char *name)
{
	return 1u << tensor_find_axis(t, atom(c, name));
}

/* A graph under test; hold: what somebody looks at besides the result. */
struct held {
	int n;
	struct tensor *t[8];
};
typedef struct tensor *graph_fn(struct ctx *, struct held *);

static void
hold(struct held *h, struct tensor *t)
{
	h->t[h->n++] = tensor_ref(t);
}

static const char *const fusion_names[] = {
	"attention", "matmul", "along", "pointwise",
};
enum { FUSIONS = 4 };
/* Steps of each fusion in the last run that held nothing, or something. */
static size_t fused[2][FUSIONS];

/* Runs a graph: what it gives, then what it holds, as floats in *out. */
static size_t
graph_run(graph_fn *fn, bool backend, bool holding, float **out)
{
	struct ctx c;
	struct held h = { .n = 0 };
	struct tensor *t;
	size_t n = 0, mark;

	engine_begin(&c, backend);
	mark = scope_mark(&c.scope);
	t = tensor_ref(fn(&c, &h));
	ck_assert_msg(t != NULL && !err_is_set(&c), "%s",
	    err_is_set(&c) ? c.err.text : "");
	scope_drop(&c, mark);
	for (int i = 0; i < h.n && !holding; i++)
		tensor_unref(h.t[i]);
	if (!holding)
		h.n = 0;
	*out = malloc(1 << 24);
	ck_assert_msg(tensor_read(&c, t, DT_F32, *out), "%s",
	    err_is_set(&c) ? c.err.text : "?");
	n = (size_t)tensor_size(t);
	for (int i = 0; i < h.n; i++) {
		ck_assert(tensor_read(&c, h.t[i], DT_F32, *out + n));
		n += (size_t)tensor_size(h.t[i]);
		tensor_unref(h.t[i]);
	}
	tensor_unref(t);
	for (int i = 0; i < FUSIONS && backend; i++) {
		size_t declined;

		fused[holding][i] = plans_fused(engine_plans(&c),
		    fusion_names[i], &declined);
		/* An axis that does not lie side by side is not for it. */
		ck_assert_uint_le(declined, i == 2);
	}
	engine_end(&c);
	return n;
}

static void
graph_compare(const char *name, graph_fn *fn, float tol)
{
	for (int holding = 0; holding < 2; holding++) {
		float *want, *got;
		size_t n = graph_run(fn, false, holding, &want);

		ck_assert_uint_eq(graph_run(fn, true, holding, &got), n);
		for (size_t i = 0; i < n; i++)
			ck_assert_msg(fabsf(want[i] - got[i]) <= tol,
			    "%s (holding %d) at %zu: %g, not %g", name,
			    holding, i, (double)got[i], (double)want[i]);
		free(want);
		free(got);
	}
}

/* ---- graphs ------------------------------------------------------------------ */

static struct tensor *
chain(struct ctx *c, struct held *h)
{
	struct tensor *x = array(c, "seq:37 emb:65");
	struct tensor *y = array(c, "emb:65 seq:37");
	struct tensor *s = tensor_binary(c, BINARY_mul, x, scalar(c, 1.5));
	struct tensor *t = tensor_binary(c, BINARY_add, s, y);

	hold(h, s);
	t = tensor_unary(c, UNARY_tanh, t);
	t = tensor_where(c, tensor_binary(c, BINARY_gt, t, scalar(c, 0.1)),
	    tensor_binary(c, BINARY_mul, t, t), array(c, "emb:65"));
	hold(h, t);
	return tensor_binary(c, BINARY_sub, tensor_unary(c, UNARY_exp, t),
	    s);
}

static struct tensor *
positional(struct ctx *c, struct held *h)
{
	struct tensor *x = array(c, "_:30 _:40 a:5");
	struct tensor *y = array(c, "_:40 a:5");
	struct tensor *t = tensor_binary(c, BINARY_add, x, y);

	hold(h, t);
	t = tensor_binary(c, BINARY_div, t, tensor_binary(c, BINARY_add,
	    tensor_unary(c, UNARY_square, t), scalar(c, 1)));
	return tensor_binary(c, BINARY_max, t, array(c, "_:30 _:1 b:3"));
}

static struct tensor *
normalised(struct ctx *c, struct held *h)
{
	struct tensor *x = array(c, "seq:37 emb:65"), *t;

	t = tensor_rms_standardize(c, x, axis_mask(c, x, "emb"), 1e-5);
	hold(h, t);
	t = tensor_binary(c, BINARY_mul, t, array(c, "emb:65"));
	t = tensor_softmax(c, t, axis_mask(c, t, "emb"));
	t = tensor_standardize(c, t, axis_mask(c, t, "seq"), 1e-5);
	return tensor_binary(c, BINARY_mul, array(c, "seq:37"), t);
}

static struct tensor *
mlp(struct ctx *c, struct held *h)
{
	struct tensor *x = array(c, "batch:2 seq:9 emb:64"), *g, *u, *t;

	g = contract(c, x, array(c, "neurons:128 emb:64"), "emb");
	g = tensor_binary(c, BINARY_add, g, array(c, "neurons:128"));
	g = tensor_unary(c, UNARY_silu, g);
	hold(h, g);
	u = contract(c, x, array(c, "emb:64 neurons:128"), "emb");
	t = tensor_binary(c, BINARY_mul, g, u);
	hold(h, t);
	t = contract(c, t, array(c, "emb:64 neurons:128"), "neurons");
	return tensor_binary(c, BINARY_add, x, t);
}

/* One row: the way of a decode step. */
static struct tensor *
mlp_one(struct ctx *c, struct held *h)
{
	struct tensor *x = array(c, "seq:1 emb:64"), *t;

	t = contract(c, x, array(c, "neurons:500 emb:64"), "emb");
	t = tensor_unary(c, UNARY_gelu_tanh, tensor_binary(c, BINARY_add, t,
	    array(c, "neurons:500")));
	hold(h, t);
	t = contract(c, t, array(c, "emb:64 neurons:500"), "neurons");
	return tensor_binary(c, BINARY_add, t, x);
}

static int attention_seq, attention_kind;

/* The same with its names in the opposite order, as layers leave them. */
static struct tensor *
turned(struct ctx *c, struct tensor *t)
{
	int order[TENSOR_MAX_AXES], n = tensor_naxes(t);

	for (int i = 0; i < n; i++)
		order[i] = n - 1 - i;
	return tensor_order(c, t, order);
}

static struct tensor *
attention(struct ctx *c, struct held *h)
{
	/* Letters: batch 0, position 1, key head 2, group 3, dim 4, key 5 */
	static const uint8_t lq[] = { 0, 1, 2, 3, 4 }, lk[] = { 0, 5, 2, 4 },
	    ls[] = { 0, 1, 2, 3, 5 }, lo[] = { 0, 1, 2, 3, 4 };
	char spec[128];
	struct axis out[5];
	struct tensor *q, *k, *v, *s;
	int kv = attention_seq == 1 ? 77 : attention_seq;

	snprintf(spec, sizeof(spec), "batch:2 seq:%d heads:2 group:3 "
	    "proj:24", attention_seq);
	q = array(c, spec);
	snprintf(spec, sizeof(spec), "batch:2 kv_seq:%d heads:2 proj:24", kv);
	k = array(c, spec);
	v = array(c, spec);
	memcpy(out, tensor_axes(q), sizeof(out));
	out[4] = (struct axis){ atom(c, "kv_seq"), kv };
	s = tensor_einsum(c, q, lq, k, lk, 5, ls, out);
	if (attention_kind & 1)
		s = tensor_binary(c, BINARY_mul, tensor_unary(c, UNARY_tanh,
		    tensor_binary(c, BINARY_div, s, scalar(c, 2))),
		    scalar(c, 2));
	if (attention_kind & 4)
		s = turned(c, s);
	hold(h, s);
	if (attention_kind & 2)
		s = tensor_where(c, tensor_binary(c, BINARY_ge,
		    tensor_arange(c, DT_I32, kv - attention_seq, 1,
		    (struct axis){ atom(c, "seq"), attention_seq }),
		    tensor_arange(c, DT_I32, 0, 1, out[4])), s,
		    scalar(c, -1e10));
	if (attention_kind & 4)
		s = turned(c, turned(c, s));
	s = tensor_softmax(c, s, axis_mask(c, s, "kv_seq"));
	memcpy(out, tensor_axes(q), sizeof(out));
	{
		/* The weights' axes may stand in another order by now. */
		uint8_t lw[5];

		for (int i = 0; i < 5; i++)
			lw[i] = tensor_axes(s)[i].name == atom(c, "kv_seq") ?
			    5 : (uint8_t)tensor_find_axis(q,
			    tensor_axes(s)[i].name);
		return tensor_einsum(c, s, lw, v, lk, 5, lo, out);
	}
}

START_TEST(fused_as_unfused)
{
	graph_compare("chain", chain, 2e-6f);
	/* All but the product that comes twice is one step. */
	ck_assert_uint_eq(fused[0][3], 1);
	ck_assert_uint_ge(fused[1][3], 2);
	graph_compare("positional", positional, 2e-6f);
	ck_assert_uint_ge(fused[0][3], 1);
	graph_compare("normalised", normalised, 1e-5f);
	ck_assert_uint_eq(fused[0][2], 2);
	graph_compare("mlp", mlp, 1e-3f);
	ck_assert_uint_eq(fused[0][1], 2);
	graph_compare("mlp_one", mlp_one, 1e-3f);
	ck_assert_uint_eq(fused[0][1], 2);
}
END_TEST

START_TEST(attention_as_unfused)
{
	static const int lengths[] = { 1, 2, 70 };

	for (int i = 0; i < 24; i++) {
		attention_seq = lengths[i % 3];
		attention_kind = i / 3;
		graph_compare("attention", attention, 1e-5f);
		ck_assert_uint_eq(fused[0][0], 1);
		ck_assert_uint_eq(fused[1][0], 0);
	}
}
END_TEST

Suite *
check_fuse(void)
{
	Suite *s = suite_create("fuse");
	TCase *t = tcase_create("fuse");

	tcase_set_timeout(t, 60);
	tcase_add_test(t, fused_as_unfused);
	tcase_add_test(t, attention_as_unfused);
	suite_add_tcase(s, t);
	return s;
}
