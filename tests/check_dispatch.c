/* SPDX-License-Identifier: Apache-2.0 */
/* One kernel without an I/O thread: what it would send stays in its outbox. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/base/buf.h"
#include "kernel/comm.h"
#include "kernel/dispatch.h"
#include "kernel/kernel.h"
#include "kernel/lenient.h"

Suite *check_dispatch(void);

static struct kernel *kernel;
static int last_id;

/* Says what it hears; silent to {}. */
static char *
echo(struct session *s, const char *id, const char *data, size_t len)
{
	(void)s;
	(void)id;
	return len > 2 ? strdup(data) : NULL;
}

static const struct comm_target targets[] = { { "echo", echo, NULL }, { 0 } };

static void
setup(void)
{
	struct kernel_options o = { .username = "me",
	    .comm_targets = targets };
	char why[200] = "";

	connect_local(&o.connect);
	kernel = kernel_create(&o, why, sizeof why);
	ck_assert_msg(kernel != NULL, "%s", why);
}

static void
teardown(void)
{
	kernel_free(&kernel);
}

static struct msg *
make_request(enum channel ch, const char *type, const char *content)
{
	const struct bytes route[] = { { "client", 6 } };
	struct wire client = kernel->wire;
	struct letter l = { .channel = ch, .type = type, .route = route,
	    .nroute = 1, .content = { content, strlen(content) } };
	const char *why = NULL;
	struct parcel *p;
	struct msg *m;

	snprintf(client.session, sizeof client.session, "client%d",
	    ++last_id);
	p = wire_write(&client, &l, NULL);
	m = wire_read(&kernel->wire, ch, p->frame, p->nframes, &why);
	ck_assert_msg(m != NULL, "%s", why);
	parcel_free(&p);
	m->arrival = (uint64_t)last_id + 1000;
	return m;
}

/* Answers it; "iopub:status=busy shell:execute_reply ..." of what went out. */
static char *
answer(enum channel ch, const char *type, const char *content)
{
	struct msg *m = make_request(ch, type, content), *out;
	struct wire reader = kernel->wire;
	struct parcel *p, *next;
	struct buf b = BUF_INIT;
	const char *why = NULL, *state;

	dispatch_msg(kernel, m);
	reader.replay = replay_create();
	for (p = outbox_take(&kernel->outbox); p != NULL; p = next) {
		next = p->next;
		out = wire_read(&reader, p->channel, p->frame, p->nframes,
		    &why);
		ck_assert_msg(out != NULL, "%s", why);
		ck_assert(msg_open(out));
		ck_assert_str_eq(lenient_str(out->parent, "msg_id", NULL),
		    m->id);
		state = lenient_str(out->content, "execution_state", NULL);
		if (state == NULL)
			state = lenient_str(out->content, "status", NULL);
		buf_printf(&b, "%s%s:%s%s%s", b.len > 0 ? " " : "",
		    channel_name(p->channel), out->type,
		    state != NULL ? "=" : "", state != NULL ? state : "");
		msg_free(&out);
		parcel_free(&p);
	}
	replay_free(&reader.replay);
	msg_free(&m);
	return buf_steal(&b);
}

static const struct {
	enum channel channel;
	const char *type, *content, *between;
} cases[] = {
	{ CHANNEL_SHELL, "kernel_info_request", "{}",
	    "shell:kernel_info_reply=ok" },
	{ CHANNEL_CONTROL, "kernel_info_request", "{}",
	    "control:kernel_info_reply=ok" },
	{ CHANNEL_SHELL, "execute_request", "{\"code\":\"print(\\\"a\\\")\\n7\"}",
	    "iopub:execute_input iopub:stream iopub:execute_result "
	    "shell:execute_reply=ok" },
	{ CHANNEL_SHELL, "execute_request",
	    "{\"code\":\"print(\\\"a\\\")\\n7\",\"silent\":true}",
	    "shell:execute_reply=ok" },
	{ CHANNEL_SHELL, "execute_request",
	    "{\"code\":\"1/0\",\"silent\":true}", "shell:execute_reply=error" },
	{ CHANNEL_SHELL, "execute_request",
	    "{\"code\":\"print(\\\"a\\\")\\n1/0\",\"stop_on_error\":false}",
	    "iopub:execute_input iopub:stream iopub:error "
	    "shell:execute_reply=error" },
	{ CHANNEL_SHELL, "execute_request", "{}", "shell:execute_reply=error" },
	{ CHANNEL_SHELL, "execute_request", "[]", "shell:execute_reply=error" },
	{ CHANNEL_SHELL, "execute_request", "null",
	    "shell:execute_reply=error" },
	{ CHANNEL_SHELL, "execute_request", "{\"code\":",
	    "shell:execute_reply=error" },
	{ CHANNEL_SHELL, "execute_request", "{\"code\":\"\"}",
	    "iopub:execute_input shell:execute_reply=ok" },
	{ CHANNEL_SHELL, "complete_request",
	    "{\"code\":\"zi\",\"cursor_pos\":99}", "shell:complete_reply=ok" },
	{ CHANNEL_SHELL, "complete_request",
	    "{\"code\":7,\"cursor_pos\":-1}", "shell:complete_reply=ok" },
	{ CHANNEL_SHELL, "inspect_request", "{\"code\":\"print\"}",
	    "shell:inspect_reply=ok" },
	{ CHANNEL_SHELL, "is_complete_request", "{\"code\":\"if x:\"}",
	    "shell:is_complete_reply=incomplete" },
	{ CHANNEL_SHELL, "history_request",
	    "{\"hist_access_type\":\"tail\",\"n\":3}",
	    "shell:history_reply=ok" },
	{ CHANNEL_SHELL, "comm_info_request", "{}",
	    "shell:comm_info_reply=ok" },
	{ CHANNEL_SHELL, "comm_open",
	    "{\"comm_id\":\"1\",\"target_name\":\"none\"}",
	    "iopub:comm_close" },
	{ CHANNEL_SHELL, "comm_msg", "{\"comm_id\":\"1\"}", "" },
	{ CHANNEL_SHELL, "comm_close", "{}", "" },
	{ CHANNEL_SHELL, "connect_request", "{}", "shell:connect_reply=ok" },
	{ CHANNEL_CONTROL, "interrupt_request", "{}",
	    "control:interrupt_reply=ok" },
	{ CHANNEL_CONTROL, "usage_request", "{}", "control:usage_reply=ok" },
	{ CHANNEL_CONTROL, "debug_request",
	    "{\"command\":\"initialize\",\"seq\":3}", "control:debug_reply" },
	{ CHANNEL_CONTROL, "shutdown_request", "{\"restart\":true}",
	    "control:shutdown_reply=ok iopub:shutdown_reply=ok" },
	{ CHANNEL_SHELL, "no_such_request", "{}", "" },
	{ CHANNEL_CONTROL, "comm_open", "{}", "" },
};

