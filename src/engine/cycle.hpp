// One cycle, without any thread: from readings and outlook to a snapshot.
//
// Thread rule: one thread per object.
#pragma once

#include "check_readings.hpp"
#include "ledger.hpp"
#include "ohmstead/engine/engine.hpp"

namespace ohmstead::engine {

class Cycle {
 public:
  Cycle(const Parts& parts, const EngineOptions& options);

  [[nodiscard]] Snapshot run(const std::string& trigger);

 private:
  void read_devices(Snapshot& now);
  void ask_outlook(Snapshot& now);
  void make_plan(Snapshot& now);
  void command(Snapshot& now);
  void keep(Snapshot& now);
  void decide(Snapshot& now, const home::PlanSlot& order);
  // Measured (null: nothing), else as the plan expected it, else as the site file assumes.
  [[nodiscard]] home::DeviceStates states(const home::Readings* measured, base::Time now) const;

  Parts parts_;
  EngineOptions options_;
  plan::TariffRule tariff_;
  plan::Planner planner_;
  Ledger ledger_;
  ReadingsCheck check_;
  std::optional<Snapshot> last_;
  bool has_readings_ = false, has_outlook_ = false;  // of this cycle
};

}  // namespace ohmstead::engine
