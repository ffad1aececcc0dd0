#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares what a program prints with the "# expect: " comments in it.
Usage: expect.py RUNNER... -- FILE..."""
import re
import subprocess
import sys


def main():
    split = sys.argv.index("--")
    runner, files = sys.argv[1:split], sys.argv[split + 1:]
    failed = 0
    for name in files:
        with open(name, encoding="utf-8") as f:
            wanted = re.findall(r"^.*?# expect: ?(.*)$", f.read(), re.M)
        done = subprocess.run([*runner, name], capture_output=True,
                              timeout=60, check=False)
        got = done.stdout.decode("utf-8", "replace").splitlines()
        if got == wanted:
            continue
        failed += 1
        for i in range(max(len(got), len(wanted))):
            a = wanted[i] if i < len(wanted) else "(no more)"
            b = got[i] if i < len(got) else "(no more)"
            if a != b:
                print(f"{name}: line {i + 1} of the output\n"
                      f"  expected {a}\n  got      {b}")
                break
        sys.stdout.write(done.stderr.decode("utf-8", "replace")[-1500:])
    print(f"expect: {len(files) - failed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
