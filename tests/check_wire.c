/* SPDX-License-Identifier: Apache-2.0 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "core/base/xalloc.h"
#include "kernel/connect.h"
#include "kernel/emit.h"
#include "kernel/lenient.h"
#include "kernel/wire.h"

Suite *check_wire(void);

#define KEY "a key of any length, longer than thirty-two bytes is fine"
#define HEADER "{\"msg_id\":\"m1\",\"msg_type\":\"execute_request\"," \
	"\"session\":\"s\"}"
#define CONTENT "{\"code\":\"1\"}"
/* Python: hmac.new(KEY, HEADER + "{}" + "{}" + CONTENT) */
#define SHA256 \
	"651896a54991b471b3af16cb1f197665eadbe7d0baf886ef7119d756fbe06849"
#define SHA512 \
	"f0fffc0a9939e03986f904774b993de9832b9b454d4667dfcfaaa296e528fde8" \
	"7fb2f47c6457c58ef2d11b6185daade2413b16d912b1917491c607dc5b8a529c"

#define B(literal) { literal, sizeof literal - 1 }

static struct wire
make_wire(const char *scheme, const char *key)
{
	struct wire w;

	ck_assert(wire_init(&w, scheme, key, strlen(key), "me"));
	return w;
}

START_TEST(signatures_agree_with_python)
{
	const struct bytes f[] = { B(HEADER), B("{}"), B("{}"), B(CONTENT) };
	const char *const scheme[] = { "hmac-sha256", "hmac-sha512" };
	const char *const expect[] = { SHA256, SHA512 };
	struct bytes sig;
	struct signer s;
	char hex[SIGN_HEX_MAX];

	ck_assert(sign_init(&s, scheme[_i], KEY, strlen(KEY)));
	sign_write(&s, f, 4, hex);
	ck_assert_str_eq(hex, expect[_i]);
	sig = (struct bytes){ hex, strlen(hex) };
	ck_assert(sign_check(&s, &sig, f, 4));
	sig.len--;
	ck_assert(!sign_check(&s, &sig, f, 4));
	sig.len = 0;
	ck_assert(!sign_check(&s, &sig, f, 4));
	sig.len = strlen(hex);
	hex[3] ^= 1;
	ck_assert(!sign_check(&s, &sig, f, 4));
	sign_release(&s);
}
END_TEST

START_TEST(schemes_that_are_not_known)
{
	struct signer s;

	ck_assert(!sign_init(&s, "hmac-md5", KEY, 3));
	ck_assert(!sign_init(&s, "", KEY, 3));
}
END_TEST

START_TEST(without_a_key_nothing_is_signed)
{
	const struct bytes f[] = { B(HEADER), B("{}"), B("{}"), B(CONTENT) };
	struct bytes none = { "", 0 };
	struct signer s;
	char hex[SIGN_HEX_MAX];

	ck_assert(sign_init(&s, "hmac-sha256", "", 0));
	sign_write(&s, f, 4, hex);
	ck_assert_str_eq(hex, "");
	ck_assert(sign_check(&s, &none, f, 4));
}
END_TEST

/* A request with two identities and a buffer. */
static const struct bytes good[] = { B("id"), B("\0two"), B("<IDS|MSG>"),
    B(SHA256), B(HEADER), B("{}"), B("{}"), B(CONTENT), B("a buffer") };

START_TEST(a_message_is_read)
{
	struct wire w = make_wire("hmac-sha256", KEY);
	const char *why = NULL;
	struct msg *m;

	m = wire_read(&w, CHANNEL_SHELL, good, 9, &why);
	ck_assert_ptr_nonnull(m);
	ck_assert_str_eq(m->type, "execute_request");
	ck_assert_str_eq(m->id, "m1");
	ck_assert_uint_eq(m->nroute, 2);
	ck_assert_uint_eq(m->route[1].len, 4);
	ck_assert_uint_eq(m->nbuffers, 1);
	ck_assert_str_eq(m->buffers[0].data, "a buffer");
	ck_assert(msg_open(m));
	ck_assert_str_eq(lenient_str(m->content, "code", NULL), "1");
	msg_free(&m);
	ck_assert_ptr_null(m);
	/* The same once more is a replay. */
	ck_assert_ptr_null(wire_read(&w, CHANNEL_SHELL, good, 9, &why));
	ck_assert_str_eq(why, "a signature that was used before");
	wire_release(&w);
}
END_TEST

START_TEST(frames_that_are_no_message)
{
	struct wire w = make_wire("hmac-sha256", KEY);
	struct bytes f[9];
	const char *why = NULL;

	for (size_t n = 0; n < 8; n++) {
		ck_assert_ptr_null(wire_read(&w, CHANNEL_SHELL, good, n,
		    &why));
		ck_assert_str_eq(why, n < 3 ? "no delimiter" :
		    "too few frames");
	}
	memcpy(f, good, sizeof f);
	f[7] = (struct bytes)B("{\"code\":\"2\"}");
	ck_assert_ptr_null(wire_read(&w, CHANNEL_SHELL, f, 9, &why));
	ck_assert_str_eq(why, "wrong signature");
	wire_release(&w);
}
END_TEST

