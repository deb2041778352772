"""Memory: differences between the peaks of whole processes, so that what a program needs anyway
falls out."""
import os

from . import programs
from .measure import once
from .programs import bench


def per_pending_event(hold):
    """Octets for each further pending event, by program, from the two largest hold models."""
    few, many = sorted(hold)[-2:]
    found = {}
    for name, outcome in hold[many].items():
        if name in hold[few]:
            found[name] = (outcome.memory - hold[few][name].memory) / (many - few)
    return few, many, found


def per_message_in_flight(effort):
    """Octets for each further message that waits in a queue, in the full model, statistics on."""
    few, many = (50_000, 200_000) if effort.quick else (200_000, 800_000)
    peaks = {}
    for count in (few, many):
        said = once([bench(), "queued", 200, count], limit=600)
        if said is None:
            print(f"LEFT OUT the queue of {count:,} messages: it failed or took too long")
            return None
        peaks[int(said[0].split()[1])] = said[2]
    (less, low), (more, high) = sorted(peaks.items())
    each = (high - low) / (more - less)
    print(f"memory     {each:.0f} octets a message in flight", flush=True)
    return {"few": less, "many": more, "each": each}


COUNTER = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stddef.h>
static unsigned long calls;
static void *(*real)(size_t);
void *malloc(size_t octets) {
  if (!real) real = (void *(*)(size_t))dlsym(RTLD_NEXT, "malloc");
  calls++;
  return real(octets);
}
__attribute__((destructor)) static void report(void) { fprintf(stderr, "mallocs %lu\\n", calls); }
"""


def allocations_per_message():
    """How often memory is asked for, for each further message of the full model, statistics on."""
    counter = programs.BUILD / "mallocs.so"
    programs.BUILD.mkdir(exist_ok=True)
    made = programs.run(["gcc", "-O2", "-shared", "-fPIC", "-x", "c", "-", "-o", counter, "-ldl"],
                        input=COUNTER)
    if made.returncode != 0:
        print("LEFT OUT allocations: no C compiler")
        return None
    calls = {}
    for count in (20_000, 60_000):
        done = programs.run([bench(), "statistics", 100, count],
                            env=os.environ | {"LD_PRELOAD": str(counter)})
        calls[count] = int(done.stderr.split("mallocs ")[1])
    # A tenth more is played first.
    each = (calls[60_000] - calls[20_000]) / (40_000 * 1.1)
    print(f"memory     {each:.3f} allocations a message", flush=True)
    return each


def month(users, spans):
    """A department at work for each of these numbers of days: what it took, and its peak memory.

    Two spans say whether memory grows with what has been delivered.
    """
    rows = []
    for days in spans:
        said = once([bench(), "month", users, days], limit=3 * 3600)
        if said is None:
            print(f"LEFT OUT {days} days of {users:,} users: it failed or took too long")
            continue
        words = said[0].split()
        messages, delivered, connections = map(int, words[1].split("/"))
        rows.append({
            "users": users, "days": days, "messages": messages, "delivered": delivered,
            "connections": connections, "events": int(words[2]),
            "seconds": float(words[0]) * days / 1e9, "memory": said[2]})
        print(f"month      {users:,} users, {days} days: {messages:,} messages, "
              f"{rows[-1]['seconds']:.0f} s, {said[2] / 1e6:.0f} MB", flush=True)
    return rows
