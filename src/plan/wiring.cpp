#include "wiring.hpp"

#include <algorithm>

namespace ohmstead::plan {

using base::Power;

Wiring make_wiring(const home::Case& home) {
  Wiring wiring;
  for (const home::Battery& battery : home.batteries) {
    wiring.standby += battery.standby;
    const auto has_name = [&](const home::Inverter& inverter) {
      return inverter.id == battery.inverter;
    };
    const auto found = std::find_if(home.inverters.begin(), home.inverters.end(), has_name);
    wiring.inverter_of.push_back(found == home.inverters.end()
                                     ? Wiring::k_ac_bus
                                     : static_cast<std::size_t>(found - home.inverters.begin()));
  }
  return wiring;
}

Power net_import(const Wiring& wiring, const home::PlanSlot& slot) {
  Power net = slot.load - slot.pv_used;
  for (std::size_t i = 0; i < slot.batteries.size(); ++i) {
    if (wiring.inverter_of[i] != Wiring::k_ac_bus) continue;
    net += slot.batteries[i].charge - slot.batteries[i].discharge;
  }
  for (const home::InverterSlot& inverter : slot.inverters) {
    net += inverter.ac_to_dc - inverter.dc_to_ac;
  }
  for (const home::DeviceSlot& device : slot.devices) net += device.power;
  return net;
}

}  // namespace ohmstead::plan
