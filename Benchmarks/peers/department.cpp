// The roaming department by hand in C++: plain events, a switch, an open-addressing map.
//   department wheel|heap USERS MESSAGES
// Draws its random numbers in the order in which MailSim draws them, so all counts must be equal.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include "department.h"
#include "queues.h"

enum Kind : uint64_t { POLL, SUBMISSION, ATTACK, ARRIVAL, SERVED };

template <class Queue> struct Department {
  struct Letter {
    uint32_t client;
    uint8_t hops, hop, tries;
    uint64_t written;
  };
  Queue events;
  Random random{1};
  uint64_t now = 0;
  Fates fates;
  std::vector<uint32_t> addresses;
  std::vector<Letter> letters;
  std::vector<uint32_t> unused;
  std::vector<uint64_t> servers[4];
  Windows windows;

  explicit Department(int users) {
    for (int hop = 0; hop < 4; hop++) servers[hop].assign(serversAt(hop, users), 0);
    for (int user = 0; user < users; user++) {
      addresses.push_back(freshAddress(random));
      schedule(POLL, user, random.uniform() * 600);
      schedule(SUBMISSION, user, random.exponential(1200));
    }
    for (int i = 0; i < users / 20; i++) schedule(ATTACK, i, random.exponential(600));
  }
  void schedule(Kind kind, uint32_t row, double seconds) {
    events.push({now + uint64_t(seconds * 1e9), kind << 32 | row});
  }
  void write(uint32_t client) {
    fates.submitted++;
    uint8_t hops = random.chance(0.2) ? 1 : random.chance(0.5) ? 3 : 4;
    uint32_t slot;
    if (unused.empty()) {
      slot = letters.size();
      letters.push_back({});
    } else {
      slot = unused.back();
      unused.pop_back();
    }
    letters[slot] = {client, hops, 0, 0, now};
    travel(slot);
  }
  void travel(uint32_t slot) {
    double delay = 0.02 + random.exponential(0.03);
    if (random.chance(0.8)) {
      fates.encrypted++;
      delay += 0.1;
    }
    schedule(ARRIVAL, slot, delay);
  }
  void arrive(uint32_t slot) {
    Letter &letter = letters[slot];
    if (letter.hop == 0 && letter.tries == 0 && letter.hops != 1 &&
        !windows.isOpen(letter.client, now)) {
      fates.refused++;
      unused.push_back(slot);
      return;
    }
    auto &free = servers[letter.hop];
    uint64_t &at = free[size_t(random.uniform() * double(free.size()))];
    at = std::max(now, at) + uint64_t(random.exponential(0.2) * 1e9);
    events.push({at, SERVED << 32 | slot});
  }
  void leave(uint32_t slot) {
    Letter &letter = letters[slot];
    if (random.chance(0.05)) {
      if (++letter.tries >= 5) {
        fates.bounced++;
        unused.push_back(slot);
        return;
      }
      fates.deferred++;
      double backoff = 60 << (letter.tries - 1);
      schedule(ARRIVAL, slot, backoff * (0.5 + random.uniform()));
      return;
    }
    letter.tries = 0;
    if (++letter.hop < letter.hops) return travel(slot);
    fates.deliver(now - letter.written);
    unused.push_back(slot);
  }
  void run(long messages) {
    uint64_t goal = fates.submitted + messages;
    while (fates.submitted < goal) {
      Event event = events.pop();
      now = event.at;
      uint32_t row = uint32_t(event.id);
      switch (Kind(event.id >> 32)) {
      case POLL:
        fates.polls++;
        if (random.chance(0.1)) addresses[row] = freshAddress(random);
        windows.login(addresses[row], now);
        schedule(POLL, row, 600);
        break;
      case SUBMISSION:
        write(random.chance(0.02) ? freshAddress(random) : addresses[row]);
        schedule(SUBMISSION, row, random.exponential(1200));
        break;
      case ATTACK:
        write(freshAddress(random));
        schedule(ATTACK, row, random.exponential(600));
        break;
      case ARRIVAL: arrive(row); break;
      case SERVED: leave(row); break;
      }
    }
  }
};

template <class Queue> void measure(int users, long messages) {
  Department<Queue> department(users);
  department.run(users);
  auto began = std::chrono::steady_clock::now();
  department.run(messages);
  report(began, messages, department.fates);
}

int main(int argc, char **argv) {
  if (argc != 4) return 64;
  int users = std::atoi(argv[2]);
  long messages = std::atol(argv[3]);
  if (!std::strcmp(argv[1], "wheel")) measure<Wheel>(users, messages);
  else if (!std::strcmp(argv[1], "heap")) measure<Heap>(users, messages);
  else return 64;
}
