// The random numbers of every compiled program here: xoshiro256**, and an exponential by logarithm.
#pragma once
#include <cmath>
#include <cstdint>

struct Random {
  uint64_t s[4];
  explicit Random(uint64_t seed) {
    for (auto &word : s) {
      seed += 0x9e3779b97f4a7c15;
      uint64_t z = seed;
      z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
      z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
      word = z ^ (z >> 31);
    }
  }
  static uint64_t rotated(uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }
  uint64_t next() {
    uint64_t result = rotated(s[1] * 5, 7) * 9, t = s[1] << 17;
    s[2] ^= s[0]; s[3] ^= s[1]; s[1] ^= s[2]; s[0] ^= s[3]; s[2] ^= t;
    s[3] = rotated(s[3], 45);
    return result;
  }
  double uniform() { return double(next() >> 11) * 0x1p-53; }
  bool chance(double p) { return uniform() < p; }
  double exponential(double mean) { return -mean * std::log(1 - uniform()); }
};
