#include "account_slot.hpp"

#include <algorithm>
#include <cmath>

#include "ohmstead/home/local_window.hpp"

namespace ohmstead::engine {
namespace {

using base::Energy;
using base::Power;
using home::DeviceAccount;
using home::find_reading;

constexpr base::Seconds k_day{86400}, k_hour{3600};
constexpr double k_some_kw = 0.05;
constexpr double k_short_share = 0.01;  // of a car's capacity: what nobody misses

base::EnergyPrice mean_price(const home::Case& home, base::Time from) {
  double sum = 0.0, hours = 0.0;
  for (std::size_t slot = 0; slot < home.prices.import.size(); ++slot) {
    if (home.slots.start(slot) >= from + k_day) break;
    const double slot_hours = home.slots.hours(slot).value();
    sum += home.prices.import[slot].value() * slot_hours;
    hours += slot_hours;
  }
  return base::EnergyPrice{hours > 0.0 ? sum / hours : 0.0};
}

// A kWh more in the slot is bought, or not sold.
base::EnergyPrice price_of_use(const MeasuredSlot& slot) {
  return slot.grid_import.value() < k_some_kw && slot.grid_export.value() >= k_some_kw
             ? slot.export_price
             : slot.import_price;
}

double kelvin_below(std::optional<base::Celsius> wanted, std::optional<base::Celsius> measured) {
  return wanted && measured ? std::max(0.0, wanted->value() - measured->value()) : 0.0;
}

std::optional<base::Celsius> wanted_of(const home::SiteZone& room, const base::Zone& zone,
                                       base::Time now) {
  for (const home::ComfortWindow& window : room.comfort)
    if (!home::local_spans(window, zone, now, now + base::Seconds{1}).empty()) return window.low;
  return std::nullopt;
}

// What a car that left in the slot should have had more.
Energy missing_of(const home::SiteVehicle& car, const SlotEnds& ends, const base::Zone& zone) {
  const auto* then = find_reading(ends.from.devices.vehicles, car.id);
  const auto* now = find_reading(ends.to.devices.vehicles, car.id);
  if (then == nullptr || now == nullptr || !then->is_connected || now->is_connected || !then->soc)
    return {};
  for (const home::Departure& each : car.departures) {
    if (!each.target_soc_pct) continue;
    const auto spans = home::local_spans({each.leave_h, each.back_h, each.days}, zone,
                                         ends.from.at - k_hour, ends.to.at + k_hour);
    const bool leaves_now = std::any_of(spans.begin(), spans.end(), [&](const auto& span) {
      return span.from >= ends.from.at - k_hour && span.from <= ends.to.at + k_hour;
    });
    const Energy missing = car.capacity * (*each.target_soc_pct / 100.0) - *then->soc;
    if (leaves_now && missing > car.capacity * k_short_share) return missing;
  }
  return {};
}

class Accounts {
 public:
  Accounts(const MeasuredSlot& slot, const Snapshot& before, const SlotEnds& ends,
           const std::vector<ports::CommandEffort>& efforts)
      : slot_{slot},
        planned_{before.slot_at(slot.start)},
        ends_{ends},
        efforts_{efforts},
        hours_{base::hours(slot.duration)},
        mean_price_{mean_price(before.home, slot.start)} {}

  void add_batteries() {
    double all_kw = 0.0;
    for (const auto& each : slot_.batteries) all_kw += (each.charge + each.discharge).value();
    for (const auto& each : slot_.batteries) {
      DeviceAccount& account = add(each.id, each.charge - each.discharge);
      const auto* planned = planned_ ? find_reading(planned_->batteries, each.id) : nullptr;
      if (planned != nullptr) account.planned = planned->charge - planned->discharge;
      const double share = all_kw > 0.0 ? (each.charge + each.discharge).value() / all_kw
                                        : 1.0 / static_cast<double>(slot_.batteries.size());
      account.avoided = (slot_.self_use_cost - slot_.cost) * share;
    }
  }

  void add_devices(const home::Site& site, const base::Zone& zone) {
    for (const home::MeasuredDevice& each : slot_.devices) {
      DeviceAccount& account = add(each.id, each.power);
      const auto* planned = planned_ ? find_reading(planned_->devices, each.id) : nullptr;
      if (planned != nullptr) account.planned = planned->power;
      account.avoided = (mean_price_ - price_of_use(slot_)) * (each.power * hours_);
    }
    for (DeviceAccount& account : accounts_) add_comfort(account, site, zone);
  }

  std::vector<DeviceAccount> take() { return std::move(accounts_); }

 private:
  DeviceAccount& add(const std::string& id, Power actual) {
    DeviceAccount& account = accounts_.emplace_back();
    account.id = id;
    account.actual = actual;
    for (const ports::CommandEffort& effort : efforts_) {
      if (effort.device != id) continue;
      account.switches = effort.switches;
      account.writes = effort.writes;
      account.response = effort.response;
      if (effort.watched > base::Seconds{0})
        account.set_point_error = effort.error / base::hours(effort.watched);
    }
    return account;
  }

  void add_comfort(DeviceAccount& account, const home::Site& site, const base::Zone& zone) const {
    const home::DeviceReadings& now = ends_.to.devices;
    for (const home::SiteWaterHeater& each : site.water_heaters) {
      const auto* reading = find_reading(now.water_heaters, each.id);
      if (each.id == account.id && each.tank && reading != nullptr)
        account.cold_k_h += kelvin_below(each.tank->min, reading->temperature) * hours_.value();
    }
    for (const home::SiteZone& each : site.zones) {
      const auto* reading = find_reading(now.zones, each.id);
      if (each.id == account.id && reading != nullptr)
        account.cold_k_h +=
            kelvin_below(wanted_of(each, zone, ends_.to.at), reading->temperature) * hours_.value();
    }
    for (const home::SiteVehicle& each : site.vehicles)
      if (each.id == account.id) account.missing = missing_of(each, ends_, zone);
  }

  const MeasuredSlot& slot_;
  const home::PlanSlot* planned_;
  const SlotEnds& ends_;
  const std::vector<ports::CommandEffort>& efforts_;
  base::Hours hours_;
  base::EnergyPrice mean_price_;
  std::vector<DeviceAccount> accounts_;
};

}  // namespace

std::vector<DeviceAccount> account_slot(const MeasuredSlot& slot, const Snapshot& before,
                                        const SlotEnds& ends,
                                        const std::vector<ports::CommandEffort>& efforts,
                                        const home::Site& site, const base::Zone& zone) {
  Accounts accounts{slot, before, ends, efforts};
  accounts.add_batteries();
  accounts.add_devices(site, zone);
  return accounts.take();
}

}  // namespace ohmstead::engine
