# SPDX-License-Identifier: Apache-2.0
"""A real kernel behind real sockets, and a client without comforts."""
import json
import os
import pathlib
import signal
import socket
import subprocess
import tempfile
import time
import uuid

import pytest
import zmq
from jupyter_client.session import Session

CHANNELS = ("shell", "control", "stdin", "iopub", "hb")
SOURCE = pathlib.Path(os.environ.get("PENJING_SRC", pathlib.Path(__file__).parents[2]))
PROGRAM = os.environ.get("PENJING_PROGRAM") or str(
    pathlib.Path(os.environ.get("PENJING_BUILD", SOURCE)) / "penjing")
# Under a sanitizer or valgrind all limits of time are looser.
SLOW = float(os.environ.get("PENJING_SLOW", "1"))


def free_ports(n):
    held = [socket.socket() for _ in range(n)]
    for s in held:
        s.bind(("127.0.0.1", 0))
    ports = [s.getsockname()[1] for s in held]
    for s in held:
        s.close()
    return ports


class Answer:
    """What came back for one request: the reply and what was published."""

    def __init__(self, request, reply, out):
        self.request, self.reply, self.out = request, reply, out

    @property
    def content(self):
        return self.reply["content"]

    @property
    def types(self):
        return [m["msg_type"] for m in self.out]

    def of(self, msg_type):
        return [m["content"] for m in self.out if m["msg_type"] == msg_type]

    def text(self, name="stdout"):
        return "".join(c["text"] for c in self.of("stream") if c["name"] == name)

    def plain(self):
        return [c["data"]["text/plain"] for c in self.of("execute_result")]


class Client:
    def __init__(self, info, identity=None):
        self.info = info
        self.context = zmq.Context()
        self.session = Session(key=info["key"].encode(),
                               signature_scheme=info["signature_scheme"])
        self.identity = (identity or self.session.session).encode()
        kinds = {"shell": zmq.DEALER, "control": zmq.DEALER, "stdin": zmq.DEALER,
                 "iopub": zmq.SUB, "hb": zmq.REQ}
        self.sockets = {}
        self.kept = []
        for name in CHANNELS:
            s = self.context.socket(kinds[name])
            s.linger = 0
            if kinds[name] == zmq.DEALER:
                s.identity = self.identity
            if name == "iopub":
                s.rcvhwm = 0
                s.subscribe(b"")
            s.connect(self.url(name))
            self.sockets[name] = s

    def url(self, name):
        if self.info["transport"] == "ipc":
            return f"ipc://{self.info['ip']}-{self.info[name + '_port']}"
        return f"tcp://{self.info['ip']}:{self.info[name + '_port']}"

    def close(self):
        self.context.destroy(linger=0)

    def send(self, msg_type, content=None, channel="shell", header=None, metadata=None):
        msg = self.session.msg(msg_type, content if content is not None else {},
                               metadata=metadata)
        msg["header"].update(header or {})
        self.session.send(self.sockets[channel], msg)
        return msg

    def send_frames(self, frames, channel="shell"):
        self.sockets[channel].send_multipart(frames)

    def recv(self, channel, timeout=10):
        if not self.sockets[channel].poll(timeout * 1000 * SLOW):
            raise TimeoutError(f"nothing on {channel}")
        idents, frames = self.session.feed_identities(
            self.sockets[channel].recv_multipart())
        return self.session.deserialize(frames)

    def outputs(self, request, timeout=10):
        """What is published for a request, up to its idle, busy left out."""
        out = []
        end = time.time() + timeout * SLOW
        kept, self.kept = self.kept, []
        while True:
            m = kept.pop(0) if kept else self.recv("iopub", max(0.001, end - time.time()))
            parent = m["parent_header"]
            if parent.get("msg_id") != request["header"]["msg_id"]:
                self.kept.append(m)
                continue
            assert parent["session"] == self.session.session
            if m["msg_type"] == "status":
                state = m["content"]["execution_state"]
                if not out and state == "busy":
                    out.append(m)
                    continue
                assert state == "idle"
                assert out, "idle before busy"
                self.kept += kept
                return out[1:]
            assert out, "output before busy"
            out.append(m)

    def reply(self, request, channel="shell", timeout=10):
        while True:
            m = self.recv(channel, timeout)
            if m["parent_header"].get("msg_id") == request["header"]["msg_id"]:
                return m

    def finish(self, request, channel="shell", timeout=10, has_reply=True):
        reply = self.reply(request, channel, timeout) if has_reply else None
        return Answer(request, reply, self.outputs(request, timeout))

    def ask(self, msg_type, content=None, channel="shell", timeout=10, has_reply=True,
            **kw):
        return self.finish(self.send(msg_type, content, channel, **kw), channel, timeout,
                           has_reply)

    def start(self, code, **content):
        content = {"code": code, "silent": False, "store_history": True,
                   "user_expressions": {}, "allow_stdin": False,
                   "stop_on_error": True, **content}
        return self.send("execute_request", content)

    def run(self, code, timeout=10, **content):
        return self.finish(self.start(code, **content), timeout=timeout)


class Kernel:
    def __init__(self, tmp, transport="tcp", key=None, scheme="hmac-sha256", env=None,
                 args=(), **more):
        self.tmp = tmp
        ports = free_ports(5) if transport == "tcp" else range(1, 6)
        self.info = {"transport": transport, "key": str(uuid.uuid4()) if key is None else key,
                     "ip": "127.0.0.1" if transport == "tcp" else str(tmp / "k"),
                     "signature_scheme": scheme, "kernel_name": "penjing", **more}
        self.info.update({f"{c}_port": p for c, p in zip(CHANNELS, ports)})
        self.file = tmp / "kernel.json"
        self.file.write_text(json.dumps(self.info))
        self.env = {**os.environ, "PENJING_HISTORY": str(tmp / "history.jsonl"),
                    **(env or {})}
        self.log = open(tmp / "stderr", "wb")
        self.started = time.time()
        self.process = subprocess.Popen([PROGRAM, "kernel", "-f", str(self.file), *args],
                                        env=self.env, stderr=self.log, cwd=tmp)
        self.clients = []

    def client(self, ready=True, **kw):
        c = Client(self.info, **kw)
        self.clients.append(c)
        if ready:
            welcome = c.recv("iopub")
            while welcome["msg_type"] != "iopub_welcome":
                welcome = c.recv("iopub")
            assert c.ask("kernel_info_request").content["status"] == "ok"
        return c

    def stderr(self):
        return (self.tmp / "stderr").read_text(errors="replace")

    def interrupt(self):
        self.process.send_signal(signal.SIGINT)

    def wait(self, timeout=5):
        return self.process.wait(timeout * SLOW)

    def close(self):
        for c in self.clients:
            c.close()
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(5 * SLOW)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()
        assert "Sanitizer" not in self.stderr(), self.stderr()


@pytest.fixture(autouse=True)
def watchdog():
    """A test that hangs is a test that fails."""
    def bark(*_):
        pytest.fail("the test took too long")

    signal.signal(signal.SIGALRM, bark)
    signal.alarm(int(100 * SLOW))
    yield
    signal.alarm(0)


@pytest.fixture
def tmp():
    # Short, for ipc paths.
    with tempfile.TemporaryDirectory(prefix="pj") as d:
        yield pathlib.Path(d)


@pytest.fixture
def start(tmp):
    kernels = []

    def begin(**kw):
        kernels.append(Kernel(tmp, **kw))
        return kernels[-1]

    yield begin
    for k in kernels:
        k.close()


@pytest.fixture
def kernel(start):
    return start()


@pytest.fixture
def client(kernel):
    return kernel.client()
