#include "ohmstead/engine/driven_home.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "device_readings.hpp"
#include "meter_balance.hpp"
#include "ohmstead/control/nearest.hpp"
#include "set_points.hpp"
#include "standstill.hpp"
#include "stored_track.hpp"

namespace ohmstead::engine {
namespace {

using base::Power;
using base::Result;
using home::Command;

// A longer silence is a gap: what flowed in it is not known.
constexpr base::Seconds k_longest_gap{600};
// What devices said to be told longer ago says nothing of now; limits go by the last readings.
constexpr base::Seconds k_readings_hold{120};

Power batteries_draw(const home::Readings& now) {
  Power drawn;
  for (const home::BatteryReading& each : now.batteries) drawn += each.charge - each.discharge;
  return drawn;
}

Power devices_draw(const home::DeviceReadings& devices) {
  Power drawn;
  for (const auto& each : devices.vehicles) drawn += each.power;
  for (const auto& each : devices.water_heaters) drawn += each.power;
  for (const auto& each : devices.heat_sources) drawn += each.power;
  for (const auto& each : devices.appliances) drawn += each.power;
  return drawn;
}

constexpr base::Seconds k_early{60};

using Meters = std::map<std::string, base::Energy>;

// Counters of our own: they go on by what a meter counted, else by the mean of the powers at both
// ends. A meter that was reset, or came back after a gap, counts from then on.
class Counting {
 public:
  Counting(base::Seconds passed, const Meters& before, const Meters& now)
      : before_{&before}, now_{&now} {
    if (passed > base::Seconds{0} && passed <= k_longest_gap) time_ = base::hours(passed);
  }

  void count(base::Energy& counter, const std::string& meter, Power was, Power is) const {
    counter += counted(meter).value_or((was + is) * 0.5 * time_);
  }

 private:
  [[nodiscard]] std::optional<base::Energy> counted(const std::string& meter) const {
    const auto was = before_->find(meter);
    const auto is = now_->find(meter);
    if (was == before_->end() || is == now_->end() || is->second < was->second) return std::nullopt;
    return is->second - was->second;
  }

