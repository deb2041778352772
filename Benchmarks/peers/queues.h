// Future event lists by hand: what a simulator could at best be, in C++.
#pragma once
#include <algorithm>
#include <bit>
#include <cstdint>
#include <queue>
#include <utility>
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

// A radix heap with a sorted list in front: slots are chains of chunks from one pool, the list is
// sorted by insertion, and nothing is allocated once the pool has its size.
struct Wheel {
  static constexpr int bits = 5, levels = 13, chunk = 32, sortable = 64, longest = 128;
  struct Chunk {
    Event events[chunk];
    int32_t next;
  };
  struct Slot {
    int32_t head = -1, tail = -1;
    uint32_t count = 0;
  };
  std::vector<Chunk> pool;
  int32_t unused = -1;
  Slot slots[levels << bits];
  uint32_t mask[levels] = {}, levelMask = 0;
  uint64_t base = 0, limit = 0;
  // Latest first, so that the next event is the last.
  std::vector<Event> near = std::vector<Event>(2 * longest);
  int size = 0;

  void insert(const Event &e) {
    int level = (63 - std::countl_zero((e.at ^ base) | 1)) / bits;
    int digit = (e.at >> (level * bits)) & 31;
    Slot &slot = slots[level << bits | digit];
    uint32_t filled = slot.count++ % chunk;
    if (filled == 0) {
      int32_t fresh = unused;
      if (fresh >= 0) unused = pool[fresh].next;
      else fresh = pool.size(), pool.emplace_back();
      pool[fresh].next = -1;
      if (slot.tail < 0) {
        slot.head = fresh;
        mask[level] |= 1u << digit;
        levelMask |= 1u << level;
      } else {
        pool[slot.tail].next = fresh;
      }
      slot.tail = fresh;
    }
    pool[slot.tail].events[filled] = e;
  }
  void push(Event e) {
    if (e.at >= limit) return insert(e);
    if (size >= longest) {
      spill();
      if (e.at >= limit) return insert(e);
    }
    sort(e);
  }
  // Before its equals: they came earlier and leave earlier.
  void sort(const Event &e) {
    if (size == int(near.size())) near.resize(2 * size);
    Event *hole = near.data() + size++;
    for (; hole > near.data() && hole[-1].at <= e.at; hole--) *hole = hole[-1];
    *hole = e;
  }
  // The later half goes back, but never a part of those that are due together.
  void spill() {
    int cut = size / 2;
    while (cut > 0 && near[cut - 1].at == near[cut].at) cut--;
    if (cut == 0) return;
    limit = near[cut - 1].at;
    for (int i = cut; i-- > 0;) insert(near[i]);
    std::copy(near.begin() + cut, near.begin() + size, near.begin());
    size -= cut;
  }
  Event pop() {
    while (size == 0) refill();
    return near[--size];
  }
  void refill() {
    int level = std::countr_zero(levelMask), digit = std::countr_zero(mask[level]);
    Slot slot = std::exchange(slots[level << bits | digit], Slot());
    mask[level] &= ~(1u << digit);
    if (!mask[level]) levelMask &= ~(1u << level);
    int shift = level * bits;
    uint64_t above = shift + bits >= 64 ? 0 : (base >> (shift + bits)) << (shift + bits);
    base = above | uint64_t(digit) << shift;
    bool isSorted = level == 0 || slot.count <= sortable;
    if (isSorted) limit = base + (uint64_t(1) << shift);
    for (int32_t at = slot.head; at >= 0;) {
      int count = std::min<int>(slot.count, chunk);
      slot.count -= count;
      for (int i = 0; i < count; i++) {
        Event e = pool[at].events[i];
        if (isSorted) sort(e);
        else insert(e);
      }
      int32_t next = pool[at].next;
      pool[at].next = unused;
      unused = at;
      at = next;
    }
  }
};
