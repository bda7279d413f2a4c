// Cars, hot water, rooms and machines of a simulated home.
//
// What an order says of a device holds until the next order; of what it does not name each device
// decides itself, as it would without a planner. Decisions are taken at each full minute and after
// each order. Thread rule: one thread at a time.
#pragma once

#include "simulated_appliance.hpp"
#include "simulated_car.hpp"
#include "simulated_heat.hpp"

namespace ohmstead::simulate {

class SimulatedDevices {
 public:
  // The site must outlive it.
  SimulatedDevices(const home::Site& site, const base::Zone& zone);

  [[nodiscard]] bool is_empty() const { return is_empty_; }
  void decide(const home::PlanSlot& order, const home::Case& weather, std::size_t slot,
              base::Time now);
  // Precondition: decided at `from`, and no full minute in between.
  void live(const home::Case& weather, std::size_t slot, base::Time from, base::Seconds time);

  // Those that `before` has by their names go on as they are there. Precondition: decided since
  // then at least once.
  void go_on_from(const SimulatedDevices& before);

  [[nodiscard]] base::Power power() const;  // drawn, less what cars give
  [[nodiscard]] home::DeviceReadings read() const;

 private:
  void plug_in(const home::PlanSlot& order);

  const home::Site* site_;
  bool is_empty_;
  std::vector<SimulatedCar> cars_;
  std::vector<const home::Charger*> plugs_;  // of each car; null: none
  std::vector<SimulatedTank> tanks_;
  SimulatedRooms rooms_;
  std::vector<SimulatedAppliance> appliances_;
};

}  // namespace ohmstead::simulate
