// The hold model on Cimba's C engine, as its Python wheel carries it.
//   hold_cimba PENDING STEPS
#include <cstdio>
#include <cstdlib>
#include "clock.h"
#include "cimba.h"
#include "random.h"

static Random numbers(1);

static void hold(void *subject, void *object) {
  cmb_event_schedule(hold, subject, object, cmb_time() + numbers.exponential(1.0), 0);
}

int main(int argc, char **argv) {
  if (argc != 3) return 64;
  long pending = std::atol(argv[1]), steps = std::atol(argv[2]);
  cmb_event_queue_initialize(0.0);
  for (long i = 0; i < pending; i++)
    cmb_event_schedule(hold, nullptr, nullptr, numbers.exponential(1.0), 0);
  for (long i = 0; i < steps / 10; i++) cmb_event_execute_next();
  double began = processorTime();
  for (long i = 0; i < steps; i++) cmb_event_execute_next();
  double spent = processorTime() - began;
  std::printf("%.2f %.9f\n", spent / double(steps), cmb_time());
}
