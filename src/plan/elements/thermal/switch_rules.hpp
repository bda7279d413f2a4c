// When a device may be switched: at wall multiples only, for a least time on and off, so many times
// a day. Time is cut into periods of slots that share one decision.
//
// A run or pause that reaches the end of the horizon is never too short. What was on or off before
// the first slot binds as far as it is told. Every period allows at least to go on as before, so
// there always is a schedule. Thread rule: does not change after it is made.
//
//   SwitchRules::Mode mode = rules.start();
//   if (rules.may(mode, p, true)) mode = rules.after(mode, p, true);
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "ohmstead/home/case.hpp"

namespace ohmstead::plan {

class SwitchRules {
 public:
  SwitchRules(const home::Case& home, const home::HeatSource& source);

  // Before the decision of a period. `starts` counts the day of the period `day`.
  struct Mode {
    bool is_on = false;
    std::size_t bound_until = 0;  // first period in which it may be switched
    std::size_t day = 0;
    std::int64_t starts = 0;
  };

  [[nodiscard]] std::size_t period_count() const { return first_slots_.size() - 1; }
  [[nodiscard]] std::size_t first_slot(std::size_t period) const { return first_slots_[period]; }
  [[nodiscard]] std::size_t end_slot(std::size_t period) const { return first_slots_[period + 1]; }
  // The first period in which a run (pause) that starts in `period` may end.
  [[nodiscard]] std::size_t on_until(std::size_t period) const { return on_until_[period]; }
  [[nodiscard]] std::size_t off_until(std::size_t period) const { return off_until_[period]; }
  [[nodiscard]] std::size_t day(std::size_t period) const { return days_[period]; }
  [[nodiscard]] std::optional<std::int64_t> most_starts() const { return most_starts_; }
  [[nodiscard]] bool has_min_off() const { return has_min_off_; }

  [[nodiscard]] const Mode& start() const { return start_; }
  [[nodiscard]] std::int64_t starts_in_day(const Mode& mode, std::size_t period) const {
    return mode.day == days_[period] ? mode.starts : 0;
  }
  [[nodiscard]] bool may(const Mode& mode, std::size_t period, bool on) const;
  [[nodiscard]] Mode after(const Mode& mode, std::size_t period, bool on) const;
  // Whether one decision per period keeps all rules.
  [[nodiscard]] bool is_allowed(std::span<const char> on) const;

  // The allowed schedule with the least sum of `on_costs` over the periods that are on.
  [[nodiscard]] std::vector<char> cheapest(std::span<const double> on_costs) const;

  // Reports the slots of `states` (0 or 1) that break a rule.
  using Report = std::function<void(std::size_t slot, const std::string& message)>;
  void find_problems(std::span<const int> states, const Report& report) const;

 private:
  void cut_periods(const home::Case& home, base::Seconds switch_every);
  void set_start(const home::Case& home, const home::HeatSource& source);
  [[nodiscard]] std::string why_not(const Mode& mode, std::size_t period, bool on) const;

  std::vector<std::size_t> first_slots_;  // and the count of slots
  std::vector<std::size_t> on_until_, off_until_, days_;
  std::optional<std::int64_t> most_starts_;
  bool has_min_off_ = false;
  base::Seconds min_on_{0}, min_off_{0}, switch_every_{0};
  Mode start_;
};

}  // namespace ohmstead::plan
