/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <string.h>

#include "core/load/chat.h"
#include "tests/load_case.h"
#include "tests/runner.h"

Suite *check_chat(void);

static struct value *
of_json(struct ctx *c, const json_t *j)
{
	struct value *out;
	const char *key;
	json_t *v;
	size_t i;

	if (json_is_string(j))
		return str_new_len(c, json_string_value(j),
		    json_string_length(j));
	if (json_is_boolean(j))
		return value_bool(json_is_true(j));
	if (json_is_array(j)) {
		out = list_new(c, 0, NULL);
		json_array_foreach((json_t *)j, i, v)
			ck_assert(list_append(c, out, of_json(c, v)));
		return out;
	}
	out = dict_new(c);
	json_object_foreach((json_t *)j, key, v)
		ck_assert(dict_set_atom(c, out, atom(c, key),
		    of_json(c, v)));
	return out;
}

/* The cases were rendered by Jinja 3 as transformers sets it up. */
START_TEST(renders_as_jinja)
{
	static char line[1 << 16];
	char path[4096];
	FILE *f = fopen(case_data(path, sizeof path, "chat.jsonl"), "r");
	int n = 0;

	ck_assert_msg(f != NULL, "%s", path);
	for (; fgets(line, sizeof line, f) != NULL; n++) {
		json_t *j = json_loads(line, 0, NULL);
		const char *template = json_string_value(json_object_get(j,
		    "template"));
		struct value *vars, *got;
		struct ctx c;

		case_init(&c);
		vars = of_json(&c, j);
		ck_assert(dict_set_atom(&c, vars, atom(&c, "bos_token"),
		    str_new(&c, "<s>")));
		ck_assert(dict_set_atom(&c, vars, atom(&c, "eos_token"),
		    str_new(&c, "</s>")));
		got = chat_render(&c, template, vars);
		ck_assert_msg(got != NULL, "%s: %s", json_string_value(
		    json_object_get(j, "name")), c.err.text);
		ck_assert_str_eq(str_text(got), json_string_value(
		    json_object_get(j, "want")));
		case_release(&c);
		json_decref(j);
	}
	fclose(f);
	ck_assert_int_ge(n, 10);
}
END_TEST

static const char *const broken[] = {
	"{{", "{{ 'x", "{{ x +", "{% for x in y %}", "{% if %}", "{% endif %}",
	"{{ ((((((((((((((((((((((((((((((((((1", "{% macro f() %}",
	"{{ raise_exception('no') }}", "{{ a.b.c }}", "{{ 1 | nothing }}",
	"{% set %}", "{# x", "{{ x is odd }}", "{% for a, b in [1] %}{{a}}",
	"{{ f(1) }}", "{{ {1: 2 }}", "{{ [1, 2 }}",
};

START_TEST(says_what_is_wrong)
{
	struct ctx c;

	case_init(&c);
	ck_assert_ptr_null(chat_render(&c, broken[_i], dict_new(&c)));
	ck_assert_msg(err_is(&c, ERR_VALUE) || err_is(&c, ERR_TYPE),
	    "%s", broken[_i]);
	case_release(&c);
}
END_TEST

Suite *
check_chat(void)
{
	Suite *s = suite_create("chat");
	TCase *t = tcase_create("templates");

	tcase_add_test(t, renders_as_jinja);
	tcase_add_loop_test(t, says_what_is_wrong, 0, (int)nitems(broken));
	suite_add_tcase(s, t);
	return s;
}
