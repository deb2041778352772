#!/usr/bin/env python3
"""Runs the whole program on mutated files and options, and says what no input may make it do.

    python3 Tests/Fuzz/fuzz.py --runs 1000              a share, as CI has it
    python3 Tests/Fuzz/fuzz.py --runs 100000 --count    counted in Tests/Fuzz/counted.tsv
    python3 Tests/Fuzz/fuzz.py --again output/fuzz/…    one finding once more

A finding is a signal, an exit status the manual does not know, more processor time or memory than
any of these inputs needs, output that its own format's reader refuses, or a control character in
what is printed. Its files and its command are kept under output/fuzz/.
"""

import argparse
import csv
import datetime
import hashlib
import io
import json
import os
import pathlib
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CORPUS = pathlib.Path(__file__).resolve().parent / "corpus"
COUNTED = pathlib.Path(__file__).resolve().parent / "counted.tsv"
FOUND = ROOT / "output" / "fuzz"

# As `mailsim --help` tells them; 70 is there, and is always a finding.
STATUSES = {0, 1, 64, 65, 66, 69, 73, 74, 75, 130, 143}
PROCESSOR_SECONDS = 20
ADDRESS_SPACE = 8 << 30
RESIDENT = 1 << 30
OUTPUT = 256 << 20

NUMBERS = [
    "0", "-1", "1", "2", "65535", "65536", "4294967296", "9223372036854775807",
    "9223372036854775808", "-9223372036854775808", "1e308", "nan", "inf", "0x10", "1.5", "",
    "99999999999999999999999999", "0.0000001", "1ns", "10000000h", "5%", "-5%", "١٢",
]
HOSTILE = [
    "\x1b[31m", "\x00", "\r", "\x7f", "\x9b1m", "\u202e", "\u2066", "\ufeff", "\u00a0", "\u2028",
    "\nEND\n", "`id`", "$(id)", "|", "::warning::x", "\n::error::x", "</script>", "]]>", "<!--",
    "'", '"', "\\", "\t", "%s%n", "=cmd|' /C'!A1", "<b>", "&amp;", "${x}", "$a $a", "../../etc",
    "texthash:/etc/passwd", "pcre:/dev/zero", "\u201cquoted\u201d", "é", "\U0001f4a9", "(" * 50,
    "[" * 50, "{" * 50, "- " * 30, "a" * 3000, "not " * 40, "!", "*", "&x", "*x", ": ", "#", "~",
]

REPORTS = ["text", "json", "jsonl", "junit", "sarif", "github", "md", "transcript", "mail"]
PROOFS = ["text", "json", "md", "sarif", "junit", "github"]
CARDS = ["text", "json", "md", "csv", "junit"]
PRESETS = ["csim", "modern", "csim-by-sender-address", "open"]
PROPERTIES = [
    "no-open-relay", "login or window => accept", "recipient is missing => refuse",
    "not login and (sender is a@b.example or helo is x) => refuse",
    "client in 192.0.2.0/24 => accept", "recipient is secret@example.org => refuse",
]


