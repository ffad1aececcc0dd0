/* SPDX-License-Identifier: Apache-2.0 */
/*
 * NamedEinsum: index names are attached to axis names, and axes that the
 * specification does not name are batch axes, present in every input.
 */
#include <string.h>

#include "core/layer/linear.h"

/* Index names, numbered in order of first use. */
struct letters {
	const struct atom *name[2 * TENSOR_MAX_AXES];
	bool is_batch[2 * TENSOR_MAX_AXES];
	int64_t size[2 * TENSOR_MAX_AXES];
	int n;
};

static int
letter(struct letters *l, const struct atom *name, bool is_batch)
{
	for (int i = 0; i < l->n; i++)
		if (l->name[i] == name && l->is_batch[i] == is_batch)
			return i;
	if (l->n == 2 * TENSOR_MAX_AXES)
		return -1;
	l->name[l->n] = name;
	l->is_batch[l->n] = is_batch;
	l->size[l->n] = -1;
	return l->n++;
}

/* One side of the specification: axis names with their index names. */
struct spec {
	const struct atom *axis[TENSOR_MAX_AXES];
	const struct atom *index[TENSOR_MAX_AXES];
	int n;
};

static bool
read_spec(struct ctx *c, struct value *v, struct spec *s)
{
	struct value *key, *item;
	size_t at = 0;

	s->n = 0;
	if (!value_is(v, &dict_kind)) {
		s->n = value_axes(c, v, "NamedEinsum", s->axis);
		memcpy(s->index, s->axis, sizeof s->index);
		return s->n >= 0;
	}
	while (dict_next(v, &at, &key, &item)) {
		if (s->n == TENSOR_MAX_AXES || !value_is(key, &str_kind) ||
		    !value_is(item, &str_kind)) {
			err_raise(c, ERR_TYPE, "NamedEinsum: a dict from axis "
			    "names to index names was expected");
			return false;
		}
		s->axis[s->n] = str_atom(c, key);
		s->index[s->n++] = str_atom(c, item);
	}
	return true;
}

static bool
letter_size(struct ctx *c, struct letters *l, int k, const struct axis *a)
{
	if (k < 0) {
		err_raise(c, ERR_VALUE, "NamedEinsum: too many axes");
		return false;
	}
	if (l->size[k] < 0)
		l->size[k] = a->size;
	if (l->size[k] == a->size)
		return true;
	err_raise(c, ERR_VALUE, "NamedEinsum: index '%s' has size %lld and, "
	    "on axis '%s', size %lld", l->name[k]->text,
	    (long long)l->size[k], a->name->text, (long long)a->size);
	return false;
}

static bool
missing_axis(struct ctx *c, const struct tensor *t, const struct atom *name)
{
	struct buf b = BUF_INIT;

	tensor_describe(&b, t);
	err_raise(c, ERR_VALUE,
	    "NamedEinsum: axis '%s' is not an axis of the input %s",
	    name->text, b.data);
	buf_release(&b);
	return false;
}

static bool
input_letters(struct ctx *c, struct letters *l, struct tensor *t,
    const struct spec *s, uint8_t *out)
{
	for (int i = 0; i < s->n; i++)
		if (tensor_find_axis(t, s->axis[i]) < 0)
			return missing_axis(c, t, s->axis[i]);
	for (int i = 0; i < tensor_naxes(t); i++) {
		const struct axis *a = &tensor_axes(t)[i];
		const struct atom *index = a->name;
		bool batch = true;
		int k;

		if (a->name == NULL) {
			err_raise(c, ERR_VALUE,
			    "NamedEinsum: an input has a positional axis");
			return false;
		}
		for (int j = 0; j < s->n; j++)
			if (s->axis[j] == a->name) {
				index = s->index[j];
				batch = false;
			}
		k = letter(l, index, batch);
		if (!letter_size(c, l, k, a))
			return false;
		out[i] = (uint8_t)k;
	}
	return true;
}

/* Batch axes first, then the specified ones, as vectorising over the batch
 * axes gives them. */
static struct tensor *
run_einsum(struct ctx *c, struct letters *l, struct tensor *a,
    const uint8_t *la, struct tensor *b, const uint8_t *lb,
    const struct spec *s)
{
	struct axis axes[3 * TENSOR_MAX_AXES];
	uint8_t lout[3 * TENSOR_MAX_AXES];
	int n = 0;

	for (int k = 0; k < l->n; k++) {
		if (!l->is_batch[k])
			continue;
		axes[n] = (struct axis){ l->name[k], l->size[k] };
		lout[n++] = (uint8_t)k;
	}
	for (int i = 0; i < s->n; i++) {
		int k = letter(l, s->index[i], false);

		if (k < 0 || l->size[k] < 0)
			return err_raise(c, ERR_VALUE, "NamedEinsum: the index "
			    "'%s' of the output is in no input",
			    s->index[i]->text);
		axes[n] = (struct axis){ s->axis[i], l->size[k] };
		lout[n++] = (uint8_t)k;
	}
	if (n > TENSOR_MAX_AXES)
		return err_raise(c, ERR_VALUE, "NamedEinsum: more than %d "
		    "axes in the output", TENSOR_MAX_AXES);
	return tensor_einsum(c, a, la, b, lb, n, lout, axes);
}

/* One input is summed with a constant 1, since the row takes two. */
struct value *
einsum_forward(struct ctx *c, struct value *self, struct value *x,
    struct value *side UNUSED)
{
	struct value *specs = instance_field(self, 0);
	uint8_t la[TENSOR_MAX_AXES], lb[TENSOR_MAX_AXES] = { 0 };
	struct letters l = { .n = 0 };
	struct tensor *a, *b;
	struct spec s;
	size_t n = seq_len(specs);

	if (!value_is_seq(x) || seq_len(x) != n)
		return err_raise(c, ERR_VALUE, "NamedEinsum: a tuple of %zu "
		    "arrays was expected, not %s", n, value_type_name(c, x));
	if (n != 1 && n != 2)
		return err_raise(c, ERR_VALUE, "NamedEinsum: one or two "
		    "inputs can be summed here, not %zu; split it in steps",
		    n);
	a = layer_input(c, self, seq_item(x, 0));
	if (a == NULL || !read_spec(c, seq_item(specs, 0), &s) ||
	    !input_letters(c, &l, a, &s, la))
		return NULL;
	b = n == 2 ? layer_input(c, self, seq_item(x, 1)) :
	    tensor_scalar_f(c, 1, tensor_dtype(a), true);
	if (b == NULL || (n == 2 && (!read_spec(c, seq_item(specs, 1), &s) ||
	    !input_letters(c, &l, b, &s, lb))))
		return NULL;
	if (!read_spec(c, instance_field(self, 1), &s))
		return NULL;
	return named_new(c, run_einsum(c, &l, a, la, b, lb, &s));
}
