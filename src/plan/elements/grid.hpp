// The grid connection: what import and export cost in one slot.
//
// Steps of power with a price each, cheapest import first: inside the limit at the tariff's price,
// beyond it at that price plus (less, for export) the price of the broken limit. Both engines use
// these steps: the linear model as columns, the value function as one piecewise-linear cost of net
// import. Units: kW and money per kWh. Thread rule: pure functions.
#pragma once

#include <array>

#include "ohmstead/home/case.hpp"
#include "pwl.hpp"

namespace ohmstead::plan {

struct PricedStep {
  double width_kw = 0.0;  // may be infinite
  double price_per_kwh = 0.0;
};

struct GridSteps {
  std::array<PricedStep, 2> import;   // prices rise
  std::array<PricedStep, 2> export_;  // revenues fall
};

// Made once per case: looks up what stays the same over the slots.
class GridElement {
 public:
  explicit GridElement(const home::Case& home);

  // Infinite where there is none.
  [[nodiscard]] double import_limit_kw(std::size_t slot) const;
  [[nodiscard]] double export_limit_kw(std::size_t slot) const;
  // Prices with the weights of the objective.
  [[nodiscard]] double import_price_per_kwh(std::size_t slot) const;
  [[nodiscard]] double export_price_per_kwh(std::size_t slot) const;
  [[nodiscard]] GridSteps steps(std::size_t slot) const;
  // Money per hour over net import in kW (import positive), on [low_kw, high_kw].
  void make_cost(std::size_t slot, double low_kw, double high_kw, Pwl& cost) const;

  struct Flows {
    double import_kw = 0.0;
    double export_kw = 0.0;
  };
  // How a net import is made of import and export: never both, unless the case allows it and it
  // pays.
  [[nodiscard]] Flows flows(std::size_t slot, double net_import_kw) const;
  // Whether import and export at once would pay in this slot if it were allowed.
  [[nodiscard]] bool would_cheat(std::size_t slot) const;

 private:
  const home::Case* home_;
  double violation_price_;
};

}  // namespace ohmstead::plan