class Mutator:
    """Changes octets, lines and words of a text, a few at a time."""

    def __init__(self, chance, pool):
        self.chance = chance
        self.pool = pool

    def mutate(self, data):
        for _ in range(self.chance.choice([0, 1, 1, 1, 2, 3, 8])):
            data = self.chance.choice(
                [self.octet, self.cut, self.line, self.line, self.word, self.word, self.number,
                 self.insert, self.insert, self.splice, self.repeat])(data)
        return data[: 1 << 20]

    def place(self, data):
        return self.chance.randrange(len(data) + 1)

    def octet(self, data):
        at = self.place(data)
        return data[:at] + bytes([self.chance.randrange(256)]) + data[at + 1:]

    def cut(self, data):
        at = self.place(data)
        return data[:at] + (b"" if self.chance.random() < 0.3 else data[at + self.chance.randrange(40):])

    def line(self, data):
        lines = data.split(b"\n")
        at = self.chance.randrange(len(lines))
        other = self.chance.choice(lines)
        return b"\n".join(self.chance.choice([
            lines[:at] + lines[at + 1:], lines[:at] + [other] + lines[at:],
            lines[:at] + [b"  " + lines[at]] + lines[at + 1:],
            lines[:at] + [lines[at].lstrip()] + lines[at + 1:],
        ]))

    def word(self, data):
        words = list(re.finditer(rb"[\w.$/-]+", data))
        if len(words) < 2:
            return data
        one, two = self.chance.choice(words), self.chance.choice(words)
        return data[:one.start()] + two.group() + data[one.end():]

    def number(self, data):
        numbers = list(re.finditer(rb"\d+", data))
        if not numbers:
            return data
        one = self.chance.choice(numbers)
        return data[:one.start()] + self.chance.choice(NUMBERS).encode() + data[one.end():]

    def insert(self, data):
        at = self.place(data)
        return data[:at] + self.chance.choice(HOSTILE).encode() + data[at:]

    def splice(self, data):
        other = self.chance.choice(self.pool)
        at, to = self.place(data), self.place(other)
        return data[:at] + other[to:to + self.chance.randrange(1, 400)] + data[at:]

    def repeat(self, data):
        at = self.place(data)
        piece = data[at:at + self.chance.randrange(1, 60)]
        return data[:at] + piece * self.chance.choice([2, 5, 50, 1000]) + data[at:]


