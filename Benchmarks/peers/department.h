// What the compiled programs of the roaming department share.
#pragma once
#include <bit>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <vector>
#include "random.h"

// Counts of every fate, and delays in buckets, 64 for each doubling.
struct Fates {
  uint64_t polls = 0, submitted = 0, refused = 0, delivered = 0, deferred = 0, bounced = 0, encrypted = 0;
  std::vector<uint64_t> delays = std::vector<uint64_t>(4096);
  void deliver(uint64_t delay) {
    delivered++;
    int shift = delay < 64 ? 0 : 63 - std::countl_zero(delay) - 6;
    delays[delay < 64 ? delay : (shift + 1) * 64 + (delay >> shift) - 64]++;
  }
};

// Since when each address may send: open addressing, no removal but by rebuilding.
struct Windows {
  struct Row {
    uint32_t address;
    int64_t login;
  };
  std::vector<Row> rows = std::vector<Row>(4096, Row{0, -1});
  size_t count = 0;
  static constexpr int64_t span = 900'000'000'000, day = 86'400'000'000'000;

  size_t place(uint32_t address) const {
    size_t at = (address * 0x9e3779b97f4a7c15u) >> 32 & (rows.size() - 1);
    while (rows[at].login >= 0 && rows[at].address != address) at = (at + 1) & (rows.size() - 1);
    return at;
  }
  void login(uint32_t address, uint64_t now) {
    size_t at = place(address);
    if (rows[at].login < 0) {
      if (++count * 2 > rows.size()) {
        tidy(now);
        at = place(address);
      }
    }
    rows[at] = {address, int64_t(now)};
  }
  bool isOpen(uint32_t address, uint64_t now) const {
    const Row &row = rows[place(address)];
    return row.login >= 0 && int64_t(now) - row.login < span;
  }
  void tidy(uint64_t now) {
    std::vector<Row> old;
    old.swap(rows);
    size_t kept = 0;
    for (auto &row : old) kept += row.login >= 0 && int64_t(now) - row.login < day;
    rows.assign(std::bit_ceil(4 * kept + 4096), Row{0, -1});
    count = 1;
    for (auto &row : old)
      if (row.login >= 0 && int64_t(now) - row.login < day) {
        rows[place(row.address)] = row;
        count++;
      }
  }
};

inline uint32_t freshAddress(Random &random) { return 0x20000000u | uint32_t(random.next() >> 35); }

inline size_t serversAt(int hop, int users) {
  const double shares[] = {1.0, 0.8, 0.8, 0.4};
  double busy = double(users) / 1200 * shares[hop] * 0.2 / 0.95;
  return std::max(1, int(busy / 0.7) + 1);
}

inline void report(std::chrono::steady_clock::time_point began, long messages, const Fates &fates) {
  double ns = std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - began).count();
  std::printf("%.2f %llu/%llu/%llu/%llu/%llu\n", ns / double(messages), (unsigned long long)fates.submitted,
              (unsigned long long)fates.refused, (unsigned long long)fates.delivered,
              (unsigned long long)fates.deferred, (unsigned long long)fates.bounced);
}
