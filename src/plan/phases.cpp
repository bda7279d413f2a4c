#include "phases.hpp"

namespace ohmstead::plan {
namespace {

constexpr double k_third = 1.0 / 3.0;

std::array<double, 3> shares_of(const base::Series<base::Ratio>& shares) {
  if (shares.is_empty()) return {k_third, k_third, k_third};
  return {shares[0].value(), shares[1].value(), shares[2].value()};
}

}  // namespace

PhaseShares::PhaseShares(const home::Case& home)
    : home_{&home},
      load_{shares_of(home.grid.phases->load_share)},
      pv_{shares_of(home.grid.phases->pv_share)} {
  for (const home::Battery& battery : home.batteries) standby_kw_ += battery.standby.value();
}

double PhaseShares::of(const std::string& id, std::size_t phase) const {
  for (const home::PhaseDevice& device : home_->grid.phases->devices) {
    if (device.id == id) return static_cast<std::size_t>(device.phase) == phase + 1 ? 1.0 : 0.0;
  }
  return k_third;
}

double PhaseShares::fixed_kw(std::size_t slot, std::size_t phase) const {
  return home_->load.raw()[slot] * load_[phase] + standby_kw_ * k_third;
}

std::array<double, 3> PhaseShares::net_kw(const home::PlanSlot& slot, std::size_t index) const {
  std::array<double, 3> net{};
  for (std::size_t p = 0; p < 3; ++p) {
    net[p] = fixed_kw(index, p) - slot.pv_used.value() * pv_[p];
    for (std::size_t i = 0; i < slot.batteries.size(); ++i) {
      if (!home_->batteries[i].inverter.empty()) continue;
      const base::Power power = slot.batteries[i].charge - slot.batteries[i].discharge;
      net[p] += power.value() * of(slot.batteries[i].id, p);
    }
    for (const home::InverterSlot& inverter : slot.inverters)
      net[p] += (inverter.ac_to_dc - inverter.dc_to_ac).value() * of(inverter.id, p);
    for (const home::DeviceSlot& device : slot.devices)
      net[p] += device.power.value() * of(device.id, p);
  }
  return net;
}

}  // namespace ohmstead::plan