class Case:
    """One command line, and the files it names."""

    def __init__(self, seed, seeds):
        self.chance = random.Random(seed)
        self.seeds = seeds
        self.files = {}
        self.mutator = Mutator(self.chance, list(seeds.values()))
        command = self.chance.choice(
            [self.run, self.run, self.check, self.why, self.prove, self.prove, self.diff,
             self.draw, self.trace, self.trace, self.log, self.sweep, self.plot, self.attack,
             self.export, self.words])
        self.arguments = [self.spoiled(word) for word in command()]

    def spoiled(self, word):
        """Now and then an option's value is not what it should be."""
        if self.chance.random() > 0.01 or word.startswith("-o") or "." in word:
            return word
        text = self.chance.choice(NUMBERS + HOSTILE).replace("\0", "")
        return text if self.chance.random() < 0.5 else word + text

    def file(self, name, seed):
        self.files[name] = self.mutator.mutate(self.seeds[seed])
        return name

    def scenario(self):
        names = [name for name in self.seeds if name.endswith(".yaml")]
        return self.file("s.yaml", self.chance.choice(names))

    def postfix(self, name="etc"):
        spoiled = self.chance.sample(sorted(n for n in self.seeds if n.startswith("postfix/")), 2)
        for seed in [n for n in self.seeds if n.startswith("postfix/")]:
            target = f"{name}/{seed.removeprefix('postfix/')}"
            self.files[target] = (
                self.mutator.mutate(self.seeds[seed]) if seed in spoiled else self.seeds[seed])
        return name

    def policy(self, name="etc"):
        return self.chance.choice(
            [lambda: self.postfix(name), lambda: self.postfix(name), self.scenario,
             lambda: self.chance.choice(PRESETS)])()

    def maybe(self, *words):
        return list(words) if self.chance.random() < 0.3 else []

    def number(self, usual):
        return usual if self.chance.random() < 0.7 else self.chance.choice(NUMBERS)

    def text(self, usual):
        return self.mutator.mutate(usual.encode()).replace(b"\0", b"").decode("utf-8", "replace")

    def question(self):
        return ["--client", self.text("203.0.113.9"), "--from", self.text("rita@example.com"),
                "--to", self.text("bob@example.org")] + self.maybe("--helo", self.text("a.example")) \
            + self.maybe("--auth", self.text("rita")) + self.maybe("--login-age", self.number("15m")) \
            + self.maybe("--at", self.number("09:15:01"))

    def run(self):
        return ["run", self.scenario(), "--format", self.chance.choice(REPORTS)] \
            + self.maybe("--until", self.number("15m")) + self.maybe("--seed", self.number("7")) \
            + self.maybe("--message", self.number("1")) + self.maybe("--only", self.text("alice"))

    def check(self):
        return ["check", self.scenario(), "--format", self.chance.choice(REPORTS[:6])]

    def why(self):
        subject = self.chance.choice(
            [lambda: [self.scenario()], lambda: ["--postfix", self.postfix()],
             lambda: ["--policy", self.chance.choice(PRESETS)]])()
        if self.chance.random() < 0.3:
            return ["why"] + subject + ["--cases", self.file("cases.csv", "cases.csv")]
        return ["why"] + subject + self.question()

    def prove(self):
        return ["prove", self.policy(), "--format", self.chance.choice(PROOFS)] \
            + self.maybe("--property", self.text(self.chance.choice(PROPERTIES))) \
            + self.maybe("--dead-rules") + self.maybe("--service", self.text("submission")) \
            + self.maybe("--scenario", "replay.yaml") + self.maybe("--picture", "replay.svg")

    def diff(self):
        return ["diff", self.policy("old"), self.policy("new"), "--format",
                self.chance.choice(PROOFS)]

    def draw(self):
        ending = self.chance.choice(["svg", "svg", "dot", "png", "pdf"])
        return ["draw", self.chance.choice(["encryption", "relay", "sequence", "topology"]),
                self.scenario(), "-o", f"out.{ending}"] + self.maybe("--frames") \
            + self.maybe("--theme", self.chance.choice(["light", "dark", "mono"])) \
            + self.maybe("--density", self.chance.choice(["lecture", "compact"])) \
            + self.maybe("--message", self.number("1"))

    def trace(self):
        words = ["trace", self.file("m.eml", "message.eml")] + self.maybe("--redact") \
            + self.maybe("--lines") + self.maybe("--understood") \
            + self.maybe("--my-servers", self.text("example.org"))
        return words + self.chance.choice(
            [[], ["--format", self.chance.choice(REPORTS)], ["--to-scenario"], ["-o", "out.svg"]])

    def log(self):
        words = ["trace", "--log", self.file("mail.log", "mail.log")] + self.maybe("--redact") \
            + self.maybe("--year", self.number("2026"))
        if self.chance.random() < 0.5:
            words += ["--message", "4Xk2Yz1nQ2z9t"]
            words += self.maybe("--format", self.chance.choice(REPORTS)) or self.maybe("-o", "out.svg")
        return words

    def sweep(self):
        return ["sweep", self.scenario(), "--vary", self.text("window=5m,10m"), "--replications",
                self.chance.choice(["1", "2"])] + self.maybe("--threads", self.number("1")) \
            + self.maybe("--out", "results") + self.maybe("--measure", self.text("refused")) \
            + self.maybe("--precision", self.number("5%")) + self.maybe("--list-measures")

    def plot(self):
        for name in [n for n in self.seeds if n.startswith("results/")]:
            self.file(name, name)
        ending = self.chance.choice(["gp", "gp", "gp", "svg"])
        return ["plot", "results", "-o", f"out.{ending}"] + self.chance.choice(
            [["--x", self.text("window"), "--y", "refused"], ["--bars", "refused", "delivered"]]) \
            + self.maybe("--title", self.text("a title"))

    def attack(self):
        subject = self.chance.choice(
            [lambda: [self.scenario()], lambda: ["--policy", self.chance.choice(PRESETS)],
             lambda: ["--postfix", self.postfix()]])()
        return ["attack"] + subject + ["--replications", "1", "--format", self.chance.choice(CARDS)] \
            + self.maybe("--unknown", "dunno") + self.maybe("--threads", self.number("1")) \
            + self.maybe("--fail-above", self.number("5%")) + self.maybe("--seed", self.number("3"))

    def export(self):
        return ["export", "postfix", self.policy(), "-o", "made"] \
            + self.maybe("--host", self.text("mail.example.org"))

    def words(self):
        return self.chance.choice(
            [["explain", self.text("REF-WINDOW-EXPIRED")], ["explain"], ["list", "codes"],
             ["list", "properties"], ["schema"], ["attack", self.text("A18")], ["new", "n.yaml"],
             ["--help"], [self.text("run")], ["trace", "--help"]])


