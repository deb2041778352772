"""Memory: differences between the peaks of whole processes, so that what a program needs anyway
falls out."""
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
    few, many = (5_000, 20_000) if effort.quick else (10_000, 40_000)
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
