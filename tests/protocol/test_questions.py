# SPDX-License-Identifier: Apache-2.0
"""Requests that run no cell."""
import re

import pytest


@pytest.mark.parametrize("channel", ["shell", "control"])
def test_kernel_info(client, channel):
    c = client.ask("kernel_info_request", channel=channel).content
    assert c["status"] == "ok"
    assert re.fullmatch(r"5\.\d+", c["protocol_version"])
    assert c["implementation"] == "penjing"
    language = c["language_info"]
    assert language["name"] == "penjing"
    assert language["file_extension"] == ".py"
    assert language["mimetype"] == "text/x-python"
    assert language["pygments_lexer"] == "python3"
    assert language["codemirror_mode"] == "python"
    assert c["banner"] and isinstance(c["help_links"], list)


def test_headers(client):
    a = client.ask("kernel_info_request")
    b = client.ask("kernel_info_request")
    h = a.reply["header"]
    assert h["session"] == b.reply["header"]["session"] != client.session.session
    assert h["msg_id"] != b.reply["header"]["msg_id"]
    assert re.fullmatch(r"\d+\.\d+", h["version"])
    assert a.reply["parent_header"] == a.request["header"]


def test_complete(client):
    c = client.ask("complete_request", {"code": "zi", "cursor_pos": 2}).content
    assert c["matches"] == ["zip"]
    assert (c["cursor_start"], c["cursor_end"]) == (0, 2)
    kind, = c["metadata"]["_jupyter_types_experimental"]
    assert kind["text"] == "zip" and kind["type"]
    assert (kind["start"], kind["end"]) == (0, 2)


def test_cursor_counts_code_points(client):
    code = '"\U0001f600\u00e9";zi'
    c = client.ask("complete_request", {"code": code, "cursor_pos": 7}).content
    assert c["matches"] == ["zip"]
    assert (c["cursor_start"], c["cursor_end"]) == (5, 7)


@pytest.mark.parametrize("cursor", [-5, 10 ** 6, 10 ** 30, None])
def test_cursor_out_of_the_text(client, cursor):
    c = client.ask("complete_request", {"code": "zi", "cursor_pos": cursor}).content
    assert c["status"] == "ok"
    assert 0 <= c["cursor_start"] <= c["cursor_end"] <= 2


@pytest.mark.parametrize("detail", [0, 1])
def test_inspect(client, detail):
    c = client.ask("inspect_request", {"code": "print", "cursor_pos": 5,
                                       "detail_level": detail}).content
    assert c["status"] == "ok" and c["found"] is True
    assert "print" in c["data"]["text/plain"] and c["metadata"] == {}


def test_inspect_nothing(client):
    c = client.ask("inspect_request", {"code": "no_such_name", "cursor_pos": 3}).content
    assert c == {"status": "ok", "found": False, "data": {}, "metadata": {}}


@pytest.mark.parametrize("code, status", [
    ("1", "complete"), ("x = 1", "complete"), ("", "complete"),
    ("def f(x):", "incomplete"), ("f(", "incomplete"), ("x = = 1", "invalid"),
    (")", "invalid")])
def test_is_complete(client, code, status):
    c = client.ask("is_complete_request", {"code": code}).content
    assert c["status"] == status
    assert ("indent" in c) == (status == "incomplete")


def test_history(client):
    for code in ("10", "20", "30", "20"):
        client.run(code)
    client.run("99", store_history=False)

    def ask(**c):
        return client.ask("history_request", {"output": False, "raw": True, **c}).content

    assert [h[2] for h in ask(hist_access_type="tail", n=3)["history"]] == ["20", "30", "20"]
    one, = ask(hist_access_type="range", session=0, start=2, stop=3)["history"]
    assert one[1:] == [2, "20"]
    assert [h[2] for h in ask(hist_access_type="search", pattern="?0", n=9)["history"]] == [
        "10", "20", "30", "20"]
    assert [h[2] for h in ask(hist_access_type="search", pattern="2*", n=9, unique=True)
            ["history"]] == ["20"]
    with_output = ask(hist_access_type="tail", n=1, output=True)["history"]
    assert with_output[0][2] == ["20", "20"]
    assert ask(hist_access_type="range", session=0, start=1, stop=9)["status"] == "ok"


def test_history_of_the_session_before(start):
    k = start()
    k.client().run('"remember me"')
    k.close()
    c = start().client()
    c.run("1")
    got = c.ask("history_request", {"hist_access_type": "range", "session": -1, "start": 1,
                                    "stop": 2, "output": False, "raw": True}).content
    assert [h[2] for h in got["history"]] == ['"remember me"']


def test_comms(client):
    assert client.ask("comm_info_request").content == {"status": "ok", "comms": {}}
    a = client.ask("comm_open", {"comm_id": "c1", "target_name": "nobody", "data": {}},
                   has_reply=False)
    assert a.of("comm_close") == [{"comm_id": "c1", "data": {}}]
    a = client.ask("comm_msg", {"comm_id": "c1", "data": {}}, has_reply=False)
    assert a.types == []
    a = client.ask("comm_close", {"comm_id": "c1", "data": {}}, has_reply=False)
    assert a.types == []


def test_connect(client):
    c = client.ask("connect_request").content
    assert {f"{n}_port": client.info[f"{n}_port"] for n in
            ("shell", "control", "stdin", "iopub", "hb")}.items() <= c.items()


def test_usage(client):
    c = client.ask("usage_request", channel="control").content
    assert c["pid"] > 0 and c["kernel_memory"] > 0 and c["cpu_count"] > 0
    assert c["host_virtual_memory"]["total"] > 0


def test_debugger_is_refused(client):
    c = client.ask("debug_request", {"command": "initialize", "seq": 1, "type": "request",
                                     "arguments": {}}, channel="control").content
    assert c["success"] is False and c["command"] == "initialize"


@pytest.mark.parametrize("channel", ["shell", "control"])
def test_unknown_type(client, channel):
    assert client.ask("no_such_request", channel=channel, has_reply=False).types == []
    assert client.run("7").plain() == ["7"]


@pytest.mark.parametrize("kind", ["complete", "inspect", "is_complete", "history",
                                  "kernel_info", "comm_info", "connect"])
@pytest.mark.parametrize("content", [{}, {"code": None, "cursor_pos": "x", "n": "many"},
                                     {"code": 5, "cursor_pos": {}, "pattern": 3}])
def test_contents_that_make_no_sense(client, kind, content):
    assert client.ask(f"{kind}_request", content).content["status"]