def read_seeds():
    seeds = {}
    for file in sorted((ROOT / "Scenarios").glob("*.yaml")):
        seeds[file.name] = file.read_bytes()
    for file in sorted(CORPUS.rglob("*")):
        if file.is_file():
            seeds[str(file.relative_to(CORPUS))] = file.read_bytes()
    return seeds


def limits():
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT, OUTPUT))
    if not SANITIZED:
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


SANITIZED = bool(os.environ.get("MAILSIM_SANITIZED"))


def play(program, arguments, directory):
    """What became of one run: its status (negative: a signal), output, errors, time and memory."""
    output, errors = directory / ".out", directory / ".err"
    with open(output, "wb") as out, open(errors, "wb") as err:
        began = time.monotonic()
        process = subprocess.Popen(
            [program] + arguments, cwd=directory, stdin=subprocess.DEVNULL, stdout=out, stderr=err,
            preexec_fn=limits, start_new_session=True)
        signal.setitimer(signal.ITIMER_REAL, 4 * PROCESSOR_SECONDS)
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except TimeoutError:
            os.killpg(process.pid, signal.SIGKILL)
            _, status, usage = os.wait4(process.pid, 0)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    data, words = output.read_bytes(), errors.read_bytes()
    output.unlink()
    errors.unlink()
    return process.returncode, data, words, time.monotonic() - began, usage.ru_maxrss * 1024


def expired(*_):
    raise TimeoutError


CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]")


def faults(arguments, status, output, errors, seconds, memory, directory):
    """Every way in which a run was not what any input may lead to."""
    if status < 0:
        name = signal.Signals(-status).name
        yield "hang" if name in ("SIGXCPU", "SIGKILL") else name
    elif status not in STATUSES:
        yield f"status {status}"
    if memory > RESIDENT and not SANITIZED:
        yield "memory"
    for stream, data in (("output", output), ("errors", errors)):
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            yield f"{stream} is no UTF-8"
            continue
        # A table is answered with its own line ends.
        if ("--cases" in arguments or "csv" in arguments) and stream == "output":
            text = text.replace("\r\n", "\n")
        found = CONTROL.search(text)
        if found:
            yield f"{stream} holds {found.group()!r}"
    if status in (64, 65, 66, 73, 74) and not errors.strip():
        yield "silent failure"
    if status in (0, 1):
        problem = unreadable(arguments, output.decode("utf-8", "replace"))
        if problem:
            yield f"output: {problem}"
    for file in directory.rglob("*"):
        if file.is_file() and file.suffix in (".svg", ".png", ".pdf", ".tmp", ".sqlite"):
            problem = broken(file)
            if problem:
                yield f"{file.suffix}: {problem}"


def unreadable(arguments, text):
    """Why the reader of a format refuses what was printed in it."""
    if "--list-measures" in arguments or "-o" in arguments:
        return None
    kind = arguments[arguments.index("--format") + 1] if "--format" in arguments[:-1] else ""
    if "--log" in arguments and "--message" not in arguments:
        kind = ""
    try:
        if arguments[0] == "schema" or kind in ("json", "sarif"):
            json.loads(text, parse_constant=lambda word: 1 / 0)
        elif kind == "jsonl":
            for line in text.split("\n")[:-1]:
                json.loads(line)
        elif kind == "junit":
            xml.etree.ElementTree.fromstring(text)
        elif kind == "csv" or "--cases" in arguments:
            widths = {len(row) for row in csv.reader(io.StringIO(text, newline=""), strict=True)}
            if kind == "csv" and len(widths) > 1:
                return f"rows of {sorted(widths)} cells"
        elif kind == "github":
            for line in text.split("\n"):
                if line and not re.match(r"::(error|warning|notice)( [^:]*)?::", line):
                    return "a line that is no annotation"
    except (ValueError, ZeroDivisionError, csv.Error, xml.etree.ElementTree.ParseError) as error:
        return re.sub(r"\d+", "N", str(error))[:60]
    return None