static const char *const bad_headers[] = { "", "null", "[]", "{}", "{\"msg_id\":1}",
    "{\"msg_id\":\"a\"}", "{\"msg_type\":\"a\"}", "{\"msg_id\":\"a\",",
    "{\"msg_id\":\"a\",\"msg_type\":null}" };

START_TEST(headers_that_say_too_little)
{
	struct wire w = make_wire("hmac-sha256", "");
	struct bytes f[] = { B("<IDS|MSG>"), B(""), { bad_headers[_i],
	    strlen(bad_headers[_i]) }, B("{}"), B("{}"), B("{}") };
	const char *why;

	ck_assert_ptr_null(wire_read(&w, CHANNEL_SHELL, f, 6, &why));
	wire_release(&w);
}
END_TEST

START_TEST(what_is_written_can_be_read)
{
	struct wire w = make_wire("hmac-sha512", KEY);
	const struct bytes route[] = { B("who") };
	struct letter l = { .channel = CHANNEL_SHELL, .type = "execute_reply",
	    .route = route, .nroute = 1, .parent = B(HEADER),
	    .content = B("{\"status\":\"ok\"}") };
	struct parcel *p, *q;
	const char *why;
	struct msg *m;
	char id[64];

	p = wire_write(&w, &l, id);
	q = wire_write(&w, &l, NULL);
	ck_assert_int_ne(memcmp(p->frame[2].data, q->frame[2].data, 128), 0);
	m = wire_read(&w, CHANNEL_SHELL, p->frame, p->nframes, &why);
	ck_assert_ptr_nonnull(m);
	ck_assert_str_eq(m->id, id);
	ck_assert_str_eq(lenient_str(m->parent, "msg_id", NULL), "m1");
	ck_assert_str_eq(lenient_str(m->header, "version", NULL), "5.5");
	ck_assert_str_eq(lenient_str(m->header, "session", NULL), w.session);
	ck_assert(msg_open(m));
	ck_assert_uint_eq(json_object_size(m->metadata), 0);
	msg_free(&m);
	parcel_free(&p);
	parcel_free(&q);
	wire_release(&w);
}
END_TEST

START_TEST(replays_are_remembered_for_long)
{
	struct replay *r = replay_create();
	char text[32];
	struct bytes b = { text, 24 };

	for (int round = 0; round < 2; round++)
		for (int i = 0; i < 70000; i++) {
			snprintf(text, sizeof text, "%016x%08x",
			    (unsigned)i * 2654435761u, (unsigned)i);
			if (round == 0)
				ck_assert(replay_add(r, &b));
			else if (i >= 70000 - 65536)
				ck_assert(!replay_add(r, &b));
		}
	replay_free(&r);
}
END_TEST

/* ---- JSON ------------------------------------------------------------- */

static const struct {
	const char *text, *expect;	/* null: refused */
} odd[] = {
	{ "{\"a\":\"\\ud83d\\ude00\"}", "\xF0\x9F\x98\x80" },
	{ "{\"a\":\"x\\ud83d\"}", "x\xEF\xBF\xBD" },
	{ "{\"a\":\"\\ude00\\ud83d\\ude00\"}",
	    "\xEF\xBF\xBD\xF0\x9F\x98\x80" },
	{ "{\"a\":\"\xFFz\"}", "\xEF\xBF\xBDz" },
	{ "{\"a\":\"q\\\"\",\"b\":NaN,\"c\":-Infinity}", "q\"" },
	{ "{\"b\":123456789012345678901234567890,\"a\":\"ok\"}", "ok" },
	{ "{\"a\":\"\\", NULL },
	{ "{\"a\":\"\\u12", NULL },
	{ "{\"a\":\"\\ud800\\u", NULL },
	{ "[\"a\"]", NULL },
	{ "", NULL },
};

START_TEST(json_of_browsers_and_python)
{
	json_t *j = lenient_object(odd[_i].text, strlen(odd[_i].text));

	if (odd[_i].expect == NULL)
		ck_assert_ptr_null(j);
	else
		ck_assert_pstr_eq(lenient_str(j, "a", NULL), odd[_i].expect);
	json_decref(j);
}
END_TEST

START_TEST(json_keeps_nul)
{
	const char text[] = "{\"a\":\"x\\u0000y\"}";
	json_t *j = lenient_object(text, sizeof text - 1);
	size_t len;

	ck_assert_ptr_nonnull(j);
	lenient_str(j, "a", &len);
	ck_assert_uint_eq(len, 3);
	json_decref(j);
}
END_TEST

