// The hold model by hand in C++: the bounds MailSim is measured against.
//   hold heap|priority_queue|wheel PENDING STEPS
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include "clock.h"
#include "queues.h"
#include "random.h"

template <class Queue> void measure(int pending, long steps) {
  Queue queue;
  Random random(1);
  uint64_t now = 0, sum = 0;
  for (int i = 0; i < pending; i++) queue.push({now + uint64_t(random.exponential(1e9)), uint64_t(i)});
  auto run = [&](long count) {
    for (long i = 0; i < count; i++) {
      Event e = queue.pop();
      now = e.at;
      sum = sum * 31 + e.id + e.at;
      queue.push({now + uint64_t(random.exponential(1e9)), e.id});
    }
  };
  run(steps / 10);
  sum = 0;
  double began = processorTime();
  run(steps);
  double spent = processorTime() - began;
  std::printf("%.2f %llu\n", spent / double(steps), (unsigned long long)sum);
}

int main(int argc, char **argv) {
  if (argc != 4) return 64;
  int pending = std::atoi(argv[2]);
  long steps = std::atol(argv[3]);
  if (!std::strcmp(argv[1], "heap")) measure<Heap>(pending, steps);
  else if (!std::strcmp(argv[1], "priority_queue")) measure<PriorityQueue>(pending, steps);
  else if (!std::strcmp(argv[1], "wheel")) measure<Wheel>(pending, steps);
  else return 64;
}