  const Meters* before_;
  const Meters* now_;
  base::Hours time_{};
};

void count(home::Readings& now, const home::Readings& before, const Counting& counting) {
  home::EnergyCounters& counters = now.counters;
  counters = before.counters;
  counting.count(counters.load, "load.energy", before.load, now.load);
  counting.count(counters.pv, "pv.energy", before.pv, now.pv);
  counting.count(counters.grid_import, "grid.imported", before.grid_import, now.grid_import);
  counting.count(counters.grid_export, "grid.exported", before.grid_export, now.grid_export);
  counting.count(counters.devices, {}, devices_draw(before.devices), devices_draw(now.devices));
  for (home::BatteryReading& battery : now.batteries) {
    const auto* was = home::find_reading(before.batteries, battery.id);
    if (was == nullptr) continue;
    battery.charged = was->charged;
    battery.discharged = was->discharged;
    counting.count(battery.charged, battery.id + ".charged", was->charge, battery.charge);
    counting.count(battery.discharged, battery.id + ".discharged", was->discharge,
                   battery.discharge);
  }
}

}  // namespace

struct DrivenHome::Checks {
  std::map<std::string, StoredTrack> stored;     // by battery
  std::map<std::string, Standstill> standstill;  // the same, as told
  MeterBalance meters;
  SetPoints set_points;
};

DrivenHome::DrivenHome(const base::Clock& clock, base::Zone zone, control::Limits limits)
    : clock_{&clock},
      zone_{std::move(zone)},
      limits_{std::move(limits)},
      controller_{limits_},
      checks_{std::make_unique<Checks>(
          Checks{{}, {}, MeterBalance{limits_.import}, SetPoints{limits_.batteries}})} {}
DrivenHome::~DrivenHome() = default;

Result<std::unique_ptr<DrivenHome>> DrivenHome::make(
    const base::Clock& clock, const base::Zone& zone, control::Limits limits,
    const std::vector<ports::DeviceDriver*>& drivers, control::ActuatorRules rules) {
  std::unique_ptr<DrivenHome> home{new DrivenHome{clock, zone, std::move(limits)}};
  home->drivers_ = drivers;
  for (ports::DeviceDriver* driver : drivers) {
    for (home::Abilities& each : driver->abilities()) {
      const std::string device = each.device;
      home->abilities_.push_back(each);
      home->checks_->set_points.settles(device, each.settles_within);
      if (auto added = home->controller_.add(std::move(each), rules); !added)
        return tl::unexpected{base::in_context(driver->name(), added.error())};
      home->owners_.emplace(device, driver);
    }
  }
  return home;
}

Result<home::Readings> DrivenHome::read() {
  ports::Measured measured;
  measured.now.at = clock_->now();
  read_faults_.clear();
  reports_.clear();
  for (ports::DeviceDriver* driver : drivers_) {
    if (const auto done = driver->read(measured); !done)
      read_faults_.push_back(fmt::format("{}: {}", driver->name(), done.error().message));
  }
  const bool is_known = measured.has_grid || measured.has_load;
  if (is_known && !read_faults_.empty())
    read_faults_.emplace_back(
        "what was planned is assumed where nothing is told: check power and connection");
  const Power others = batteries_draw(measured.now) + devices_draw(measured.now.devices);
  if (auto fault = checks_->meters.check(measured, others); !fault.empty())
    read_faults_.push_back(std::move(fault));
  if (!is_known && read_faults_.empty())
    read_faults_.emplace_back("no meter tells what the home draws, nor what flows at the grid");
  if (!is_known) {
    see_devices(measured);
    return base::fail(base::ErrorKind::unavailable,
                      fmt::format("{}", fmt::join(read_faults_, "; ")));
  }
  complete(measured);
  for (Command& set : measured.set) {
    const std::string device = set.device;
    reports_.push_back({device, std::move(set)});
  }
  last_ = std::move(measured.now);
  seen_ = last_;
  for (const std::string& device : checks_->set_points.look(*last_)) controller_.doubt(device);
  return *last_;
}

// Without a meter there are no readings, but limits are kept by what devices still tell; what they
// told before holds for a while; where nobody tells anything, nobody takes orders either.
void DrivenHome::see_devices(ports::Measured& measured) {
  home::Readings& now = measured.now;
  merge_cars(now.devices.vehicles);
  now.batteries = in_order(now.batteries, measured.has_soc, limits_.batteries);
  check_held(now);
  drop_silent(now, measured.silent);
  const home::DeviceReadings& told = now.devices;
  const bool tells_any =
      !(now.batteries.empty() && told.vehicles.empty() && told.water_heaters.empty() &&
        told.zones.empty() && told.heat_sources.empty() && told.appliances.empty());
  if (!seen_ || !tells_any) return;
  carry_grid(*seen_, now, measured.has_pv);
  if (now.at - last_->at > k_readings_hold) {
    seen_->batteries.clear();
    seen_->devices = {};
  }
  take_over(*seen_, now);
}

void DrivenHome::complete(ports::Measured& measured) {
  home::Readings& now = measured.now;
  merge_cars(now.devices.vehicles);
  const Power others = batteries_draw(now) + devices_draw(now.devices);
  now.batteries = in_order(now.batteries, measured.has_soc, limits_.batteries);
  check_held(now);
  drop_silent(now, measured.silent);
  // The balance would take what is silent, such as the sun, for the home.
  if (!measured.has_load && !measured.silent_powers.empty())
    now.load = last_ ? last_->load : Power{};
  else if (!measured.has_load)
    now.load = std::max(Power{}, now.grid_import - now.grid_export + now.pv - others);
  if (!measured.has_grid) {
    const Power net = now.load + others - now.pv;
    now.grid_import = std::max(Power{}, net);
    now.grid_export = std::max(Power{}, -net);
  }
  if (!measured.has_counters && last_)
    count(now, *last_, {now.at - last_->at, last_meters_, measured.meters});
  last_meters_ = std::move(measured.meters);
}

// Limits must not go by a state of charge that cannot be.
void DrivenHome::check_held(home::Readings& now) {
  for (home::BatteryReading& battery : now.batteries) {
    const auto limits =
        std::find_if(limits_.batteries.begin(), limits_.batteries.end(),
                     [&](const control::BatteryLimits& each) { return each.id == battery.id; });
    if (limits->capacity <= base::Energy{}) continue;
    StoredTrack& track = checks_->stored
                             .try_emplace(battery.id, limits->capacity.value(),
                                          std::max(limits->charge, limits->discharge).value())
                             .first->second;
    const base::Energy told = battery.soc;
    const Power flow = battery.charge - battery.discharge;
    const Standstill::Told numbers{told.value(), flow.value(),
                                   (battery.charged + battery.discharged).value()};
    if (checks_->standstill[battery.id].look(numbers, flow, now.at))
      read_faults_.push_back(fmt::format(
          "{} tells the same numbers again and again, although {:.1f} kW flow: restart its gateway",
          battery.id, std::abs(flow.value())));
    battery.soc = base::Energy{track.follow(told.value(), flow.value(), now.at)};
    if (battery.soc != told)
      read_faults_.push_back(fmt::format(
          "{} tells {:.1f} kWh, which cannot be: check its battery management; {:.1f} kWh are "
          "assumed",
          battery.id, told.value(), battery.soc.value()));
  }
}

void DrivenHome::write(const Command& command, base::Time now) {
  const auto done = owners_.at(command.device)->write(command);
  controller_.note(command, now, done.has_value());
  if (done) checks_->set_points.note(command, now);
  if (done)
    write_faults_.erase(command.device);
  else
    write_faults_[command.device] = done.error().message;
}

void DrivenHome::keep_up() {
  if (duty_ == Duty::none && advised_ && seen_) controller_.advise(*advised_, *seen_);
  if (duty_ == Duty::none) return;
  // Stopping and giving back need no readings.
  if (!last_ && duty_ != Duty::release && !is_stopped_) return;
  const base::Time now = clock_->now();
  // A clock that was set back by much makes the order one of the future.
  const bool holds = duty_ == Duty::follow && order_ && now >= order_->start - k_early &&
                     now < order_->start + order_->duration + k_order_outlives_slot;
  const bool is_fresh = last_ && now - last_->at <= k_readings_hold;
  const home::Readings readings = seen_.value_or(home::Readings{});
  const std::vector<control::Report> reports = is_fresh ? reports_ : std::vector<control::Report>{};
  for (const Command& each : controller_.decide(holds ? &*order_ : nullptr, readings, reports, now))
    write(each, now);
  if (duty_ != Duty::release) return;
  const auto all = controller_.status(now);
  is_all_told_ = std::all_of(all.begin(), all.end(), [](const auto& each) {
    return each.foreign || (each.told && control::is_same(*each.told, each.wanted, Power{}));
  });
  if (is_all_told_ && !controller_.is_limiting()) duty_ = Duty::none;
}

Result<void> DrivenHome::follow(const home::PlanSlot& order) {
  order_ = order;
  advised_.reset();
  duty_ = Duty::follow;
  keep_up();
  return {};
}

void DrivenHome::advise(const home::PlanSlot& order) {
  advised_ = order;
  keep_up();
}

void DrivenHome::release() {
  if (duty_ == Duty::none) return;
  order_.reset();
  duty_ = Duty::release;
  keep_up();
}

std::string DrivenHome::kept() const {
  const home::KeptCommands all{controller_.foreign(), controller_.kept_writes()};
  const bool is_empty = all.commands.empty() && all.writes.empty();
  return is_empty ? std::string{} : home::write_kept_commands(all);
}

void DrivenHome::restore(const std::string& kept) {
  // A text of another program is worth nothing.
  const auto all = home::read_kept_commands(kept);
  if (!all) return;
  controller_.restore_foreign(all->commands);
  controller_.restore_writes(all->writes);
}

void DrivenHome::set_stopped(bool is_stopped) {
  if (std::exchange(is_stopped_, is_stopped) == is_stopped) return;
  controller_.set_stopped(is_stopped);
  if (duty_ == Duty::none) duty_ = Duty::release;
  keep_up();
}

// It does not take what it is told, or takes it and does not do it.
std::string DrivenHome::alarm_of(const control::Controller::Status& status) const {
  return status.alarm.empty() && !status.foreign ? checks_->set_points.fault_of(status.device)
                                                 : status.alarm;
}

std::vector<std::string> DrivenHome::faults() const {
  std::vector<std::string> all;
  all.reserve(write_faults_.size());
  if (is_stopped_) all.emplace_back("stopped by hand: all is off or on hold until it is let go");
  for (const auto& [device, fault] : write_faults_)
    all.push_back(fmt::format("{}: {}", device, fault));
  for (const auto& each : controller_.status(clock_->now())) {
    if (std::string alarm = alarm_of(each); !alarm.empty()) all.push_back(std::move(alarm));
    if (each.foreign)
      all.push_back(fmt::format(
          "{}: somebody else set it to {}; that is respected until {}", each.device,
          names_of(
              each.foreign->command.verb)[static_cast<std::size_t>(each.foreign->command.verb)],
          zone_.format_short(each.foreign->until)));
  }
  const auto& limited = controller_.limited();
  all.insert(all.end(), limited.begin(), limited.end());
  return all;
}

std::vector<ports::CommandEffort> DrivenHome::take_efforts() { return checks_->set_points.take(); }

std::vector<ports::CommandState> DrivenHome::commands() const {
  std::vector<ports::CommandState> all;
  if (!last_) return all;  // nothing was decided yet
  for (auto& each : controller_.status(clock_->now())) {
    std::string alarm = alarm_of(each);
    ports::CommandState& state = all.emplace_back();
    state.device = each.device;
    state.wanted = std::move(each.wanted);
    state.told = std::move(each.told);
    if (each.foreign) {
      state.foreign = each.foreign->command;
      state.foreign_until = each.foreign->until;
    }
    state.otherwise = std::move(each.otherwise);
    state.alarm = std::move(alarm);
    state.writes_today = each.writes_today;
  }
  return all;
}

}  // namespace ohmstead::engine
