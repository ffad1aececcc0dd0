/* SPDX-License-Identifier: Apache-2.0 */
#include "core/tensor/contract.h"

#include <string.h>

#include "core/base/ctx.h"
#include "core/tensor/engine.h"
#include "core/tensor/op.h"
#include "core/tensor/quant.h"
#include "core/tensor/rows.h"
#include "core/tensor/strided.h"

/* ---- indices -------------------------------------------------------------- */

#define MAX_LETTERS (3 * TENSOR_MAX_AXES)

/* One letter: its size, and its stride in a, b and the result. */
struct index {
	int64_t size, stride[3];
	int axis;		/* of the result; -1: summed over */
	bool in[2];		/* does the operand vary along it? */
};

struct indices {
	int n;
	struct index index[MAX_LETTERS];
};

/* The letters of both operands and the result as small numbers. */
static bool
indices_read(const struct tensor *out, struct tensor *const *in,
    struct indices *l)
{
	const struct einsum_attr *e = out->attr;
	const uint8_t *letters[3] = { e->a, e->b, e->out };
	int8_t place[256];
	int k, i;

	memset(place, -1, sizeof place);
	l->n = 0;
	for (k = 0; k < 3; k++) {
		const struct tensor *t = k < 2 ? in[k] : out;

		for (i = 0; i < t->naxes; i++) {
			int8_t *p = &place[letters[k][i]];
			struct index *x;

			if (*p < 0) {
				*p = (int8_t)l->n++;
				l->index[*p] = (struct index){ .axis = -1,
				    .size = 1 };
			}
			x = &l->index[*p];
			if (t->axis[i].size != 1)
				x->size = t->axis[i].size;
			if (k == 2)
				x->axis = i;
			else if (t->axis[i].size != 1) {
				x->stride[k] = t->stride[i];
				x->in[k] = true;
			}
		}
	}
	return true;
}

enum group { BATCH, ROW, COLUMN, SUMMED, GROUPS };

static enum group
index_group(const struct index *x, int a)
{
	if (x->axis < 0)
		return SUMMED;
	if (x->in[a] && !x->in[!a])
		return ROW;
	return x->in[!a] && !x->in[a] ? COLUMN : BATCH;
}

static int64_t
magnitude(int64_t x)
{
	return x < 0 ? -x : x;
}

/* The indices of a group, as they lie in memory of operand k. */
static int
group_list(const struct indices *l, enum group g, int a, int k, int *list)
{
	int i, j, n = 0;

	for (i = 0; i < l->n; i++) {
		const struct index *x = &l->index[i];

		if (index_group(x, a) != g || x->size == 1)
			continue;
		for (j = n++; j > 0 && magnitude(
		    l->index[list[j - 1]].stride[k]) <
		    magnitude(x->stride[k]); j--)
			list[j] = list[j - 1];
		list[j] = i;
	}
	return n;
}

/* From the innermost outwards: how many indices are one with even strides in
 * these operands (a mask). */
static int
group_merges(const struct indices *l, const int *list, int n, unsigned which,
    int64_t *size)
{
	int i, k, count = 0;

	*size = 1;
	for (i = n; i-- > 0; count++) {
		const struct index *x = &l->index[list[i]];
		const struct index *last = &l->index[list[n - 1]];

		for (k = 0; k < 3; k++)
			if ((which >> k & 1) && count > 0 &&
			    x->stride[k] != last->stride[k] * *size)
				return count;
		*size *= x->size;
	}
	return count;
}

/* ---- which is the weight, and copies ------------------------------------------ */

/* What comes from a file or is in blocks will be met again. Not told by how
 * often it was met: a product has the same roundings each time. */
static bool
is_weight(const struct tensor *t)
{
	return t->storage->kind == STORAGE_MAP || dtype_is_block(t->stored);
}

/*
 * A copy of operand k whose memory is batch, rows (or columns), then what is
 * summed over, in the order of list.
 */
static struct tensor *
operand_copy(struct ctx *c, struct tensor *t, const uint8_t *letters,
    const struct indices *l, const int *summed, int nsummed,
    const uint8_t *letter_of, enum dtype d)
{
	struct tensor *copy = node_create(c, d, t->naxes, t->axis);
	int order[TENSOR_MAX_AXES], i, j, n = 0;
	uint32_t used = 0;

	(void)l;
	for (i = 0; i < nsummed; i++)
		for (j = 0; j < t->naxes; j++)
			if (letters[j] == letter_of[summed[i]])
				used |= 1u << j;
	for (j = 0; j < t->naxes; j++)
		if ((used >> j & 1) == 0)
			order[n++] = j;
	for (i = 0; i < nsummed; i++)
		for (j = 0; j < t->naxes; j++)
			if (letters[j] == letter_of[summed[i]])
				order[n++] = j;
	return node_alloc_order(c, copy, order) &&
	    strided_copy_tensor(c, copy, t) ? copy : NULL;
}

