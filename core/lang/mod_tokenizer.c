/* SPDX-License-Identifier: Apache-2.0 */
#include "core/lang/mod_tokenizer.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/xalloc.h"

#include "core/lang/mod_penjing.h"
#include "core/load/chat.h"
#include "core/load/tokenizer.h"
#include "core/value/array.h"
#include "core/value/class.h"

struct tokenizer_value {
	struct value hdr;
	struct tokenizer *t;
};

static const struct tokenizer *
of(const struct value *v)
{
	return ((const struct tokenizer_value *)v)->t;
}

/* ---- encoding ------------------------------------------------------------------ */

static struct value *
list_of_ids(struct ctx *c, struct ids *ids)
{
	struct value *list = list_new(c, 0, NULL);

	for (size_t i = 0; i < ids->n && list != NULL; i++)
		if (!list_append(c, list, value_int(c, ids->id[i])))
			list = NULL;
	ids_release(ids);
	return list;
}

static struct value *
encode_text(struct ctx *c, struct value *self, struct value *text,
    bool special)
{
	struct ids ids = { NULL, 0, 0 };

	if (!tokenizer_encode(c, of(self), str_text(text), str_bytes(text),
	    special, &ids)) {
		ids_release(&ids);
		return NULL;
	}
	return list_of_ids(c, &ids);
}

#define SELF { "self", PARAM_ANY, NULL, "", PARAM_POSITIONAL }

static const struct param encode_params[] = {
	SELF,
	{ "text", PARAM_STR, NULL, "What to encode.", 0 },
	{ "add_special_tokens", PARAM_BOOL, "True", "Also what the model "
	    "expects around a text.", 0 },
	{ 0 }
};

static struct value *
do_encode(struct ctx *c, struct value *const *args)
{
	return encode_text(c, args[0], args[1], args[2] == &value_true);
}

static const struct param call_params[] = {
	SELF,
	{ "text", PARAM_ANY, NULL, "A text, or a list of them.", 0 },
	{ "add_special_tokens", PARAM_BOOL, "True", "Also what the model "
	    "expects around a text.", 0 },
	{ "return_tensors", PARAM_STR, "None", "'np', or None for lists.",
	    PARAM_OPTIONAL },
	{ 0 }
};

static struct value *
ids_as_array(struct ctx *c, struct value *ids)
{
	struct value *rows[1] = { ids };
	struct tensor *t = value_tensor(c, list_new(c, 1, rows), "input_ids",
	    true);

	return t == NULL ? NULL : ndarray_new(c, tensor_cast(c, t, DT_I64));
}

/* {"input_ids": ids, "attention_mask": ones} */
static struct value *
do_call(struct ctx *c, struct value *const *args)
{
	struct value *out = dict_new(c), *ids, *mask;
	bool special = args[2] == &value_true;

	if (!value_is(args[1], &str_kind) && !value_is_seq(args[1]))
		return err_raise(c, ERR_TYPE, "text must be str or a list of "
		    "str, not %s", value_type_name(c, args[1]));
	ids = mask = list_new(c, 0, NULL);
	if (value_is(args[1], &str_kind)) {
		ids = encode_text(c, args[0], args[1], special);
	} else {
		for (size_t i = 0; i < seq_len(args[1]); i++) {
			struct value *s = seq_item(args[1], i);

			if (value_to_text(c, s, "text") == NULL)
				return NULL;
			s = encode_text(c, args[0], s, special);
			if (s == NULL || !list_append(c, ids, s))
				return NULL;
		}
	}
	if (ids == NULL)
		return NULL;
	if (args[3] != &value_none) {
		if (strcmp(str_text(args[3]), "np") != 0)
			return err_raise(c, ERR_VALUE, "return_tensors must "
			    "be 'np' or None here, not '%s'",
			    str_text(args[3]));
		if (!value_is(args[1], &str_kind))
			return err_raise(c, ERR_VALUE, "return_tensors needs "
			    "one text: padding is not supported");
		ids = ids_as_array(c, ids);
		return ids != NULL && dict_set_atom(c, out, atom(c,
		    "input_ids"), ids) ? out : NULL;
	}
	for (size_t i = 0; i < seq_len(ids); i++)
		if (!list_append(c, mask, value_int(c, 1)))
			return NULL;
	return dict_set_atom(c, out, atom(c, "input_ids"), ids) &&
	    (!value_is(args[1], &str_kind) || dict_set_atom(c, out, atom(c,
	    "attention_mask"), mask)) ? out : NULL;
}

