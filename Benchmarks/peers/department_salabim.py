"""The roaming department with salabim: a component for each person and for each message, a resource
for each server. department_salabim.py USERS MESSAGES"""
import random
import sys
import time
from collections import Counter

import salabim as sim

users, messages = int(sys.argv[1]), int(sys.argv[2])
numbers = random.Random(1)
env = sim.Environment(yieldless=False)
fates = Counter()
window_ends = {}


def fresh_address():
    return 0x20000000 | numbers.getrandbits(29)


class User(sim.Component):
    def setup(self):
        self.address = fresh_address()
        Writer(user=self)

    def process(self):
        yield self.hold(numbers.random() * 600)
        while True:
            if numbers.random() < 0.1:
                self.address = fresh_address()
            window_ends[self.address] = env.now() + 900
            yield self.hold(600)


class Writer(sim.Component):
    def setup(self, user):
        self.user = user

    def process(self):
        while True:
            yield self.hold(numbers.expovariate(1 / 1200))
            send(fresh_address() if numbers.random() < 0.02 else self.user.address)


class Attacker(sim.Component):
    def process(self):
        while True:
            yield self.hold(numbers.expovariate(1 / 600))
            send(fresh_address())


def send(client):
    fates["submitted"] += 1
    Message(client=client)
    if fates["submitted"] in goals:
        env.main().activate()


class Message(sim.Component):
    def setup(self, client):
        self.client = client

    def process(self):
        is_local = numbers.random() < 0.2
        hops = 1 if is_local else numbers.choice((3, 4))
        for hop in range(hops):
            delay = 0.02 + numbers.expovariate(1 / 0.03)
            if numbers.random() < 0.8:
                fates["encrypted"] += 1
                delay += 0.1
            yield self.hold(delay)
            if hop == 0 and not is_local and not window_is_open(self.client):
                fates["refused"] += 1
                return
            tries = 0
            while True:
                yield self.request(numbers.choice(servers[hop]))
                yield self.hold(numbers.expovariate(1 / 0.2))
                self.release()
                if numbers.random() >= 0.05:
                    break
                tries += 1
                if tries == 5:
                    fates["bounced"] += 1
                    return
                fates["deferred"] += 1
                yield self.hold(60 * 2 ** (tries - 1) * numbers.uniform(0.5, 1.5))
        fates["delivered"] += 1


def window_is_open(address):
    end = window_ends.get(address)
    if end is None:
        return False
    if end <= env.now():
        del window_ends[address]
        return False
    return True


def servers_at(share):
    busy = users / 1200 * share * 0.2 / 0.95
    return [sim.Resource() for _ in range(max(1, int(busy / 0.7) + 1))]


servers = [servers_at(share) for share in (1.0, 0.8, 0.8, 0.4)]
goals = {messages // 10, messages // 10 + messages}
for _ in range(users):
    User()
for _ in range(users // 20):
    Attacker()

env.run()
began = time.process_time_ns()
env.run()
spent = time.process_time_ns() - began
print(f"{spent / messages:.2f} " + "/".join(
    str(fates[name]) for name in ("submitted", "refused", "delivered", "deferred", "bounced")))
