#include "comfort_notes.hpp"

#include <algorithm>
#include <functional>

namespace ohmstead::plan {
namespace {

constexpr double k_some_k = 0.1;  // of temperature, and of its hours
constexpr double k_some_kw = 0.01;
// A room is still warm from what it was heated so long before.
constexpr double k_heat_stays_h = 6.0;

// One device of the plan's slots.
class DeviceOfPlan {
 public:
  DeviceOfPlan(const home::Plan& plan, const std::string& id) : plan_{&plan} {
    const auto& devices = plan.slots.front().devices;
    const auto found = std::find_if(devices.begin(), devices.end(),
                                    [&](const home::DeviceSlot& each) { return each.id == id; });
    index_ = static_cast<std::size_t>(found - devices.begin());
  }
  [[nodiscard]] bool is_there() const { return index_ < plan_->slots.front().devices.size(); }
  [[nodiscard]] const home::DeviceSlot& at(std::size_t slot) const {
    return plan_->slots[slot].devices[index_];
  }

 private:
  const home::Plan* plan_;
  std::size_t index_ = 0;
};

struct Missed {
  double most_k = 0.0;
  std::size_t slot = 0;  // of the most
  double sum_k_h = 0.0;
  std::vector<std::size_t> slots;
};

using Beyond = std::function<double(std::size_t slot, double temperature_c)>;

Missed find_missed(const home::Case& home, const DeviceOfPlan& device, const Beyond& beyond_k) {
  Missed missed;
  for (std::size_t t = 0; t < home.slots.count(); ++t) {
    const auto temperature = device.at(t).temperature;
    const double kelvin = temperature ? beyond_k(t, temperature->value()) : 0.0;
    if (kelvin <= 0.0) continue;
    missed.slots.push_back(t);
    missed.sum_k_h += kelvin * home.slots.hours(t).value();
    if (kelvin <= missed.most_k) continue;
    missed.most_k = kelvin;
    missed.slot = t;
  }
  return missed;
}

struct Source {
  std::string id;
  double power_kw = 0.0;
};

class Writer {
 public:
  Writer(const home::Case& home, const home::Plan& plan, const Speaker& speaker)
      : home_{&home}, plan_{&plan}, speaker_{&speaker} {}

  void add(Message message, const std::string& id, const Missed& missed, double price_per_k_h,
           const std::string& why) {
    if (missed.most_k < k_some_k || missed.sum_k_h < k_some_k) return;
    const base::Time end = home_->slots.end(missed.slot);
    notes_.push_back(speaker_->say(
        message, {{"id", id},
                  {"most", speaker_->amount(missed.most_k, "K")},
                  {"when", speaker_->time(end, home_->slots.start(0), TimeForm::at)},
                  {"amount", speaker_->amount(missed.sum_k_h, "K h")},
                  {"cost", speaker_->money(home::Money{price_per_k_h * missed.sum_k_h})},
                  {"why", why}}));
  }

  // What stood in the way of more heat in most of the cold slots.
  [[nodiscard]] std::string why_cold(const Missed& missed,
                                     const std::vector<Source>& sources) const {
    std::size_t full = 0;
    std::vector<std::size_t> limited(home_->power_limits.size(), 0);
    for (const std::size_t t : missed.slots) {
      const bool is_full = std::all_of(sources.begin(), sources.end(), [&](const Source& source) {
        return power_kw(source.id, t) > source.power_kw - k_some_kw;
      });
      if (is_full) ++full;
      for (std::size_t l = 0; !is_full && l < limited.size(); ++l) {
        const bool stops = std::any_of(sources.begin(), sources.end(), [&](const Source& source) {
          return leaves_too_little(home_->power_limits[l], source, t);
        });
        if (stops) ++limited[l];
      }
    }
    const std::size_t most = missed.slots.size();
    if (2 * full >= most) return speaker_->say(Message::heats_fully);
    for (std::size_t l = 0; l < limited.size(); ++l) {
      if (2 * (full + limited[l]) >= most)
        return speaker_->say(Message::limit_is_full, {{"id", home_->power_limits[l].id}});
    }
    return speaker_->say(Message::heat_is_dearer);
  }

