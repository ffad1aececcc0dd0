# SPDX-License-Identifier: Apache-2.0
"""Notebooks from the command line: nbclient's way, and ours."""
import json
import subprocess
import time

import pytest
from conftest import PROGRAM

nbformat = pytest.importorskip("nbformat")


def notebook(*cells):
    n = nbformat.v4.new_notebook()
    n.cells = [nbformat.v4.new_code_cell(c) for c in cells]
    return n


def test_nbclient(tmp, monkeypatch):
    nbclient = pytest.importorskip("nbclient")
    spec = tmp / "kernels" / "penjing"
    spec.mkdir(parents=True)
    (spec / "kernel.json").write_text(json.dumps({
        "argv": [PROGRAM, "kernel", "-f", "{connection_file}"], "display_name": "Penjing",
        "language": "penjing", "interrupt_mode": "message"}))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp))
    monkeypatch.setenv("PENJING_HISTORY", "off")
    n = notebook('print("a")\n6*7', "1/0")
    n.cells[1].metadata["tags"] = ["raises-exception"]
    nbclient.NotebookClient(n, kernel_name="penjing", timeout=20).execute()
    nbformat.validate(n)
    assert n.cells[0].outputs[0].text == "a\n"
    assert n.cells[0].outputs[1].data["text/plain"] == "42"
    assert n.cells[1].outputs[0].ename == "ZeroDivisionError"
    assert n.metadata.language_info.name == "penjing"


def run(*words, stdin=None):
    return subprocess.run([PROGRAM, "run", *map(str, words)], capture_output=True, text=True,
                          input=stdin, timeout=60)


def test_script(tmp):
    f = tmp / "a.py"
    f.write_text('print("out")\nimport sys\nprint("err", file=sys.stderr)\n6*7\n')
    p = run(f)
    assert (p.returncode, p.stdout, p.stderr) == (0, "out\n", "err\n")


def test_script_that_fails(tmp):
    f = tmp / "a.py"
    f.write_text('print("out")\n1/0\nprint("not reached")\n')
    p = run(f)
    assert (p.returncode, p.stdout) == (1, "out\n")
    assert "ZeroDivisionError: division by zero" in p.stderr
    assert "\x1b" not in p.stderr


def test_script_that_exits(tmp):
    f = tmp / "a.py"
    f.write_text('print("out")\nexit(7)\n')
    assert run(f).returncode == 7


def test_script_from_stdin():
    assert run("-", stdin='print("in")\n').stdout == "in\n"


def test_no_such_script():
    p = run("/nowhere.py")
    assert p.returncode == 1 and "/nowhere.py" in p.stderr


def test_notebook(tmp):
    f, out = tmp / "a.ipynb", tmp / "b.ipynb"
    n = notebook('print("a")\n6*7', "1/0", 'print("c")')
    n.cells[1].metadata["tags"] = ["raises-exception"]
    nbformat.write(n, f)
    p = run(f, "-o", out)
    assert (p.returncode, p.stdout) == (0, "a\n42\nc\n"), p.stderr
    n = nbformat.read(out, 4)
    nbformat.validate(n)
    assert n.cells[0].outputs[1].data["text/plain"] == "42"
    assert n.cells[1].outputs[0].ename == "ZeroDivisionError"
    assert [c.execution_count for c in n.cells] == [1, 2, 3]


def test_notebook_that_fails(tmp):
    f, out = tmp / "a.ipynb", tmp / "b.ipynb"
    nbformat.write(notebook("1/0", 'print("not reached")'), f)
    p = run("-o", out, f)
    assert (p.returncode, p.stdout) == (1, "")
    assert "ZeroDivisionError" in p.stderr
    n = nbformat.read(out, 4)
    assert n.cells[0].outputs[0].output_type == "error" and n.cells[1].outputs == []


def test_not_a_notebook(tmp):
    f = tmp / "a.ipynb"
    f.write_text("{}")
    p = run(f)
    assert p.returncode == 1 and "not a notebook" in p.stderr


def test_install(tmp):
    p = subprocess.run([PROGRAM, "install", "--prefix", str(tmp)], capture_output=True,
                       text=True)
    assert p.returncode == 0, p.stderr
    spec = tmp / "share/jupyter/kernels/penjing"
    k = json.loads((spec / "kernel.json").read_text())
    assert k["argv"] == [PROGRAM, "kernel", "-f", "{connection_file}"]
    assert k["language"] == "penjing" and k["interrupt_mode"] == "message"
    assert (spec / "logo-64x64.png").read_bytes()[:4] == b"\x89PNG"
    subprocess.run([PROGRAM, "install", "--prefix", str(tmp), "--remove"], check=True)
    assert not spec.exists()


def test_help():
    p = subprocess.run([PROGRAM, "--help"], capture_output=True, text=True)
    assert p.returncode == 0 and "install" in p.stdout
    p = subprocess.run([PROGRAM, "ru"], capture_output=True, text=True)
    assert p.returncode == 2 and "did you mean 'run'" in p.stderr


@pytest.mark.parametrize("words", [
    ["repl", "x"], ["kernel", "-f"], ["run"], ["run", "x.ipynb", "-o"], ["view"],
    ["view", "a", "b"], ["install", "--nosuch"], ["install", "--prefix"], []])
def test_wrong_usage(words):
    p = subprocess.run([PROGRAM, *words], capture_output=True, text=True, timeout=60)
    assert p.returncode == 2 and "penjing" in p.stderr + p.stdout


@pytest.mark.parametrize("command", ["kernel", "install", "run", "repl", "view", "describe"])
def test_help_of_a_command(command):
    p = subprocess.run([PROGRAM, command, "--help"], capture_output=True, text=True,
                       timeout=60)
    assert p.returncode == 0 and p.stdout.startswith(f"Usage:\n  penjing {command} ")


def test_repl_from_a_pipe():
    p = subprocess.run([PROGRAM, "repl"], input='print("a")\n6*7\n1/0\n8', text=True,
                       capture_output=True, timeout=60)
    assert p.stdout == "a\n42\n8\n"
    assert "ZeroDivisionError" in p.stderr and p.returncode == 0


def test_repl_in_a_terminal():
    import os
    import pty
    import select
    pid, fd = pty.fork()
    if pid == 0:
        os.execv(PROGRAM, [PROGRAM, "repl"])

    rest = b""

    def expect(text):
        nonlocal rest
        while text not in rest:
            assert select.select([fd], [], [], 10)[0], rest
            rest += os.read(fd, 4096)
        rest = rest.split(text, 1)[1]

    expect(b"In [1]: ")
    os.write(fd, b"6*7\n")
    expect(b"Out[1]: 42")
    os.write(fd, b"while True: pass\n\n")
    expect(b"pass")
    time.sleep(0.5)
    os.write(fd, b"\x03")
    expect(b"KeyboardInterrupt")
    expect(b"]: ")
    # The terminal becomes raw only after the prompt.
    time.sleep(0.5)
    os.write(fd, b"\x04")
    try:
        while select.select([fd], [], [], 10)[0] and os.read(fd, 4096):
            pass
    except OSError:
        pass
    os.close(fd)
    assert os.waitpid(pid, 0)[1] == 0
