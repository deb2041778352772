// The hold model on ns-3 with one of its schedulers.
//   hold_ns3 SCHEDULER PENDING STEPS
#include <cstdio>
#include <cstdlib>
#include "clock.h"
#include "ns3/core-module.h"
#include "random.h"

using namespace ns3;

static Random numbers(1);
static long left;
static double began;
static long warm, total;

static void Hold() {
  if (--left == total) began = processorTime();
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
  double spent = processorTime() - began;
  std::printf("%.2f %lld\n", spent / double(total), (long long)Simulator::Now().GetNanoSeconds());
}