def broken(file):
    data = file.read_bytes()
    if file.suffix == ".tmp":
        return "was left behind"
    if file.suffix == ".svg":
        try:
            for element in xml.etree.ElementTree.fromstring(data).iter():
                if element.tag.endswith("}script") or any(n.startswith("on") for n in element.attrib):
                    return "holds a script"
        except xml.etree.ElementTree.ParseError as error:
            return re.sub(r"\d+", "N", str(error))
    starts = {".png": b"\x89PNG", ".pdf": b"%PDF", ".sqlite": b"SQLite format 3"}
    if file.suffix in starts and not data.startswith(starts[file.suffix]):
        return "has not its format's first octets"
    return None


def keep(case, arguments, faults, errors):
    """Writes a finding down, once for each kind."""
    kind = re.sub(r"\d+", "N", f"{arguments[0]} {faults}")
    target = FOUND / hashlib.sha256(kind.encode()).hexdigest()[:12]
    if target.exists():
        return None
    target.mkdir(parents=True)
    for name, data in case.files.items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(data)
    (target / "command.json").write_text(
        json.dumps({"arguments": arguments, "faults": faults,
                    "errors": errors.decode("utf-8", "replace")[-2000:]}, indent=1))
    return target


def again(program, finding):
    told = json.loads((finding / "command.json").read_text())
    with tempfile.TemporaryDirectory() as place:
        directory = pathlib.Path(place) / "run"
        shutil.copytree(finding, directory)
        result = play(program, told["arguments"], directory)
        found = list(faults(told["arguments"], *result, directory))
    status, output, errors, seconds, memory = result
    print(f"status {status}, {seconds:.1f} s, {memory >> 20} MiB; {found or 'nothing any more'}")
    print(errors.decode("utf-8", "replace")[-1500:])
    return 1 if found else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--program", default=None)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=None, help="the first run's number")
    parser.add_argument("--count", action="store_true", help="add the runs to counted.tsv")
    parser.add_argument("--again", type=pathlib.Path)
    options = parser.parse_args()
    built = [ROOT / ".build" / kind / "mailsim" for kind in ("release", "debug")]
    program = options.program or next((str(file) for file in built if file.exists()), None)
    if not program:
        sys.exit("fuzz: build mailsim first")
    program = str(pathlib.Path(program).resolve())
    signal.signal(signal.SIGALRM, expired)
    # Also where a shell made it deaf to Ctrl-C, as in the background.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    if options.again:
        sys.exit(again(program, options.again))
    first = options.seed if options.seed is not None else time.time_ns() // 1_000_000
    seeds = read_seeds()
    findings, done, began = 0, 0, time.monotonic()
    try:
        for number in range(first, first + options.runs):
            case = Case(number, seeds)
            arguments = [word.replace("\0", "") for word in case.arguments]
            with tempfile.TemporaryDirectory(prefix="mailsim-fuzz-") as place:
                directory = pathlib.Path(place)
                for name, data in case.files.items():
                    (directory / name).parent.mkdir(parents=True, exist_ok=True)
                    (directory / name).write_bytes(data)
                result = play(program, arguments, directory)
                found = list(faults(arguments, *result, directory))
            done += 1
            if found:
                findings += 1
                kept = keep(case, arguments, found, result[2])
                if kept:
                    print(f"{number}: {', '.join(found)}: {kept.relative_to(ROOT)}: "
                          f"{ascii(arguments)[:200]}", flush=True)
    except KeyboardInterrupt:
        pass
    if options.count:
        new = not COUNTED.exists()
        with open(COUNTED, "a") as counted:
            if new:
                counted.write("day\tversion\tfirst\truns\tfindings\n")
            counted.write(f"{datetime.date.today()}\t{version()}\t{first}\t{done}\t{findings}\n")
    print(f"{done} runs from {first}, {findings} findings, {time.monotonic() - began:.0f} s")
    sys.exit(1 if findings else 0)


def version():
    told = subprocess.run(["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"],
                          capture_output=True, text=True)
    return told.stdout.strip() or "unknown"


if __name__ == "__main__":
    main()
