// The roaming department by hand in C++: plain events, one loop and one switch.
//   department wheel|heap|priority_queue USERS MESSAGES
#include <cstdlib>
#include <cstring>
#include "department.h"
#include "queues.h"

template <class Queue> struct Loop {
  Queue queue;
  uint64_t clock = 0;

  uint64_t now() const { return clock; }
  template <class Model> void schedule(Model &, Kind kind, uint32_t row, uint64_t at) {
    queue.push({at, uint64_t(kind) << 32 | row});
  }
  template <class Model> void run(Model &model, long messages) {
    uint64_t goal = model.fates.submitted + messages;
    while (model.fates.submitted < goal) {
      Event event = queue.pop();
      clock = event.at;
      model.events++;
      uint32_t row = uint32_t(event.id);
      switch (Kind(event.id >> 32)) {
      case POLL: model.poll(row); break;
      case SUBMISSION: model.submit(row); break;
      case ATTACK: model.attack(row); break;
      case ARRIVAL: model.arrive(row); break;
      case SERVED: model.leave(row); break;
      }
    }
  }
};

int main(int argc, char **argv) {
  if (argc != 4) return 64;
  int users = std::atoi(argv[2]);
  long messages = std::atol(argv[3]);
  if (!std::strcmp(argv[1], "wheel")) measure<Loop<Wheel>>(users, messages);
  else if (!std::strcmp(argv[1], "heap")) measure<Loop<Heap>>(users, messages);
  else if (!std::strcmp(argv[1], "priority_queue")) measure<Loop<PriorityQueue>>(users, messages);
  else return 64;
}
