// When a water heater may be switched: for a least time on and off, so many times a day.
//
// A run or pause that reaches the end of the horizon is never too short. What was on or off before
// the first slot binds as far as it is told. Going on as before is always allowed, so there always
// is a schedule. Thread rule: does not change after it is made.
//
//   WaterRules::Mode mode = rules.start();
//   if (rules.may(mode, t, true)) mode = rules.after(mode, t, true);
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ohmstead/home/case.hpp"

namespace ohmstead::plan {

class WaterRules {
 public:
  WaterRules(const home::Case& home, const home::WaterHeater& heater);

  // Before the decision of a slot. `left`: starts still allowed today (0 where nothing limits
  // them).
  struct Mode {
    bool is_on = false;
    std::size_t bound_until = 0;  // first slot in which it may be switched
    std::size_t left = 0;
  };
  // From a slot in which it may be switched to the next such slot.
  struct Move {
    std::size_t end = 0;
    std::size_t left = 0;
  };
  // Slots of one day, and how often it may still be started in them.
  struct Day {
    std::size_t first = 0, end = 0;
    bool is_whole = true;  // false: it began before the first slot
    std::optional<std::size_t> starts;
    std::optional<std::size_t> blocks;  // of a day that is not whole: beside a run from before
  };

  [[nodiscard]] std::size_t slot_count() const { return on_until_.size(); }
  // The first slot in which a run (pause) that starts in `slot` may end.
  [[nodiscard]] std::size_t on_until(std::size_t slot) const { return on_until_[slot]; }
  [[nodiscard]] std::size_t off_until(std::size_t slot) const { return off_until_[slot]; }
  [[nodiscard]] bool has_min_on() const { return has_min_on_; }
  [[nodiscard]] bool has_min_off() const { return has_min_off_; }
  [[nodiscard]] bool has_limits() const { return is_limited_; }
  [[nodiscard]] std::span<const Day> days() const { return days_; }
  // Mode::left is below this.
  [[nodiscard]] std::size_t level_count() const { return level_count_; }

  [[nodiscard]] const Mode& start() const { return start_; }
  [[nodiscard]] bool may(const Mode& mode, std::size_t slot, bool on) const;
  [[nodiscard]] Mode after(const Mode& mode, std::size_t slot, bool on) const;
  // What deciding `on` in `slot` leads to when it may be switched there; nothing when forbidden.
  [[nodiscard]] std::optional<Move> move(std::size_t slot, bool is_on, std::size_t left,
                                         bool on) const;
  [[nodiscard]] bool is_allowed(std::span<const int> states) const;
  // The allowed schedule with the least sum of `on_costs` over the slots that are on.
  [[nodiscard]] std::vector<int> cheapest(std::span<const double> on_costs) const;

  // Reports the slots of `states` (0 or 1) that break a rule.
  using Report = std::function<void(std::size_t slot, const std::string& message)>;
  void find_problems(std::span<const int> states, const Report& report) const;

 private:
  void cut_days(const home::Case& home, const home::WaterHeater& heater);
  void set_start(const home::Case& home, const home::WaterHeater& heater);
  [[nodiscard]] std::size_t left_at(const Mode& before, std::size_t slot, bool on) const;

  std::vector<std::size_t> on_until_, off_until_;
  std::vector<Day> days_;
  std::vector<std::size_t> day_of_;
  std::size_t level_count_ = 1;
  bool has_min_on_ = false;
  bool has_min_off_ = false;
  bool is_limited_ = false;
  Mode start_;
};

}  // namespace ohmstead::plan
