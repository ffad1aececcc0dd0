# SPDX-License-Identifier: Apache-2.0
"""The language against CPython: the same programs, turn by turn.

    python3 tests/bench/lang.py PENJING [ROUNDS [PROGRAM ...]]

Each program of tests/bench/lang runs under the Python that runs this file and
under `PENJING run`, alternating, and must print the same. The figures are
seconds of processor time of the whole process, so that a busy machine does
not disturb them; the ratio is that of the minima, below 1 where Penjing is
faster.
"""
import math
import os
import platform
import subprocess
import sys

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "lang")
PROGRAMS = "recursion loops containers strings objects".split()


def timed(command):
    """Seconds of processor time, and what was printed."""
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        printed = child.stdout.read()
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"{' '.join(command)}: status {child.returncode}")
    return used.ru_utime + used.ru_stime, printed


def measure(commands, rounds):
    """The sorted times of each command."""
    times = [[] for _ in commands]
    for _ in range(rounds):
        runs = [timed(command) for command in commands]
        if any(printed != runs[0][1] for _, printed in runs):
            sys.exit(f"{commands[0][-1]}: the two print different things")
        for kept, (seconds, _) in zip(times, runs):
            kept.append(seconds)
    return [sorted(kept) for kept in times]


def main(penjing, rounds=5, *programs):
    python = f"CPython {platform.python_version()}"
    print(f"{'seconds of CPU':<14} {python:>16} {'penjing':>16}")
    print(f"{'':<14} {'min':>8}{'median':>8} {'min':>8}{'median':>8}"
          f" {'ratio':>7}")
    ratios = []
    for name in programs or PROGRAMS:
        source = os.path.join(FOLDER, name + ".py")
        theirs, ours = measure(([sys.executable, source],
                                [penjing, "run", source]), int(rounds))
        ratios.append(ours[0] / theirs[0])
        middle = int(rounds) // 2
        print(f"{name:<14} {theirs[0]:8.3f}{theirs[middle]:8.3f} "
              f"{ours[0]:8.3f}{ours[middle]:8.3f} {ratios[-1]:7.2f}",
              flush=True)
    mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
    print(f"{'geometric mean':<47} {mean:8.2f}")


main(*sys.argv[1:])
