// The processor time this process has used, in nanoseconds: unlike the time on the wall it hardly
// hangs on what else the machine does.
#pragma once
#include <ctime>

inline double processorTime() {
  timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return double(time.tv_sec) * 1e9 + double(time.tv_nsec);
}
