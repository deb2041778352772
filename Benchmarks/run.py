#!/usr/bin/env python3
"""Runs every workload beside its peers and writes tables and plots.

    python3 Benchmarks/run.py [--quick] [--out output/bench] [--only NAME ...] [--publish]
    python3 Benchmarks/run.py --month

Peers that cannot be installed are named and left out. Figures are medians of interleaved rounds;
ratios are against MailSim in the same run. `--publish` puts the tables into
Documentation/Performance.md and the plots beside it; `--month` plays the month of a department.
"""
import argparse
import pathlib
import shutil
import sys

from harness import engine, memory, model, plots, tables, targets
from harness.engine import Effort

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / "Documentation" / "Performance.md"
PICTURES = ROOT / "Documentation" / "pictures"


def hold(effort, out):
    results = engine.hold(effort)
    tables.write_csv(out / "hold.csv", results, "pending")
    plots.growth(results, "Hold model: take the earliest event, put one back", "pending events",
                 "nanoseconds an event", out / "bench-hold")
    few, many, octets = memory.per_pending_event(results)
    return {
        "hold": tables.by_size(results, "pending events", lambda outcome: outcome.nanoseconds),
        "hold targets": tables.of_targets(targets.of_hold(results)),
        "event memory": tables.of_events_in_memory(few, many, octets)}


def department(effort, out):
    results = engine.department(effort)
    tables.write_csv(out / "department.csv", results, "users")
    plots.growth(results, "Roaming department: messages from author to fate", "users",
                 "nanoseconds a message", out / "bench-department")
    return {
        "department": tables.by_size(results, "users", lambda outcome: outcome.nanoseconds),
        "department events": tables.by_size(
            results, "users", lambda outcome: outcome.nanoseconds / outcome.events_each),
        "department targets": tables.of_targets(targets.of_department(results))}


def in_flight(effort, out):
    rows = []
    found = memory.per_message_in_flight(effort)
    if found is not None:
        rows.append([f"octets a message in flight, from {found['few']:,} to {found['many']:,} waiting",
                     f"{found['each']:,.0f}"])
    allocations = memory.allocations_per_message()
    if allocations is not None:
        rows.append(["allocations a message delivered", f"{allocations:.3f}"])
    return {"message memory": tables.table(["full model, statistics on", ""], rows)} if rows else {}


PARTS = {
    "hold": hold,
    "department": department,
    "fidelity": lambda effort, out: {"fidelity": tables.of_fidelity(model.fidelity(effort))},
    "pieces": lambda effort, out: {"pieces": tables.of_pieces(model.pieces(effort))},
    "replications": lambda effort, out: {
        "replications": tables.of_replications(model.replications(effort))},
    "tool": lambda effort, out: {"tool": tables.of_pieces(model.tool(effort))},
    "queue": in_flight,
    "day": lambda effort, out: {
        "day": tables.of_month(memory.month(500, [1, 2] if effort.quick else [1, 10]))},
    # Not among the usual: it takes long.
    "month": lambda effort, out: {"month": tables.of_month(memory.month(5_000, [3, 30]))},
}
USUAL = [name for name in PARTS if name != "month"]


def main():
    parser = argparse.ArgumentParser(description="MailSim's benchmarks beside its peers")
    parser.add_argument("--quick", action="store_true", help="fewer rounds, smaller sizes")
    parser.add_argument("--out", default="output/bench", help="where tables and plots go")
    parser.add_argument("--only", nargs="+", choices=USUAL, default=USUAL, help="these parts")
    parser.add_argument("--month", action="store_true", help="a month of a department's mail, alone")
    parser.add_argument("--publish", action="store_true", help="renew Documentation/Performance.md")
    options = parser.parse_args()
    out = pathlib.Path(options.out)
    out.mkdir(parents=True, exist_ok=True)

    found = {"machine": tables.machine(options.quick)}
    for name in ["month"] if options.month else options.only:
        try:
            found |= PARTS[name](Effort(options.quick), out)
        except engine.Disagreement as reason:
            sys.exit(f"DISAGREEMENT: {reason}")
        # After each part, so that a run that is broken off has not been for nothing.
        keep(found, out, options.publish)
    print(f"tables: {out}/bench.md and .csv; plots: {out}/bench-*.svg and .png")


def keep(found, out, publishes):
    (out / "bench.md").write_text("\n\n".join(found.values()) + "\n")
    if publishes:
        tables.publish(PAGE, found)
        for plot in out.glob("bench-*.svg"):
            shutil.copy(plot, PICTURES)


if __name__ == "__main__":
    main()
