// Future event lists by hand: what a simulator could at best be, in C++.
#pragma once
#include <algorithm>
#include <bit>
#include <cstdint>
#include <queue>
#include <vector>

struct Event {
  uint64_t at;
  uint64_t id;
};
struct Later {
  bool operator()(const Event &a, const Event &b) const { return a.at > b.at; }
};

// std::priority_queue, as most people would write it.
struct PriorityQueue {
  std::priority_queue<Event, std::vector<Event>, Later> queue;
  void push(Event e) { queue.push(e); }
  Event pop() {
    Event e = queue.top();
    queue.pop();
    return e;
  }
};

// A heap with four children a node.
struct Heap {
  std::vector<Event> heap;
  void push(Event e) {
    size_t hole = heap.size();
    heap.push_back(e);
    while (hole > 0) {
      size_t parent = (hole - 1) / 4;
      if (heap[parent].at <= e.at) break;
      heap[hole] = heap[parent];
      hole = parent;
    }
    heap[hole] = e;
  }
  Event pop() {
    Event first = heap[0], last = heap.back();
    heap.pop_back();
    size_t hole = 0, count = heap.size();
    if (count == 0) return first;
    for (;;) {
      size_t child = 4 * hole + 1;
      if (child >= count) break;
      size_t least = child, end = std::min(child + 4, count);
      for (size_t i = child + 1; i < end; i++)
        if (heap[i].at < heap[least].at) least = i;
      if (heap[least].at >= last.at) break;
      heap[hole] = heap[least];
      hole = least;
    }
    heap[hole] = last;
    return first;
  }
};

// A radix heap with a sorted list in front, on vectors.
struct Wheel {
  static constexpr int bits = 5, levels = 13;
  std::vector<Event> slots[levels][32], near;
  uint32_t mask[levels] = {}, level_mask = 0;
  uint64_t base = 0, limit = 0;

  void insert(const Event &e) {
    uint64_t x = e.at ^ base;
    int level = x ? (63 - std::countl_zero(x)) / bits : 0;
    int digit = (e.at >> (level * bits)) & 31;
    slots[level][digit].push_back(e);
    mask[level] |= 1u << digit;
    level_mask |= 1u << level;
  }
  void push(Event e) {
    if (e.at >= limit) return insert(e);
    auto place = std::lower_bound(near.begin(), near.end(), e,
                                  [](const Event &a, const Event &b) { return a.at > b.at; });
    near.insert(place, e);
    if (near.size() > 128) {
      size_t cut = near.size() / 2;
      while (cut > 0 && near[cut - 1].at == near[cut].at) cut--;
      if (cut == 0) return;
      limit = near[cut - 1].at;
      for (size_t i = cut; i-- > 0;) insert(near[i]);
      near.erase(near.begin(), near.begin() + cut);
    }
  }
  Event pop() {
    while (near.empty()) {
      int level = std::countr_zero(level_mask), digit = std::countr_zero(mask[level]);
      std::vector<Event> events;
      events.swap(slots[level][digit]);
      mask[level] &= ~(1u << digit);
      if (!mask[level]) level_mask &= ~(1u << level);
      int shift = level * bits;
      uint64_t above = shift + bits >= 64 ? 0 : (base >> (shift + bits)) << (shift + bits);
      base = above | uint64_t(digit) << shift;
      if (level > 0 && events.size() > 64) {
        for (auto &e : events) insert(e);
      } else {
        near.assign(events.rbegin(), events.rend());
        std::stable_sort(near.begin(), near.end(),
                         [](const Event &a, const Event &b) { return a.at > b.at; });
        limit = base + (uint64_t(1) << shift);
      }
      events.clear();
      slots[level][digit].swap(events);
    }
    Event e = near.back();
    near.pop_back();
    return e;
  }
};
