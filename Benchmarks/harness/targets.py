"""What MailSim wants to reach beside the others: ratios of one run, reached or not."""
from dataclasses import dataclass

from .programs import OURS


@dataclass
class Target:
    what: str
    size: str
    asked: str
    measured: float
    is_reached: bool


def best(outcomes, prefix):
    """The quickest of the programs that begin so, in nanoseconds; None when there is none."""
    times = [outcome.nanoseconds for name, outcome in outcomes.items() if name.startswith(prefix)]
    return min(times, default=None)


def of_hold(hold):
    found = []
    for size in sorted(hold):
        ours = hold[size][OURS].nanoseconds
        bound = best(hold[size], "C++")
        if bound and size in (100, 10_000, 1_000_000):
            found.append(at_most("hold model: of the best C++", size, ours / bound, 1.3))
        for name, prefix, least in [("Cimba", "Cimba", 1.8), ("ns-3's best", "ns-3", 3)]:
            other = best(hold[size], prefix)
            if other:
                least = 8 if size == 1_000_000 else least
                found.append(at_least(f"hold model: faster than {name}", size, other / ours, least))
        other = best(hold[size], "SimPy")
        if other:
            found.append(at_least("hold model: faster than SimPy", size, other / ours, 20))
    return found


def of_department(department):
    found = []
    for size in sorted(department):
        ours = department[size][OURS].nanoseconds
        bound = best(department[size], "C++")
        if bound:
            found.append(at_most("department: of the best C++", size, ours / bound, 2))
        for name, prefix, least in [("Cimba", "Cimba", 1.5), ("ns-3's best", "ns-3", 2),
                                    ("SimPy", "SimPy", 40)]:
            other = best(department[size], prefix)
            if other:
                found.append(at_least(f"department: faster than {name}", size, other / ours, least))
    return found


def at_most(what, size, ratio, limit):
    return Target(what, f"{size:,}", f"at most {limit}", ratio, ratio <= limit)


def at_least(what, size, ratio, limit):
    return Target(what, f"{size:,}", f"at least {limit}", ratio, ratio >= limit)
