"""The two workloads that every simulator does: the hold model and the roaming department."""
import math
from dataclasses import dataclass

from . import programs
from .measure import by_turns, once


class Disagreement(Exception):
    """Two programs did not do the same work: their times must not be compared."""


@dataclass(frozen=True)
class Effort:
    """How much is run: `quick` for a look, otherwise for the page."""
    quick: bool

    @property
    def rounds(self):
        return 3 if self.quick else 5


# MARK: The hold model

def hold(effort):
    """Outcomes by pending events, then by program."""
    found = programs.of("hold", slowest={"simpy": 1_000_000, "salabim": 10_000})
    sizes = [10 ** power for power in ((2, 4, 6) if effort.quick else range(2, 8))]
    results = {}
    for pending in sizes:
        counts = {program.name: hold_steps(program, pending, effort) for program in found}
        # The largest takes long to fill; its times scatter little.
        rounds = effort.rounds if pending <= 1_000_000 else 3
        results[pending] = by_turns(found, pending, counts, rounds)
        agree_on_sums(found, results[pending])
        tell("hold", pending, results[pending], "event")
    return results


def hold_steps(program, pending, effort):
    """About a second's work; where events are moved in bulk, all of them at least twice."""
    if program.is_interpreted:
        return 20_000 if program.name == "salabim" else 100_000
    if program.name == programs.OURS or program.name.startswith("C++"):
        return max(1_000_000 if effort.quick else 4_000_000, 2 * pending)
    return 500_000 if effort.quick else 1_000_000


def agree_on_sums(found, outcomes):
    """MailSim and C++ print a number made of every event that left, in order."""
    sums = {program.name: outcomes[program.name].result for program in found
            if program.name in outcomes and program.keeps_order
            and (program.name == programs.OURS or program.name.startswith("C++"))}
    if len(set(sums.values())) > 1:
        raise Disagreement(f"the hold model's events left in different orders: {sums}")


# MARK: The roaming department

FATES = ["submitted", "refused", "delivered", "deferred", "bounced"]


def department(effort):
    """Outcomes by users, then by program; all did the same, or this fails."""
    found = programs.of("department", slowest={"simpy": 100_000, "salabim": 1_000})
    results = {}
    for users in [1_000, 10_000, 100_000]:
        counts = {program.name: department_messages(program, effort) for program in found}
        results[users] = by_turns(found, users, counts, effort.rounds)
        agree_on_fates(found, results[users])
        for program in found:
            if not is_exact(program) and program.name in results[users]:
                agree_statistically(users, program.name, results[users][program.name])
        give_events(results[users])
        tell("department", users, results[users], "message")
    return results


def department_messages(program, effort):
    if program.is_interpreted:
        return 2_000 if program.name == "salabim" else 10_000 if effort.quick else 20_000
    return 100_000 if effort.quick else 300_000


def is_exact(program):
    """Whether it draws the numbers that MailSim draws, for the same events."""
    return program.keeps_order and not program.is_interpreted


def agree_on_fates(found, outcomes):
    """The compiled programs draw the same numbers: every count must be equal."""
    fates = {program.name: (outcomes[program.name].result, outcomes[program.name].events)
             for program in found if program.name in outcomes and is_exact(program)}
    if len(set(fates.values())) > 1:
        raise Disagreement(f"messages met different fates: {fates}")


def agree_statistically(users, name, outcome):
    """The others draw other numbers: shares must agree within five standard errors."""
    theirs = dict(zip(FATES, map(int, outcome.result.split("/"))))
    said = once([programs.bench(), "department", users, outcome.count])
    ours = dict(zip(FATES, map(int, said[0].split()[1].split("/"))))
    for fate in ["refused", "delivered", "deferred"]:
        error = math.sqrt(max(1, theirs[fate] + ours[fate]))
        if abs(theirs[fate] - ours[fate]) > 5 * error:
            raise Disagreement(f"{name}, {users} users: {fate} {theirs[fate]}, MailSim {ours[fate]}")


def give_events(outcomes):
    """Interpreted programs do not count events; the work has as many as in the others."""
    known = outcomes[programs.OURS]
    for outcome in outcomes.values():
        if outcome.events == 0:
            outcome.events = known.events_each * outcome.count


def tell(workload, size, outcomes, piece):
    ours = outcomes[programs.OURS].nanoseconds
    for name, outcome in outcomes.items():
        print(f"{workload:<10} {size:>10,} {name:<20} {outcome.nanoseconds:12.1f} ns/{piece} "
              f"{outcome.nanoseconds / ours:8.2f}", flush=True)
