# SPDX-License-Identifier: Apache-2.0
import time

import pytest


def question(client):
    m = client.recv("stdin")
    assert m["msg_type"] == "input_request"
    return m


def answer(client, value, parent=None):
    m = client.session.msg("input_reply", {"value": value}, parent=parent)
    client.session.send(client.sockets["stdin"], m)


@pytest.mark.parametrize("with_parent", [True, False])
def test_input(client, with_parent):
    r = client.start('print("before")\ninput("name? ")', allow_stdin=True)
    q = question(client)
    assert q["content"] == {"prompt": "name? ", "password": False}
    assert q["parent_header"] == r["header"]
    answer(client, "Ada", q if with_parent else None)
    a = client.finish(r)
    assert a.plain() == ["'Ada'"] or a.plain() == ["Ada"]
    assert a.text() == "before\n"


def test_password(client):
    r = client.start('import getpass\ngetpass.getpass("secret: ")', allow_stdin=True)
    q = question(client)
    assert q["content"] == {"prompt": "secret: ", "password": True}
    answer(client, "x", q)
    assert client.finish(r).content["status"] == "ok"


def test_not_allowed(client):
    a = client.run('input("name? ")')
    assert a.content["ename"] == "StdinNotImplementedError"
    assert "does not support input requests" in a.content["evalue"]


def test_end_of_file(client):
    r = client.start('input("name? ")', allow_stdin=True)
    answer(client, "\x04", question(client))
    assert client.finish(r).content["ename"] == "EOFError"


def test_interrupt(client):
    r = client.start('input("name? ")', allow_stdin=True)
    question(client)
    begin = time.time()
    client.send("interrupt_request", channel="control")
    assert client.finish(r).content["ename"] == "KeyboardInterrupt"
    assert time.time() - begin < 0.5
    answer(client, "late")
    r = client.start('input("again? ")', allow_stdin=True)
    question(client)
    answer(client, "right")
    assert "right" in client.finish(r).plain()[0]


def test_only_the_one_who_was_asked_may_answer(kernel, client):
    other = kernel.client()
    r = client.start('input("name? ")', allow_stdin=True)
    q = question(client)
    answer(other, "mallory")
    answer(client, "stale", {"header": {"msg_id": "another"}, "msg_id": "another"})
    time.sleep(0.2)
    answer(client, "ada", q)
    assert "ada" in client.finish(r).plain()[0]
    with pytest.raises(TimeoutError):
        other.recv("stdin", 0.1)


def test_shutdown_while_waiting(kernel, client):
    client.start('input("name? ")', allow_stdin=True)
    question(client)
    client.send("shutdown_request", {"restart": False}, channel="control")
    assert kernel.wait() == 0
