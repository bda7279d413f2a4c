// One device's memory of what it was told: decides whether a command is worth a write.
//
// Writes only when something changes, leaves pauses between writes, keeps within the day's budget
// of memories that wear out, repeats what was not obeyed and raises an alarm after some tries, and
// refreshes what a device would forget. A change that somebody else made on the device is
// recognised and left alone for a while; limits pass it all the same. All by an injected time.
// Thread rule: one thread per object.
//
//   if (auto write = actuator.decide(command, reported, now)) {
//     actuator.note(*write, now, driver.write(*write).has_value()); }
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <utility>

#include "ohmstead/base/time.hpp"
#include "ohmstead/home/command.hpp"

namespace ohmstead::control {

struct ActuatorRules {
  base::Power dead_band{0.1};
  // Holding does not count; repeated writes wait for longer pauses instead.
  std::int64_t most_changes_an_hour = 20;
  std::int64_t tries = 2;         // in vain, before the alarm
  base::Seconds retry_after{20};  // doubled after each try, up to quick_retry
  base::Seconds quick_retry{50};  // what hears again is told within a minute
  std::int64_t quick_tries = 72;  // an hour; of a memory that wears out none
  base::Seconds slow_retry{300};
  base::Seconds foreign_respected{5400};
  base::Seconds late_write{90};  // an older write of ours may arrive so long after a newer one
  base::Seconds unheard{60};     // without a report for so long a device may have restarted
};

// urgent: a limit is at stake; neither pauses nor budgets nor other people's changes hold it up.
// give_back: the device goes its own way again; only other people's changes hold that up.
enum class Urgency { usual, urgent, give_back };

class Actuator {
 public:
  explicit Actuator(home::Abilities abilities, ActuatorRules rules = {});

  // What to write now, if anything. `wish` is in the device's own words (nearest()); `reported` is
  // what it says it was told, absent when it does not say.
  [[nodiscard]] std::optional<home::Command> decide(const home::Command& wish,
                                                    const std::optional<home::Command>& reported,
                                                    base::Time now,
                                                    Urgency urgency = Urgency::usual);
  // What became of a write.
  void note(const home::Command& write, base::Time now, bool is_taken);
  // What is measured of the device does not fit what it says: when it says otherwise next, that is
  // not somebody else's doing.
  void doubt() { is_doubted_ = true; }

  [[nodiscard]] const home::Abilities& abilities() const { return abilities_; }
  // It does not do what it is told; a sentence. Empty: all is well.
  [[nodiscard]] const std::string& alarm() const { return alarm_; }
  // Somebody else's command that is respected, and until when.
  struct Foreign {
    home::Command command;
    base::Time until;
  };
  [[nodiscard]] const std::optional<Foreign>& foreign() const { return foreign_; }
  void forget_foreign() { foreign_.reset(); }
  void restore_foreign(Foreign foreign) { foreign_ = std::move(foreign); }
  // When it was written to, oldest first; those of the last day count for its budget.
  [[nodiscard]] const std::deque<base::Time>& writes() const { return writes_; }
  void restore_write(base::Time at) { writes_.push_back(at); }
  [[nodiscard]] std::int64_t writes_in(base::Seconds span, base::Time now) const;
  [[nodiscard]] const std::optional<home::Command>& told() const { return told_; }

 private:
  bool is_back(base::Time now);
  void compare(const home::Command& reported, base::Time now, bool was_away);
  [[nodiscard]] bool is_due(const home::Command& wish, base::Time now) const;
  [[nodiscard]] base::Seconds pause_after_tries() const;
  [[nodiscard]] bool may_write(base::Time now, bool is_begun) const;
  void turn_back(base::Time now);

  home::Abilities abilities_;
  ActuatorRules rules_;
  std::optional<home::Command> told_;    // the last write that was taken
  std::optional<home::Command> before_;  // what was told before that
  base::Time told_at_{};
  bool is_confirmed_ = false;  // it was seen to hold
  bool is_refused_ = false;    // the last write was not taken
  bool is_doubted_ = false;    // see doubt()
  bool is_overruled_ = false;  // somebody else told it otherwise since then
  std::int64_t tries_ = 0;     // of the last command, without success
  base::Time tried_at_{};
  std::optional<base::Time> heard_at_;
  std::deque<base::Time> writes_;   // of the last day
  std::deque<base::Time> changes_;  // of these, what was no repetition, of the last hour
  std::optional<Foreign> foreign_;
  std::string alarm_;
};

}  // namespace ohmstead::control
