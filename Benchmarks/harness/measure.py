"""Runs programs by turns and keeps what they say: a figure is the median of its rounds."""
import os
import signal
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass, field


@dataclass
class Outcome:
    """What one program said in all rounds."""
    times: list = field(default_factory=list)
    result: str = ""
    events: int = 0
    count: int = 0
    # The most memory it ever had, in octets.
    memory: int = 0

    @property
    def nanoseconds(self):
        return statistics.median(self.times)

    @property
    def events_each(self):
        return self.events / self.count


def once(words, limit=900):
    """Runs a program to its end: what it printed, seconds on the wall, and its peak memory.

    None when it failed or took longer than `limit` seconds.
    """
    with tempfile.NamedTemporaryFile() as peak:
        began = time.perf_counter()
        # A process counts as large as the one it was split off from, and Python is larger than
        # most of what is measured here; `time` is small.
        done = subprocess.Popen(
            ["/usr/bin/time", "-f", "%M", "-o", peak.name, *map(str, words)],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True)
        try:
            said, _ = done.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            os.killpg(done.pid, signal.SIGKILL)
            done.communicate()
            return None
        spent = time.perf_counter() - began
        if done.returncode != 0:
            return None
        return said, spent, int(peak.read().split()[-1]) * 1024


def by_turns(programs, size, counts, rounds):
    """Every program once a round, so that all have the same luck with the machine.

    `counts[program.name]` pieces of work each. Programs that fail are left out.
    """
    found = {}
    for _ in range(rounds):
        for program in programs:
            if size > program.largest:
                continue
            count = counts[program.name]
            said = once(program.words(size, count))
            if said is None:
                continue
            words = said[0].split()
            outcome = found.setdefault(program.name, Outcome())
            outcome.times.append(float(words[0]))
            outcome.result, outcome.count = words[1], count
            outcome.events = int(words[2]) if len(words) > 2 else 0
            outcome.memory = max(outcome.memory, said[2])
    return found