/* Which letter stands behind each index. */
static void
indices_letters(const struct tensor *out, struct tensor *const *in,
    uint8_t *letter_of)
{
	const struct einsum_attr *e = out->attr;
	const uint8_t *letters[3] = { e->a, e->b, e->out };
	bool seen[256] = { false };
	int k, i, n = 0;

	for (k = 0; k < 3; k++)
		for (i = 0; i < (k < 2 ? in[k] : out)->naxes; i++)
			if (!seen[letters[k][i]]) {
				seen[letters[k][i]] = true;
				letter_of[n++] = letters[k][i];
			}
}

/* ---- canonical form --------------------------------------------------------------- */

/* Types that the product reads in place: others are converted before. */
static bool
reads_in_place(enum dtype stored, enum dtype made)
{
	if (made != DT_F32)
		return stored == made;
	return stored == DT_F32 || stored == DT_BF16 || stored == DT_F16 ||
	    dtype_is_block(stored);
}

enum dtype
contract_made(enum dtype d)
{
	return rows_dtype(wide_of(d));
}

/*
 * The operands with the summed indices in one even stride each. Ordered as
 * they lie in the weight, which is the one not to copy.
 */
static bool
operands_fix(struct ctx *c, const struct tensor *out, struct tensor **in,
    struct indices *l, int a, enum dtype made)
{
	const struct einsum_attr *e = out->attr;
	uint8_t letter_of[MAX_LETTERS];
	int list[MAX_LETTERS], n, k, tries;
	int64_t size;

	indices_letters(out, in, letter_of);
	for (tries = 0; tries < 3; tries++) {
		bool copied = false;

		n = group_list(l, SUMMED, a, !a, list);
		for (k = 0; k < 2; k++) {
			bool bad = !reads_in_place(in[k]->stored, made) ||
			    group_merges(l, list, n, 1u << k, &size) < n;
			int block = strided_block_axis(in[k]);

			/* Blocks must lie along what is summed over; the
			 * activation is never worth a decoding in place. */
			bad = bad || (block >= 0 && (k == a || n == 0 ||
			    l->index[list[n - 1]].stride[k] != 1));
			if (!bad)
				continue;
			in[k] = operand_copy(c, in[k], k == 0 ? e->a : e->b,
			    l, list, n, letter_of, made);
			if (in[k] == NULL)
				return false;
			copied = true;
		}
		if (!copied)
			return true;
		indices_read(out, in, l);
	}
	return true;
}

/* Memory order of the result: batch, rows as in a, columns as in b. */
static bool
result_alloc(struct ctx *c, struct tensor *t, struct indices *l, int a)
{
	static const enum group groups[3] = { BATCH, ROW, COLUMN };
	int order[TENSOR_MAX_AXES], list[MAX_LETTERS], i, g, n = 0, m;

	for (i = 0; i < t->naxes; i++)
		if (t->axis[i].size == 1)
			order[n++] = i;
	for (g = 0; g < 3; g++) {
		m = group_list(l, groups[g], a, groups[g] == ROW ? a : !a,
		    list);
		for (i = 0; i < m; i++)
			order[n++] = l->index[list[i]].axis;
	}
	if (!node_alloc_order(c, t, order))
		return false;
	for (i = 0; i < l->n; i++)
		if (l->index[i].axis >= 0)
			l->index[i].stride[2] =
			    t->stride[l->index[i].axis];
	return true;
}

static void
outer_add(struct contraction *p, const struct index *x, int a)
{
	int o = p->nouter++;

	p->outer[o] = x->size;
	p->outer_stride[0][o] = x->stride[a];
	p->outer_stride[1][o] = x->stride[!a];
	p->outer_stride[2][o] = x->stride[2];
}

/* Of a group: the innermost that merge become one size, the rest batch. */
static int64_t
group_take(struct contraction *p, const struct indices *l, enum group g,
    int a, int64_t stride[3])
{
	int list[MAX_LETTERS], i, count;
	int k = g == ROW ? a : !a;
	int n = group_list(l, g, a, k, list);
	unsigned which = g == ROW ? 1u << a | 4u : g == COLUMN ? 1u << !a | 4u :
	    3u;
	int64_t size;

	stride[0] = stride[1] = stride[2] = 0;
	if (n == 0)
		return 1;
	count = group_merges(l, list, n, which, &size);
	if (g == SUMMED && count < n)
		BUG("summed indices were made to merge");
	for (i = 0; i < n - count; i++)
		outer_add(p, &l->index[list[i]], a);
	stride[0] = l->index[list[n - 1]].stride[a];
	stride[1] = l->index[list[n - 1]].stride[!a];
	stride[2] = l->index[list[n - 1]].stride[2];
	return size;
}

