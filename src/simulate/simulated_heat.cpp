#include "simulated_heat.hpp"

#include <algorithm>
#include <cmath>

#include "jitter.hpp"

namespace ohmstead::simulate {
namespace {

using base::Celsius;
using base::Energy;
using base::Power;
using base::Seconds;
using base::Time;

constexpr std::chrono::days k_day{1};
constexpr double k_room_hysteresis_k = 0.5;
constexpr double k_ambient_c = 20.0;
constexpr double k_smallest_kw = 1e-9;

template <class Q>
double one_of(const base::Series<Q>& series, double otherwise) {
  return series.is_empty() ? otherwise : series[0].value();
}

}  // namespace

void SwitchClock::live(bool is_on, Time from, Seconds time, const base::Zone& zone) {
  const base::Date today = zone.date(from);
  if (day_ != today) starts_today_ = 0;
  day_ = today;
  if (is_on && !is_on_) ++starts_today_;
  if (is_on != is_on_ || !has_lived_) for_ = Seconds{0};
  is_on_ = is_on;
  has_lived_ = true;
  for_ += time;
}

home::SwitchState SwitchClock::read() const {
  home::SwitchState state;
  state.starts_today = starts_today_;
  if (has_lived_) (is_on_ ? state.on_for : state.off_for) = for_;
  return state;
}

SimulatedTank::SimulatedTank(const home::Site& site, std::size_t index, base::Zone zone)
    : site_{&site},
      heater_{&site.water_heaters[index]},
      index_{index},
      zone_{std::move(zone)},
      temperature_c_{heater_->tank ? heater_->tank->temperature.value() : 0.0},
      cop_{one_of(heater_->cop, 1.0)} {}

double SimulatedTank::draw_kw(Time now) {
  if (now >= known_until_) {
    draws_.clear();
    for (std::size_t i = 0; i < heater_->draws.size(); ++i) {
      for (const home::LocalSpan& span :
           home::local_spans(heater_->draws[i], zone_, now, now + k_day)) {
        const double factor =
            1.0 + site_->simulation.draw_jitter_pct / 100.0 *
                      jitter({site_->simulation.seed, 1000 + static_cast<std::int64_t>(index_),
                              static_cast<std::int64_t>(i),
                              std::chrono::sys_days{span.day}.time_since_epoch().count()});
        const Power mean = heat_of(heater_->draws[i]) / base::hours(span.to - span.from);
        draws_.push_back({span.from, span.to, factor * mean.value()});
      }
    }
    known_until_ = now + k_day;
  }
  double sum = heater_->tank ? one_of(heater_->tank->draw, 0.0) : 0.0;
  for (const Draw& draw : draws_) {
    if (draw.from <= now && now < draw.to) sum += draw.kw;
  }
  return sum;
}

bool SimulatedTank::wants_heat(bool was_on) const {
  if (!heater_->tank) return heat_today_ < *heater_->daily;
  const home::WaterTank& tank = *heater_->tank;
  const double low = tank.comfort ? tank.comfort->value() : tank.min.value_or(Celsius{}).value();
  return temperature_c_ < (was_on ? low + tank.hysteresis_k : low);
}

void SimulatedTank::decide(const home::DeviceSlot* order, Time now) {
  const base::Date today = zone_.date(now);
  if (day_ != today) heat_today_ = {};
  day_ = today;
  const bool was_on = power_.value() > k_smallest_kw;
  double kw = wants_heat(was_on) ? heater_->power.value() : 0.0;
  if (order != nullptr) {
    kw = order->power.value() > k_smallest_kw ? heater_->power.value() : 0.0;
    if (heater_->is_modulating) kw = std::clamp(order->power.value(), 0.0, kw);
  }
  const bool is_hot =
      heater_->tank && heater_->tank->max && temperature_c_ >= heater_->tank->max->value();
  power_ = Power{is_hot ? 0.0 : kw};
}

void SimulatedTank::live(Time from, Seconds time) {
  const base::Hours hours = base::hours(time);
  const Energy heat = power_ * hours * cop_;
  heat_today_ += heat;
  drawn_ += power_ * hours;
  switch_.live(power_.value() > k_smallest_kw, from, time, zone_);
  if (!heater_->tank) return;
  const home::WaterTank& tank = *heater_->tank;
  const double capacity = effective_capacity(tank);
  const double loss = tank.loss_w_per_k / 1000.0;
  const double ambient = one_of(tank.ambient, k_ambient_c);
  const double gain_kwh = heat.value() - draw_kw(from) * hours.value();
  temperature_c_ = (capacity * temperature_c_ + gain_kwh + loss * hours.value() * ambient) /
                   (capacity + loss * hours.value());
}

void SimulatedTank::go_on_from(const SimulatedTank& before) {
  if (heater_->tank && before.heater_->tank) temperature_c_ = before.temperature_c_;
  heat_today_ = before.heat_today_;
  drawn_ = before.drawn_;
  day_ = before.day_;
  power_ = std::min(before.power_, heater_->power);
  switch_ = before.switch_;
}

home::WaterHeaterReading SimulatedTank::read() const {
  home::WaterHeaterReading reading;
  reading.id = heater_->id;
  if (heater_->tank) reading.temperature = Celsius{temperature_c_};
  reading.heat_today = heat_today_;
  reading.power = power_;
  reading.drawn = drawn_;
  reading.switched = switch_.read();
  return reading;
}

SimulatedRooms::SimulatedRooms(const home::Site& site, base::Zone zone) : zone_{std::move(zone)} {
  for (const home::SiteZone& each : site.zones) {
    const double mass_c = each.mass ? each.mass->temperature.value() : 0.0;
    rooms_.push_back({&each, each.temperature.value(), mass_c, 0.0});
  }
  for (const home::SiteHeatSource& each : site.heat_sources)
    sources_.push_back({&each, {}, 1.0, {}, {}});
}

std::size_t SimulatedRooms::room_of(const std::string& id) const {
  const auto found = std::find_if(rooms_.begin(), rooms_.end(),
                                  [&](const Room& room) { return room.zone->id == id; });
  return static_cast<std::size_t>(found - rooms_.begin());
}

std::optional<Celsius> low_at(const home::SiteZone& zone, const base::Zone& local, Time now) {
  for (const home::ComfortWindow& window : zone.comfort) {
    if (!home::local_spans(window, local, now, now + Seconds{1}).empty()) return window.low;
  }
  if (zone.low.is_empty()) return std::nullopt;
  return zone.low[0];
}

bool SimulatedRooms::wants_heat(const Source& source, Time now) const {
  const double above = source.power.value() > k_smallest_kw ? k_room_hysteresis_k : 0.0;
  const auto shares = effective_shares(*source.source);
  return std::any_of(shares.begin(), shares.end(), [&](const home::ZoneShare& share) {
    const Room& room = rooms_[room_of(share.zone)];
    const auto low = low_at(*room.zone, zone_, now);
    return low && room.air_c < low->value() + above;
  });
}

void SimulatedRooms::decide(const home::PlanSlot& order, const home::Case& weather,
                            std::size_t slot, Time now) {
  for (Source& each : sources_) {
    const home::SiteHeatSource& source = *each.source;
    const home::DeviceSlot* told = home::find_reading(order.devices, source.id);
    double kw = 0.0;
    if (told == nullptr) {
      kw = wants_heat(each, now) ? source.power.value() : 0.0;
    } else if (told->power.value() > k_smallest_kw) {
      kw = source.power.value();
      if (source.is_modulating) kw = std::clamp(told->power.value(), source.min_power.value(), kw);
    }
    each.power = Power{kw};
    each.cop = source.cop.is_empty() ? effective_cop(source, weather.outdoor, slot)
                                     : source.cop[0].value();
  }
}

void SimulatedRooms::live(const home::Case& weather, std::size_t slot, Time from, Seconds time) {
  for (Room& room : rooms_) room.heat_kw = 0.0;
  for (Source& each : sources_) {
    for (const home::ZoneShare& share : effective_shares(*each.source))
      rooms_[room_of(share.zone)].heat_kw += each.cop * each.power.value() * share.share.value();
    each.drawn += each.power * base::hours(time);
    each.switched.live(each.power.value() > k_smallest_kw, from, time, zone_);
  }
  if (rooms_.empty()) return;
  const double sun_kw = weather.irradiance.is_empty() ? 0.0 : weather.irradiance[slot].value();
  // Steps so short that no node loses more than a tenth of its distance in one.
  double fastest_per_h = 1.0;
  for (const Room& room : rooms_) {
    double flow = room.zone->loss_kw_per_k;
    for (const Room& other : rooms_) {
      for (const home::ZoneCoupling& link : other.zone->couplings) {
        if (other.zone == room.zone || link.zone == room.zone->id) flow += link.kw_per_k;
      }
    }
    if (room.zone->mass) {
      const home::ThermalMass& mass = *room.zone->mass;
      flow += mass.coupling_kw_per_k;
      fastest_per_h = std::max(
          fastest_per_h, (mass.coupling_kw_per_k + mass.loss_kw_per_k) / mass.capacity_kwh_per_k);
    }
    fastest_per_h = std::max(fastest_per_h, flow / room.zone->capacity_kwh_per_k);
  }
  const double hours = base::hours(time).value();
  const auto steps =
      static_cast<int>(std::clamp(std::ceil(10.0 * fastest_per_h * hours), 1.0, 1e4));
  for (int step = 0; step < steps; ++step)
    flow(hours / steps, weather.outdoor[slot].value(), sun_kw);
}

void SimulatedRooms::flow(double hours_h, double outdoor_c, double irradiance_kw) {
  std::vector<double> into(rooms_.size(), 0.0);
  for (std::size_t i = 0; i < rooms_.size(); ++i) {
    Room& room = rooms_[i];
    const home::SiteZone& zone = *room.zone;
    into[i] += room.heat_kw + one_of(zone.gain, 0.0) + zone.solar_aperture_m2 * irradiance_kw -
               zone.loss_kw_per_k * (room.air_c - outdoor_c);
    for (const home::ZoneCoupling& link : zone.couplings) {
      const std::size_t other = room_of(link.zone);
      const double kw = link.kw_per_k * (room.air_c - rooms_[other].air_c);
      into[i] -= kw;
      into[other] += kw;
    }
    if (!zone.mass) continue;
    const double to_mass = zone.mass->coupling_kw_per_k * (room.air_c - room.mass_c);
    into[i] -= to_mass;
    room.mass_c += hours_h / zone.mass->capacity_kwh_per_k *
                   (to_mass - zone.mass->loss_kw_per_k * (room.mass_c - outdoor_c));
  }
  for (std::size_t i = 0; i < rooms_.size(); ++i)
    rooms_[i].air_c += hours_h * into[i] / rooms_[i].zone->capacity_kwh_per_k;
}

void SimulatedRooms::go_on_from(const SimulatedRooms& before) {
  for (Room& room : rooms_) {
    const std::size_t then = before.room_of(room.zone->id);
    if (then == before.rooms_.size()) continue;
    room.air_c = before.rooms_[then].air_c;
    if (room.zone->mass && before.rooms_[then].zone->mass) room.mass_c = before.rooms_[then].mass_c;
  }
  for (Source& each : sources_) {
    for (const Source& then : before.sources_) {
      if (then.source->id != each.source->id) continue;
      each.power = std::min(then.power, each.source->power);
      each.drawn = then.drawn;
      each.switched = then.switched;
    }
  }
}

Power SimulatedRooms::power() const {
  Power sum;
  for (const Source& each : sources_) sum += each.power;
  return sum;
}

void SimulatedRooms::read(home::DeviceReadings& readings) const {
  for (const Room& room : rooms_) {
    home::ZoneReading& reading = readings.zones.emplace_back();
    reading.id = room.zone->id;
    reading.temperature = Celsius{room.air_c};
    if (room.zone->mass) reading.mass_temperature = Celsius{room.mass_c};
  }
  for (const Source& each : sources_) {
    home::HeatSourceReading& reading = readings.heat_sources.emplace_back();
    reading.id = each.source->id;
    reading.power = each.power;
    reading.drawn = each.drawn;
    reading.switched = each.switched.read();
  }
}

}  // namespace ohmstead::simulate
