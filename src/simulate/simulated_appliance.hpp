// A machine with one run in each of its windows, started when it is told, or untold at once.
//
// A run that is not interrupted goes on to its end once begun, whatever is told then. Thread rule:
// one thread at a time.
#pragma once

#include "ohmstead/base/zone.hpp"
#include "ohmstead/home/plan.hpp"
#include "ohmstead/home/readings.hpp"
#include "ohmstead/home/site.hpp"

namespace ohmstead::simulate {

class SimulatedAppliance {
 public:
  // The site's appliance must outlive it.
  SimulatedAppliance(const home::SiteAppliance& appliance, base::Zone zone)
      : appliance_{&appliance}, zone_{std::move(zone)} {}

  void decide(const home::DeviceSlot* order, base::Time now);
  void live(base::Seconds time);
  // Goes on with the run of another one of that name, if it still is of that kind.
  void go_on_from(const SimulatedAppliance& before);

  [[nodiscard]] const std::string& id() const { return appliance_->id; }
  [[nodiscard]] base::Power power() const { return power_; }
  [[nodiscard]] home::ApplianceReading read() const;

 private:
  void run_profile(bool is_told_to, base::Time now);
  void run_load(const home::DeviceSlot* order, base::Time now);

  const home::SiteAppliance* appliance_;
  base::Zone zone_;
  std::optional<home::LocalSpan> window_;  // the last one that opened
  home::ApplianceState state_ = home::ApplianceState::waiting;
  base::Seconds on_for_{0};
  base::Energy used_, drawn_;
  base::Power power_;
};

}  // namespace ohmstead::simulate
