"""MailSim's own workloads: what nobody else does, so that nobody can be beside it."""
import statistics
import tempfile
from dataclasses import dataclass
from pathlib import Path

from . import programs
from .measure import by_turns, once
from .programs import Program, bench


@dataclass
class Row:
    """A line of the table: a title, nanoseconds, and remarks by their column."""
    title: str
    nanoseconds: float
    remarks: dict


def alone(workload, size, count, rounds):
    program = Program(workload, lambda n, k: [bench(), workload, n, k])
    return by_turns([program], size, {workload: count}, rounds).get(workload)


def fidelity(effort):
    """What full command fidelity costs: every command, reply, handshake and timer of a message."""
    count = 5_000 if effort.quick else 20_000
    counted = alone("statistics", 100, count, effort.rounds)
    traced = alone("dialogue", 100, count, effort.rounds)
    messages, dialogues = map(int, counted.result.split("/"))
    rows = []
    for title, outcome in [("counted while it passes", counted), ("with the whole trace", traced)]:
        each = dialogues / messages
        rows.append(Row(title, outcome.nanoseconds, {
            "dialogues": each, "events": counted.events_each / each,
            "per dialogue": outcome.nanoseconds / each,
            "per event": outcome.nanoseconds / counted.events_each,
            "messages a second": 1e9 / outcome.nanoseconds}))
        print(f"fidelity   {title:<26} {outcome.nanoseconds / 1e3:10.1f} us/message", flush=True)
    return rows


def pieces(effort):
    """Decisions, proofs, readers and pictures."""
    jobs = [
        ("a relay decision by the csim preset", "decide", 0, 1_000_000),
        *[(f"a {what} of {rows:,} rows, read and proven", name, rows, max(1, 5_000 // rows))
          for what, name in [("table of networks", "networks"), ("table of addresses", "addresses")]
          for rows in (1_000, 10_000, 100_000)],
        ("reading a scenario file", "parse", 0, 200),
        ("a run and its figure, laid out by Graphviz", "draw", 0, 50),
    ]
    rows = []
    for title, workload, size, count in jobs:
        outcome = alone(workload, size, count, 3)
        if outcome:
            rows.append(Row(title, outcome.nanoseconds, {}))
            print(f"pieces     {title:<48} {outcome.nanoseconds / 1e3:12.2f} us", flush=True)
    return rows


def replications(effort):
    """One thread and two, by turns: times, and whether the results were the same."""
    count = 64 if effort.quick else 256
    found = [Program(f"{threads} threads", lambda n, k, t=threads: [bench(), "replications", t, k])
             for threads in (1, 2)]
    outcomes = by_turns(found, 0, {program.name: count for program in found}, 3)
    one, two = (outcomes[program.name] for program in found)
    ratio = one.nanoseconds / two.nanoseconds
    print(f"replications: two threads do {ratio:.2f} times the work of one", flush=True)
    return {"one": one.nanoseconds, "two": two.nanoseconds, "ratio": ratio,
            "same": one.result == two.result, "count": count}


SMALLEST = """\
mailsim: 1
title: The smallest scenario
sites:
  home: {ours: yes, networks: 192.0.2.0/24}
servers:
  mail: {host: mail.example.net, site: home, domains: example.net}
people:
  alice: {site: home, mailbox: alice@example.net}
  bob: {site: home, mailbox: bob@example.net}
events:
  - {at: 1s, mail: {from: alice, to: bob@example.net}}
"""


def tool(effort):
    """The whole program from the shell: milliseconds on the wall, the median of many starts."""
    if not programs.MAILSIM.exists():
        print("LEFT OUT the whole tool: make bench builds it")
        return []
    with tempfile.TemporaryDirectory() as folder:
        scenario = Path(folder) / "smallest.yaml"
        scenario.write_text(SMALLEST)
        jobs = {
            "`mailsim --version`": ["--version"],
            "`mailsim run`, the events as text": ["run", scenario],
            "`mailsim draw encryption`: played, laid out, written as SVG":
                ["draw", "encryption", scenario, "-o", Path(folder) / "path.svg"],
        }
        times = {title: [] for title in jobs}
        for _ in range(21 if effort.quick else 101):
            for title, words in jobs.items():
                said = once([programs.MAILSIM, *words])
                if said is not None:
                    times[title].append(said[1] * 1e9)
    rows = [Row(title, statistics.median(values), {}) for title, values in times.items() if values]
    for row in rows:
        print(f"tool       {row.title:<60} {row.nanoseconds / 1e6:8.1f} ms", flush=True)
    return rows
