// Battery Optimizer's orders to heaters: by a schedule of somebody else's, and by hand.
//
// Both become overrides. By hand goes before a schedule: one by hand takes its time out of the
// schedule, and a schedule that is told meanwhile begins when that by hand ends. A schedule lasts
// until it is told to be inactive, at most a day, so that a heater does not stay on for ever when
// who tells it falls silent. Thread rule: on the server's thread.
#pragma once

#include <deque>

#include "asked.hpp"

namespace ohmstead::api::systems {

class Immersions {
 public:
  [[nodiscard]] Answer update_schedule(const Asked& asked);
  [[nodiscard]] Answer schedule_status(const Asked& asked);
  [[nodiscard]] Answer schedule_history(const Asked& asked);

  [[nodiscard]] static Answer set_by_hand(const Asked& asked);
  [[nodiscard]] static Answer clear_by_hand(const Asked& asked);
  [[nodiscard]] static Answer clear_all_by_hand(const Asked& asked);
  [[nodiscard]] static Answer status_by_hand(const Asked& asked);

 private:
  // What was told; the newest last. Forgotten when the service ends.
  struct Told {
    std::int64_t id = 0;  // of its override
    std::string heater;
    std::string reason;
    base::Time from;
    base::Time until;                 // at the latest
    std::optional<base::Time> ended;  // told to be inactive

    [[nodiscard]] base::Time over(base::Time now) const {
      return std::min(ended.value_or(now), until);
    }
    [[nodiscard]] bool is_active(base::Time now) const { return !ended && now < until; }
  };
  // What was taken away elsewhere ends now.
  void forget_ended(const Asked& asked);
  [[nodiscard]] Told* active_of(const std::string& heater, base::Time now);

  std::deque<Told> told_;
};

}  // namespace ohmstead::api::systems
