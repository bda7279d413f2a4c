#include "home_assistant/profiles.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "home_assistant/service_call.hpp"

namespace ohmstead::connect {
namespace {

using home::Connection;
using home::PointCommands;
using home::PointReading;
using home::PointValue;
using home::PointVerb;
using home::Verb;

// An address is `before` + prefix + `after`.
struct Place {
  std::string_view before;
  std::string_view after;
};

struct ReadRow {
  std::string_view of;  // empty: the battery
  PointValue value;
  Place at;
};

struct WriteRow {
  Place to;
  std::string_view text;
};

struct VerbRow {
  Verb verb;
  std::array<WriteRow, 4> writes;  // those without a place are none
  std::array<WriteRow, 2> seen;
  Place power;
};

struct Profile {
  std::string_view name;
  std::array<ReadRow, 11> readings;
  std::array<VerbRow, 4> verbs;
  double pause_between_s;  // of two writes of one command
  double settles_s;
};

constexpr Place k_mode{"select.", "_work_mode"};
constexpr Place k_charge_current{"number.", "_max_charge_current"};
constexpr Place k_discharge_current{"number.", "_max_discharge_current"};
constexpr Place k_force_charge{"number.", "_force_charge_power"};
constexpr Place k_force_discharge{"number.", "_force_discharge_power"};

// The integration "FoxESS - Modbus". The mode comes last: until then the inverter goes on as it
// did. Holding is self-use without current, as no mode rests in both directions.
constexpr Profile k_fox_ess{
    "fox_ess",
    {{{"", PointValue::soc, {"sensor.", "_battery_soc"}},
      {"", PointValue::charge, {"sensor.", "_battery_charge"}},
      {"", PointValue::discharge, {"sensor.", "_battery_discharge"}},
      {"", PointValue::charged, {"sensor.", "_battery_charge_total"}},
      {"", PointValue::discharged, {"sensor.", "_battery_discharge_total"}},
      {"grid", PointValue::import, {"sensor.", "_grid_consumption"}},
      {"grid", PointValue::export_, {"sensor.", "_feed_in"}},
      {"grid", PointValue::imported, {"sensor.", "_grid_consumption_energy_total"}},
      {"grid", PointValue::exported, {"sensor.", "_feed_in_energy_total"}},
      {"pv", PointValue::power, {"sensor.", "_pv_power_now"}},
      {"load", PointValue::power, {"sensor.", "_load_power"}}}},
    {{{Verb::self_use,
       {{{k_charge_current, "50"}, {k_discharge_current, "50"}, {k_mode, "Self Use"}}},
       {{{k_mode, "Self Use"}, {k_discharge_current, "50"}}},
       {}},
      {Verb::hold,
       {{{k_charge_current, "0"}, {k_discharge_current, "0"}, {k_mode, "Self Use"}}},
       {{{k_mode, "Self Use"}, {k_discharge_current, "0"}}},
       {}},
      {Verb::charge,
       {{{k_charge_current, "50"}, {k_force_charge, "{x}"}, {k_mode, "Force Charge"}}},
       {{{k_mode, "Force Charge"}}},
       k_force_charge},
      {Verb::export_,
       {{{k_discharge_current, "50"}, {k_force_discharge, "{x}"}, {k_mode, "Force Discharge"}}},
       {{{k_mode, "Force Discharge"}}},
       k_force_discharge}}},
    1.0,
    30.0};

std::string address(const Place& place, const std::string& prefix) {
  return fmt::format("{}{}{}", place.before, prefix, place.after);
}

PointVerb verb_of(const VerbRow& row, const Profile& profile, const std::string& prefix) {
  PointVerb verb{row.verb, {}, {}, std::nullopt};
  for (const WriteRow& write : row.writes) {
    if (!write.to.before.empty())
      verb.writes.push_back(
          {address(write.to, prefix), std::string{write.text}, profile.pause_between_s});
  }
  verb.writes.back().pause_s = 0.0;
  for (const WriteRow& sign : row.seen) {
    if (!sign.to.before.empty())
      verb.seen.push_back({address(sign.to, prefix), {}, std::string{sign.text}});
  }
  if (!row.power.before.empty()) verb.power = home::PointPower{address(row.power, prefix), {}, "x"};
  return verb;
}

void add_reading(Connection& into, PointReading reading) {
  const bool is_written_out =
      std::any_of(into.readings.begin(), into.readings.end(), [&](const PointReading& each) {
        return each.of == reading.of && each.value == reading.value;
      });
  if (!is_written_out) into.readings.push_back(std::move(reading));
}

void add(Connection& into, const Profile& profile, const home::PairedDevice& device) {
  const bool is_home = device.ours == "home";
  for (const ReadRow& row : profile.readings) {
    if (row.of.empty() == is_home) continue;
    PointReading reading;
    reading.of = is_home ? std::string{row.of} : device.ours;
    reading.value = row.value;
    reading.at = address(row.at, device.theirs);
    add_reading(into, std::move(reading));
  }
  const bool is_written_out =
      std::any_of(into.commands.begin(), into.commands.end(),
                  [&](const PointCommands& each) { return each.device == device.ours; });
  if (is_home || is_written_out) return;
  PointCommands commands;
  commands.device = device.ours;
  commands.settles_s = profile.settles_s;
  for (const VerbRow& row : profile.verbs)
    commands.verbs.push_back(verb_of(row, profile, device.theirs));
  into.commands.push_back(std::move(commands));
}

}  // namespace

base::Result<Connection> with_profile(Connection connection) {
  if (connection.profile.empty()) return connection;
  if (connection.profile != k_fox_ess.name)
    return base::fail(base::ErrorKind::invalid_input,
                      fmt::format("profile: '{}' is none of Home Assistant's; there is {}",
                                  connection.profile, k_fox_ess.name));
  if (connection.devices.empty())
    return base::fail(base::ErrorKind::invalid_input,
                      "devices: missing; which entities are which device's?");
  for (std::size_t i = 0; i < connection.devices.size(); ++i) {
    if (!read_entity_point("sensor." + connection.devices[i].theirs))
      return base::fail(
          base::ErrorKind::invalid_input,
          fmt::format("devices[{}].theirs: '{}' is no beginning of entities such as foxess", i,
                      connection.devices[i].theirs));
  }
  for (const home::PairedDevice& device : connection.devices) add(connection, k_fox_ess, device);
  return connection;
}

}  // namespace ohmstead::connect
