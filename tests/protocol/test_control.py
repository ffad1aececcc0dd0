# SPDX-License-Identifier: Apache-2.0
"""Interrupts, shutdown, and the death of the parent."""
import os
import signal
import subprocess
import sys
import time

import pytest
from conftest import PROGRAM, SLOW

LOOPS = {
    "sleep": "import time\ntime.sleep(60)",
    "loop": "while True: pass",
    "flood": 'while True: print("flood")',
}


def start_and_wait(client, code, seconds=0.3):
    r = client.start(code)
    time.sleep(seconds)
    return r


@pytest.mark.parametrize("how", ["message", "signal"])
@pytest.mark.parametrize("loop", LOOPS)
def test_interrupt(kernel, client, loop, how):
    r = start_and_wait(client, LOOPS[loop])
    begin = time.time()
    if how == "message":
        client.send("interrupt_request", channel="control")
        assert client.recv("control")["content"] == {"status": "ok"}
        assert time.time() - begin < 0.1 * SLOW
    else:
        kernel.interrupt()
    reply = client.reply(r)
    took = time.time() - begin
    assert reply["content"]["ename"] == "KeyboardInterrupt"
    assert took < 0.1 * SLOW
    client.outputs(r, timeout=30)
    assert client.run("7").plain() == ["7"]


def test_interrupt_while_idle_is_nothing(kernel, client):
    kernel.interrupt()
    time.sleep(0.1)
    assert client.run("7").plain() == ["7"]
    client.ask("interrupt_request", channel="control")
    assert client.run("7").plain() == ["7"]


def test_interrupts_in_quick_succession(client):
    took = []
    for _ in range(20):
        r = start_and_wait(client, LOOPS["sleep"], 0.02)
        begin = time.time()
        client.send("interrupt_request", channel="control")
        assert client.finish(r).content["ename"] == "KeyboardInterrupt"
        took.append(time.time() - begin)
    assert sorted(took)[-2] < 0.05 * SLOW


def test_control_answers_while_a_cell_runs(client):
    r = start_and_wait(client, LOOPS["loop"])
    begin = time.time()
    assert client.ask("kernel_info_request", channel="control").content["status"] == "ok"
    assert time.time() - begin < 0.1 * SLOW
    client.send("interrupt_request", channel="control")
    client.finish(r)


@pytest.mark.parametrize("restart", [True, False])
@pytest.mark.parametrize("channel", ["shell", "control"])
def test_shutdown(kernel, client, channel, restart):
    a = client.ask("shutdown_request", {"restart": restart}, channel=channel)
    assert a.content == {"status": "ok", "restart": restart}
    assert a.of("shutdown_reply") == [{"status": "ok", "restart": restart}]
    begin = time.time()
    assert kernel.wait() == 0
    assert time.time() - begin < 0.3 * SLOW
    assert kernel.file.exists()


@pytest.mark.parametrize("loop", LOOPS)
def test_shutdown_while_a_cell_runs(kernel, client, loop):
    start_and_wait(client, LOOPS[loop])
    client.send("shutdown_request", {"restart": False}, channel="control")
    assert client.recv("control")["content"]["status"] == "ok"
    begin = time.time()
    assert kernel.wait() == 0
    assert time.time() - begin < 1.5 * SLOW


@pytest.mark.parametrize("busy", [False, True])
def test_sigterm(kernel, client, busy):
    if busy:
        start_and_wait(client, LOOPS["loop"])
    kernel.process.send_signal(signal.SIGTERM)
    assert kernel.wait() == 0


WRAPPER = """
import os, subprocess, sys, time
env = dict(os.environ)
if sys.argv[1] == "yes":
    env["JPY_PARENT_PID"] = str(os.getpid())
else:
    env.pop("JPY_PARENT_PID", None)
p = subprocess.Popen(sys.argv[2:], env=env)
print(p.pid, flush=True)
time.sleep(100)
"""


def is_alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as f:
            return f.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("wrapped", [False, True])
@pytest.mark.parametrize("told", ["yes", "no"])
def test_death_of_the_parent(start, tmp, told, wrapped):
    k = start()
    k.client().ask("shutdown_request", {"restart": False}, channel="control")
    k.wait()
    command = [PROGRAM, "kernel", "-f", str(k.file)]
    if wrapped:
        command = ["sh", "-c", '"$@"; true', "sh", *command]
    parent = subprocess.Popen([sys.executable, "-c", WRAPPER, told, *command],
                              stdout=subprocess.PIPE, env=k.env)
    pid = int(parent.stdout.readline())
    client = k.client()
    if wrapped:
        pid = client.ask("usage_request", channel="control").content["pid"]
    parent.kill()
    parent.wait()
    end = time.time() + 1 * SLOW
    while is_alive(pid) and time.time() < end:
        time.sleep(0.01)
    assert is_alive(pid) == (told == "no")
    if told == "no":
        assert client.run("7").plain() == ["7"]
        os.kill(pid, signal.SIGTERM)


def test_last_words(kernel, client):
    kernel.process.send_signal(signal.SIGSEGV)
    assert kernel.wait() != 0
    assert kernel.stderr().startswith("penjing: crashed") or "Sanitizer" in kernel.stderr()
    kernel.log.truncate(0)
