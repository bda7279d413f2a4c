// The service on a simulated home on bad days, by a turned clock: everything between the planner
// and the devices is real, the driver and the world are not.
//
// Thread rule: one thread.
//
//   DrilledHome home{loaded, start, faults};
//   home.live(until, [&] { watch.look(home); });
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "drill_fault.hpp"
#include "faulty_driver.hpp"
#include "loaded_site.hpp"
#include "ohmstead/base/turned_clock.hpp"
#include "ohmstead/engine/driven_home.hpp"
#include "ohmstead/engine/engine.hpp"
#include "ohmstead/simulate/simulated_driver.hpp"
#include "testing/notebook.hpp"

namespace ohmstead::drill {

// Prices as they were known, or none.
class FaultyOutlook final : public ports::OutlookSource {
 public:
  FaultyOutlook(simulate::KnownOutlook& inner, const base::Clock& world,
                const std::vector<Fault>& faults)
      : inner_{&inner}, world_{&world}, faults_{&faults} {}
  [[nodiscard]] base::Result<home::Outlook> outlook(base::Time now) override;
  [[nodiscard]] std::int64_t version(base::Time now) const override { return inner_->version(now); }

 private:
  simulate::KnownOutlook* inner_;
  const base::Clock* world_;
  const std::vector<Fault>* faults_;
};

class DrilledHome {
 public:
  // `loaded` must outlive it; faults in the order of their beginning.
  DrilledHome(const app::LoadedSite& loaded, base::Time start, std::vector<Fault> faults,
              base::Seconds step = base::Seconds{5});

  // Calls `look` after each step.
  void live(base::Time until, const std::function<void()>& look);

  [[nodiscard]] const home::Site& site() const { return loaded_->site; }
  [[nodiscard]] const simulate::History& history() const { return loaded_->history; }
  [[nodiscard]] const base::Zone& zone() const { return loaded_->zone; }
  [[nodiscard]] const std::vector<Fault>& faults() const { return faults_; }
  [[nodiscard]] bool has(FaultKind kind) const { return drill::has(faults_, kind, now()); }
  [[nodiscard]] base::Seconds step() const { return step_; }
  [[nodiscard]] base::Time now() const { return world_.time; }
  // As all is, whatever meters say.
  [[nodiscard]] home::Readings truth() { return house_->read().value(); }
  // What the device does, whatever it says.
  [[nodiscard]] home::Command does(const std::string& device);
  [[nodiscard]] std::vector<home::Abilities> abilities() const { return driver_->abilities(); }
  [[nodiscard]] const std::map<std::string, int>& writes() const { return faulty_->writes(); }
  // Null while the service is dead.
  [[nodiscard]] engine::Engine* engine() { return engine_.get(); }
  [[nodiscard]] std::vector<ports::CommandState> commands() const;
  [[nodiscard]] const engine::testing::Notebook& memory() const { return memory_; }

 private:
  void begin();

  const app::LoadedSite* loaded_;
  std::vector<Fault> faults_;
  base::Seconds step_;
  base::TurnedClock world_, service_;
  simulate::KnownThen known_;
  simulate::KnownOutlook outlooks_;
  FaultyOutlook faulty_outlooks_;
  engine::testing::Notebook memory_;
  std::optional<simulate::SimulatedHome> house_;
  std::optional<simulate::SimulatedDriver> driver_;
  std::optional<FaultyDriver> faulty_;
  std::unique_ptr<engine::DrivenHome> driven_;
  std::unique_ptr<engine::Engine> engine_;
};

}  // namespace ohmstead::drill
