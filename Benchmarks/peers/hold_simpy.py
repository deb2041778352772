"""The hold model with SimPy: one process for each pending event. hold_simpy.py PENDING STEPS"""
import random
import sys
import time

import simpy

pending, steps = int(sys.argv[1]), int(sys.argv[2])
numbers = random.Random(1)
env = simpy.Environment()


def hold(env):
    while True:
        yield env.timeout(numbers.expovariate(1.0))


for _ in range(pending):
    env.process(hold(env))
for _ in range(pending + steps // 10):
    env.step()
began = time.process_time_ns()
for _ in range(steps):
    env.step()
print(f"{(time.process_time_ns() - began) / steps:.2f} {env.now:.9f}")
