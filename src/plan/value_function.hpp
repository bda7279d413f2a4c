// The exact value-function programme for homes with at most one battery.
//
// V_t(s) is the least money from slot t on when s kWh are stored. It is piecewise linear; going
// backwards, V_t(s) = min_d g_t(d) + f_t(s + d) + V_{t+1}(s + d) (docs/math.md section 2). Going
// forward from the measured state gives the plan; the slopes of V are what a stored kWh is worth.
// The objective it reports is the proven optimum of the case. Units: kWh, money. Thread rule: one
// thread per object; the memory is kept for the next solve.
//
//   ValueFunction program;
//   program.solve(home);
//   program.steps()[0].powers.charge_kw;
#pragma once

#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "ohmstead/home/plan.hpp"
#include "stage.hpp"

namespace ohmstead::plan {

class ValueFunction {
 public:
  static constexpr double k_no_limit_s = std::numeric_limits<double>::infinity();

  struct Step {
    double change_kwh = 0.0;
    double soc_kwh = 0.0;  // at the end of the slot
    Pwl::Slopes stored;    // slopes of the value function there: minus what a kWh is worth
    SlotPowers powers;
    double home_value = 0.0;  // worth of one more kWh at the home
  };

  ValueFunction();
  ~ValueFunction();
  ValueFunction(ValueFunction&&) noexcept;
  ValueFunction& operator=(ValueFunction&&) noexcept;

  // `home` must outlive the next calls. Precondition: why_no_value_function(home) is empty. False,
  // and nothing else may be asked, when it took longer than `wall_s`.
  bool solve(const home::Case& home, double wall_s = k_no_limit_s);
  // The same without a plan, for the two that follow.
  bool solve_back(const home::Case& home, double wall_s = k_no_limit_s);
  // What changing the store by x kWh in the first slot costs, the best future after it included;
  // linear between the points.
  [[nodiscard]] std::vector<PwlPoint> first_costs();
  // What a store is worth after the first slot, as a cost by kWh; valid until the next call.
  [[nodiscard]] const Pwl& after_first();
  // Makes the first slot do `change_kwh` (clipped to what is possible) and follows the optimum from
  // there; returns what that costs more than the optimum.
  double force_first(double change_kwh);
  // Makes each slot do this, clipped to what is possible; returns what that costs more than the
  // optimum.
  double follow(std::span<const double> changes_kwh);

  [[nodiscard]] std::span<const Step> steps() const;
  // The optimum: no plan for this case has a lower objective.
  [[nodiscard]] double bound() const;
  // What the best other future costs more when slot `slot` of the plan changes the store by
  // `change_kwh` instead; nothing when that is impossible.
  [[nodiscard]] std::optional<double> regret(std::size_t slot, double change_kwh);
  // The change of stored energy that battery power `battery_kw` makes in `slot`, within the limits.
  [[nodiscard]] double possible_change(std::size_t slot, double battery_kw);
  // Battery power `battery_kw` in `slot`, or as near to it as the limits allow, and what the best
  // future after it costs more than the plan.
  struct Instead {
    double battery_kw = 0.0;
    double cost = 0.0;
  };
  [[nodiscard]] Instead instead(std::size_t slot, double battery_kw);

 private:
  struct Work;
  std::unique_ptr<Work> work_;
};

}  // namespace ohmstead::plan
