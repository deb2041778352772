// The roaming department, written once for all compiled programs: an engine is a type that knows
// the time and schedules. Random numbers are drawn in the order in which MailSim draws them, so
// the counts of all fates must be equal in every program.
#pragma once
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <vector>
#include "clock.h"
#include "random.h"

// Counts of every fate, and delays in buckets, 64 for each doubling.
struct Fates {
  uint64_t polls = 0, submitted = 0, refused = 0, delivered = 0, deferred = 0, bounced = 0, encrypted = 0;
  std::vector<uint64_t> delays = std::vector<uint64_t>(4096);
  void deliver(uint64_t delay) {
    delivered++;
    int shift = delay < 64 ? 0 : 57 - __builtin_clzll(delay);
    delays[delay < 64 ? delay : (shift + 1) * 64 + (delay >> shift) - 64]++;
  }
};

// Since when each address may send. Open addressing; what has run out is thrown out in one sweep
// when the table is half full, so that expiry costs nothing a login.
struct Windows {
  struct Row {
    uint32_t address;
    int64_t login;
  };
  static constexpr int64_t span = 900'000'000'000;
  std::vector<Row> rows = std::vector<Row>(4096, Row{0, -1});
  size_t count = 0;

  size_t place(uint32_t address) const {
    size_t at = (address * 0x9e3779b97f4a7c15u) >> 32 & (rows.size() - 1);
    while (rows[at].login >= 0 && rows[at].address != address) at = (at + 1) & (rows.size() - 1);
    return at;
  }
  void login(uint32_t address, uint64_t now) {
    size_t at = place(address);
    if (rows[at].login < 0 && ++count * 2 > rows.size()) {
      sweep(now);
      at = place(address);
    }
    rows[at] = {address, int64_t(now)};
  }
  bool isOpen(uint32_t address, uint64_t now) const {
    const Row &row = rows[place(address)];
    return row.login >= 0 && int64_t(now) - row.login < span;
  }
  void sweep(uint64_t now) {
    std::vector<Row> old;
    old.swap(rows);
    auto isOpen = [now](const Row &row) { return row.login >= 0 && int64_t(now) - row.login < span; };
    size_t kept = std::count_if(old.begin(), old.end(), isOpen);
    size_t size = 4096;
    while (size < 4 * kept) size *= 2;
    rows.assign(size, Row{0, -1});
    count = kept + 1;
    for (auto &row : old)
      if (isOpen(row)) rows[place(row.address)] = row;
  }
};

enum Kind : uint32_t { POLL, SUBMISSION, ATTACK, ARRIVAL, SERVED };

// Engine: `uint64_t now()` in nanoseconds, `void schedule(Department &, Kind, uint32_t row, uint64_t at)`.
template <class Engine> struct Department {
  struct Letter {
    uint32_t client;
    uint8_t hops, hop, tries;
    uint64_t written;
  };
  Engine engine;
  Random random{1};
  Fates fates;
  uint64_t events = 0;
  std::vector<uint32_t> addresses;
  std::vector<Letter> letters;
  std::vector<uint32_t> unused;
  std::vector<uint64_t> servers[4];
  Windows windows;

  explicit Department(int users) {
    const double shares[] = {1.0, 0.8, 0.8, 0.4};
    for (int hop = 0; hop < 4; hop++) {
      double busy = double(users) / 1200 * shares[hop] * 0.2 / 0.95;
      servers[hop].assign(std::max(1, int(busy / 0.7) + 1), 0);
    }
    for (int user = 0; user < users; user++) {
      addresses.push_back(freshAddress());
      schedule(POLL, user, random.uniform() * 600);
      schedule(SUBMISSION, user, random.exponential(1200));
    }
    for (int i = 0; i < users / 20; i++) schedule(ATTACK, i, random.exponential(600));
  }
  uint32_t freshAddress() { return 0x20000000u | uint32_t(random.next() >> 35); }
  void schedule(Kind kind, uint32_t row, double seconds) {
    engine.schedule(*this, kind, row, engine.now() + uint64_t(seconds * 1e9));
  }

  // What happens.
  void poll(uint32_t user) {
    fates.polls++;
    if (random.chance(0.1)) addresses[user] = freshAddress();
    windows.login(addresses[user], engine.now());
    schedule(POLL, user, 600);
  }
  void submit(uint32_t user) {
    write(random.chance(0.02) ? freshAddress() : addresses[user]);
    schedule(SUBMISSION, user, random.exponential(1200));
  }
  void attack(uint32_t row) {
    write(freshAddress());
    schedule(ATTACK, row, random.exponential(600));
  }
  void arrive(uint32_t slot) {
    Letter &letter = letters[slot];
    if (letter.hop == 0 && letter.tries == 0 && letter.hops != 1 &&
        !windows.isOpen(letter.client, engine.now())) {
      fates.refused++;
      unused.push_back(slot);
      return;
    }
    auto &free = servers[letter.hop];
    uint64_t &at = free[size_t(random.uniform() * double(free.size()))];
    at = std::max(engine.now(), at) + uint64_t(random.exponential(0.2) * 1e9);
    engine.schedule(*this, SERVED, slot, at);
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
    fates.deliver(engine.now() - letter.written);
    unused.push_back(slot);
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
    letters[slot] = {client, hops, 0, 0, engine.now()};
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
};

// A tenth of the messages to warm up, then those that are measured. The engine's
// `run(department, messages)` returns when so many more have been written.
template <class Engine> void measure(int users, long messages) {
  Department<Engine> department(users);
  department.engine.run(department, messages / 10);
  uint64_t before = department.events;
  double began = processorTime();
  department.engine.run(department, messages);
  double spent = processorTime() - began;
  const Fates &fates = department.fates;
  std::printf("%.2f %llu/%llu/%llu/%llu/%llu %llu\n", spent / double(messages),
              (unsigned long long)fates.submitted, (unsigned long long)fates.refused,
              (unsigned long long)fates.delivered, (unsigned long long)fates.deferred,
              (unsigned long long)fates.bounced, (unsigned long long)(department.events - before));
}
