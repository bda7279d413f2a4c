#include "ohmstead/control/actuator.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "ohmstead/control/nearest.hpp"

namespace ohmstead::control {
namespace {

constexpr base::Seconds k_hour{3600};
constexpr base::Seconds k_day{86400};
// Where a limit is at stake, or the device is given back.
constexpr base::Seconds k_urgent_retry{5};

std::string text_of(const home::Command& command) {
  const auto name = names_of(command.verb)[static_cast<std::size_t>(command.verb)];
  return has_power(command.verb) ? fmt::format("{} at {:.3g} kW", name, command.power.value())
                                 : std::string{name};
}

}  // namespace

Actuator::Actuator(home::Abilities abilities, ActuatorRules rules)
    : abilities_{std::move(abilities)}, rules_{rules} {
  rules_.dead_band = std::max(rules_.dead_band, abilities_.step * 0.5);
}

std::int64_t Actuator::writes_in(base::Seconds span, base::Time now) const {
  return std::count_if(writes_.begin(), writes_.end(),
                       [&](base::Time at) { return at > now - span; });
}

// Whether it says something for the first time, or after a silence: what it did not take until then
// is told at once.
bool Actuator::is_back(base::Time now) {
  const bool was_away = !heard_at_ || now - *heard_at_ > rules_.unheard;
  heard_at_ = now;
  if (was_away) tries_ = 0;
  return was_away;
}

// Learns from what the device says: obeyed, not obeyed, restarted, or told otherwise by others.
void Actuator::compare(const home::Command& reported, base::Time now, bool was_away) {
  if (!told_ || now - told_at_ < abilities_.settles_within) return;
  if (is_same(reported, *told_, rules_.dead_band)) {
    is_confirmed_ = true;
    is_overruled_ = false;
    foreign_.reset();
    if (is_refused_) return;  // that the older command holds says nothing of the newer one
    tries_ = 0;
    alarm_.clear();
    return;
  }
  if (foreign_ && is_same(reported, foreign_->command, rules_.dead_band)) return;
  // What a device does after a restart nobody asked for; what was told is told again.
  const bool is_own_way = reported.verb == abilities_.verbs.front();
  const bool is_own_late = before_ && is_same(reported, *before_, rules_.dead_band) &&
                           now - told_at_ <= rules_.late_write;
  if (is_confirmed_ && !is_doubted_ && !is_own_late && !(was_away && is_own_way)) {
    foreign_ = Foreign{reported, now + rules_.foreign_respected};
    is_overruled_ = true;
    alarm_.clear();
  }
  is_confirmed_ = is_doubted_ = false;
}

bool Actuator::is_due(const home::Command& wish, base::Time now) const {
  if (!told_ || !is_same(wish, *told_, rules_.dead_band)) return true;
  if (is_overruled_) return true;  // also one that does not say what it does meanwhile
  if (abilities_.refresh_every.count() > 0 && now - told_at_ >= abilities_.refresh_every)
    return true;
  return abilities_.tells_what_is_set && !is_confirmed_ &&
         now - told_at_ >= abilities_.settles_within && heard_at_ == now;
}

base::Seconds Actuator::pause_after_tries() const {
  if (tries_ == 0) return base::Seconds{0};
  const bool is_quick = abilities_.most_writes_a_day == 0 && tries_ <= rules_.quick_tries;
  const base::Seconds doubled =
      rules_.retry_after * (std::int64_t{1} << std::min<std::int64_t>(tries_ - 1, 20));
  return std::min(doubled, is_quick ? rules_.quick_retry : rules_.slow_retry);
}

bool Actuator::may_write(base::Time now, bool is_begun) const {
  if (tries_ > 0 && now - tried_at_ < pause_after_tries()) return false;
  if (!writes_.empty() && now - writes_.back() < abilities_.least_pause) return false;
  if (is_begun && static_cast<std::int64_t>(changes_.size()) >= rules_.most_changes_an_hour &&
      now - changes_.front() < k_hour)
    return false;
  return abilities_.most_writes_a_day == 0 || writes_in(k_day, now) < abilities_.most_writes_a_day;
}

// A clock that was set back must not lock a device up.
void Actuator::turn_back(base::Time now) {
  const bool is_after_writes = writes_.empty() || now >= writes_.back();
  if (is_after_writes && now >= told_at_ && now >= tried_at_ && !(heard_at_ && now < *heard_at_))
    return;
  told_at_ = std::min(told_at_, now);
  tried_at_ = std::min(tried_at_, now);
  if (heard_at_) heard_at_ = std::min(*heard_at_, now);
  if (foreign_) foreign_->until = std::min(foreign_->until, now + rules_.foreign_respected);
  const base::Time before = now - abilities_.least_pause;
  for (base::Time& at : writes_) at = std::min(at, before);
  for (base::Time& at : changes_) at = std::min(at, before);
}

std::optional<home::Command> Actuator::decide(const home::Command& wish,
                                              const std::optional<home::Command>& reported,
                                              base::Time now, Urgency urgency) {
  turn_back(now);
  const bool was_away = reported && is_back(now);
  // After a restart of ours: what holds as it should needs no write.
  if (!told_ && tries_ == 0 && reported && is_same(wish, *reported, rules_.dead_band)) {
    told_ = *reported;
    told_at_ = now;
    is_confirmed_ = true;
  }
  if (reported) compare(*reported, now, was_away);
  if (foreign_ && now >= foreign_->until) foreign_.reset();
  if (is_refused_ && is_confirmed_ && told_ && is_same(wish, *told_, rules_.dead_band)) {
    is_refused_ = false;  // what was refused is not wished any more
    tries_ = 0;
    alarm_.clear();
  }
  const bool is_urgent = urgency == Urgency::urgent;
  if (foreign_ && !is_urgent) return std::nullopt;
  if (!is_due(wish, now)) return std::nullopt;
  const bool is_new = !told_ || !is_same(wish, *told_, rules_.dead_band);
  if (urgency != Urgency::usual && is_new) {
    if (tries_ > 0 && now - tried_at_ < k_urgent_retry) return std::nullopt;
  } else if (is_urgent) {
    // What keeps a limit is repeated whatever its memory has taken today.
    if (now - tried_at_ < std::max(k_urgent_retry, pause_after_tries())) return std::nullopt;
  } else if (!may_write(now, is_new && wish.verb != home::Verb::hold)) {
    return std::nullopt;
  }
  return wish;
}

void Actuator::note(const home::Command& write, base::Time now, bool is_taken) {
  while (!writes_.empty() && writes_.front() <= now - k_day) writes_.pop_front();
  while (!changes_.empty() && changes_.front() <= now - k_hour) changes_.pop_front();
  if (is_taken) writes_.push_back(now);
  const bool is_same_again = told_ && is_same(write, *told_, rules_.dead_band);
  // Holding is harmless: only what begins something is counted.
  if (is_taken && !is_same_again && write.verb != home::Verb::hold) changes_.push_back(now);
  const bool is_again = is_same_again && is_confirmed_;
  tried_at_ = now;
  is_refused_ = !is_taken;
  if (!is_taken) {
    ++tries_;
  } else {
    if (!is_same_again) {
      tries_ = 0;
      is_doubted_ = false;
      before_ = told_;
    }
    if (is_same_again && !is_again && abilities_.tells_what_is_set) ++tries_;
    told_ = write;
    told_at_ = now;
    is_overruled_ = false;
    is_confirmed_ = is_again || !abilities_.tells_what_is_set;
    if (!abilities_.tells_what_is_set) alarm_.clear();
  }
  if (tries_ >= rules_.tries)
    alarm_ = fmt::format("{} does not take '{}' after {} tries", abilities_.device, text_of(write),
                         tries_);
}

}  // namespace ohmstead::control
