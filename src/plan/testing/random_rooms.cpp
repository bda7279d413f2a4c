#include "random_rooms.hpp"

#include <fmt/format.h>

#include <random>

namespace ohmstead::plan {
namespace {

class RoomsMaker {
 public:
  RoomsMaker(std::uint64_t seed, const RandomRoomsKnobs& knobs) : random_{seed}, knobs_{knobs} {}

  home::Case make() {
    make_slots();
    const std::size_t count = home_.slots.count();
    home_.schema = home::k_case_schema;
    for (std::size_t t = 0; t < count; ++t) {
      home_.prices.import.push_back(base::EnergyPrice{draw(0.05, 0.5)});
      home_.prices.export_.push_back(base::EnergyPrice{0.04});
      home_.load.push_back(base::Power{draw(0.0, 1.0)});
      home_.pv.push_back(base::Power{0.0});
      home_.outdoor.push_back(base::Celsius{draw(-8.0, 12.0)});
      home_.irradiance.push_back(base::Power{draw(0.0, 0.5)});
    }
    const std::size_t zones = 1 + pick(knobs_.max_zones);
    for (std::size_t z = 0; z < zones; ++z) add_zone();
    const std::size_t sources = knobs_.has_one_source ? 1 : 1 + pick(zones);
    for (std::size_t i = 0; i < sources; ++i) add_source(i);
    return home_;
  }

 private:
  double draw(double low, double high) {
    return std::uniform_real_distribution<double>{low, high}(random_);
  }
  std::size_t pick(std::size_t count) {
    return std::uniform_int_distribution<std::size_t>{0, count - 1}(random_);
  }
  bool toss(double chance = 0.5) { return draw(0.0, 1.0) < chance; }

  void make_slots() {
    const std::size_t count = knobs_.min_slots + pick(knobs_.max_slots - knobs_.min_slots + 1);
    std::vector<base::Seconds> lengths(count, base::Seconds{900});
    if (knobs_.allows_mixed_slots && toss()) {
      lengths[0] = base::Seconds{420};
      for (std::size_t t = 1; t < count; ++t) {
        if (t > count / 2) lengths[t] = base::Seconds{t > 3 * count / 4 ? 3600 : 1800};
      }
    }
    const base::Time start{std::chrono::sys_days{std::chrono::year{2026} / 1 / 5}};
    home_.slots = base::SlotGrid::make(start + base::Seconds{900} - lengths[0], lengths).value();
  }

  void add_zone() {
    home::ThermalZone zone;
    const std::size_t index = home_.zones.size();
    zone.id = fmt::format("room{}", index);
    zone.temperature = base::Celsius{draw(17.0, 24.0)};
    if (toss(0.1)) zone.temperature = base::Celsius{toss() ? 2.0 : 38.0};
    zone.capacity_kwh_per_k = draw(0.3, 1.0);
    zone.loss_kw_per_k = draw(0.01, 0.06);
    if (toss(0.7)) {
      zone.mass = home::ThermalMass{draw(2.0, 7.0), base::Celsius{draw(17.0, 22.0)}, draw(0.2, 0.4),
                                    draw(0.0, 0.05)};
    }
    if (index > 0 && toss(0.7)) zone.couplings.push_back({home_.zones[pick(index)].id, 0.04});
    for (std::size_t t = 0; t < home_.slots.count(); ++t) {
      zone.gain.push_back(base::Power{draw(0.0, 0.2)});
      zone.low.push_back(base::Celsius{toss(0.8) ? 20.0 : 18.0});
      zone.high.push_back(base::Celsius{22.0});
    }
    if (toss(0.3)) zone.solar_aperture_m2 = draw(0.1, 1.0);
    zone.low_price_per_k_h = 0.15;
    zone.high_price_per_k_h = 0.08;
    if (toss()) zone.end_value = base::EnergyPrice{draw(0.0, 0.08)};
    home_.zones.push_back(zone);
  }

  void add_source(std::size_t index) {
    home::HeatSource source;
    source.id = fmt::format("heater{}", index);
    source.zone = home_.zones[index].id;
    if (knobs_.allows_several_zones && home_.zones.size() > 1 && toss(0.2)) {
      source.zone.clear();
      source.zones = {{home_.zones[0].id, base::Ratio{0.6}}, {home_.zones[1].id, base::Ratio{0.3}}};
    }
    source.power = base::Power{draw(0.3, 1.5)};
    if (toss()) source.cop_by_outdoor = {{base::Celsius{-5.0}, 2.2}, {base::Celsius{8.0}, 3.9}};
    const bool is_switched = !knobs_.allows_modulating || (knobs_.allows_switched && toss());
    source.is_modulating = !is_switched || (knobs_.allows_modulating && toss(0.3));
    if (is_switched) add_rules(source);
    home_.heat_sources.push_back(source);
  }

  void add_rules(home::HeatSource& source) {
    if (source.is_modulating) source.min_power = source.power * 0.4;
    const auto quarters = [&](std::size_t most) {
      return base::Seconds{900 * static_cast<std::int64_t>(pick(most + 1))};
    };
    if (toss(0.3)) source.switch_every = base::Seconds{3600};
    if (toss()) source.min_on = quarters(6);
    if (toss(0.4)) source.min_off = quarters(4);
    if (toss(0.3)) source.max_starts_per_day = static_cast<std::int64_t>(pick(3));
    if (toss(0.3)) source.on_for = quarters(4);
    if (!source.on_for && toss(0.3)) source.off_for = quarters(4);
  }

  std::mt19937_64 random_;
  RandomRoomsKnobs knobs_;
  home::Case home_;
};

}  // namespace

home::Case make_random_rooms(std::uint64_t seed, const RandomRoomsKnobs& knobs) {
  home::Case home = RoomsMaker{seed, knobs}.make();
  home.name = fmt::format("rooms {}", seed);
  return home;
}

home::Case make_one_room(std::size_t count) {
  home::Case home;
  home.schema = home::k_case_schema;
  home.slots =
      base::SlotGrid::uniform(base::Time{std::chrono::sys_days{std::chrono::year{2026} / 1 / 5}},
                              base::Seconds{900}, count);
  home.prices.import = base::Series<base::EnergyPrice>{count, base::EnergyPrice{0.30}};
  home.prices.export_ = base::Series<base::EnergyPrice>{count, base::EnergyPrice{0.05}};
  home.load = base::Series<base::Power>{count};
  home.pv = base::Series<base::Power>{count};
  home.outdoor = base::Series<base::Celsius>{count};
  home::ThermalZone room;
  room.id = "room";
  room.temperature = base::Celsius{20.0};
  room.capacity_kwh_per_k = 0.5;
  room.loss_kw_per_k = 0.1;
  room.mass = home::ThermalMass{4.0, base::Celsius{20.0}, 0.3, 0.0};
  room.low = base::Series<base::Celsius>{count, base::Celsius{20.0}};
  room.high = base::Series<base::Celsius>{count, base::Celsius{23.0}};
  room.low_price_per_k_h = 0.15;
  room.high_price_per_k_h = 0.08;
  room.end_value = base::EnergyPrice{0.05};
  home.zones.push_back(room);
  home::HeatSource heater;
  heater.id = "heater";
  heater.zone = "room";
  heater.power = base::Power{1.0};
  heater.cop = base::Series<base::Ratio>{count, base::Ratio{3.0}};
  home.heat_sources.push_back(heater);
  return home;
}

}  // namespace ohmstead::plan
