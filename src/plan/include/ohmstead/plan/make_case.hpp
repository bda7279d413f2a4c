// From a site and its outlook to a case: prices by the tariff, devices by the site file, states as
// measured. Thread rule: pure functions over plain values.
//
//   Case home = make_case(site, tariff, outlook, {{5.2_kwh}}, nullptr);
#pragma once

#include "ohmstead/base/zone.hpp"
#include "ohmstead/home/outlook.hpp"
#include "ohmstead/home/plan.hpp"
#include "ohmstead/home/readings.hpp"
#include "ohmstead/home/site.hpp"

namespace ohmstead::plan {

// Import and feed-in price from the spot price, by the formulas in home/tariff.hpp; fees by local
// time. Fees by tiers come on top (tier_book.hpp).
class TariffRule {
 public:
  TariffRule(home::Tariff tariff, base::Zone zone)
      : tariff_{std::move(tariff)}, zone_{std::move(zone)} {}

  [[nodiscard]] base::EnergyPrice import_price(base::Time start, base::EnergyPrice spot) const;
  [[nodiscard]] base::EnergyPrice export_price(base::EnergyPrice spot) const;
  [[nodiscard]] const home::ImportTariff& import() const { return tariff_.import; }
  [[nodiscard]] const base::Zone& zone() const { return zone_; }

 private:
  [[nodiscard]] base::EnergyPrice network_fee(base::Time start) const;

  home::Tariff tariff_;
  base::Zone zone_;
};

// Prices count what a kWh more costs by the tiers, as the month or year is expected to end.
// `states` holds one measured state per battery of the site, of other devices what is known; the
// planner copes with any state of charge between 0 and the capacity. What a car's readings mean for
// its trips is said in make_devices.hpp. `last_plan` is the plan that is followed now, or nullptr.
// Precondition: states.batteries.size() == site.batteries.size().
[[nodiscard]] home::Case make_case(const home::Site& site, const TariffRule& tariff,
                                   const home::Outlook& outlook, const home::DeviceStates& states,
                                   const home::Plan* last_plan);

// What is stored at `now` by a plan made for `home`; empty when the plan does not reach that far.
[[nodiscard]] std::vector<base::Energy> planned_stored(const home::Case& home,
                                                       const home::Plan& plan, base::Time now);

// The same home without its batteries.
[[nodiscard]] home::Case without_batteries(home::Case home);

}  // namespace ohmstead::plan