  [[nodiscard]] std::string why_warm(const Missed& missed,
                                     const std::vector<Source>& sources) const {
    const auto was_heated = [&](const Source& source) {
      for (std::size_t t = 0; t <= missed.slot; ++t) {
        const auto before = home_->slots.start(missed.slot) - home_->slots.start(t);
        if (base::hours(before).value() > k_heat_stays_h) continue;
        if (power_kw(source.id, t) > k_some_kw) return true;
      }
      return false;
    };
    return speaker_->say(std::any_of(sources.begin(), sources.end(), was_heated)
                             ? Message::heat_was_cheaper
                             : Message::gains_are_free);
  }

  [[nodiscard]] std::vector<std::string> take() && { return std::move(notes_); }

 private:
  [[nodiscard]] double power_kw(const std::string& id, std::size_t slot) const {
    const DeviceOfPlan device{*plan_, id};
    return device.is_there() ? device.at(slot).power.value() : 0.0;
  }
  [[nodiscard]] bool leaves_too_little(const home::PowerLimit& limit, const Source& source,
                                       std::size_t slot) const {
    const auto& ids = limit.devices;
    if (std::find(ids.begin(), ids.end(), source.id) == ids.end()) return false;
    double left_kw = limit.limit[slot].value();
    for (const std::string& id : ids) {
      if (id != source.id) left_kw -= std::max(0.0, power_kw(id, slot));
    }
    return left_kw < source.power_kw - k_some_kw;
  }

  const home::Case* home_;
  const home::Plan* plan_;
  const Speaker* speaker_;
  std::vector<std::string> notes_;
};

std::vector<Source> sources_of(const home::Case& home, const std::string& zone) {
  std::vector<Source> sources;
  for (const home::HeatSource& source : home.heat_sources) {
    for (const home::ZoneShare& share : effective_shares(source)) {
      if (share.zone == zone) sources.push_back({source.id, source.power.value()});
    }
  }
  return sources;
}

void add_zone(const home::Case& home, const home::Plan& plan, const home::ThermalZone& zone,
              Writer& writer) {
  const DeviceOfPlan device{plan, zone.id};
  if (!device.is_there()) return;
  const auto sources = sources_of(home, zone.id);
  if (!zone.low.is_empty() && zone.low_price_per_k_h > 0.0) {
    const Missed missed = find_missed(
        home, device, [&](std::size_t t, double now_c) { return zone.low.raw()[t] - now_c; });
    writer.add(Message::zone_too_cold, zone.id, missed, zone.low_price_per_k_h,
               writer.why_cold(missed, sources));
  }
  if (!zone.high.is_empty() && zone.high_price_per_k_h > 0.0) {
    const Missed missed = find_missed(
        home, device, [&](std::size_t t, double now_c) { return now_c - zone.high.raw()[t]; });
    writer.add(Message::zone_too_warm, zone.id, missed, zone.high_price_per_k_h,
               writer.why_warm(missed, sources));
  }
}

}  // namespace

std::vector<std::string> comfort_notes(const home::Case& home, const home::Plan& plan,
                                       const Speaker& speaker) {
  Writer writer{home, plan, speaker};
  if (plan.slots.empty()) return {};
  for (const home::ThermalZone& zone : home.zones) add_zone(home, plan, zone, writer);
  for (const home::WaterHeater& heater : home.water_heaters) {
    const DeviceOfPlan device{plan, heater.id};
    if (!heater.tank || !heater.tank->comfort || !device.is_there()) continue;
    const home::WaterTank& tank = *heater.tank;
    if (tank.comfort_price_per_k_h <= 0.0) continue;
    const Missed missed = find_missed(
        home, device, [&](std::size_t, double now_c) { return tank.comfort->value() - now_c; });
    writer.add(Message::water_too_cold, heater.id, missed, tank.comfort_price_per_k_h,
               writer.why_cold(missed, {{heater.id, heater.power.value()}}));
  }
  return std::move(writer).take();
}

}  // namespace ohmstead::plan
