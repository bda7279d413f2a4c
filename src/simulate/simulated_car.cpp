#include "simulated_car.hpp"

#include <algorithm>
#include <cmath>

#include "jitter.hpp"

namespace ohmstead::simulate {
namespace {

using base::Energy;
using base::Power;
using base::Seconds;
using base::Time;

constexpr std::chrono::days k_day{1};
constexpr Seconds k_minute{60};
constexpr double k_habit_share = 0.8;
constexpr double k_smallest_kw = 1e-6;

// The power that the charger can be set to and that is nearest to `wanted_kw`, at most `most_kw`.
double settable_kw(const home::Charger& charger, double wanted_kw, double most_kw) {
  const std::vector<double> levels = power_levels_kw(charger);
  if (levels.empty()) {
    const double least_kw = charger.min.value();
    return most_kw < least_kw ? 0.0 : std::clamp(wanted_kw, least_kw, most_kw);
  }
  double best = 0.0;
  for (const double level : levels) {
    if (level <= most_kw + k_smallest_kw &&
        std::abs(level - wanted_kw) < std::abs(best - wanted_kw))
      best = level;
  }
  return best;
}

// What the car takes at this state of charge.
double taper_kw(const std::vector<home::SocPower>& points, double soc_kwh) {
  if (points.empty()) return 1e9;
  if (soc_kwh <= points.front().soc.value()) return points.front().power.value();
  for (std::size_t i = 1; i < points.size(); ++i) {
    if (soc_kwh > points[i].soc.value()) continue;
    const double share =
        (soc_kwh - points[i - 1].soc.value()) / (points[i].soc - points[i - 1].soc).value();
    return (points[i - 1].power + (points[i].power - points[i - 1].power) * share).value();
  }
  return points.back().power.value();
}

}  // namespace

SimulatedCar::SimulatedCar(const home::Site& site, std::size_t index, base::Zone zone)
    : site_{&site},
      vehicle_{&site.vehicles[index]},
      index_{index},
      zone_{std::move(zone)},
      soc_{base_of(*vehicle_).soc} {}

// With their chance, to the minute, in order and none over another.
std::vector<home::Trip> SimulatedCar::trips_around(Time now) const {
  const home::Simulation& chance = site_->simulation;
  std::vector<home::Trip> trips;
  for (std::size_t i = 0; i < vehicle_->departures.size(); ++i) {
    const home::Departure& each = vehicle_->departures[i];
    for (const home::LocalSpan& span : home::local_spans({each.leave_h, each.back_h, each.days},
                                                         zone_, now - k_day, now + 3 * k_day)) {
      const auto draw = [&](std::int64_t what) {
        return jitter({chance.seed, static_cast<std::int64_t>(index_), static_cast<std::int64_t>(i),
                       std::chrono::sys_days{span.day}.time_since_epoch().count(), what});
      };
      const auto shift = [&](std::int64_t what) {
        return k_minute * std::lround(draw(what) * chance.trip_jitter_min);
      };
      trips.push_back({span.from + shift(0), span.to + shift(1),
                       each.energy * (1.0 + draw(2) * chance.trip_jitter_pct / 100.0)});
    }
  }
  std::sort(trips.begin(), trips.end(),
            [](const home::Trip& a, const home::Trip& b) { return a.leave < b.leave; });
  for (std::size_t i = 1; i < trips.size(); ++i)
    trips[i].leave = std::max(trips[i].leave, trips[i - 1].back);
  std::erase_if(trips, [](const home::Trip& trip) { return trip.leave >= trip.back; });
  return trips;
}

std::optional<double> SimulatedCar::next_target_pct(Time now) const {
  std::optional<double> target;
  Time first = Time::max();
  for (const home::Departure& each : vehicle_->departures) {
    for (const home::LocalSpan& span :
         home::local_spans({each.leave_h, each.back_h, each.days}, zone_, now, now + 4 * k_day)) {
      if (span.from < now || span.from >= first) continue;
      first = span.from;
      target = each.target_soc_pct;
    }
  }
  return target;
}

void SimulatedCar::arrive_or_leave(Time now) {
  const bool was_there = !trip_ && known_until_ != Time{};
  if (now >= known_until_) {
    trips_ = trips_around(now);
    known_until_ = now + k_day;
  }
  const auto is_now = [&](const home::Trip& trip) { return trip.leave <= now && now < trip.back; };
  const auto found = std::find_if(trips_.begin(), trips_.end(), is_now);
  trip_ = found == trips_.end() ? std::nullopt : std::optional{*found};
  if (!trip_ && !was_there) target_pct_ = next_target_pct(now);
}

double SimulatedCar::goal_kwh() const {
  const double share = target_pct_ ? *target_pct_ / 100.0 : k_habit_share;
  return vehicle_->capacity.value() * share;
}

double SimulatedCar::most_charge_kw(const home::Charger& charger) const {
  double most = effective_max(charger).value();
  if (vehicle_->charge) most = std::min(most, vehicle_->charge->value());
  return std::min(most, taper_kw(vehicle_->power_by_soc, soc_.value()));
}

void SimulatedCar::decide(const home::DeviceSlot* order, const home::Charger* charger) {
  charger_ = charger;
  power_ = {};
  if (trip_ || charger == nullptr) return;
  const double capacity = vehicle_->capacity.value();
  const double wanted = order != nullptr            ? order->power.value()
                        : soc_.value() < goal_kwh() ? most_charge_kw(*charger)
                                                    : 0.0;
  if (wanted > k_smallest_kw && soc_.value() < capacity - 1e-9) {
    const double set = settable_kw(*charger, wanted, most_charge_kw(*charger));
    // The last minute before it is full.
    const double efficiency = charger->efficiency.value() * vehicle_->charge_efficiency.value();
    const double room = (capacity - soc_.value()) / efficiency / base::hours(k_minute).value();
    power_ = Power{std::min(set, room)};
  } else if (wanted < -k_smallest_kw) {
    double most = charger->discharge.value();
    if (vehicle_->discharge) most = std::min(most, vehicle_->discharge->value());
    const double efficiency = effective_discharge_efficiency(*charger).value() *
                              effective_discharge_efficiency(*vehicle_).value();
    const double held = soc_.value() - capacity * vehicle_->min_soc_pct / 100.0;
    most = std::min(most, std::max(0.0, held) * efficiency / base::hours(k_minute).value());
    power_ = Power{-std::min(-wanted, most)};
  }
}

void SimulatedCar::live(Seconds time) {
  const base::Hours hours = base::hours(time);
  if (trip_) {
    const Power drain = trip_->energy / base::hours(trip_->back - trip_->leave);
    soc_ = std::max(Energy{}, soc_ - drain * hours);
  } else if (power_ > Power{}) {
    soc_ += power_ * hours * charger_->efficiency * vehicle_->charge_efficiency;
    charged_ += power_ * hours;
  } else if (power_ < Power{}) {
    const double efficiency = effective_discharge_efficiency(*charger_).value() *
                              effective_discharge_efficiency(*vehicle_).value();
    soc_ += power_ * hours / efficiency;
    discharged_ -= power_ * hours;
  }
}

void SimulatedCar::go_on_from(const SimulatedCar& before) {
  soc_ = std::min(before.soc_, vehicle_->capacity);
  charged_ = before.charged_;
  discharged_ = before.discharged_;
}

home::VehicleReading SimulatedCar::read() const {
  home::VehicleReading reading;
  reading.id = vehicle_->id;
  reading.is_connected = is_connected();
  if (is_connected() && charger_ != nullptr) reading.charger = charger_->id;
  // On the road nobody asks it.
  if (is_connected()) reading.soc = soc_;
  reading.power = power_;
  reading.charged = charged_;
  reading.discharged = discharged_;
  return reading;
}

}  // namespace ohmstead::simulate
