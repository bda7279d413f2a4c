#include "optimal.hpp"

namespace ohmstead::plan {

EngineAnswer answer_by_value_function(const home::Case& home, ValueFunction& program,
                                      double wall_s) {
  if (!program.solve(home, wall_s)) return {};
  return take_answer(home, program);
}

EngineAnswer take_answer(const home::Case& home, const ValueFunction& program) {
  EngineAnswer answer;
  answer.solver = "value_function";
  answer.bound = program.bound();
  answer.stored.resize(home.batteries.size());
  for (const ValueFunction::Step& step : program.steps()) {
    DevicePowers& powers = answer.devices.emplace_back();
    powers.pv_used_kw = step.powers.pv_used_kw;
    if (!home.batteries.empty()) {
      powers.batteries.push_back({step.powers.charge_kw, step.powers.discharge_kw});
      answer.stored[0].push_back({-step.stored.right, -step.stored.left});
    }
    if (!home.inverters.empty())
      powers.inverter_pv_used_kw.push_back(step.powers.inverter_pv_used_kw);
    answer.home_values.push_back(step.home_value);
  }
  return answer;
}

}  // namespace ohmstead::plan
