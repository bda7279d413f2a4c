#include "house.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "car_facts.hpp"
#include "leave_home.hpp"
#include "ohmstead/control/car_strategy.hpp"
#include "ohmstead/control/surplus_heating.hpp"
#include "ohmstead/home/kept_house.hpp"

namespace ohmstead::engine {
namespace {

using base::Energy;
using base::Power;
using base::Seconds;
using base::Time;
using home::Override;

constexpr const char* k_wishes = "house_wishes";
constexpr const char* k_state = "house";
// A rule that holds is asked again at each look; it is planned for so long.
constexpr Seconds k_rule_lasts{1800};
constexpr Seconds k_least_on{300};
// Around a tank's lower bound: the plan keeps it, more is drawn than it knows of.
constexpr double k_cold_k = 0.3, k_warm_again_k = 0.5;
constexpr double k_ice_c = 1.0;  // a sensor that tells less is broken
// A home that was empty for longer has its water made hot before people come back.
constexpr std::chrono::hours k_long_away{72};

Override rule_of(home::ManualKind kind, const std::string& device, Time from, Time until,
                 std::string why) {
  Override rule;
  rule.kind = kind;
  rule.device = device;
  rule.from = from;
  rule.until = until;
  rule.source = home::OverrideSource::rule;
  rule.by = "home";
  rule.why = std::move(why);
  return rule;
}

using Active = std::vector<std::tuple<std::string, home::ManualKind>>;

Active active_rules(const std::vector<Override>& all, Time now) {
  Active active;
  for (const Override& each : all) {
    if (each.source == home::OverrideSource::rule && each.from <= now && now < each.until)
      active.emplace_back(each.device, each.kind);
  }
  std::sort(active.begin(), active.end());
  return active;
}

// What somebody sets goes before a strategy.
bool is_set_by_hand(const std::vector<Override>& all, const std::string& device, Time from,
                    Time until) {
  return std::any_of(all.begin(), all.end(), [&](const Override& each) {
    return each.device == device && each.source != home::OverrideSource::rule &&
           each.from < until && each.until > from;
  });
}

std::optional<std::size_t> slot_of(const Snapshot* last, Time now) {
  return last == nullptr || last->home.slots.is_empty() ? std::nullopt : last->home.slots.find(now);
}

}  // namespace

House::House(const home::Site& site, const base::Zone& zone, Overrides& overrides,
             ports::Memory* memory)
    : site_{&site}, zone_{&zone}, overrides_{&overrides}, memory_{memory} {
  bring_back();
}

void House::bring_back() {
  if (memory_ == nullptr) return;
  if (const auto text = memory_->read(k_wishes); text && *text) {
    // Of a home that had other cars nothing is taken over.
    if (auto wishes = home::read_house_wishes(**text, *site_)) wishes_ = std::move(*wishes);
  }
  const auto text = memory_->read(k_state);
  if (!text || !*text) return;
  const auto kept = home::read_kept_house(**text);
  if (!kept) return;
  for (const home::KeptSoc& each : kept->cars) socs_[each.car].restore({each.soc, each.told_at});
  for (const home::KeptWait& each : kept->waits) {
    if (each.done_since) done_since_[each.car] = *each.done_since;
    if (each.needs_since) needs_since_[each.car] = *each.needs_since;
  }
  for (const home::KeptHygiene& each : kept->heaters)
    hygiene_[each.heater].restore({each.hot_at, {}, each.run_from, each.run_until});
}

void House::keep() {
  if (memory_ == nullptr) return;
  home::KeptHouse state;
  for (const auto& [car, estimate] : socs_) {
    if (const auto soc = estimate.state()) state.cars.push_back({car, soc->soc, soc->told_at});
  }
  for (const home::SiteVehicle& car : site_->vehicles) {
    const auto done = done_since_.find(car.id), needs = needs_since_.find(car.id);
    home::KeptWait wait{car.id, {}, {}};
    if (done != done_since_.end()) wait.done_since = done->second;
    if (needs != needs_since_.end()) wait.needs_since = needs->second;
    if (wait.done_since || wait.needs_since) state.waits.push_back(std::move(wait));
  }
  for (const auto& [heater, clock] : hygiene_) {
    if (const auto& each = clock.state())
      state.heaters.push_back({heater, each->hot_at, each->run_from, each->run_until});
  }
  std::string text = home::write_kept_house(state);
  if (text == kept_) return;
  if (memory_->write(k_state, text)) kept_ = std::move(text);
}

void House::set_wishes(home::HouseWishes wishes) {
  const std::scoped_lock lock{mutex_};
  wishes_ = std::move(wishes);
  if (memory_ != nullptr) (void)memory_->write(k_wishes, home::write_house_wishes(wishes_));
}

home::HouseWishes House::wishes() const {
  const std::scoped_lock lock{mutex_};
  return wishes_;
}

std::vector<std::string> House::sun_only() const {
  const home::HouseWishes wanted = wishes();
  std::vector<std::string> all;
  for (const home::SiteVehicle& car : site_->vehicles) {
    if (strategy_of(wanted, car) == home::ChargeStrategy::solar_only) all.push_back(car.id);
  }
  return all;
}

// What was driven on the trip that ended last.
Energy House::trip_before(const home::SiteVehicle& car, Time now) const {
  Energy driven;
  Time latest{};
  for (const home::Departure& each : car.departures) {
    for (const home::LocalSpan& span :
         home::local_spans({each.leave_h, each.back_h, each.days}, *zone_,
                           now - std::chrono::days{1}, now + std::chrono::hours{1})) {
      if (span.from > now || span.from < latest) continue;
      latest = span.from;
      driven = each.energy;
    }
  }
  return driven;
}

void House::tell_soc(const home::CarSoc& told, Time now) {
  const std::scoped_lock lock{mutex_};
  told_.push_back({told, now});
}

void House::take_told() {
  std::vector<ToldSoc> told;
  {
    const std::scoped_lock lock{mutex_};
    told.swap(told_);
  }
  for (const ToldSoc& each : told) {
    const home::SiteVehicle* car = find_device(site_->vehicles, each.soc.car);
    if (car != nullptr) socs_[car->id].tell(car->capacity * (each.soc.soc_pct / 100.0), each.at);
  }
}

// As soon as possible: from now on at full power, until it has what it needs.
void House::add_fast_cars(std::vector<Override>& rules, const home::Readings& readings,
                          const Snapshot* last, Time now) const {
  const home::HouseWishes wanted = wishes();
  for (const home::SiteVehicle& car : site_->vehicles) {
    const auto* reading = home::find_reading(readings.devices.vehicles, car.id);
    if (strategy_of(wanted, car) != home::ChargeStrategy::as_soon_as_possible) continue;
    const home::Charger* charger = charger_of(*site_, car, reading);
    if (reading == nullptr || !reading->is_connected || charger == nullptr) continue;
    const home::Vehicle* planned =
        last == nullptr ? nullptr : find_device(last->home.vehicles, car.id);
    const home::SocTarget* target = next_target(planned, now);
    const Energy wanted_soc = target != nullptr ? target->soc : car.capacity;
    const Energy soc = reading->soc.value_or(planned != nullptr ? planned->soc : Energy{});
    const Energy needed = (wanted_soc - soc) / std::max(0.01, efficiency_of(car, *charger));
    const Power most = most_of(car, *charger);
    if (needed < Energy{0.1} || most <= Power{}) continue;
    const auto seconds = static_cast<std::int64_t>(3600.0 * (needed / most).value());
    rules.push_back(rule_of(home::ManualKind::charge, car.id, now,
                            now + std::max(Seconds{60}, Seconds{seconds}),
                            "it is charged as soon as possible"));
  }
}

void House::add_windows(std::vector<Override>& rules, const home::Readings& readings, Time now) {
  std::map<std::string, Time> open;  // by room, until when
  for (const home::SiteZone& zone : site_->zones) {
    if (!zone.window) continue;
    const auto* reading = home::find_reading(readings.devices.zones, zone.id);
    control::WindowWatch& watch = windows_[zone.id];
    if (watch.is_open(*zone.window, reading == nullptr ? std::nullopt : reading->temperature, now))
      open.emplace(zone.id, *watch.until());
  }
  if (open.empty()) return;
  for (const home::SiteHeatSource& source : site_->heat_sources) {
    const auto shares = effective_shares(source);
    const bool is_for_open = !shares.empty() && std::all_of(shares.begin(), shares.end(),
                                                            [&](const home::ZoneShare& share) {
                                                              return open.contains(share.zone);
                                                            });
    if (!is_for_open) continue;
    rules.push_back(rule_of(home::ManualKind::off, source.id, now, open.at(shares.front().zone),
                            fmt::format("a window of {} is open", shares.front().zone)));
  }
}

void House::add_hygiene(std::vector<Override>& rules, const home::Readings& readings,
                        const Snapshot* last, Time now) {
  const auto away = wishes().away;
  const bool is_empty = is_away(now);
  for (const home::SiteWaterHeater& heater : site_->water_heaters) {
    if (!heater.hygiene) continue;
    const auto* reading = home::find_reading(readings.devices.water_heaters, heater.id);
    const auto temperature = reading == nullptr ? std::nullopt : reading->temperature;
    control::HygieneClock& clock = hygiene_[heater.id];
    clock.note(temperature, *heater.hygiene, now);
    const Seconds length = control::run_time(*heater.hygiene, heater, temperature);
    if (is_empty) {
      // Nobody draws: once before they come back is enough, and needed.
      const Time from = away->until - length - std::chrono::hours{1};
      const bool is_hot_already = clock.state() && clock.state()->hot_at >= from;
      if (now >= from && !is_hot_already && away->until - away->from >= k_long_away)
        rules.push_back(rule_of(home::ManualKind::on, heater.id, now, away->until,
                                "hot once before you come back, against legionella"));
      continue;
    }
    const auto slot = slot_of(last, now);
    const auto run = clock.next_run(*heater.hygiene, length, slot ? &last->home : nullptr, now);
    if (!run) continue;
    rules.push_back(
        rule_of(home::ManualKind::on, heater.id, std::max(now, run->from), run->until,
                fmt::format("{:g} deg C against legionella{}", heater.hygiene->temperature.value(),
                            run->is_overdue ? ", overdue" : "")));
  }
}

bool House::is_away(Time now) const {
  const auto away = wishes().away;
  return away && away->from <= now && now < away->until;
}

// Whatever the plan says, and when there is none.
void House::add_cold_water(std::vector<Override>& rules, const home::Readings& readings, Time now) {
  for (const home::SiteWaterHeater& heater : site_->water_heaters) {
    const auto* reading = home::find_reading(readings.devices.water_heaters, heater.id);
    if (!heater.tank || !heater.tank->min || reading == nullptr || !reading->temperature) continue;
    const double least_c = heater.tank->min->value(), now_c = reading->temperature->value();
    const double edge_c = least_c + (cold_.contains(heater.id) ? k_warm_again_k : -k_cold_k);
    if (is_away(now) || now_c <= k_ice_c || now_c >= edge_c) {
      cold_.erase(heater.id);
      continue;
    }
    cold_.insert(heater.id);
    rules.push_back(rule_of(home::ManualKind::on, heater.id, now, now + k_least_on,
                            fmt::format("its water is colder than {:g} deg C", least_c)));
  }
}

void House::add_surplus(std::vector<Override>& rules, const home::Readings& readings,
                        const Snapshot* last, Time now) {
  std::vector<control::SurplusHeater> heaters;
  Power drawn_by_rules;
  for (const home::SiteWaterHeater& heater : site_->water_heaters) {
    if (!heater.surplus) continue;
    const auto* reading = home::find_reading(readings.devices.water_heaters, heater.id);
    const bool has_temperature = reading != nullptr && reading->temperature;
    const auto since = surplus_since_.find(heater.id);
    const bool is_on = since != surplus_since_.end();
    if (is_on && reading != nullptr) drawn_by_rules += reading->power;
    heaters.push_back({.id = heater.id,
                       .power = heater.power,
                       .wish = &*heater.surplus,
                       .temperature = has_temperature ? reading->temperature
                                      : heater.tank   ? std::nullopt
                                                      : readings.outdoor,
                       .is_on = is_on});
  }
  if (heaters.empty()) return;
  control::HomeSurplus home;
  if (const auto slot = slot_of(last, now)) home.price = last->home.prices.import[*slot];
  Energy stored, room;
  for (const home::SiteBattery& battery : site_->batteries) {
    const auto* reading = home::find_reading(readings.batteries, battery.id);
    if (reading == nullptr) continue;
    stored += reading->soc;
    room += battery.capacity;
  }
  if (room > Energy{}) home.soc_pct = 100.0 * (stored / room);
  home.pv = readings.pv;
  home.left = readings.pv - readings.load;
  for (const auto& car : readings.devices.vehicles) home.left -= car.power;
  for (const auto& each : readings.devices.water_heaters) home.left -= each.power;
  for (const auto& each : readings.devices.heat_sources) home.left -= each.power;
  home.left += drawn_by_rules;
  std::map<std::string, Time> on;
  const auto turn_on = [&](const std::string& id, Time since, const std::string& why) {
    on.emplace(id, since);
    rules.push_back(rule_of(home::ManualKind::on, id, now, now + k_rule_lasts, why));
  };
  for (const control::HeaterTurn& turn : control::surplus_turns(heaters, home)) {
    const auto since = surplus_since_.find(turn.id);
    turn_on(turn.id, since == surplus_since_.end() ? now : since->second, turn.why);
  }
  for (const auto& [id, since] : surplus_since_) {
    if (!on.contains(id) && now - since < k_least_on) turn_on(id, since, "it has just begun");
  }
  surplus_since_ = std::move(on);
}

std::string House::look(const home::Readings& readings, const Snapshot* last, Time now) {
  std::vector<Override> rules;
  add_windows(rules, readings, now);
  add_hygiene(rules, readings, last, now);
  add_cold_water(rules, readings, now);
  add_surplus(rules, readings, last, now);
  add_fast_cars(rules, readings, last, now);
  overrides_->set_rules(std::move(rules));
  if (last == nullptr) return {};
  const auto all = overrides_->list(now, now + Seconds{1});
  const Active active = active_rules(all, now);
  const Active before = active_rules(last->overrides, now);
  for (const auto& [device, kind] : active) {
    if (std::find(before.begin(), before.end(), std::tuple{device, kind}) == before.end())
      return fmt::format("{}: {} by a rule of the home", device,
                         names_of(kind)[static_cast<std::size_t>(kind)]);
  }
  // One whose time was over when it was planned ends by the clock.
  for (const auto& [device, kind] : before) {
    if (std::find(active.begin(), active.end(), std::tuple{device, kind}) == active.end())
      return fmt::format("{}: its rule holds no more", device);
  }
  const auto cars_now = cars(readings, last->home, last->plan, now);
  for (std::size_t i = 0; i < cars_now.size() && i < last->cars.size(); ++i) {
    if (cars_now[i].notice.empty() != last->cars[i].notice.empty() ||
        cars_now[i].alarm.empty() != last->cars[i].alarm.empty())
      return fmt::format("{}: there is something to tell", cars_now[i].car);
  }
  return {};
}

void House::shape(home::Case& home, Time now) const {
  const home::HouseWishes wanted = wishes();
  const auto set = home.slots.is_empty()
                       ? std::vector<Override>{}
                       : overrides_->list(now, home.slots.end(home.slots.count() - 1));
  for (const home::SiteVehicle& car : site_->vehicles) {
    const auto vehicle = std::find_if(home.vehicles.begin(), home.vehicles.end(),
                                      [&](const auto& each) { return each.id == car.id; });
    if (vehicle == home.vehicles.end()) continue;
    const home::Charger* charger = nullptr;
    for (const home::Charger& each : site_->chargers) {
      const bool is_its = can_use(*vehicle, each);
      if (is_its && (charger == nullptr || effective_max(each) > effective_max(*charger)))
        charger = &each;
    }
    if (charger == nullptr) continue;
    const home::SocTarget* target = next_target(&*vehicle, now);
    control::ChargeWish wish{.home = home,
                             .least = least_of(*charger),
                             .most = most_of(car, *charger),
                             .needed = {},
                             .by = {}};
    if (target != nullptr) {
      wish.needed = std::max(Energy{}, target->soc - vehicle->soc) /
                    std::max(0.01, efficiency_of(car, *charger));
      wish.by = target->by;
    }
    const auto shares = control::allowed_shares(strategy_of(wanted, car), wish);
    if (shares.empty()) continue;
    vehicle->available = {};
    for (std::size_t t = 0; t < shares.size(); ++t) {
      const bool is_by_hand = is_set_by_hand(set, car.id, home.slots.start(t), home.slots.end(t));
      vehicle->available.push_back(base::Ratio{is_by_hand ? 1.0 : shares[t]});
    }
  }
  if (wanted.away && now < wanted.away->until) leave_home(home, *site_, *wanted.away, now);
}

}  // namespace ohmstead::engine