static struct value *
token_text(struct ctx *c, const struct tokenizer *t, int64_t id)
{
	size_t len;
	const char *s = tokenizer_token(t, id, &len);

	return s == NULL ? &value_none : str_new_len(c, s, len);
}

static const struct param tokenize_params[] = {
	SELF, { "text", PARAM_STR, NULL, "What to encode.", 0 }, { 0 }
};

static struct value *
do_tokenize(struct ctx *c, struct value *const *args)
{
	struct value *ids = encode_text(c, args[0], args[1], false);
	struct value *out = list_new(c, 0, NULL);

	for (size_t i = 0; ids != NULL && i < seq_len(ids); i++)
		if (!list_append(c, out, token_text(c, of(args[0]),
		    value_as_int(seq_item(ids, i)))))
			return NULL;
	return ids == NULL ? NULL : out;
}

/* ---- decoding -------------------------------------------------------------------- */

static bool
take_ids(struct ctx *c, struct value *v, struct ids *out)
{
	struct tensor *t = value_find_tensor(v);
	int64_t id;

	if (value_is_int(v)) {
		ids_add(out, (int32_t)value_as_int(v));
		return true;
	}
	if (t != NULL) {
		size_t n = (size_t)tensor_size(t);
		int32_t *x = try_alloc(c, n + 1, sizeof *x);
		bool ok = x != NULL && tensor_read(c, t, DT_I32, x);

		for (size_t i = 0; i < n && ok; i++)
			ids_add(out, x[i]);
		free(x);
		return ok;
	}
	v = value_to_list(c, v);
	for (size_t i = 0; v != NULL && i < seq_len(v); i++) {
		if (!value_to_int(c, seq_item(v, i), "a token id", &id))
			return false;
		ids_add(out, id < 0 || id > INT32_MAX ? -1 : (int32_t)id);
	}
	return v != NULL;
}

static const struct param decode_params[] = {
	SELF,
	{ "token_ids", PARAM_ANY, NULL, "An id, a list or an array of them.",
	    0 },
	{ "skip_special_tokens", PARAM_BOOL, "False",
	    "Leaves special tokens out.", 0 },
	{ 0 }
};

static struct value *
do_decode(struct ctx *c, struct value *const *args)
{
	struct ids ids = { NULL, 0, 0 };
	struct buf b = BUF_INIT;
	bool ok = take_ids(c, args[1], &ids) && tokenizer_decode(c,
	    of(args[0]), ids.id, ids.n, args[2] == &value_true, &b);

	ids_release(&ids);
	if (ok)
		return str_of_buf(c, &b);
	buf_release(&b);
	return NULL;
}

static const struct param convert_params[] = {
	SELF, { "ids", PARAM_ANY, NULL, "One or a list of them.", 0 }, { 0 }
};

static struct value *
do_to_tokens(struct ctx *c, struct value *const *args)
{
	struct ids ids = { NULL, 0, 0 };
	struct value *out = list_new(c, 0, NULL);
	bool ok;

	if (value_is_int(args[1]))
		return token_text(c, of(args[0]), value_as_int(args[1]));
	ok = take_ids(c, args[1], &ids);
	for (size_t i = 0; i < ids.n && ok; i++)
		ok = list_append(c, out, token_text(c, of(args[0]),
		    ids.id[i]));
	ids_release(&ids);
	return ok ? out : NULL;
}

static struct value *
token_id(struct ctx *c, const struct tokenizer *t, struct value *text)
{
	int32_t id;

	if (value_to_text(c, text, "a token") == NULL)
		return NULL;
	id = tokenizer_find(t, str_text(text), str_bytes(text));
	return id < 0 ? &value_none : value_int(c, id);
}

static const struct param to_ids_params[] = {
	SELF, { "tokens", PARAM_ANY, NULL, "One or a list of them.", 0 },
	{ 0 }
};