static void
operand_set(struct operand *o, const struct tensor *t, bool weight)
{
	memset(o, 0, sizeof *o);
	o->data = node_ptr(t);
	o->stored = t->stored;
	if (weight) {
		o->storage = t->storage;
		o->offset = (size_t)((unsigned char *)node_ptr(t) -
		    t->storage->data);
	}
}

static void
batch_fill(struct contraction *p, const struct indices *l, int a)
{
	int list[MAX_LETTERS], i, n = group_list(l, BATCH, a, 2, list);
	struct matmul *m = &p->mm;

	/* All batch axes are outer first; the last ones move into mm. */
	for (i = 0; i < n; i++)
		outer_add(p, &l->index[list[i]], a);
	while (p->nouter > 0 && m->nbatch < MATMUL_MAX_BATCH) {
		int o = --p->nouter, b = m->nbatch++;

		m->size[b] = p->outer[o];
		m->a.batch[b] = p->outer_stride[0][o];
		m->b.batch[b] = p->outer_stride[1][o];
		m->c.batch[b] = p->outer_stride[2][o];
	}
}

bool
contract_canonical(struct ctx *c, struct tensor *out, struct contraction *p)
{
	struct tensor *in[2] = { out->in[0], out->in[1] };
	struct indices l;
	enum dtype made = contract_made(out->dtype);
	struct matmul *m = &p->mm;
	int64_t s[3];
	int a = 0;

	memset(p, 0, sizeof *p);
	indices_read(out, in, &l);
	/* The weight is b, whichever side it was written on. */
	p->swapped = is_weight(in[0]) && !is_weight(in[1]);
	a = p->swapped;
	if (!operands_fix(c, out, in, &l, a, made))
		return false;
	p->result = p->made = out;
	if (out->dtype != made)
		p->made = node_create(c, made, out->naxes, out->axis);
	if (!result_alloc(c, p->made, &l, a))
		return false;
	operand_set(&m->a, in[a], false);
	operand_set(&m->b, in[!a], in[!a] == out->in[!a] &&
	    is_weight(in[!a]));
	operand_set(&m->c, p->made, false);
	m->post.act = -1;
	m->m = group_take(p, &l, ROW, a, s);
	m->a.row = s[0];
	m->c.row = s[2];
	m->n = group_take(p, &l, COLUMN, a, s);
	m->b.col = s[1];
	m->c.col = s[2];
	m->k = group_take(p, &l, SUMMED, a, s);
	m->a.col = s[0];
	m->b.row = s[1];
	batch_fill(p, &l, a);
	return true;
}

/* ---- the plain way --------------------------------------------------------------------- */

/* k elements of an operand as the wide type, decoded. */
static void
line_load(enum wide w, void *to, const struct operand *o, int64_t off,
    int64_t stride, int64_t k)
{
	const struct dtype_row *d = &dtypes[o->stored];
	const char *from = (const char *)o->data + off / d->block * d->bytes;

	if (d->block > 1)
		quants[o->stored].decode(to, from, (size_t)k);
	else
		wide_load(w, to, from, o->stored, stride, k);
}

#define DOT(T, S)                                                        \
	static inline S                                                  \
	dot_##T(const void *restrict a, const void *restrict b,          \
	    int64_t k)                                                   \
	{                                                                \
		const T *restrict x = a, *restrict y = b;                \
		S sum = 0;                                               \
		int64_t i = 0, j;                                        \
		T lane[16] = { 0 };                                      \
									 \
		for (; i + 16 <= k; i += 16)                             \
			for (j = 0; j < 16; j++)                         \
				lane[j] += x[i + j] * y[i + j];          \
		for (; i < k; i++)                                       \
			sum += (S)x[i] * (S)y[i];                        \
		for (j = 0; j < 16; j++)                                 \
			sum += (S)lane[j];                               \
		return sum;                                              \
	}
DOT(float, float)
DOT(double, double)
DOT(uint64_t, uint64_t)

/* What follows each element of float32 results; see struct post. */
static void
dot_store(const struct matmul *m, enum wide w, int64_t off, int64_t n,
    const void *x, const void *y)
{
	uint64_t *wide = (uint64_t *)m->c.data + off;

	(void)n;
	if (w == WIDE_F32)
		((float *)(uintptr_t)m->c.data)[off] = dot_float(x, y, m->k);
	else if (w == WIDE_F64)
		((double *)(uintptr_t)m->c.data)[off] = dot_double(x, y,
		    m->k);
	else
		*wide = dot_uint64_t(x, y, m->k);
}

struct product {
	struct ctx *c;
	const struct matmul *m;
	enum wide wide;
	char *rows;		/* of a, loaded */
	char *line;		/* of b */
	int64_t a, b, to;	/* offsets of this batch */
};

