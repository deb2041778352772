"""Counts the instructions of small fixed runs, and compares them with those written down.

Times scatter by ten per cent and more; instructions of one program with one input are the same to
some hundred-thousandths, on any machine with the same compiler and libraries.
"""
import csv
import os
import pathlib
import re
import shutil
import sys
import tempfile

from . import programs
from .programs import BENCH, HERE, run

FILE = HERE / "instructions.csv"
# More than this many per cent above what is written down is a regression.
ALLOWED = 3.0
JOBS = [
    ("hold", 10_000, 300_000), ("department", 1_000, 50_000), ("statistics", 20, 500),
    ("dialogue", 20, 500), ("month", 20, 1), ("decide", 0, 200_000), ("networks", 200, 3),
    ("addresses", 200, 3), ("parse", 0, 40), ("draw", 0, 5),
]


def count(workload, size, pieces):
    """Instructions of the whole process; None, with the reason said, when it cannot be counted."""
    with tempfile.TemporaryDirectory() as folder:
        # Valgrind 3.19 gives up on the Swift compiler's debugging information.
        program = pathlib.Path(folder) / "bench"
        run(["strip", "--strip-debug", "-o", program, BENCH])
        words = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/out", program,
                 workload, size, pieces]
        # Hash tables seeded anew at every start would take other ways through themselves.
        done = run(words, env=os.environ | {"SWIFT_DETERMINISTIC_HASHING": "1"})
    found = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode != 0 or not found:
        print(f"LEFT OUT {workload}: {(done.stderr.strip().splitlines() or ['it failed'])[-1]}")
        return None
    return int(found[1])


def compiler():
    return programs.versions()[0]


def written():
    """What is written down: instructions by workload, and the compiler they were counted with."""
    if not FILE.exists():
        return {}, None
    with FILE.open() as file:
        rows = list(csv.DictReader(file))
    return ({(row["workload"], int(row["size"]), int(row["pieces"])): int(row["instructions"])
             for row in rows}, rows[0]["compiler"] if rows else None)


def update():
    with FILE.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["workload", "size", "pieces", "instructions", "compiler"])
        for job in JOBS:
            instructions = count(*job)
            if instructions is not None:
                rows.writerow([*job, instructions, compiler()])
                print(f"{job[0]:<12} {instructions:>15,}", flush=True)
    print(f"written: {FILE.relative_to(HERE.parent)}")


def compare():
    """The exit status: 1 when a workload needs more than is allowed."""
    known, maker = written()
    if maker != compiler():
        print(f"note: counted with {maker}; this is {compiler()}, so that figures may differ")
    worse = []
    for job in JOBS:
        instructions = count(*job)
        if instructions is None:
            continue
        if job not in known:
            print(f"{job[0]:<12} {instructions:>15,}  not written down yet")
            continue
        change = 100 * (instructions / known[job] - 1)
        print(f"{job[0]:<12} {instructions:>15,}  {change:+.2f} %", flush=True)
        if change > ALLOWED:
            worse.append(job[0])
    if worse:
        print(f"FAILED: more than {ALLOWED:g} % above {FILE.name}: {', '.join(worse)}. "
              "If that is meant: make bench-guard UPDATE=1")
    return 1 if worse else 0


def main():
    if not shutil.which("valgrind"):
        sys.exit("valgrind is not installed: sh Tools/install-packages.sh bench")
    programs.bench()
    if "--update" in sys.argv:
        update()
    else:
        sys.exit(compare())
