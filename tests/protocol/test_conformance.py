# SPDX-License-Identifier: Apache-2.0
"""Jupyter's own test suite for kernels."""
import json
import os
import tempfile

import pytest
from conftest import PROGRAM

jupyter_kernel_test = pytest.importorskip("jupyter_kernel_test")

_folder = tempfile.TemporaryDirectory()


def setUpModule():
    spec = os.path.join(_folder.name, "kernels", "penjing")
    os.makedirs(spec)
    with open(os.path.join(spec, "kernel.json"), "w") as f:
        json.dump({"argv": [PROGRAM, "kernel", "-f", "{connection_file}"],
                   "display_name": "Penjing", "language": "penjing",
                   "interrupt_mode": "message",
                   "env": {"PENJING_HISTORY": "off"}}, f)
    os.environ["JUPYTER_PATH"] = _folder.name


def tearDownModule():
    _folder.cleanup()


class TestPenjing(jupyter_kernel_test.KernelTests):
    kernel_name = "penjing"
    language_name = "penjing"
    file_extension = ".py"
    code_hello_world = 'print("hello, world")'
    code_stderr = 'import sys\nprint("oops", file=sys.stderr)'
    completion_samples = [{"text": "zi", "matches": {"zip"}}]
    complete_code_samples = ["1", "x = 1", 'print("hello, world")']
    incomplete_code_samples = ["def f(x):", "print(", "[1, {"]
    invalid_code_samples = ["x = = 1", ")"]
    code_page_something = "print?"
    code_generate_error = "1/0"
    code_execute_result = [{"code": "6*7", "result": "42"},
                           {"code": '"text"', "result": "'text'"},
                           {"code": "100", "result": "100"}]
    code_display_data = [
        {"code": "from IPython.display import display\ndisplay(1)", "mime": "text/plain"}]
    code_history_pattern = "6?7*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "print"
    code_clear_output = "from IPython.display import clear_output\nclear_output()"


class TestWelcome(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "penjing"
    support_iopub_welcome = True
