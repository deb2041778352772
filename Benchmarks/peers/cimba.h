// What the benchmarks call of Cimba's C engine, whose wheel brings the library without its headers.
#pragma once
#include <cstdint>

extern "C" {
typedef void cmb_event_func(void *subject, void *object);
void cmb_event_queue_initialize(double start);
uint64_t cmb_event_schedule(cmb_event_func *action, const void *subject, const void *object,
                            double time, int64_t priority);
bool cmb_event_execute_next(void);
double cmb_time(void);
}
