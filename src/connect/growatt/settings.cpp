#include "growatt/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ohmstead::connect {
namespace {

using base::Power;
using home::Verb;

constexpr int k_last_minute = 23 * 60 + 59;
constexpr GrowattSlot k_all_day{0, k_last_minute, true};
constexpr int k_lowest_stop_pct = 10;  // inverters take no lower one

Power discharge_of(const home::SiteBattery& battery) {
  return battery.discharge.value_or(battery.charge);
}

int rate_of(Power power, Power most) {
  return std::clamp(static_cast<int>(std::lround(100.0 * (power / most))), 1, 100);
}

std::string clock_text(int minute) { return fmt::format("{:02}:{:02}", minute / 60, minute % 60); }

std::string value_text(int value) { return fmt::format(R"("value":{})", value); }

GrowattStep set_slot(const GrowattSettings& now, bool is_battery, std::size_t slot,
                     const GrowattSlot& to) {
  GrowattStep step{is_battery ? "batteryfirst/set/timeslot" : "gridfirst/set/timeslot",
                   fmt::format(R"("slot":{},"start":"{}","stop":"{}","enabled":{})", slot + 1,
                               clock_text(to.start_min), clock_text(to.stop_min), to.is_enabled),
                   now};
  (is_battery ? step.after.battery_first : step.after.grid_first).slots.at(slot) = to;
  return step;
}

std::optional<GrowattStep> end_slots(const GrowattSettings& now, bool is_battery) {
  const GrowattPriority& priority = is_battery ? now.battery_first : now.grid_first;
  for (std::size_t i = 0; i < priority.slots.size(); ++i) {
    if (!priority.slots.at(i).is_enabled) continue;
    GrowattSlot ended = priority.slots.at(i);
    ended.is_enabled = false;
    return set_slot(now, is_battery, i, ended);
  }
  return std::nullopt;
}

GrowattStep set_grid_charge(const GrowattSettings& now, bool is_on) {
  GrowattStep step{"batteryfirst/set/acchargeenabled", value_text(is_on ? 1 : 0), now};
  step.after.charges_from_grid = is_on;
  return step;
}

// Limits first, then the slot.
std::optional<GrowattStep> begin(const GrowattSettings& now, const GrowattAim& aim,
                                 bool is_battery) {
  const std::string place = is_battery ? "batteryfirst" : "gridfirst";
  const GrowattPriority& priority = is_battery ? now.battery_first : now.grid_first;
  if (priority.stop_soc_pct != aim.stop_soc_pct) {
    GrowattStep step{place + "/set/stopsoc", value_text(aim.stop_soc_pct), now};
    (is_battery ? step.after.battery_first : step.after.grid_first).stop_soc_pct = aim.stop_soc_pct;
    return step;
  }
  if (aim.verb != Verb::hold && priority.power_rate_pct != aim.power_rate_pct) {
    GrowattStep step{place + "/set/powerrate", value_text(aim.power_rate_pct), now};
    (is_battery ? step.after.battery_first : step.after.grid_first).power_rate_pct =
        aim.power_rate_pct;
    return step;
  }
  if (aim.verb == Verb::charge && !now.charges_from_grid) return set_grid_charge(now, true);
  if (priority.slots[0] != k_all_day) return set_slot(now, is_battery, 0, k_all_day);
  return std::nullopt;
}

bool is_active(const GrowattPriority& priority, int minute) {
  return std::any_of(priority.slots.begin(), priority.slots.end(), [&](const GrowattSlot& slot) {
    if (!slot.is_enabled) return false;
    const bool has_begun = minute >= slot.start_min;
    const bool goes_on = minute <= slot.stop_min;
    return slot.start_min <= slot.stop_min ? has_begun && goes_on : has_begun || goes_on;
  });
}

}  // namespace

base::Result<GrowattAim> growatt_aim(const home::Command& command, const home::SiteBattery& battery,
                                     double soc_pct) {
  const auto stop = [](double share_pct) {
    return std::clamp(static_cast<int>(std::lround(share_pct)), k_lowest_stop_pct, 100);
  };
  switch (command.verb) {
    case Verb::self_use:
      return GrowattAim{Verb::self_use};
    case Verb::hold:
      return GrowattAim{Verb::hold, 100, stop(std::floor(soc_pct))};
    case Verb::charge:
      return GrowattAim{Verb::charge, rate_of(command.power, battery.charge),
                        stop(battery.max_soc_pct)};
    case Verb::export_:
      return GrowattAim{Verb::export_, rate_of(command.power, discharge_of(battery)),
                        stop(std::ceil(battery.min_soc_pct))};
    case Verb::discharge:
    case Verb::automatic:
    case Verb::off:
    case Verb::on:
      break;
  }
  return base::fail(base::ErrorKind::refused, "a Growatt battery has no such command");
}

std::optional<GrowattStep> next_growatt_step(const GrowattSettings& now, const GrowattAim& aim) {
  const bool is_battery = aim.verb == Verb::hold || aim.verb == Verb::charge;
  const bool is_grid = aim.verb == Verb::export_;
  if (!is_grid) {
    if (auto step = end_slots(now, false)) return step;
  }
  if (aim.verb != Verb::charge && now.charges_from_grid) return set_grid_charge(now, false);
  if (!is_battery) {
    if (auto step = end_slots(now, true)) return step;
  }
  return is_battery || is_grid ? begin(now, aim, is_battery) : std::nullopt;
}

std::optional<home::Command> told_by(const GrowattSettings& settings,
                                     const home::SiteBattery& battery, double soc_pct, int held_pct,
                                     int minute) {
  const auto told = [&](Verb verb, Power power = {}) {
    return home::Command{battery.id, verb, power, {}};
  };
  const bool is_battery = is_active(settings.battery_first, minute);
  const bool is_grid = is_active(settings.grid_first, minute);
  if (is_battery && is_grid) return std::nullopt;
  if (is_grid)
    return told(Verb::export_,
                discharge_of(battery) * (settings.grid_first.power_rate_pct / 100.0));
  if (!is_battery) return told(Verb::self_use);
  // Without charging from the grid it still fills up to the stop charge.
  const double reached_pct = std::max(std::floor(soc_pct) + 1.0, static_cast<double>(held_pct));
  if (!settings.charges_from_grid && settings.battery_first.stop_soc_pct <= reached_pct)
    return told(Verb::hold);
  return told(Verb::charge, battery.charge * (settings.battery_first.power_rate_pct / 100.0));
}

}  // namespace ohmstead::connect
