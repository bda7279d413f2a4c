// The first action of a home with one battery when nobody knows which scenario comes.
//
// In scenario s, changing the store by d kWh in the first slot costs G_s(d), the best future after
// it included: exact and piecewise linear by the value function. One d serves all; it minimises
// (1 - v) E[G_s(d)] + v CVaR[G_s(d)] (docs/math.md, "Scenarios"). Between two bends of the G_s that
// is convex in d, so that tangents tell where to look. Units: kWh, money. Thread rule: one thread.
//
//   FirstChange first{home};
//   program.force_first(first.best());
#pragma once

#include <vector>

#include "best_change.hpp"
#include "ohmstead/home/case.hpp"
#include "pwl.hpp"

namespace ohmstead::plan {

class FirstChange {
 public:
  // `home` must outlive this. Precondition: it has scenarios that share the first slot, and
  // why_no_value_function() is empty for it and for each of them.
  explicit FirstChange(const home::Case& home);

  // The best change of stored energy in the first slot.
  [[nodiscard]] double best() const { return best_; }
  // Its objective: no plan over the scenarios has a lower one.
  [[nodiscard]] double bound() const { return lowest_; }
  // What each scenario costs with this change. Changes that a scenario does not allow cost as the
  // nearest one that all of them allow.
  [[nodiscard]] std::vector<double> costs(double change_kwh) const;
  [[nodiscard]] double objective(double change_kwh) const;
  // Slopes of the value functions after this change, weighed as the objective weighs them.
  [[nodiscard]] Pwl::Slopes stored(double change_kwh) const;

 private:
  struct Function {
    std::vector<PwlPoint> points;  // of G_s
    Pwl after;                     // what the store costs after the first slot
    [[nodiscard]] double at(double change) const;
    // Of the piece that holds the open interval from `left` to `right`.
    [[nodiscard]] double slope(double left, double right) const;
  };
  [[nodiscard]] std::vector<double> bends() const;
  void look_between(double left, double right, BestChange& best) const;

  const home::ScenarioSet* set_;
  double soc_kwh_ = 0.0;
  double low_ = 0.0;  // changes that every scenario allows
  double high_ = 0.0;
  std::vector<Function> functions_;
  double best_ = 0.0;
  double lowest_ = 0.0;
};

}  // namespace ohmstead::plan
