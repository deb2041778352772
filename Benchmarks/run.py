#!/usr/bin/env python3
"""Runs every workload beside its peers, interleaved, and writes tables and a plot.

    python3 Benchmarks/run.py [--quick] [--out output/bench]

Peers that are not installed are named and left out. Figures are medians of the rounds; ratios are
against MailSim in the same run.
"""
import argparse
import csv
import datetime
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import venv

HERE = pathlib.Path(__file__).resolve().parent
PEERS = HERE / "peers"
BUILD = HERE / ".build-peers"
PENDING = [100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000]


def run(words, **options):
    return subprocess.run([str(word) for word in words], capture_output=True, text=True, **options)


def built(name, words):
    """Compiles a peer; None, with the reason said aloud, when that cannot be done."""
    BUILD.mkdir(exist_ok=True)
    target = BUILD / name
    done = run(["g++", "-O3", "-o", target, *words])
    if done.returncode == 0:
        return target
    print(f"LEFT OUT {name}: {done.stderr.strip().splitlines()[0] if done.stderr else 'no g++'}")
    return None


def python_peers():
    """A Python with SimPy, salabim and Cimba in it, in a directory of its own."""
    home = BUILD / "venv"
    python = home / "bin" / "python"
    if not python.exists():
        BUILD.mkdir(exist_ok=True)
        venv.create(home, with_pip=True)
        run([python, "-m", "pip", "install", "-q", "--no-deps", "simpy", "salabim", "cimba"])
    found = {}
    for package in ["simpy", "salabim"]:
        if run([python, "-c", f"import {package}"]).returncode == 0:
            found[package] = python
        else:
            print(f"LEFT OUT {package}: it could not be installed")
    engine = next(home.glob("lib/python*/site-packages/cimba/libcimba_py.so"), None)
    return found, engine


def programs():
    """Each program as a function from (pending, steps) to the words that run it."""
    swift = HERE / ".build" / "release" / "bench"
    if not swift.exists():
        sys.exit(f"{swift} is missing: make bench builds it")
    found = {"MailSim": lambda n, k: [swift, "hold", n, k]}
    bound = built("hold", ["-march=native", "-std=c++20", PEERS / "hold.cpp"])
    if bound:
        for kind in ["wheel", "heap", "priority_queue"]:
            found[f"C++ {kind}"] = lambda n, k, kind=kind: [bound, kind, n, k]
    packages, engine = python_peers()
    if engine:
        cimba = built(
            "hold_cimba",
            ["-march=native", "-std=c++20", PEERS / "hold_cimba.cpp", f"-L{engine.parent}",
             "-l:libcimba_py.so", f"-Wl,-rpath,{engine.parent}"])
        if cimba:
            found["Cimba"] = lambda n, k: [cimba, n, k]
    else:
        print("LEFT OUT Cimba: it could not be installed")
    ns3 = built("hold_ns3", ["-std=c++17", PEERS / "hold_ns3.cc", "-lns3-core"])
    if ns3:
        for kind in ["PriorityQueue", "Heap", "Map"]:
            found[f"ns-3 {kind}"] = (
                lambda n, k, kind=kind: [ns3, f"ns3::{kind}Scheduler", n, k])
    for package, python in packages.items():
        found[package] = lambda n, k, p=package, py=python: [py, PEERS / f"hold_{p}.py", n, k]
    return found


