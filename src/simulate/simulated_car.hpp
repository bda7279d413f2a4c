// A car that comes and goes, and charges as it is told.
//
// Untold it charges as soon as it is plugged in, at full power, up to what its next departure wants
// (80 % where none says). On a trip that takes more than it holds it charges elsewhere, never below
// empty. Power is at the home. Thread rule: one thread at a time.
#pragma once

#include <vector>

#include "ohmstead/base/zone.hpp"
#include "ohmstead/home/plan.hpp"
#include "ohmstead/home/readings.hpp"
#include "ohmstead/home/site.hpp"

namespace ohmstead::simulate {

class SimulatedCar {
 public:
  // `index`: its number in the site, for chance. The site must outlive it.
  SimulatedCar(const home::Site& site, std::size_t index, base::Zone zone);

  // Where it is at `now`. To be called before decide(), at least once a minute.
  void arrive_or_leave(base::Time now);
  // Sets the power for the next minute at most. `charger`: that it is plugged into; null: none is
  // free. `order` may be null: it is told nothing.
  void decide(const home::DeviceSlot* order, const home::Charger* charger);
  // Lives for so long with that power.
  void live(base::Seconds time);
  // Holds and has counted what another one of that name had.
  void go_on_from(const SimulatedCar& before);

  [[nodiscard]] const home::SiteVehicle& site() const { return *vehicle_; }
  [[nodiscard]] bool is_connected() const { return !trip_; }
  [[nodiscard]] base::Power power() const { return power_; }
  [[nodiscard]] home::VehicleReading read() const;

 private:
  [[nodiscard]] std::vector<home::Trip> trips_around(base::Time now) const;
  // Of the next departure by the site file, as nobody knows chance before.
  [[nodiscard]] std::optional<double> next_target_pct(base::Time now) const;
  [[nodiscard]] double goal_kwh() const;
  [[nodiscard]] double most_charge_kw(const home::Charger& charger) const;

  const home::Site* site_;
  const home::SiteVehicle* vehicle_;
  std::size_t index_;
  base::Zone zone_;
  base::Energy soc_, charged_, discharged_;
  base::Power power_;
  const home::Charger* charger_ = nullptr;
  std::vector<home::Trip> trips_;
  base::Time known_until_;
  std::optional<home::Trip> trip_;
  std::optional<double> target_pct_;  // of the next departure
};

}  // namespace ohmstead::simulate