static struct value *
do_to_ids(struct ctx *c, struct value *const *args)
{
	struct value *out = list_new(c, 0, NULL), *list;

	if (value_is(args[1], &str_kind))
		return token_id(c, of(args[0]), args[1]);
	list = value_to_list(c, args[1]);
	for (size_t i = 0; list != NULL && i < seq_len(list); i++) {
		struct value *id = token_id(c, of(args[0]), seq_item(list,
		    i));

		if (id == NULL || !list_append(c, out, id))
			return NULL;
	}
	return list == NULL ? NULL : out;
}

static const struct param self_params[] = { SELF, { 0 } };

static struct value *
do_vocab(struct ctx *c, struct value *const *args)
{
	const struct tokenizer *t = of(args[0]);
	struct value *out = dict_new(c);

	for (size_t id = 0; id < tokenizer_size(t) && out != NULL; id++) {
		size_t mark = scope_mark(&c->scope);
		struct value *text = token_text(c, t, (int64_t)id);

		if (text != &value_none && !dict_set(c, out, text,
		    value_int(c, (int64_t)id)))
			out = NULL;
		scope_drop(c, mark);
	}
	return out;
}

static struct value *
do_len(struct ctx *c, struct value *const *args)
{
	return value_int(c, (int64_t)tokenizer_size(of(args[0])));
}

/* ---- chats ------------------------------------------------------------------------- */

static const struct param chat_params[] = {
	SELF,
	{ "conversation", PARAM_ANY, NULL, "A list of {'role': .., "
	    "'content': ..}.", 0 },
	{ "tokenize", PARAM_BOOL, "True", "Ids, or the text.", 0 },
	{ "add_generation_prompt", PARAM_BOOL, "False",
	    "Ends where the model's answer begins.", 0 },
	{ "chat_template", PARAM_STR, "None", "Instead of the checkpoint's.",
	    PARAM_OPTIONAL },
	{ "return_tensors", PARAM_STR, "None", "'np', or None for a list.",
	    PARAM_OPTIONAL },
	{ "kwargs", PARAM_ANY, NULL, "What else the template reads.",
	    PARAM_KWARGS },
	{ 0 }
};

static bool
set_token(struct ctx *c, struct value *vars, const char *name,
    const struct tokenizer *t, int32_t id)
{
	struct value *text = id < 0 ? str_new(c, "") : token_text(c, t, id);

	return dict_set_atom(c, vars, atom(c, name), text);
}

static struct value *
do_chat(struct ctx *c, struct value *const *args)
{
	const struct tokenizer *t = of(args[0]);
	const char *template = args[4] != &value_none ? str_text(args[4]) :
	    tokenizer_template(t);
	struct value *vars = dict_new(c), *key, *v, *text;
	size_t at = 0;

	if (template == NULL)
		return err_raise(c, ERR_VALUE, "this tokenizer has no chat "
		    "template: pass chat_template=");
	if (!dict_set_atom(c, vars, atom(c, "messages"), args[1]) ||
	    !dict_set_atom(c, vars, atom(c, "add_generation_prompt"),
	    args[3]) || !set_token(c, vars, "bos_token", t,
	    tokenizer_begin(t)) || !set_token(c, vars, "eos_token", t,
	    tokenizer_end(t)))
		return NULL;
	while (dict_next(args[6], &at, &key, &v))
		if (!dict_set(c, vars, key, v))
			return NULL;
	text = chat_render(c, template, vars);
	if (text == NULL || args[2] != &value_true)
		return text;
	v = encode_text(c, args[0], text, false);
	return v == NULL || args[5] == &value_none ? v : ids_as_array(c, v);
}

/* ---- the class --------------------------------------------------------------------- */

static const struct native tokenizer_methods[] = {
	{ "encode", encode_params, do_encode, "The ids of a text.", NULL },
	{ "decode", decode_params, do_decode, "The text of ids.", NULL },
	{ "__call__", call_params, do_call,
	    "A dict with input_ids and attention_mask.", NULL },
	{ "tokenize", tokenize_params, do_tokenize,
	    "The tokens of a text, as the vocabulary spells them.", NULL },
	{ "convert_ids_to_tokens", convert_params, do_to_tokens,
	    "Tokens as the vocabulary spells them.", NULL },
	{ "convert_tokens_to_ids", to_ids_params, do_to_ids,
	    "Ids of tokens.", NULL },
	{ "apply_chat_template", chat_params, do_chat,
	    "A conversation as the model was taught to read it.", NULL },
	{ "get_vocab", self_params, do_vocab, "Tokens and their ids.",
	    NULL },
	{ "__len__", self_params, do_len, "How many ids there are.", NULL },
	{ 0 }
};

