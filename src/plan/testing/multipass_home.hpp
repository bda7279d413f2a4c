// A home for the passes of `multipass`, and the state that they reach. Test code only.
#pragma once

#include "multipass/passes.hpp"
#include "testing/small_home.hpp"

namespace ohmstead::plan::multipass {

// Without margins, so that numbers stay round; hours from midnight UTC.
inline home::Case plain_home(std::vector<double> import, std::vector<double> load = {},
                             std::vector<double> pv = {}) {
  const std::size_t count = import.size();
  if (load.empty()) load.assign(count, 1.0);
  if (pv.empty()) pv.assign(count, 0.0);
  home::Case home = make_small_home(std::move(import), std::vector<double>(count, 0.02), load, pv);
  home::Battery battery = make_small_battery();
  battery.soc = base::Energy{0.0};
  battery.charge_efficiency = base::Ratio{1.0};
  battery.discharge_efficiency = base::Ratio{0.8};
  home.batteries.push_back(battery);
  home.multipass = home::MultipassSettings{};
  home.multipass->pv_confidence_pct = 100.0;
  home.multipass->load_margin_pct = 100.0;
  home.multipass->cheap_tolerance = base::EnergyPrice{0.01};
  home.multipass->price_smoothing = base::EnergyPrice{0.01};
  home.multipass->consolidation_tolerance = base::EnergyPrice{0.03};
  home.multipass->use_margin = base::EnergyPrice{0.0};
  home.multipass->export_margin = base::EnergyPrice{0.0};
  home.multipass->strategic_price = base::EnergyPrice{0.0};
  home.multipass->s_index.static_factor = 1.0;
  return home;
}

// All passes before the one that is tested.
inline State state_up_to(const home::Case& home, int pass) {
  State state = make_state(home);
  add_margins(state);
  if (pass >= 1) find_cheap_slots(state);
  if (pass >= 3) deplete_baseline(state);
  if (pass >= 4) assign_responsibilities(state);
  if (pass >= 5) place_charging(state);
  if (pass >= 6) choose_actions(state);
  return state;
}

}  // namespace ohmstead::plan::multipass
