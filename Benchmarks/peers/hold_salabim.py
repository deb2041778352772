"""The hold model with salabim: one component for each pending event. hold_salabim.py PENDING STEPS"""
import random
import sys
import time

import salabim as sim

pending, steps = int(sys.argv[1]), int(sys.argv[2])
numbers = random.Random(1)


class Holder(sim.Component):
    def process(self):
        while True:
            yield self.hold(numbers.expovariate(1.0))


env = sim.Environment(yieldless=False)
for _ in range(pending):
    Holder()
for _ in range(pending + steps // 10):
    env.step()
began = time.process_time_ns()
for _ in range(steps):
    env.step()
print(f"{(time.process_time_ns() - began) / steps:.2f} {env.now():.9f}")