START_TEST(busy_first_and_idle_last)
{
	struct buf want = BUF_INIT;
	char *got;

	got = answer(cases[_i].channel, cases[_i].type, cases[_i].content);
	buf_printf(&want, "iopub:status=busy%s%s iopub:status=idle",
	    cases[_i].between[0] != '\0' ? " " : "", cases[_i].between);
	ck_assert_str_eq(got, want.data);
	buf_release(&want);
	free(got);
}
END_TEST

START_TEST(queued_cells_are_aborted)
{
	char *got;

	kernel->abort_before = UINT64_MAX;
	kernel->abort_text = strdup("because");
	got = answer(CHANNEL_SHELL, "execute_request", "{\"code\":\"1\"}");
	ck_assert_str_eq(got, "iopub:status=busy shell:execute_reply=error "
	    "iopub:status=idle");
	free(got);
	got = answer(CHANNEL_SHELL, "kernel_info_request", "{}");
	ck_assert_str_eq(got, "iopub:status=busy shell:kernel_info_reply=ok "
	    "iopub:status=idle");
	free(got);
}
END_TEST

static void
expect_comm(const char *type, const char *content, const char *between)
{
	struct buf want = BUF_INIT;
	char *got = answer(CHANNEL_SHELL, type, content);

	buf_printf(&want, "iopub:status=busy%s%s iopub:status=idle",
	    between[0] != '\0' ? " " : "", between);
	ck_assert_str_eq(got, want.data);
	buf_release(&want);
	free(got);
}

START_TEST(a_comm_lives_and_ends)
{
	struct msg *m;

	expect_comm("comm_open", "{\"comm_id\":\"7\",\"target_name\":"
	    "\"echo\",\"data\":{}}", "");
	expect_comm("comm_msg", "{\"comm_id\":\"7\",\"data\":{\"a\":1}}",
	    "iopub:comm_msg");
	/* An id that is taken. */
	expect_comm("comm_open", "{\"comm_id\":\"7\",\"target_name\":"
	    "\"echo\",\"data\":{}}", "iopub:comm_close");
	/* While a cell runs: answered at a poll point, before it ends. */
	m = make_request(CHANNEL_SHELL, "comm_msg",
	    "{\"comm_id\":\"7\",\"data\":{\"b\":2}}");
	inbox_put(&kernel->inbox, m);
	free(answer(CHANNEL_SHELL, "comm_info_request", "{}"));
	comms_poll(kernel);
	ck_assert_ptr_null(kernel->inbox.first);
	for (struct parcel *p = outbox_take(&kernel->outbox), *next; p != NULL;
	    p = next) {
		next = p->next;
		parcel_free(&p);
	}
	expect_comm("comm_close", "{\"comm_id\":\"7\"}", "");
	expect_comm("comm_msg", "{\"comm_id\":\"7\",\"data\":{\"a\":1}}",
	    "");
}
END_TEST

/* A cell that prints without end stays within its allowance. */
START_TEST(a_flood_is_cut)
{
	size_t size = 0, n = 0;
	struct parcel *p, *next;
	struct msg *m;

	m = make_request(CHANNEL_SHELL, "execute_request",
	    "{\"code\":\"for i in range(3000000): print(i)\"}");
	dispatch_msg(kernel, m);
	for (p = outbox_take(&kernel->outbox); p != NULL; p = next) {
		next = p->next;
		size += p->size;
		n++;
		/* Of the end nothing is missing. */
		if (next == NULL)
			ck_assert_ptr_nonnull(strstr(p->frame[4].data,
			    "execute_request"));
		parcel_free(&p);
	}
	ck_assert_uint_gt(size, 1 << 20);
	ck_assert_uint_lt(size, 4 << 20);
	ck_assert_uint_lt(n, 200);
	msg_free(&m);
}
END_TEST

Suite *
check_dispatch(void)
{
	Suite *s = suite_create("dispatch");
	TCase *t = tcase_create("dispatch");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(t, busy_first_and_idle_last, 0, nitems(cases));
	tcase_add_test(t, queued_cells_are_aborted);
	tcase_add_test(t, a_comm_lives_and_ends);
	tcase_add_test(t, a_flood_is_cut);
	suite_add_tcase(s, t);
	return s;
}
