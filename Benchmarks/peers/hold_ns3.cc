// The hold model on ns-3 with one of its schedulers.
//   hold_ns3 SCHEDULER PENDING STEPS
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include "ns3/core-module.h"
#include "random.h"

using namespace ns3;

static Random numbers(1);
static long left;
static std::chrono::steady_clock::time_point began;
static long warm, total;

static void Hold() {
  if (--left == total) began = std::chrono::steady_clock::now();
  if (left == 0) {
    Simulator::Stop();
    return;
  }
  Simulator::Schedule(NanoSeconds(uint64_t(numbers.exponential(1e9))), &Hold);
}

int main(int argc, char **argv) {
  if (argc != 4) return 64;
  ObjectFactory factory;
  factory.SetTypeId(argv[1]);
  Simulator::SetScheduler(factory);
  long pending = std::atol(argv[2]);
  total = std::atol(argv[3]);
  warm = total / 10;
  left = total + warm;
  for (long i = 0; i < pending; i++)
    Simulator::Schedule(NanoSeconds(uint64_t(numbers.exponential(1e9))), &Hold);
  Simulator::Run();
  double ns = std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - began).count();
  std::printf("%.2f %lld\n", ns / double(total), (long long)Simulator::Now().GetNanoSeconds());
}
