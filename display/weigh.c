/* SPDX-License-Identifier: Apache-2.0 */
#include "display/weigh.h"

#include "core/value/array.h"
#include "core/value/tree.h"
#include "core/value/value.h"

enum { MAX_DEPTH = 60, MAX_STEPS = 200000 };

static void
add_type(struct weight *w, enum dtype stored, int64_t numbers)
{
	int i;

	for (i = 0; i < WEIGHT_TYPES; i++)
		if (w->type[i].numbers == 0 || w->type[i].stored == stored) {
			w->type[i].stored = stored;
			w->type[i].numbers += numbers;
			return;
		}
	w->partial = true;
}

void
weigh_tensor(struct weight *w, const struct tensor *t)
{
	w->numbers += tensor_size(t);
	if (tensor_is_pending(t)) {
		w->lazy = true;
		return;
	}
	w->bytes += tensor_nbytes(t);
	add_type(w, tensor_stored(t), tensor_size(t));
}

void
weigh_sum(struct weight *w, const struct weight *more)
{
	int i;

	w->partial |= more->partial;
	if (more->numbers == 0)
		return;
	w->numbers += more->numbers;
	w->params += more->params;
	w->lazy |= more->lazy;
	w->bytes += more->bytes;
	for (i = 0; i < WEIGHT_TYPES && more->type[i].numbers > 0; i++)
		add_type(w, more->type[i].stored, more->type[i].numbers);
}

static void
walk(struct weight *w, const struct value *v, int depth, long *steps)
{
	const struct tensor *t;
	size_t i, n;

	if (v == NULL || value_is_small(v))
		return;
	if (depth > MAX_DEPTH || --*steps < 0) {
		w->partial = true;
		return;
	}
	if (value_is(v, &var_kind)) {
		const struct var *x = (const struct var *)v;
		struct weight inside = { 0 };

		walk(&inside, x->value, depth + 1, steps);
		if (x->row == &parameter_row || x->row == &parameter_value_row)
			inside.params = inside.numbers;
		weigh_sum(w, &inside);
		return;
	}
	t = value_find_tensor(v);
	if (t != NULL) {
		weigh_tensor(w, t);
		return;
	}
	n = tree_nchild(v);
	for (i = 0; i < n; i++)
		walk(w, tree_child(v, i).value, depth + 1, steps);
}

void
weigh_value(struct weight *w, const struct value *v)
{
	long steps = MAX_STEPS;

	walk(w, v, 0, &steps);
}

/* 576, 28.3M: three digits or more. */
static void
write_count(struct buf *b, int64_t n)
{
	static const char unit[] = " kMGT";
	double x = (double)n;
	int i = 0;

	if (n < 1000) {
		buf_printf(b, "%lld", (long long)n);
		return;
	}
	while (x >= 999.95 && unit[i + 1] != '\0') {
		x /= 1000;
		i++;
	}
	buf_printf(b, x < 9.995 ? "%.2f%c" : "%.1f%c", x, unit[i]);
}

/* Puts the types in order, most first; returns how many there are. */
static int
sort_types(struct weight *w)
{
	int i, j, n;

	for (n = 0; n < WEIGHT_TYPES && w->type[n].numbers > 0; n++)
		continue;
	for (i = 1; i < n; i++)
		for (j = i; j > 0 && w->type[j].numbers >
		    w->type[j - 1].numbers; j--) {
			__typeof__(w->type[0]) t = w->type[j];

			w->type[j] = w->type[j - 1];
			w->type[j - 1] = t;
		}
	return n;
}

void
weigh_write(struct buf *count, struct buf *types, const struct weight *given)
{
	struct weight w = *given;
	int n = sort_types(&w);

	write_count(count, w.params > 0 ? w.params : w.numbers);
	if (n > 0)
		buf_str(types, dtypes[w.type[0].stored].name);
	if (n > 1)
		buf_printf(types, " +%d", n - 1);
}

void
weigh_write_whole(struct buf *b, const struct weight *given)
{
	struct weight w = *given;
	int i, n = sort_types(&w);

	write_count(b, w.params > 0 ? w.params : w.numbers);
	buf_str(b, w.params > 0 ? " parameters" : " numbers");
	for (i = 0; i < n; i++) {
		buf_str(b, i > 0 ? ", " : ": ");
		if (n > 1) {
			write_count(b, w.type[i].numbers);
			buf_char(b, ' ');
		}
		buf_str(b, dtypes[w.type[i].stored].name);
	}
	if (w.lazy)
		return;
	buf_str(b, "; ");
	write_count(b, (int64_t)w.bytes);
	buf_char(b, 'B');
}
