#include "set_points.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ohmstead::engine {
namespace {

using base::Power;
using home::Verb;

constexpr base::Seconds k_longest_look{60};   // longer ones tell nothing of the time between
constexpr base::Seconds k_doubted_after{40};  // after it should have settled
constexpr base::Seconds k_runs_on{300};       // heat pumps and cars, before they stop
constexpr base::Seconds k_answers_within{900};
constexpr double k_slack_kw = 0.3, k_slack_share = 0.2;
constexpr double k_bend_share = 0.1;  // of a battery, at both ends

std::optional<Power> measured_power(const home::Readings& now, const std::string& id) {
  if (const auto* battery = home::find_reading(now.batteries, id))
    return battery->charge - battery->discharge;
  const home::DeviceReadings& devices = now.devices;
  if (const auto* car = home::find_reading(devices.vehicles, id))
    return car->is_connected ? std::optional{car->power} : std::nullopt;
  if (const auto* heater = home::find_reading(devices.water_heaters, id)) return heater->power;
  if (const auto* source = home::find_reading(devices.heat_sources, id)) return source->power;
  return std::nullopt;
}

// How far `measured` is from what the command asks for; nothing when it asks for no power.
std::optional<double> error_of(const home::Command& command, Power measured,
                               const home::Readings& now) {
  const double kw = measured.value();
  const double asked = command.power.value();
  switch (command.verb) {
    case Verb::charge:
    case Verb::on:
      return std::abs(kw - asked);
    case Verb::export_:
      return std::abs(kw + asked);
    case Verb::discharge: {
      // Never beyond what the home draws.
      const double drawn = std::max(0.0, (now.load - now.pv).value());
      return std::max({0.0, -kw - asked, std::min(asked, drawn) + kw});
    }
    case Verb::hold:
    case Verb::off:
      return std::abs(kw);
    default:
      return std::nullopt;
  }
}

bool is_near(double error, const home::Command& command) {
  return error <= k_slack_kw + k_slack_share * command.power.value();
}

}  // namespace

void SetPoints::note(const home::Command& write, base::Time now) {
  ports::CommandEffort& effort = efforts_[write.device];
  ++effort.writes;
  const auto found = told_.find(write.device);
  if (found != told_.end() && found->second.command.verb == write.verb) {
    if (found->second.command.power == write.power) return;
  } else {
    ++effort.switches;
  }
  told_.insert_or_assign(write.device, Told{write, now});
}

base::Seconds SetPoints::doubted_after(const std::string& device) const {
  const auto found = settles_.find(device);
  return k_doubted_after +
         (found == settles_.end() ? home::Abilities{}.settles_within : found->second);
}

bool SetPoints::is_excused(const Told& told, const home::Readings& now) const {
  const std::string& id = told.command.device;
  const auto battery = std::find_if(batteries_.begin(), batteries_.end(),
                                    [&](const auto& each) { return each.id == id; });
  // Cars and tanks end by themselves.
  if (battery == batteries_.end())
    return told.measured <= told.command.power || now.at - told.at < doubted_after(id) + k_runs_on;
  const auto* reading = home::find_reading(now.batteries, id);
  if (reading == nullptr) return true;
  const base::Energy bend = battery->capacity * k_bend_share;
  return reading->soc > battery->most - bend || reading->soc < battery->least + bend;
}

std::vector<std::string> SetPoints::look(const home::Readings& now) {
  std::vector<std::string> doubted;
  const base::Seconds passed = looked_at_ ? now.at - *looked_at_ : base::Seconds{0};
  looked_at_ = now.at;
  if (passed <= base::Seconds{0} || passed > k_longest_look) return doubted;
  for (auto& [device, told] : told_) {
    const auto measured = measured_power(now, device);
    const auto error = measured ? error_of(told.command, *measured, now) : std::nullopt;
    if (!error) continue;
    const base::Seconds since = now.at - told.at;
    told.measured = *measured;
    ports::CommandEffort& effort = efforts_[device];
    if (told.is_answered || since > base::Seconds{0}) {
      effort.watched += passed;
      effort.error += Power{*error} * base::hours(passed);
    }
    if (is_near(*error, told.command)) {
      if (!told.is_answered && since <= k_answers_within)
        effort.response = std::max(effort.response.value_or(base::Seconds{0}), since);
      told.is_answered = true;
      told.is_doubted = false;
    } else if (!told.is_answered && !told.is_doubted && since >= doubted_after(device) &&
               !is_excused(told, now)) {
      told.is_doubted = true;
      doubted.push_back(device);
    }
  }
  return doubted;
}

std::string SetPoints::fault_of(const std::string& device) const {
  const auto found = told_.find(device);
  if (found == told_.end() || !found->second.is_doubted) return {};
  const Told& told = found->second;
  const auto verb = names_of(told.command.verb)[static_cast<std::size_t>(told.command.verb)];
  return fmt::format(
      "{}: it was told {} at {:.3g} kW, and {:.1f} kW are measured: check its gateway and its "
      "limits",
      device, verb, told.command.power.value(), std::abs(told.measured.value()));
}

std::vector<ports::CommandEffort> SetPoints::take() {
  std::vector<ports::CommandEffort> all;
  all.reserve(efforts_.size());
  for (auto& [device, effort] : efforts_) {
    effort.device = device;
    all.push_back(std::move(effort));
  }
  efforts_.clear();
  return all;
}

}  // namespace ohmstead::engine