static struct value *
id_or_none(struct ctx *c, int32_t id)
{
	return id < 0 ? &value_none : value_int(c, id);
}

static struct value *
get_begin_id(struct ctx *c, struct value *self)
{
	return id_or_none(c, tokenizer_begin(of(self)));
}

static struct value *
get_end_id(struct ctx *c, struct value *self)
{
	return id_or_none(c, tokenizer_end(of(self)));
}

static struct value *
get_begin(struct ctx *c, struct value *self)
{
	return token_text(c, of(self), tokenizer_begin(of(self)));
}

static struct value *
get_end(struct ctx *c, struct value *self)
{
	return token_text(c, of(self), tokenizer_end(of(self)));
}

static struct value *
get_size(struct ctx *c, struct value *self)
{
	return value_int(c, (int64_t)tokenizer_size(of(self)));
}

static struct value *
get_template(struct ctx *c, struct value *self)
{
	const char *s = tokenizer_template(of(self));

	return s == NULL ? &value_none : str_new(c, s);
}

static const struct getter tokenizer_getters[] = {
	{ "bos_token_id", get_begin_id, "Of the token that begins a text.",
	    NULL },
	{ "eos_token_id", get_end_id, "Of the token that ends a text.",
	    NULL },
	{ "bos_token", get_begin, "The token that begins a text.", NULL },
	{ "eos_token", get_end, "The token that ends a text.", NULL },
	{ "vocab_size", get_size, "How many ids there are.", NULL },
	{ "chat_template", get_template, "The Jinja template of chats.",
	    NULL },
	{ 0 }
};

static void
tokenizer_value_free(struct value *v)
{
	tokenizer_unref(((struct tokenizer_value *)v)->t);
}

static bool
tokenizer_repr(struct ctx *c UNUSED, struct buf *b, struct value *v)
{
	buf_printf(b, "<Tokenizer with %zu tokens>", tokenizer_size(of(v)));
	return true;
}

static bool
tokenizer_len(struct ctx *c UNUSED, struct value *v, int64_t *out)
{
	*out = (int64_t)tokenizer_size(of(v));
	return true;
}

/* tokenizer(text) */
static struct value *
tokenizer_call(struct ctx *c, struct value *self, const struct args *args)
{
	struct value *bound[nitems(call_params)] = { self };

	if (!param_bind(c, "tokenizer", call_params + 1, args, bound + 1))
		return NULL;
	return do_call(c, bound);
}

static const struct class_row tokenizer_row;
static const struct kind tokenizer_kind = {
	.name = "Tokenizer", .row = &tokenizer_row,
	.free = tokenizer_value_free, .repr = tokenizer_repr,
	.len = tokenizer_len, .call = tokenizer_call,
};

static const struct class_row tokenizer_row = {
	.name = "Tokenizer", .module = "penjing",
	.doc = "Text to token ids and back, as the checkpoint's own "
	    "tokenizer does it.",
	.kind = &tokenizer_kind, .methods = tokenizer_methods,
	.getters = tokenizer_getters, .abstract = true, .final = true,
};

const struct tokenizer *
tokenizer_of(const struct value *v)
{
	return value_is(v, &tokenizer_kind) ? of(v) : NULL;
}

static struct value *
open_tokenizer(struct ctx *c, struct value *path)
{
	struct buf found = BUF_INIT;
	struct tokenizer *t = NULL;
	struct tokenizer_value *v;

	if (penjing_locate(c, path, &found))
		t = tokenizer_open(c, found.data);
	buf_release(&found);
	if (t == NULL)
		return NULL;
	v = value_alloc(c, &tokenizer_kind, sizeof *v);
	v->t = tokenizer_ref(t);
	return value_own(c, &v->hdr);
}

static const struct param path_params[] = {
	{ "path", PARAM_STR, NULL, "A checkpoint, tokenizer.json, a "
	    "SentencePiece model, or a name found in the caches.", 0 },
	{ 0 }
};

static struct value *
fn_tokenizer(struct ctx *c, struct value *const *args)
{
	return open_tokenizer(c, args[0]);
}

const struct native tokenizer_function = {
	"tokenizer", path_params, fn_tokenizer,
	"The tokenizer of a checkpoint.", NULL
};
