// The roaming department on ns-3: member functions of the model, scheduled as ns-3's users do.
//   department_ns3 SCHEDULER USERS MESSAGES
#include <cstdlib>
#include "department.h"
#include "ns3/core-module.h"

using ns3::NanoSeconds;
using ns3::Simulator;

struct Network {
  using Model = Department<Network>;
  uint64_t goal = 0;

  uint64_t now() const { return uint64_t(Simulator::Now().GetNanoSeconds()); }
  void schedule(Model &model, Kind kind, uint32_t row, uint64_t at);
  void run(Model &model, long messages) {
    goal += messages;
    Simulator::Run();
  }
};

template <void (Network::Model::*What)(uint32_t)> void Act(Network::Model *model, uint32_t row) {
  model->events++;
  (model->*What)(row);
  if (model->fates.submitted >= model->engine.goal) Simulator::Stop();
}

void Network::schedule(Model &model, Kind kind, uint32_t row, uint64_t at) {
  ns3::Time delay = NanoSeconds(at - now());
  switch (kind) {
  case POLL: Simulator::Schedule(delay, &Act<&Model::poll>, &model, row); break;
  case SUBMISSION: Simulator::Schedule(delay, &Act<&Model::submit>, &model, row); break;
  case ATTACK: Simulator::Schedule(delay, &Act<&Model::attack>, &model, row); break;
  case ARRIVAL: Simulator::Schedule(delay, &Act<&Model::arrive>, &model, row); break;
  case SERVED: Simulator::Schedule(delay, &Act<&Model::leave>, &model, row); break;
  }
}

int main(int argc, char **argv) {
  if (argc != 4) return 64;
  ns3::ObjectFactory factory;
  factory.SetTypeId(argv[1]);
  Simulator::SetScheduler(factory);
  measure<Network>(std::atoi(argv[2]), std::atol(argv[3]));
}
