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
  return has_power(command.verb) ? fmt::format("{} at {:g} kW", name, command.power.value())
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

// Learns from what the device says: obeyed, not obeyed, restarted, or told otherwise by others.
void Actuator::compare(const std::optional<home::Command>& reported, base::Time now) {
  if (!reported) return;
  const bool was_away = heard_at_ && now - *heard_at_ > rules_.unheard;
  heard_at_ = now;
  if (!told_ || now - told_at_ < abilities_.settles_within) return;
  if (is_same(*reported, *told_, rules_.dead_band)) {
    is_confirmed_ = true;
    foreign_.reset();
    if (is_refused_) return;  // that the older command holds says nothing of the newer one
    tries_ = 0;
    alarm_.clear();
    return;
  }
  if (foreign_ && is_same(*reported, foreign_->command, rules_.dead_band)) return;
  // What a device does after a restart nobody asked for; what was told is told again.
  const bool is_own_way = reported->verb == abilities_.verbs.front();
  if (is_confirmed_ && !(was_away && is_own_way)) {
    foreign_ = Foreign{*reported, now + rules_.foreign_respected};
    alarm_.clear();
  }
  is_confirmed_ = false;
}

bool Actuator::is_due(const home::Command& wish, base::Time now) const {
  if (!told_ || !is_same(wish, *told_, rules_.dead_band)) return true;
  if (abilities_.refresh_every.count() > 0 && now - told_at_ >= abilities_.refresh_every)
    return true;
  return abilities_.tells_what_is_set && !is_confirmed_ &&
         now - told_at_ >= abilities_.settles_within && heard_at_ == now;
}

bool Actuator::may_write(base::Time now) const {
  if (tries_ > 0) {
    const auto doubled =
        rules_.retry_after * (std::int64_t{1} << std::min<std::int64_t>(tries_ - 1, 20));
    if (now - tried_at_ < std::min<base::Seconds>(doubled, rules_.slow_retry)) return false;
  }
  if (!writes_.empty() && now - writes_.back() < abilities_.least_pause) return false;
  if (writes_in(k_hour, now) >= rules_.most_writes_an_hour) return false;
  return abilities_.most_writes_a_day == 0 || writes_in(k_day, now) < abilities_.most_writes_a_day;
}

std::optional<home::Command> Actuator::decide(const home::Command& wish,
                                              const std::optional<home::Command>& reported,
                                              base::Time now, Urgency urgency) {
  // A clock that was set back must not lock a device up.
  if (now < told_at_ || now < tried_at_) {
    told_at_ = tried_at_ = now;
    writes_.clear();
  }
  compare(reported, now);
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
  } else if (!may_write(now)) {
    return std::nullopt;
  }
  return wish;
}

void Actuator::note(const home::Command& write, base::Time now, bool is_taken) {
  while (!writes_.empty() && writes_.front() <= now - k_day) writes_.pop_front();
  if (is_taken) writes_.push_back(now);
  const bool is_again = told_ && is_same(write, *told_, rules_.dead_band) && is_confirmed_;
  tried_at_ = now;
  is_refused_ = !is_taken;
  if (!is_taken) {
    ++tries_;
  } else {
    const bool is_repeated = told_ && is_same(write, *told_, rules_.dead_band);
    if (!is_repeated) tries_ = 0;
    if (is_repeated && !is_again && abilities_.tells_what_is_set) ++tries_;
    told_ = write;
    told_at_ = now;
    is_confirmed_ = is_again || !abilities_.tells_what_is_set;
    if (!abilities_.tells_what_is_set) alarm_.clear();
  }
  if (tries_ >= rules_.tries)
    alarm_ = fmt::format("{} does not take '{}' after {} tries", abilities_.device, text_of(write),
                         tries_);
}

}  // namespace ohmstead::control
