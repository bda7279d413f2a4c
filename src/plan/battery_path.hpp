// The plan of a home with one battery, from its value function: the best if all comes as expected,
// or what is best where load and sun may come otherwise (uncertain_plan.hpp); it begins as the last
// plan would go on where another beginning gains too little.
//
// Units: kWh, money. Thread rule: one thread.
//
//   BatteryPath path{home, elements, program, answer_by_value_function(home, program, wall_s)};
//   home::Plan plan = path.plan(speaker);
#pragma once

#include <optional>

#include "elements/home_elements.hpp"
#include "ohmstead/home/plan.hpp"
#include "ohmstead/plan/speaker.hpp"
#include "optimal.hpp"
#include "uncertain_plan.hpp"

namespace ohmstead::plan {

class BatteryPath {
 public:
  // All must outlive it; `answer` is the optimum of `program`.
  BatteryPath(const home::Case& home, const HomeElements& elements, ValueFunction& program,
              EngineAnswer answer);

  // With a note where the last plan's action was kept or left, or where caution costs something.
  [[nodiscard]] home::Plan plan(const Speaker& speaker);
  [[nodiscard]] const EngineAnswer& answer() const { return answer_; }
  // What the plan costs more than the least there is if all comes as expected, by the value
  // function; 0 where nothing is uncertain and nothing was kept.
  [[nodiscard]] double caution() const { return caution_; }
  // What another power of the battery in a slot costs more.
  [[nodiscard]] ValueFunction::Instead instead(std::size_t slot, double battery_kw);

 private:
  void follow_uncertain();
  void begin_with(double change_kwh);
  void keep_last(const Speaker& speaker, home::Plan& plan);

  const home::Case& home_;
  const HomeElements& elements_;
  ValueFunction& program_;
  EngineAnswer answer_;
  std::optional<UncertainPlan> uncertain_;
  double caution_ = 0.0;
};

}  // namespace ohmstead::plan
