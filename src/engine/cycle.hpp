// One cycle, without any thread: from readings and outlook to a snapshot.
//
// Thread rule: one thread per object.
#pragma once

#include "check_readings.hpp"
#include "forecast_check.hpp"
#include "ledger.hpp"
#include "ohmstead/engine/engine.hpp"

namespace ohmstead::engine {

class Cycle {
 public:
  Cycle(const Parts& parts, const EngineOptions& options, const Overrides& overrides);

  [[nodiscard]] Snapshot run(const std::string& trigger, Stage stage);

 private:
  void read_devices(Snapshot& now);
  void ask_outlook(Snapshot& now);
  void tell_sources(Snapshot& now) const;
  void make_plan(Snapshot& now);
  void command(Snapshot& now);
  void keep(Snapshot& now);
  void remember(Snapshot& now);
  void forget_old(Snapshot& now);
  void decide(Snapshot& now, const home::PlanSlot& order);
  void add_decision(Snapshot& now, Decision decision) const;
  void bring_back();
  [[nodiscard]] double time_limit_s(base::Time next) const;
  // Measured (null: nothing), else as the plan expected it, else as the site file assumes.
  [[nodiscard]] home::DeviceStates states(const home::Readings* measured, base::Time now) const;

  Parts parts_;
  EngineOptions options_;
  plan::TariffRule tariff_;
  plan::Planner planner_;
  Ledger ledger_;
  ReadingsCheck check_;
  ForecastCheck forecasts_;
  const Overrides* overrides_;
  const MeasuredSlot* closed_ = nullptr;  // by this cycle
  std::vector<Decision> remembered_;      // newest first
  base::Time forgot_at_{};
  std::optional<Snapshot> last_;
  bool has_readings_ = false, has_outlook_ = false;  // of this cycle
};

}  // namespace ohmstead::engine
