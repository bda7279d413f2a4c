// The rooms of a case with their heat sources and what their temperatures cost, in plain numbers.
//
// The one place where schedules become temperatures and temperatures become money: the element, the
// linear model and the search over schedules all ask here. Temperatures are those at the end of
// each slot, [slot][node] in one row. Units: kW, deg C, money. Thread rule: does not change after
// it is made.
#pragma once

#include <limits>

#include "elements/element.hpp"
#include "network.hpp"
#include "switch_rules.hpp"

namespace ohmstead::plan {

struct Heater {
  Heater(const home::Case& home, const home::HeatSource& source);

  struct Share {
    std::size_t zone = 0;
    double ratio = 1.0;
  };
  // Heat that `electric_kw` makes.
  [[nodiscard]] double heat_kw(std::size_t slot, double electric_kw) const {
    return cop[slot] * electric_kw;
  }

  std::string id;
  double power_kw = 0.0;
  double least_kw = 0.0;  // when on
  bool is_modulating = false;
  bool is_switched = true;
  std::vector<double> cop;
  std::vector<Share> shares;
  SwitchRules rules;
};

class Heating {
 public:
  explicit Heating(const home::Case& home);

  struct Comfort {
    double low_c = -std::numeric_limits<double>::infinity();
    double high_c = std::numeric_limits<double>::infinity();
    double low_price_per_k = 0.0;  // of this slot, for each K below
    double high_price_per_k = 0.0;
    [[nodiscard]] double cost(double temperature_c) const {
      if (temperature_c < low_c) return low_price_per_k * (low_c - temperature_c);
      return temperature_c > high_c ? high_price_per_k * (temperature_c - high_c) : 0.0;
    }
    // Money per K warmer.
    [[nodiscard]] double slope(double temperature_c) const {
      if (temperature_c < low_c) return -low_price_per_k;
      return temperature_c > high_c ? high_price_per_k : 0.0;
    }
  };

  [[nodiscard]] const home::Case& home() const { return *home_; }
  [[nodiscard]] std::size_t slot_count() const { return home_->slots.count(); }
  [[nodiscard]] double hours(std::size_t slot) const { return home_->slots.hours(slot).value(); }
  [[nodiscard]] const HeatNetwork& network() const { return network_; }
  [[nodiscard]] const std::vector<Heater>& heaters() const { return heaters_; }
  [[nodiscard]] const Comfort& comfort(std::size_t slot, std::size_t zone) const {
    return comfort_[slot * network_.zone_count() + zone];
  }
  [[nodiscard]] double end_value_per_k(std::size_t node) const { return end_value_per_k_[node]; }

  // Temperatures that the heaters' powers make; `heaters` holds one track per heater. Those before
  // slot `from` are there already.
  void simulate(std::span<const Track> heaters, std::vector<double>& temperatures_c,
                std::size_t from = 0) const;
  [[nodiscard]] double comfort_cost(std::span<const double> temperatures_c) const;
  // In one slot.
  [[nodiscard]] double comfort_cost(std::span<const double> temperatures_c, std::size_t slot) const;
  [[nodiscard]] double worth(std::span<const double> nodes_c) const;
  // What the worth of the heat stored gains from start to end.
  [[nodiscard]] double worth_gained(std::span<const double> temperatures_c) const;
  // Comfort, less the worth gained.
  [[nodiscard]] double cost(std::span<const double> temperatures_c) const;
  // What one K more in `zone` at the end of each slot changes the costs of all other rooms by, as
  // they are at these temperatures and with nothing else changed.
  void find_slope_of_others(std::size_t zone, std::span<const double> temperatures_c,
                            std::span<double> slopes) const;

 private:
  const home::Case* home_;
  HeatNetwork network_;
  std::vector<Heater> heaters_;
  std::vector<Comfort> comfort_;  // [slot][zone]
  std::vector<double> end_value_per_k_;
};

}  // namespace ohmstead::plan
