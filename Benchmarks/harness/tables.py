"""Results as Markdown and CSV. Each table has a name, by which the page takes it in."""
import csv
import datetime
import re

from . import programs
from .programs import OURS


def table(heads, rows):
    """A Markdown table whose first column is text and whose others are numbers."""
    lines = ["| " + " | ".join(heads) + " |", "| --- |" + " --: |" * (len(heads) - 1)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def span(nanoseconds):
    for unit, factor in [("s", 1e9), ("ms", 1e6), ("µs", 1e3)]:
        if nanoseconds >= factor:
            return f"{nanoseconds / factor:,.{1 if nanoseconds >= 10 * factor else 2}f} {unit}"
    return f"{nanoseconds:,.0f} ns"


def machine(is_quick):
    made = "; ".join(programs.versions())
    return (f"Measured {datetime.date.today()} on {programs.processor()}. Times are the processor's, "
            f"medians of {'three' if is_quick else 'five'} interleaved rounds. {made}.")


def by_size(results, size_name, value):
    """A row for each program, a column for each size; behind a figure how many times ours it is."""
    sizes = sorted(results)
    names = list(dict.fromkeys(name for size in sizes for name in results[size]))
    rows = []
    for name in names:
        cells = [f"**{name}**" if name == OURS else name]
        for size in sizes:
            outcome = results[size].get(name)
            if outcome is None:
                cells.append("–")
                continue
            figure = value(outcome)
            ratio = figure / value(results[size][OURS])
            cells.append(f"**{figure:,.0f}**" if name == OURS else f"{figure:,.0f} ({ratio:.2g})"
                         if ratio < 10 else f"{figure:,.0f} ({ratio:,.0f})")
        rows.append(cells)
    return table([size_name, *(f"{size:,}" for size in sizes)], rows)


def of_targets(targets):
    return table(["target", "size", "asked", "measured", "reached"],
                 [[t.what, t.size, t.asked, f"{t.measured:.3g}", "yes" if t.is_reached else "**no**"]
                  for t in targets])


def of_fidelity(rows):
    return table(
        ["full command fidelity", "a message", "a dialogue", "an event", "dialogues a message",
         "events a dialogue", "messages a second"],
        [[row.title, span(row.nanoseconds), span(row.remarks["per dialogue"]),
          span(row.remarks["per event"]), f"{row.remarks['dialogues']:.2f}",
          f"{row.remarks['events']:.1f}", f"{row.remarks['messages a second']:,.0f}"]
         for row in rows])


def of_pieces(rows):
    return table(["work", "time"], [[row.title, span(row.nanoseconds)] for row in rows])


def of_replications(found):
    same = "the same" if found["same"] else "**different**"
    return table(["replications", "one thread", "two threads", "ratio", "results"],
                 [[f"{found['count']}", span(found["one"]), span(found["two"]),
                   f"{found['ratio']:.2f}", same]])


def of_events_in_memory(few, many, found):
    return table([f"octets a pending event, from {few:,} to {many:,}", "octets"],
                 [[f"**{name}**" if name == OURS else name, f"{octets:,.0f}"]
                  for name, octets in found.items()])


def of_month(rows):
    return table(
        ["users", "days", "messages", "connections", "events", "time", "an event", "peak memory"],
        [[f"{row['users']:,}", f"{row['days']}", f"{row['messages']:,}", f"{row['connections']:,}",
          f"{row['events']:,}", span(row["seconds"] * 1e9),
          span(row["seconds"] * 1e9 / row["events"]), f"{row['memory'] / 1e6:,.0f} MB"]
         for row in rows])


def write_csv(path, results, size_name):
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["program", size_name, "ns", "ratio", "events_each", "peak_octets", "rounds"])
        for size, outcomes in sorted(results.items()):
            ours = outcomes[OURS].nanoseconds
            for name, outcome in outcomes.items():
                rows.writerow([name, size, f"{outcome.nanoseconds:.2f}",
                               f"{outcome.nanoseconds / ours:.3f}", f"{outcome.events_each:.3f}",
                               outcome.memory, len(outcome.times)])


def publish(page, found):
    """Puts tables into a page, each between `<!-- NAME -->` and `<!-- end -->`."""
    text = page.read_text()
    for name, content in found.items():
        pattern = re.compile(rf"(<!-- {re.escape(name)} -->\n).*?(<!-- end -->)", re.DOTALL)
        text = pattern.sub(lambda match: match[1] + content + "\n" + match[2], text)
    page.write_text(text)
