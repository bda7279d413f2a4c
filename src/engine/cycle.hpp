// One cycle, without any thread: from readings and outlook to a snapshot.
//
// Thread rule: one thread per object.
#pragma once

#include "check_readings.hpp"
#include "cycle_words.hpp"
#include "exception_book.hpp"
#include "forecast_check.hpp"
#include "house.hpp"
#include "ledger.hpp"
#include "month_peaks.hpp"
#include "ohmstead/engine/engine.hpp"
#include "plan_beside.hpp"

namespace ohmstead::engine {

// Whether one is not obeyed, or was overruled by somebody.
[[nodiscard]] bool has_odd(const std::vector<ports::CommandState>& commands);

class Cycle {
 public:
  Cycle(const Parts& parts, const EngineOptions& options, const Overrides& overrides, House& house,
        const ExceptionBook& exceptions);

  [[nodiscard]] Snapshot run(const std::string& trigger, Stage stage);
  // What goes on until there is a plan; nothing: there was no engine before.
  [[nodiscard]] const std::optional<Snapshot>& before() const { return before_; }
  // Called every few seconds while it plans.
  void on_planning(std::function<void()> meanwhile) { meanwhile_ = std::move(meanwhile); }
  // What was set by hand since devices were told last is told at once, by the last plan. Called
  // while it plans; it plans with it next.
  void obey_at_once();
  // Ends a wait for the planner.
  void stop_with(std::stop_token stop) { stop_ = std::move(stop); }

 private:
  void read_devices(Snapshot& now);
  void close_slot(const home::Readings& readings);
  void ask_outlook(Snapshot& now);
  void tell_sources(Snapshot& now) const;
  void make_plan(Snapshot& now);
  // Whether the plan that was made last still holds, and what holds if no new one is made.
  [[nodiscard]] const std::optional<Snapshot>& last_plan() const { return last_ ? last_ : before_; }
  void go_on(Snapshot& now, Health health, const std::string& why);
  [[nodiscard]] bool has_plan_for(base::Time now) const;
  [[nodiscard]] base::Seconds slot_length() const;
  [[nodiscard]] base::Seconds plan_every() const;
  [[nodiscard]] bool may_plan_later(const Snapshot& now, const Wanted& wanted) const;
  [[nodiscard]] std::string what_goes_on(base::Time now) const;
  void command(Snapshot& now);
  // Of the snapshot's time; null: no plan holds.
  [[nodiscard]] const home::PlanSlot* planned_slot(const Snapshot& now) const;
  [[nodiscard]] home::PlanSlot make_order(const Snapshot& now, bool knows_wishes) const;
  [[nodiscard]] base::Result<void> follow(home::PlanSlot order, Stage stage);
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
  PlanBeside planner_;
  std::function<void()> meanwhile_;
  std::stop_token stop_;
  Ledger ledger_;
  MonthPeaks peaks_;
  ReadingsCheck check_;
  ForecastCheck forecasts_;
  const Overrides* overrides_;
  House* house_;
  const ExceptionBook* exceptions_;
  const MeasuredSlot* closed_ = nullptr;  // by this cycle
  std::vector<Decision> remembered_;      // newest first
  base::Time forgot_at_{};
  Stage stage_ = Stage::advisory;   // of the cycle that runs
  Wanted obeyed_;                   // what devices were told
  Wanted planned_for_;              // what the last plan knew
  std::optional<Snapshot> before_;  // of another engine
  std::optional<Snapshot> last_;
  bool has_readings_ = false, has_outlook_ = false;  // of this cycle
  bool is_without_plan_ = false;                     // devices were given back for want of one
};

}  // namespace ohmstead::engine
