// What a home with one battery does when load and sun may come otherwise than expected.
//
// A stochastic dynamic programme: V_t(s, l) is the least money expected from slot t on when s kWh
// are stored and load and sun are on level l beside what is expected (level_chain.hpp),
//   V_t(s, l) = min_d g_t,l(d) + f_t(s + d) + sum over m of P(l, m) V_{t+1}(s + d, m),
// with the slot's cost g_t,l of that level (stage.hpp). Unlike a plan for what is expected, which
// knows all that comes, it never counts on what nobody knows by then (docs/math.md, "A battery
// under uncertainty"). Bands of a case say how wide the levels are; the first slot comes as
// expected. Its path is what is done if all comes as expected. Units: kWh, money. Thread rule: one
// thread.
//
//   UncertainPlan uncertain{home};
//   program.follow(uncertain.changes());
#pragma once

#include <memory>
#include <optional>
#include <span>

#include "ohmstead/home/case.hpp"
#include "pwl.hpp"

namespace ohmstead::plan {

// Whether the home has bands and is one that this can plan: its battery without a wish or wear by
// depth. Precondition: why_no_value_function(home) is empty.
[[nodiscard]] bool has_uncertain_plan(const home::Case& home);

class UncertainPlan {
 public:
  // `home` must outlive it. Precondition: has_uncertain_plan(home).
  explicit UncertainPlan(const home::Case& home);
  ~UncertainPlan();

  // The path from here on, with this change of stored energy in the first slot, if any.
  void walk(std::optional<double> first_kwh = {});
  // The best changes of stored energy, slot by slot; what a slot does for itself is nothing, what
  // the home needs or leaves over, or all that is possible.
  [[nodiscard]] std::span<const double> changes() const;
  // Slopes of what the store is expected to cost after a slot: minus what a kWh is worth.
  [[nodiscard]] Pwl::Slopes stored(std::size_t slot) const;
  // What is expected to be paid from a slot of the path on with this change, clipped to what is
  // possible.
  [[nodiscard]] double cost(std::size_t slot, double change_kwh);

 private:
  class Programme;
  std::unique_ptr<Programme> programme_;
};

}  // namespace ohmstead::plan
