// Hot water and rooms by their physics: what is told is done, as far as thermostats allow.
//
// A tank never heats above its max_c. Untold, tanks and rooms follow a thermostat: on below
// comfort_c (or min_c; low_c of a room), off hysteresis_k (half a K for rooms) above it; a heater
// of a day's heat is on until the day has it. Thread rule: one thread at a time.
#pragma once

#include <vector>

#include "ohmstead/base/zone.hpp"
#include "ohmstead/home/plan.hpp"
#include "ohmstead/home/readings.hpp"
#include "ohmstead/home/site.hpp"

namespace ohmstead::simulate {

// How long a device is on or off, and how often it started since local midnight.
class SwitchClock {
 public:
  void live(bool is_on, base::Time from, base::Seconds time, const base::Zone& zone);
  [[nodiscard]] home::SwitchState read() const;

 private:
  bool is_on_ = false, has_lived_ = false;
  base::Seconds for_{0};
  std::int64_t starts_today_ = 0;
  std::optional<base::Date> day_;
};

class SimulatedTank {
 public:
  SimulatedTank(const home::Site& site, std::size_t index, base::Zone zone);

  void decide(const home::DeviceSlot* order, base::Time now);
  void live(base::Time from, base::Seconds time);
  // As warm as another one of that name was, and with its past.
  void go_on_from(const SimulatedTank& before);

  [[nodiscard]] const std::string& id() const { return heater_->id; }
  [[nodiscard]] base::Power power() const { return power_; }
  [[nodiscard]] home::WaterHeaterReading read() const;

 private:
  [[nodiscard]] double draw_kw(base::Time now);
  [[nodiscard]] bool wants_heat(bool was_on) const;

  const home::Site* site_;
  const home::SiteWaterHeater* heater_;
  std::size_t index_;
  base::Zone zone_;
  struct Draw {
    base::Time from, to;
    double kw = 0.0;
  };
  std::vector<Draw> draws_;
  base::Time known_until_;
  double temperature_c_ = 0.0, cop_ = 1.0;
  base::Energy heat_today_, drawn_;
  std::optional<base::Date> day_;
  base::Power power_;
  SwitchClock switch_;
};

// All rooms with their heat sources.
class SimulatedRooms {
 public:
  SimulatedRooms(const home::Site& site, base::Zone zone);

  // `weather` has the outdoor temperature and irradiance of `slot`.
  void decide(const home::PlanSlot& order, const home::Case& weather, std::size_t slot,
              base::Time now);
  void live(const home::Case& weather, std::size_t slot, base::Time from, base::Seconds time);
  // Rooms and sources of the same names go on as they were.
  void go_on_from(const SimulatedRooms& before);

  [[nodiscard]] base::Power power() const;
  void read(home::DeviceReadings& readings) const;

 private:
  struct Room {
    const home::SiteZone* zone = nullptr;
    double air_c = 0.0, mass_c = 0.0, heat_kw = 0.0;
  };
  struct Source {
    const home::SiteHeatSource* source = nullptr;
    base::Power power;
    double cop = 1.0;
    base::Energy drawn;
    SwitchClock switched;
  };
  [[nodiscard]] std::size_t room_of(const std::string& id) const;
  [[nodiscard]] bool wants_heat(const Source& source, base::Time now) const;
  void flow(double hours_h, double outdoor_c, double irradiance_kw);

  base::Zone zone_;
  std::vector<Room> rooms_;
  std::vector<Source> sources_;
};

// What a room shall have at least at `now`; nothing: no lower edge.
[[nodiscard]] std::optional<base::Celsius> low_at(const home::SiteZone& zone,
                                                  const base::Zone& local, base::Time now);

}  // namespace ohmstead::simulate