#define ROWS_LOADED 64

/* Rows of a are loaded some at a time, lines of b for each such set. */
static bool
product_plain(struct product *p)
{
	const struct matmul *m = p->m;
	size_t size = wide_sizes[p->wide];
	int64_t i0, i, j, rows;

	for (i0 = 0; i0 < m->m; i0 += ROWS_LOADED) {
		rows = m->m - i0 < ROWS_LOADED ? m->m - i0 : ROWS_LOADED;
		for (i = 0; i < rows; i++)
			line_load(p->wide, p->rows + (size_t)(i * m->k) *
			    size, &m->a, p->a + (i0 + i) * m->a.row,
			    m->a.col, m->k);
		for (j = 0; j < m->n; j++) {
			if (j % 16 == 0 && !ctx_poll(p->c))
				return false;
			line_load(p->wide, p->line, &m->b, p->b + j *
			    m->b.col, m->b.row, m->k);
			for (i = 0; i < rows; i++)
				dot_store(m, p->wide, p->to + (i0 + i) *
				    m->c.row + j * m->c.col, j, p->rows +
				    (size_t)(i * m->k) * size, p->line);
		}
	}
	return true;
}

static bool
matmul_plain(struct ctx *c, const struct matmul *m)
{
	struct product p = { .c = c, .m = m, .wide = wide_of(m->c.stored) };
	size_t size = wide_sizes[p.wide];
	int64_t rows = m->m < ROWS_LOADED ? m->m : ROWS_LOADED, batches = 1;
	struct storage *room;
	int64_t e, rest;
	bool ok = true;
	int i;

	if ((dtype_is_block(m->b.stored) &&
	    !strided_can_decode(c, m->b.stored)))
		return false;
	room = storage_create(c, (size_t)((rows + 1) * m->k + 1) * size);
	if (room == NULL)
		return false;
	p.rows = (char *)room->data;
	p.line = p.rows + (size_t)(rows * m->k) * size;
	for (i = 0; i < m->nbatch; i++)
		batches *= m->size[i];
	for (e = 0; e < batches && ok; e++) {
		p.a = p.b = p.to = 0;
		for (i = m->nbatch, rest = e; i-- > 0; rest /= m->size[i]) {
			p.a += rest % m->size[i] * m->a.batch[i];
			p.b += rest % m->size[i] * m->b.batch[i];
			p.to += rest % m->size[i] * m->c.batch[i];
		}
		ok = product_plain(&p);
	}
	storage_unref(room);
	return ok;
}

/* ---- running ---------------------------------------------------------------------------- */

/* Below this, loading the backend costs more than it saves. */
#define SMALL_WORK 4096

static bool
matmul_run(struct ctx *c, const struct matmul *m)
{
	struct backend *b = c->engine->backend;
	bool floats = m->c.stored == DT_F32 || m->c.stored == DT_F64;

	if (floats && b == NULL && m->m * m->n * m->k > SMALL_WORK)
		b = engine_backend(c);
	if (floats && b != NULL && b->matmul(b, m, c->stop))
		return true;
	return ctx_poll(c) && matmul_plain(c, m);
}

static void
operand_move(struct operand *o, int64_t by)
{
	const struct dtype_row *d = &dtypes[o->stored];
	int64_t bytes = by / d->block * d->bytes;

	o->data = (const char *)o->data + bytes;
	o->offset += (size_t)bytes;
}

static bool
outer_run(struct ctx *c, const struct contraction *p)
{
	int64_t n = 1, e, rest;
	int i;

	for (i = 0; i < p->nouter; i++)
		n *= p->outer[i];
	for (e = 0; e < n; e++) {
		struct matmul m = p->mm;

		for (i = p->nouter, rest = e; i-- > 0; rest /= p->outer[i]) {
			int64_t at = rest % p->outer[i];

			operand_move(&m.a, at * p->outer_stride[0][i]);
			operand_move(&m.b, at * p->outer_stride[1][i]);
			operand_move(&m.c, at * p->outer_stride[2][i]);
		}
		if (!matmul_run(c, &m))
			return false;
	}
	return true;
}

bool
contract_run(struct ctx *c, struct contraction *p)
{
	if (p->made->storage->size > 0) {
		if (p->mm.k == 0)
			memset(p->made->storage->data, 0,
			    p->made->storage->size);
		else if (!outer_run(c, p))
			return false;
	}
	return p->made == p->result || (elementwise_alloc_like(c, p->result,
	    p->made) && strided_copy_tensor(c, p->result, p->made));
}

static bool
einsum_run(struct ctx *c, struct tensor *out)
{
	struct contraction p;

	return contract_canonical(c, out, &p) && contract_run(c, &p);
}

const struct op op_einsum = { "einsum", 0, einsum_run, NULL };