START_TEST(json_too_deep)
{
	struct buf b = BUF_INIT;

	buf_str(&b, "{\"a\":");
	buf_fill(&b, '[', 100000);
	ck_assert_ptr_null(lenient_object(b.data, b.len));
	buf_release(&b);
}
END_TEST

START_TEST(emitted_text_is_json)
{
	struct buf b = BUF_INIT;
	struct emit e;
	json_t *j;

	emit_init(&e, &b);
	emit_open(&e, '{');
	emit_key(&e, "a\"b");
	emit_text(&e, "\x01\n\t\"\\\xFF\xED\xA0\x80 \xC3\xA9\0z", 14);
	emit_key(&e, "list");
	emit_open(&e, '[');
	emit_int(&e, -5);
	emit_real(&e, 0.0 / 0.0);
	emit_bool(&e, true);
	emit_null(&e);
	emit_open(&e, '{');
	emit_close(&e, '{');
	emit_close(&e, '[');
	emit_close(&e, '{');
	j = json_loadb(b.data, b.len, JSON_ALLOW_NUL, NULL);
	ck_assert_ptr_nonnull(j);
	ck_assert_str_eq(b.data, "{\"a\\\"b\":\"\\u0001\\n\\t\\\"\\\\"
	    "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD \xC3\xA9"
	    "\\u0000z\",\"list\":[-5,null,true,null,{}]}");
	json_decref(j);
	buf_release(&b);
}
END_TEST

/* ---- connection files ------------------------------------------------- */

static bool
read_text(struct connect *c, const char *text, char *why)
{
	char path[] = "/tmp/penjing-XXXXXX";
	int fd = mkstemp(path);
	FILE *f = fdopen(fd, "w");
	bool ok;

	fputs(text, f);
	fclose(f);
	ok = connect_read(c, path, why, 200);
	remove(path);
	return ok;
}

START_TEST(connection_files)
{
	struct connect c;
	char why[200] = "", *end;

	ck_assert(read_text(&c, "{\"shell_port\":1,\"iopub_port\":\"2\","
	    "\"stdin_port\":3,\"control_port\":4,\"hb_port\":5,\"ip\":\"::1\","
	    "\"key\":\"k\",\"more\":[]}", why));
	ck_assert_int_eq(c.port[CHANNEL_IOPUB], 2);
	ck_assert_str_eq(c.scheme, "hmac-sha256");
	end = connect_endpoint(&c, CHANNEL_SHELL);
	ck_assert_str_eq(end, "tcp://[::1]:1");
	free(end);
	connect_release(&c);
	ck_assert(!read_text(&c, "{\"shell_port\":1}", why));
	ck_assert_str_eq(why, "no control_port");
	connect_release(&c);
	ck_assert(!read_text(&c, "nonsense", why));
	connect_release(&c);
	ck_assert(!read_text(&c, "{\"transport\":\"smoke\"}", why));
	connect_release(&c);
	ck_assert(!connect_read(&c, "/nowhere", why, sizeof why));
	connect_release(&c);
}
END_TEST

START_TEST(connection_file_is_written_and_read)
{
	char path[] = "/tmp/penjing-XXXXXX", why[200];
	struct connect a, b;

	close(mkstemp(path));
	connect_local(&a);
	a.port[CHANNEL_HB] = 77;
	ck_assert(connect_write(&a, path, why, sizeof why));
	ck_assert(connect_read(&b, path, why, sizeof why));
	ck_assert_str_eq(a.key, b.key);
	ck_assert_int_eq(b.port[CHANNEL_HB], 77);
	connect_release(&a);
	connect_release(&b);
	remove(path);
}
END_TEST

Suite *
check_wire(void)
{
	Suite *s = suite_create("wire");
	TCase *t = tcase_create("wire");

	tcase_add_loop_test(t, signatures_agree_with_python, 0, 2);
	tcase_add_test(t, schemes_that_are_not_known);
	tcase_add_test(t, without_a_key_nothing_is_signed);
	tcase_add_test(t, a_message_is_read);
	tcase_add_test(t, frames_that_are_no_message);
	tcase_add_loop_test(t, headers_that_say_too_little, 0,
	    nitems(bad_headers));
	tcase_add_test(t, what_is_written_can_be_read);
	tcase_add_test(t, replays_are_remembered_for_long);
	tcase_add_loop_test(t, json_of_browsers_and_python, 0, nitems(odd));
	tcase_add_test(t, json_keeps_nul);
	tcase_add_test(t, json_too_deep);
	tcase_add_test(t, emitted_text_is_json);
	tcase_add_test(t, connection_files);
	tcase_add_test(t, connection_file_is_written_and_read);
	suite_add_tcase(s, t);
	return s;
}
