# SPDX-License-Identifier: Apache-2.0
import time

import pytest

SLEEP = "import time\ntime.sleep(0.3)"


def test_text_and_result(client):
    a = client.run('print("hello, world")\n6*7')
    assert a.types == ["execute_input", "stream", "execute_result"]
    assert a.of("execute_input")[0] == {"code": 'print("hello, world")\n6*7',
                                        "execution_count": 1}
    assert a.text() == "hello, world\n"
    assert a.plain() == ["42"]
    assert a.content["status"] == "ok"
    assert a.content["execution_count"] == 1
    assert a.content["payload"] == []
    assert a.content["user_expressions"] == {}
    assert a.reply["metadata"]["started"]


def test_nothing_to_show(client):
    assert client.run("").types == ["execute_input"]


def test_stderr(client):
    assert client.run('import sys\nprint("oops", file=sys.stderr)').text("stderr") == "oops\n"


def test_streams_keep_their_order(client):
    a = client.run('import sys\nprint("1")\nprint("2", file=sys.stderr)\nprint("3")')
    assert [(c["name"], c["text"]) for c in a.of("stream")] == [
        ("stdout", "1\n"), ("stderr", "2\n"), ("stdout", "3\n")]


def test_text_comes_before_what_is_shown_after_it(client):
    a = client.run('from IPython.display import display\n'
                   'print("a")\ndisplay(1)\nprint("b")\n2')
    assert a.types == ["execute_input", "stream", "display_data", "stream",
                       "execute_result"]


def test_error(client):
    a = client.run("1/0")
    assert a.types == ["execute_input", "error"]
    for c in (a.content, a.of("error")[0]):
        assert c["ename"] == "ZeroDivisionError"
        assert c["evalue"] == "division by zero"
        assert c["traceback"] and all(isinstance(line, str) for line in c["traceback"])
    assert a.content["status"] == "error"
    assert a.content["execution_count"] == 1


def test_counts(client):
    assert client.run("1").content["execution_count"] == 1
    a = client.run("1", store_history=False)
    assert a.content["execution_count"] == a.of("execute_input")[0]["execution_count"] == 1
    assert client.run("1", silent=True).content["execution_count"] == 1
    assert client.run("1/0").content["execution_count"] == 2
    assert client.run("1").content["execution_count"] == 3


def test_silent_says_nothing(client):
    a = client.run('print("x")\n1', silent=True)
    assert a.types == [] and a.content["status"] == "ok"
    a = client.run("1/0", silent=True)
    assert a.types == [] and a.content["ename"] == "ZeroDivisionError"


def test_user_expressions(client):
    a = client.run("1", user_expressions={"good": "3", "bad": "bad"})
    got = a.content["user_expressions"]
    assert got["good"]["status"] == "ok"
    assert got["good"]["data"]["text/plain"] == "3"
    assert got["good"]["metadata"] == {}
    assert got["bad"]["status"] == "error" and got["bad"]["ename"] == "NameError"
    assert client.run("1/0", user_expressions={"a": "1"}).content["user_expressions"] == {}


def test_an_error_aborts_what_was_queued(client):
    first = client.start(SLEEP + "\n1/0")
    queued = [client.start("1") for _ in range(3)]
    info = client.send("kernel_info_request")
    assert client.finish(first).content["ename"] == "ZeroDivisionError"
    for q in queued:
        a = client.finish(q)
        assert a.types == []
        assert a.content["status"] == "error"
        assert a.content["ename"] == "ExecutionAborted"
        assert a.content["execution_count"] == 1
    assert client.finish(info).content["status"] == "ok"
    assert client.run("7").plain() == ["7"]


def test_an_error_aborts_the_cells_of_others_too(kernel, client):
    other = kernel.client()
    first = client.start(SLEEP + "\n1/0")
    time.sleep(0.1)
    queued = other.start("1")
    assert client.finish(first).content["status"] == "error"
    assert other.finish(queued).content["ename"] == "ExecutionAborted"
    assert other.run("7").plain() == ["7"]


@pytest.mark.parametrize("how", [{"stop_on_error": False}, {"silent": True}])
def test_errors_that_abort_nothing(client, how):
    first = client.start(SLEEP + "\n1/0", **how)
    queued = client.start("7")
    assert client.finish(first).content["status"] == "error"
    assert client.finish(queued).plain() == ["7"]


def test_many_cells_in_a_row(client):
    n = 300
    sent = [client.start("1") for _ in range(n)]
    for i, s in enumerate(sent):
        assert client.finish(s).content["execution_count"] == i + 1


def test_unicode_and_odd_characters(client):
    assert client.run('print("\U0001f600 \u00e9 \u4e2d")').text() == "\U0001f600 \u00e9 \u4e2d\n"


def test_display_and_updates(client):
    a = client.run('from IPython.display import display, update_display\n'
                   'display(1, display_id="a")\n'
                   'update_display(2, display_id="a")')
    shown, = a.of("display_data")
    changed, = a.of("update_display_data")
    assert shown["data"]["text/plain"] == "1" and changed["data"]["text/plain"] == "2"
    assert shown["transient"] == changed["transient"] == {"display_id": "a"}
    assert shown["metadata"] == {}


def test_fast_updates_are_joined_and_the_last_one_stays(client):
    client.run('from IPython.display import display, update_display\n'
               'display(0, display_id="a")')
    a = client.run('for i in range(20000): update_display(i, display_id="a")', timeout=60)
    changes = a.of("update_display_data")
    assert changes[-1]["data"]["text/plain"] == "19999"
    assert len(changes) < 2000


@pytest.mark.parametrize("wait", [True, False])
def test_clear_output(client, wait):
    a = client.run(f'from IPython.display import clear_output\n'
                   f'print("x")\nclear_output(wait={wait})\nprint("y")')
    assert a.types == ["execute_input", "stream", "clear_output", "stream"]
    assert a.of("clear_output") == [{"wait": wait}]


def test_pager(client):
    a = client.run("print?")
    page, = a.content["payload"]
    assert page["source"] == "page" and page["start"] == 0
    assert "print" in page["data"]["text/plain"]


def test_exit_asks_the_front_end(client):
    a = client.run("exit(0)")
    assert a.content["status"] == "ok"
    assert a.content["payload"] == [{"source": "ask_exit", "keepkernel": False}]


def test_text_appears_while_the_cell_runs(client):
    r = client.start('import time\nprint("first")\ntime.sleep(1.5)\nprint("second")')
    begin = time.time()
    while True:
        m = client.recv("iopub")
        if m["msg_type"] == "stream":
            break
    assert m["content"]["text"] == "first\n"
    assert time.time() - begin < 0.8
    client.reply(r)


def test_an_error_of_megabytes_is_cut(client):
    a = client.run('raise ValueError("ä" * 10**7)')
    assert a.content["ename"] == "ValueError"
    assert a.content["evalue"].endswith(" more bytes")
    assert len(a.content["evalue"]) < 10**6
    assert sum(map(len, a.content["traceback"])) < 10**6
