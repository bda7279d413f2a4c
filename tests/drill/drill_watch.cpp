#include "drill_watch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "ohmstead/home/local_window.hpp"

namespace ohmstead::drill {
namespace {

using base::Power;
using home::Readings;

constexpr base::Seconds k_minute{60}, k_hour{3600};
constexpr base::Seconds k_breach_lasts{30};
constexpr base::Seconds k_stuck_after{600};
constexpr double k_soc_slack = 0.01;  // of the capacity
constexpr double k_grid_slack_kw = 0.1;
constexpr double k_power_slack_kw = 0.5;  // beyond what a pause between two writes leaves
constexpr double k_cold_slack_k = 0.5;
constexpr double k_short_hours = 1.0;   // that a car left short counts as
constexpr double k_short_slack = 0.01;  // of its capacity
constexpr std::size_t k_most_notes = 40;

// Of these nothing arrives, or nothing is done.
constexpr std::array k_unreached{FaultKind::gone,    FaultKind::slow,      FaultKind::deaf,
                                 FaultKind::lossy,   FaultKind::reordered, FaultKind::lying,
                                 FaultKind::crashed, FaultKind::restarted};

std::string text_of(const home::Command& command) {
  return fmt::format("{} {:.2f} kW ({})",
                     home::names_of(command.verb)[static_cast<std::size_t>(command.verb)],
                     command.power.value(), command.why);
}

bool is_as_wanted(const home::Command& does, const home::Command& wanted) {
  if (does.verb != wanted.verb) return false;
  return !home::has_power(does.verb) ||
         std::abs((does.power - wanted.power).value()) <= k_power_slack_kw;
}

Power drawn_by_command(const Readings& truth) {
  Power sum;
  for (const auto& each : truth.batteries) sum += each.charge;
  for (const auto& each : truth.devices.vehicles) sum += std::max(Power{}, each.power);
  for (const auto& each : truth.devices.water_heaters) sum += each.power;
  for (const auto& each : truth.devices.heat_sources) sum += each.power;
  return sum;
}

double median(std::vector<int> values) {
  if (values.empty()) return 0.0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace

DrillWatch::DrillWatch(DrilledHome& home)
    : home_{&home}, tariff_{home.site().tariff, home.zone()} {}

bool DrillWatch::is_reached() const { return home_->now() - last_unreached_ > k_minute; }

void DrillWatch::note(const std::string& what) {
  if (figures_.notes.size() == k_most_notes) return;
  std::string under_way;
  for (const Fault& each : home_->faults())
    if (each.is_at(home_->now()))
      under_way += fmt::format(" {}", names_of(each.kind)[static_cast<std::size_t>(each.kind)]);
  figures_.notes.push_back(fmt::format("{} {}; now:{}", base::format_time(home_->now()), what,
                                       under_way.empty() ? std::string{" no fault"} : under_way));
}

void DrillWatch::look() {
  for (const FaultKind kind : k_unreached)
    if (home_->has(kind)) last_unreached_ = home_->now();
  const Readings truth = home_->truth();
  figures_.hours += base::hours(home_->step()).value();
  watch_limits(truth);
  watch_devices();
  watch_comfort(truth);
  count_money(truth);
  count_writes();
  last_ = truth;
}

void DrillWatch::watch_breach(const std::string& name, bool is_broken, bool is_reached) {
  Breach& breach = breaches_[name];
  if (!is_broken) {
    breach = {};
    return;
  }
  if (!breach.since) breach.since = home_->now();
  if (breach.is_counted || home_->now() - *breach.since < k_breach_lasts) return;
  breach.is_counted = true;
  ++(is_reached ? figures_.limit_violations : figures_.unreachable_violations);
  note(name + (is_reached ? " is passed" : " is passed, and nobody can help it"));
}

void DrillWatch::watch_limits(const Readings& truth) {
  for (const home::SiteBattery& battery : home_->site().batteries) {
    const auto* now = home::find_reading(truth.batteries, battery.id);
    const double share = now->soc / battery.capacity;
    watch_breach(battery.id + ": least charge", share < battery.min_soc_pct / 100.0 - k_soc_slack,
                 is_reached());
    watch_breach(battery.id + ": most charge", share > battery.max_soc_pct / 100.0 + k_soc_slack,
                 is_reached());
  }
  const auto beyond = [](Power power, std::optional<Power> limit) {
    return limit && (power - *limit).value() > k_grid_slack_kw;
  };
  const home::SiteGrid& grid = home_->site().grid;
  const bool can_be_helped = drawn_by_command(truth).value() > k_grid_slack_kw;
  watch_breach("most import", beyond(truth.grid_import, grid.import_limit) && can_be_helped,
               is_reached());
  watch_breach("most export", beyond(truth.grid_export, grid.export_limit), is_reached());
}

void DrillWatch::watch_devices() {
  const base::Time now = home_->now();
  for (const home::Abilities& each : home_->abilities()) {
    Device& device = devices_[each.device];
    const home::Command does = home_->does(each.device);
    if (!device.was.device.empty() && does.verb != device.was.verb) device.changes.push_back(now);
    device.was = does;
    while (!device.changes.empty() && device.changes.front() <= now - k_hour)
      device.changes.pop_front();
    figures_.most_changes_an_hour =
        std::max(figures_.most_changes_an_hour, static_cast<int>(device.changes.size()));
    bool is_right = !is_reached();
    for (const ports::CommandState& state : home_->commands())
      if (state.device == each.device)
        is_right = is_right || state.foreign || is_as_wanted(does, state.wanted);
    if (is_right) {
      device.wrong_since.reset();
      device.is_stuck = false;
      continue;
    }
    if (!device.wrong_since) device.wrong_since = now;
    const base::Seconds wrong = now - *device.wrong_since;
    figures_.longest_wrong_s =
        std::max(figures_.longest_wrong_s, static_cast<double>(wrong.count()));
    if (device.is_stuck || wrong < k_stuck_after) continue;
    device.is_stuck = true;
    ++figures_.stuck;
    std::string wanted;
    for (const ports::CommandState& state : home_->commands())
      if (state.device == each.device) wanted = text_of(state.wanted);
    note(fmt::format("{} is stuck: does {}, wanted {}", each.device, text_of(does), wanted));
  }
}

void DrillWatch::watch_comfort(const Readings& truth) {
  bool is_cold = false;
  for (const home::SiteWaterHeater& heater : home_->site().water_heaters) {
    const auto* now = home::find_reading(truth.devices.water_heaters, heater.id);
    if (heater.tank && heater.tank->min && now->temperature)
      is_cold = is_cold || now->temperature->value() < heater.tank->min->value() - k_cold_slack_k;
  }
  for (const home::SiteZone& zone : home_->site().zones) {
    const auto* now = home::find_reading(truth.devices.zones, zone.id);
    for (const home::ComfortWindow& window : zone.comfort) {
      if (!window.low ||
          home::local_spans(window, home_->zone(), truth.at, truth.at + base::Seconds{1}).empty())
        continue;
      is_cold = is_cold || now->temperature->value() < window.low->value() - k_cold_slack_k;
      break;
    }
  }
  if (is_cold) figures_.discomfort_hours += base::hours(home_->step()).value();
  for (const home::SiteVehicle& car : home_->site().vehicles) {
    const auto* now = home::find_reading(truth.devices.vehicles, car.id);
    const auto* before = last_ ? home::find_reading(last_->devices.vehicles, car.id) : nullptr;
    if (before == nullptr || !before->is_connected || now->is_connected) continue;
    std::optional<double> target;
    for (const home::Departure& each : car.departures)
      for (const home::LocalSpan& span :
           home::local_spans({each.leave_h, each.back_h, each.days}, home_->zone(),
                             truth.at - k_hour, truth.at + k_hour))
        if (std::chrono::abs(span.from - truth.at) <= k_hour) target = each.target_soc_pct;
    const double share = before->soc.value_or(base::Energy{}) / car.capacity;
    if (!target || share >= *target / 100.0 - k_short_slack) continue;
    figures_.discomfort_hours += k_short_hours;
    note(
        fmt::format("{} leaves with {:.0f} % instead of {:.0f} %", car.id, 100.0 * share, *target));
  }
}

void DrillWatch::count_money(const Readings& truth) {
  const auto spot = home_->history().spot.find(truth.at - home_->step());
  if (!last_ || !spot) return;
  const base::Energy bought = truth.counters.grid_import - last_->counters.grid_import;
  const base::Energy sold = truth.counters.grid_export - last_->counters.grid_export;
  figures_.cost += (tariff_.import_price(truth.at - home_->step(), *spot) * bought -
                    tariff_.export_price(*spot) * sold)
                       .value();
}

void DrillWatch::count_writes() {
  const auto next_day = [&] { return home_->zone().next_day_start(home_->now()); };
  if (!day_end_) day_end_ = next_day();
  if (home_->now() < *day_end_) return;
  day_end_ = next_day();
  for (const home::SiteBattery& battery : home_->site().batteries) {
    const auto found = home_->writes().find(battery.id);
    const int all = found == home_->writes().end() ? 0 : found->second;
    writes_by_day_[battery.id].push_back(all - writes_before_[battery.id]);
    writes_before_[battery.id] = all;
  }
}

Figures DrillWatch::figures() {
  Figures all = figures_;
  const auto spot = home_->history().spot;
  double sum = 0.0;
  int count = 0;
  for (base::Time at = home_->now() - std::chrono::days{1}; at < home_->now(); at += k_hour)
    if (const auto price = spot.find(at)) {
      sum += tariff_.import_price(at, *price).value();
      ++count;
    }
  const double value = count == 0 ? 0.0 : sum / count;
  const Readings truth = home_->truth();
  double stored = 0.0;
  for (const auto& each : truth.batteries) stored += each.soc.value();
  for (const auto& each : truth.devices.vehicles)
    stored += each.soc.value_or(base::Energy{}).value();
  for (const home::SiteWaterHeater& heater : home_->site().water_heaters) {
    const auto* now = home::find_reading(truth.devices.water_heaters, heater.id);
    if (heater.tank && now->temperature)
      stored += home::effective_capacity(*heater.tank) * now->temperature->value();
  }
  all.stored_value = value * stored;
  for (const auto& [battery, days] : writes_by_day_) {
    all.median_writes = std::max(all.median_writes, median(days));
    for (const int writes : days) all.most_writes = std::max(all.most_writes, 1.0 * writes);
  }
  return all;
}

}  // namespace ohmstead::drill
