"""The roaming department with SimPy: a process for each person and for each message, a resource for
each server. department_simpy.py USERS MESSAGES"""
import random
import sys
import time
from collections import Counter

import simpy

users, messages = int(sys.argv[1]), int(sys.argv[2])
numbers = random.Random(1)
env = simpy.Environment()
fates = Counter()
window_ends = {}


def fresh_address():
    return 0x20000000 | numbers.getrandbits(29)


class User:
    def __init__(self):
        self.address = fresh_address()
        env.process(self.polls())
        env.process(self.writes())

    def polls(self):
        yield env.timeout(numbers.random() * 600)
        while True:
            if numbers.random() < 0.1:
                self.address = fresh_address()
            window_ends[self.address] = env.now + 900
            yield env.timeout(600)

    def writes(self):
        while True:
            yield env.timeout(numbers.expovariate(1 / 1200))
            send(fresh_address() if numbers.random() < 0.02 else self.address)


def attacker():
    while True:
        yield env.timeout(numbers.expovariate(1 / 600))
        send(fresh_address())


def send(client):
    fates["submitted"] += 1
    env.process(message(client))
    if fates["submitted"] in goals:
        goals[fates["submitted"]].succeed()


def message(client):
    is_local = numbers.random() < 0.2
    hops = 1 if is_local else numbers.choice((3, 4))
    for hop in range(hops):
        delay = 0.02 + numbers.expovariate(1 / 0.03)
        if numbers.random() < 0.8:
            fates["encrypted"] += 1
            delay += 0.1
        yield env.timeout(delay)
        if hop == 0 and not is_local and not window_is_open(client):
            fates["refused"] += 1
            return
        tries = 0
        while True:
            with numbers.choice(servers[hop]).request() as turn:
                yield turn
                yield env.timeout(numbers.expovariate(1 / 0.2))
            if numbers.random() >= 0.05:
                break
            tries += 1
            if tries == 5:
                fates["bounced"] += 1
                return
            fates["deferred"] += 1
            yield env.timeout(60 * 2 ** (tries - 1) * numbers.uniform(0.5, 1.5))
    fates["delivered"] += 1


def window_is_open(address):
    end = window_ends.get(address)
    if end is None:
        return False
    if end <= env.now:
        del window_ends[address]
        return False
    return True


def servers_at(share):
    busy = users / 1200 * share * 0.2 / 0.95
    return [simpy.Resource(env) for _ in range(max(1, int(busy / 0.7) + 1))]


servers = [servers_at(share) for share in (1.0, 0.8, 0.8, 0.4)]
goals = {count: env.event() for count in (messages // 10, messages // 10 + messages)}
for _ in range(users):
    User()
for _ in range(users // 20):
    env.process(attacker())

warm, end = goals.values()
env.run(until=warm)
began = time.process_time_ns()
env.run(until=end)
spent = time.process_time_ns() - began
print(f"{spent / messages:.2f} " + "/".join(
    str(fates[name]) for name in ("submitted", "refused", "delivered", "deferred", "bounced")))