def steps_for(name, pending, quick):
    """Enough steps to pass a second or so, and no more than anybody wants to wait for."""
    slow = {"simpy": 20, "salabim": 60}.get(name, 1)
    return max(20_000, (1_000_000 if quick else 4_000_000) // slow)


def measure(quick):
    rows = []
    found = programs()
    sizes = [n for n in PENDING if n <= (1_000_000 if quick else 10_000_000)]
    for pending in sizes:
        times = {name: [] for name in found}
        for _ in range(3 if quick else 5):
            for name, words in found.items():
                if name in ("simpy", "salabim") and pending > 1_000_000:
                    continue
                if name == "salabim" and pending > 10_000:
                    continue
                done = run(words(pending, steps_for(name, pending, quick)), timeout=600)
                if done.returncode == 0:
                    times[name].append(float(done.stdout.split()[0]))
        for name, values in times.items():
            if values:
                rows.append((name, pending, statistics.median(values)))
                print(f"hold {pending:>9} {name:<20} {rows[-1][2]:10.1f} ns/event", flush=True)
    return rows


def own(quick):
    """MailSim's own workloads, without peers."""
    swift = HERE / ".build" / "release" / "bench"
    jobs = [
        ("a message over two SMTP dialogues", "dialogue", 100, 2_000 if quick else 20_000),
        ("a relay decision", "decide", 0, 1_000_000),
        *[(f"a {what} of {rows:,} rows, read and proven", name, rows, max(1, 5_000 // rows))
          for what, name in [("table of networks", "networks"), ("table of addresses", "addresses")]
          for rows in (1_000, 10_000, 100_000)],
        ("reading a scenario file", "parse", 0, 200),
    ]
    rows = []
    for title, name, size, count in jobs:
        times = []
        for _ in range(3):
            done = run([swift, name, size, count], timeout=900)
            if done.returncode == 0:
                times.append(float(done.stdout.split()[0]))
        if times:
            rows.append((title, statistics.median(times)))
            print(f"{title:<40} {rows[-1][1] / 1000:14.2f} us", flush=True)
    return rows


def processor():
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor()


def markdown(hold, alone):
    sizes = sorted({pending for _, pending, _ in hold})
    names = list(dict.fromkeys(name for name, _, _ in hold))
    value = {(name, pending): ns for name, pending, ns in hold}
    lines = [
        f"Measured {datetime.date.today()} on {processor()}, {os.cpu_count()} cores; medians, "
        "nanoseconds an event, and behind them how many times MailSim's.", "",
        "| pending | " + " | ".join(names) + " |", "|--:|" + "--:|" * len(names),
    ]
    for pending in sizes:
        ours = value[("MailSim", pending)]
        cells = []
        for name in names:
            ns = value.get((name, pending))
            cells.append("–" if ns is None else
                         f"{ns:.0f}" if name == "MailSim" else f"{ns:.0f} ({ns / ours:.1f})")
        lines.append(f"| {pending:,} | " + " | ".join(cells) + " |")
    lines += ["", "| work | time |", "|---|--:|"]
    for title, ns in alone:
        lines.append(f"| {title} | {ns / 1e6:,.2f} ms |" if ns > 1e6 else
                     f"| {title} | {ns / 1e3:,.2f} µs |" if ns > 1e3 else
                     f"| {title} | {ns:,.0f} ns |")
    return "\n".join(lines) + "\n"


def plot(hold, out):
    if not shutil.which("gnuplot"):
        print("LEFT OUT the plot: gnuplot is not installed")
        return
    names = list(dict.fromkeys(name for name, _, _ in hold))
    data = out / "hold.dat"
    with data.open("w") as file:
        for name in names:
            print(f'"{name}"', file=file)
            for row_name, pending, ns in hold:
                if row_name == name:
                    print(pending, ns, file=file)
            print("\n", file=file)
    script = f"""
set terminal svg size 960,600 font "DejaVu Sans,16"
set output "{out / 'hold.svg'}"
set logscale xy
set xlabel "pending events"
set ylabel "nanoseconds an event"
set key outside right top
set grid ytics lc rgb "#dddddd"
plot for [i=0:{len(names) - 1}] "{data}" index i using 1:2 title columnheader(1) \\
  with linespoints lw (i == 0 ? 4 : 2) pt 7
"""
    run(["gnuplot"], input=script)


def main():
    parser = argparse.ArgumentParser(description="MailSim's benchmarks beside its peers")
    parser.add_argument("--quick", action="store_true", help="fewer rounds, smaller sizes")
    parser.add_argument("--out", default="output/bench", help="where tables and plots go")
    options = parser.parse_args()
    out = pathlib.Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    hold, alone = measure(options.quick), own(options.quick)
    with (out / "hold.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["program", "pending", "ns_per_event"])
        writer.writerows(hold)
    (out / "bench.md").write_text(markdown(hold, alone))
    plot(hold, out)
    print(f"tables: {out / 'bench.md'}, {out / 'hold.csv'}; plot: {out / 'hold.svg'}")


if __name__ == "__main__":
    main()
