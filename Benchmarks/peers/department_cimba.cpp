// The roaming department on Cimba's C engine, as its Python wheel carries it: an event is a
// function, a subject and an object. Times are whole nanoseconds, which a double holds exactly.
//   department_cimba USERS MESSAGES
#include <cstdlib>
#include "cimba.h"
#include "department.h"

struct Cimba {
  using Model = Department<Cimba>;
  Cimba() { cmb_event_queue_initialize(0.0); }
  uint64_t now() const { return uint64_t(cmb_time()); }

  void schedule(Model &model, Kind kind, uint32_t row, uint64_t at);
  void run(Model &model, long messages);
};

template <void (Cimba::Model::*What)(uint32_t)> void act(void *subject, void *object) {
  auto *model = static_cast<Cimba::Model *>(subject);
  model->events++;
  (model->*What)(uint32_t(reinterpret_cast<uintptr_t>(object)));
}

void Cimba::schedule(Model &model, Kind kind, uint32_t row, uint64_t at) {
  static cmb_event_func *const actions[] = {act<&Model::poll>, act<&Model::submit>, act<&Model::attack>,
                                            act<&Model::arrive>, act<&Model::leave>};
  cmb_event_schedule(actions[kind], &model, reinterpret_cast<void *>(uintptr_t(row)), double(at), 0);
}

void Cimba::run(Model &model, long messages) {
  uint64_t goal = model.fates.submitted + messages;
  while (model.fates.submitted < goal) cmb_event_execute_next();
}

int main(int argc, char **argv) {
  if (argc != 3) return 64;
  measure<Cimba>(std::atoi(argv[1]), std::atol(argv[2]));
}
