// The home's own rules beside the plan: how each car is charged and who needs the plug, hot water
// that is never let go cold, and against legionella, heaters for energy that is nearly free, open
// windows, and days on which nobody is at home.
//
// Decisions are control's; here they get what is measured and planned, become overrides behind what
// people set, and survive restarts. Thread rule: the engine's thread; set_wishes(), wishes()
// and tell_soc() from any.
//
//   house.complete(readings);
//   std::string trigger = house.look(readings, &last);   // rules that hold now
//   house.shape(made_case, now);
#pragma once

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "ohmstead/control/car_queue.hpp"
#include "ohmstead/control/hygiene.hpp"
#include "ohmstead/control/soc_estimate.hpp"
#include "ohmstead/control/window_watch.hpp"
#include "ohmstead/engine/overrides.hpp"
#include "ohmstead/engine/snapshot.hpp"
#include "ohmstead/ports/memory.hpp"

namespace ohmstead::engine {

class House {
 public:
  // All must outlive it; `memory` may be null.
  House(const home::Site& site, const base::Zone& zone, Overrides& overrides,
        ports::Memory* memory);

  void set_wishes(home::HouseWishes wishes);
  [[nodiscard]] home::HouseWishes wishes() const;
  // Those that shall use nothing but the sun.
  [[nodiscard]] std::vector<std::string> sun_only() const;

  // What a car holds, as somebody read it off.
  void tell_soc(const home::CarSoc& told, base::Time now);
  // What cars do not tell is estimated.
  void complete(home::Readings& readings, base::Time now);
  // Hands the rules that hold from now on to the overrides. `last` may be null. Returns why a cycle
  // should run at once: other rules hold than at `last`, or something is to be told; empty: no
  // need.
  [[nodiscard]] std::string look(const home::Readings& readings, const Snapshot* last,
                                 base::Time now);
  // How each car is at this moment, by the case and its plan.
  [[nodiscard]] std::vector<CarNow> cars(const home::Readings& readings, const home::Case& home,
                                         const home::Plan& plan, base::Time now);
  // Strategies and absence as parts of the planning problem.
  void shape(home::Case& home, base::Time now) const;
  // Writes what must survive, where it has changed.
  void keep();

 private:
  void bring_back();
  void take_told();
  void settle_assumed(const std::vector<home::VehicleReading>& vehicles);
  [[nodiscard]] control::WaitingCar waiting(const home::SiteVehicle& car, const CarNow& now,
                                            const home::VehicleReading* reading,
                                            const home::Case& home, base::Time time);
  void add_fast_cars(std::vector<home::Override>& rules, const home::Readings& readings,
                     const Snapshot* last, base::Time now) const;
  void add_windows(std::vector<home::Override>& rules, const home::Readings& readings,
                   base::Time now);
  void add_hygiene(std::vector<home::Override>& rules, const home::Readings& readings,
                   const Snapshot* last, base::Time now);
  void add_cold_water(std::vector<home::Override>& rules, const home::Readings& readings,
                      base::Time now);
  void add_surplus(std::vector<home::Override>& rules, const home::Readings& readings,
                   const Snapshot* last, base::Time now);
  [[nodiscard]] bool is_away(base::Time now) const;
  [[nodiscard]] base::Energy trip_before(const home::SiteVehicle& car, base::Time now) const;

  const home::Site* site_;
  const base::Zone* zone_;
  Overrides* overrides_;
  ports::Memory* memory_;
  mutable std::mutex mutex_;
  home::HouseWishes wishes_;
  struct ToldSoc {
    home::CarSoc soc;
    base::Time at;
  };
  std::vector<ToldSoc> told_;                             // since the last look
  std::map<std::string, control::SocEstimate> socs_;      // by car
  std::map<std::string, std::string> assumed_at_;         // chargers, by car
  std::map<std::string, base::Time> done_since_;          // by car
  std::map<std::string, base::Time> needs_since_;         // by car
  std::map<std::string, control::HygieneClock> hygiene_;  // by heater
  std::map<std::string, control::WindowWatch> windows_;   // by room
  std::set<std::string> cold_;                            // tanks that are heated for it
  std::map<std::string, base::Time> surplus_since_;       // by heater that is on by its rules
  std::string kept_;
};

// What the plan lets batteries give to cars in this slot is taken back where it does not pay.
void guard_car_feed(home::PlanSlot& order, const home::Site& site, const home::Case& home,
                    const home::Readings& readings, const std::vector<CarNow>& cars);

}  // namespace ohmstead::engine
