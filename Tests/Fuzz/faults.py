#!/usr/bin/env python3
"""Kills the program at random moments, and gives it file systems that are full or read-only.

    python3 Tests/Fuzz/faults.py --kills 50

Whatever happens, a file that is there is whole: the former one or the new one, octet by octet. What
was killed is run again (a sweep with --resume) and comes to the octets of an undisturbed run.
Full and read-only file systems need the right to mount, which `unshare -rm` gives most users.
"""

import argparse
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SCENARIO = str(ROOT / "Scenarios" / "t01-path.yaml")
ATTACK = str(ROOT / "Scenarios" / "a03-nat-rider.yaml")

# The command, and what it leaves; {out} is a directory.
COMMANDS = {
    "run": ["run", SCENARIO, "--format", "json", "-o", "{out}/run.json", "--format", "md",
            "-o", "{out}/run.md"],
    "draw": ["draw", "sequence", SCENARIO, "-o", "{out}/picture.svg"],
    "sweep": ["sweep", SCENARIO, "--vary", "sites.csim.latency=1ms,2ms,3ms,4ms,5ms,6ms",
              "--replications", "3", "--out", "{out}/kept"],
    "attack": ["attack", ATTACK, "--replications", "2", "--format", "json", "-o",
               "{out}/card.json"],
    "export": ["export", "postfix", "csim", "--force", "-o", "{out}/made"],
}


def words(command, out, *more):
    return [PROGRAM] + [word.replace("{out}", str(out)) for word in command] + list(more)


def contents(directory):
    """Every file and what it holds; what begins with a point was only on its way."""
    return {str(file.relative_to(directory)): file.read_bytes()
            for file in sorted(directory.rglob("*"))
            if file.is_file() and not any(
                part.startswith(".") for part in file.relative_to(directory).parts)}


def undisturbed(command, place):
    out = place / "whole"
    out.mkdir()
    began = time.monotonic()
    subprocess.run(words(command, out), check=False, stdout=subprocess.DEVNULL)
    return contents(out), time.monotonic() - began


def killed(name, command, kills, chance, place):
    whole, seconds = undisturbed(command, place)
    assert whole, f"{name} leaves nothing"
    partial = 0
    for number in range(kills):
        out = place / "cut"
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        process = subprocess.Popen(
            words(command, out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True)
        time.sleep(chance.random() * seconds * 1.1)
        process.send_signal(chance.choice([signal.SIGKILL, signal.SIGKILL, signal.SIGTERM]))
        process.wait()
        for file, data in contents(out).items():
            if file.endswith(".jsonl.part"):
                # Grows by a block at a time; a torn last line is dropped when it goes on.
                if data != whole[file.removesuffix(".part")][:len(data)]:
                    yield f"{name}: {file} is none of this sweep's states (kill {number})"
            elif file not in whole:
                yield f"{name}: {file} is no file of an undisturbed run (kill {number})"
            elif data != whole[file] and not is_interrupted_table(name, file):
                yield f"{name}: {file} is half-written (kill {number})"
        partial += contents(out) != whole
        more = ["--resume"] if name == "sweep" else []
        told = subprocess.run(words(command, out, *more), capture_output=True)
        if contents(out) != whole:
            yield f"{name}: run again it comes to something else (kill {number}): {told.stderr!r}"
    print(f"{name}: {kills} kills, {partial} before the end, {seconds:.1f} s undisturbed")


def is_interrupted_table(name, file):
    """A sweep that is told to end (SIGTERM) still writes the tables of what it has."""
    return name == "sweep" and file.endswith((".csv", ".md", ".sqlite", "results.jsonl"))


def cramped(name, command, place):
    """A file system with no room, with little, and without permission."""
    for kind, options in (("full", "size=4k"), ("small", "size=16k"), ("read-only", "size=1m")):
        out = place / f"{name}-{kind}"
        out.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", out], check=True)
        try:
            former = out / "run.json"
            former.write_text("former\n")
            if kind == "full":
                try:
                    with open(out / "filler", "wb", buffering=0) as filler:
                        while True:
                            filler.write(b"x" * 512)
                except OSError:
                    pass
            if kind == "read-only":
                subprocess.run(["mount", "-o", "remount,ro", out], check=True)
            told = subprocess.run(words(command, out), capture_output=True)
            if told.returncode not in ((73, 74) if kind != "small" else (0, 1, 73, 74)):
                yield f"{name}: status {told.returncode} on a {kind} file system: {told.stderr!r}"
            if told.returncode in (73, 74):
                if not told.stderr:
                    yield f"{name}: says nothing on a {kind} file system"
                if former.exists() and former.read_bytes() not in (b"former\n",) and kind != "small":
                    yield f"{name}: the former file is gone on a {kind} file system"
            left = [str(file) for file in out.rglob(".*")]
            if left:
                yield f"{name}: leaves {left} on a {kind} file system"
        finally:
            subprocess.run(["umount", out], check=True)


def main():
    global PROGRAM
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--program")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only")
    parser.add_argument("--mounts", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    built = [ROOT / ".build" / kind / "mailsim" for kind in ("release", "debug")]
    PROGRAM = options.program or next((str(file) for file in built if file.exists()), None)
    if not PROGRAM:
        sys.exit("faults: build mailsim first")
    chosen = {name: words for name, words in COMMANDS.items() if options.only in (None, name)}
    found = []
    for name, command in chosen.items():
        with tempfile.TemporaryDirectory(prefix="mailsim-faults-") as place:
            place = pathlib.Path(place)
            if options.mounts:
                found += cramped(name, command, place)
            else:
                found += killed(name, command, options.kills, random.Random(options.seed), place)
    for fault in found:
        print(fault)
    if not options.mounts:
        # In a namespace of its own, so that nothing is mounted for anybody else.
        inner = subprocess.run(
            ["unshare", "-rm", sys.executable, __file__, "--mounts", "--program", PROGRAM]
            + (["--only", options.only] if options.only else []))
        if inner.returncode not in (0, 1):
            print("faults: this user may not mount; full and read-only file systems were not tried")
        found += ["file systems"] if inner.returncode == 1 else []
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
