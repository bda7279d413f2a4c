#include "heat_schedule.hpp"

#include <algorithm>

#include "heat_simulation.hpp"
#include "room_program.hpp"

namespace ohmstead::plan {
namespace {

// Windows of up to this many periods are switched on or off by a small change.
constexpr std::size_t k_longest_change = 6;
// Improvements after which a descent ends.
constexpr int k_most_steps = 200;
// Cost of a forbidden period, against 1 for one that changes.
constexpr double k_never = 1e3;

std::vector<char> to_periods(const SwitchRules& rules, const Track& track) {
  std::vector<char> on;
  on.reserve(rules.period_count());
  for (std::size_t p = 0; p < rules.period_count(); ++p)
    on.push_back(track.state[rules.first_slot(p)] != 0 ? 1 : 0);
  return on;
}

// A period is blocked when one of its slots is.
std::vector<char> to_blocked_periods(const SwitchRules& rules, std::span<const char> slots) {
  std::vector<char> blocked;
  for (std::size_t p = 0; !slots.empty() && p < rules.period_count(); ++p) {
    const auto first = slots.begin() + static_cast<std::ptrdiff_t>(rules.first_slot(p));
    const auto last = slots.begin() + static_cast<std::ptrdiff_t>(rules.end_slot(p));
    blocked.push_back(std::any_of(first, last, [](char each) { return each != 0; }) ? 1 : 0);
  }
  return blocked;
}

bool runs_where_blocked(std::span<const char> on, std::span<const char> blocked) {
  for (std::size_t p = 0; p < blocked.size(); ++p) {
    if (on[p] != 0 && blocked[p] != 0) return true;
  }
  return false;
}

// Shows every allowed schedule that differs by one window switched on or off, or by one run that
// comes a period sooner or later.
void visit_changes(const SwitchRules& rules, const std::vector<char>& now,
                   const std::function<void(const std::vector<char>&)>& visit) {
  const std::size_t count = now.size();
  std::vector<char> changed = now;
  const auto show = [&] {
    if (changed != now && rules.is_allowed(changed)) visit(changed);
  };
  for (std::size_t p = 0; p < count; ++p) {
    const std::size_t least = std::max(rules.on_until(p), rules.off_until(p)) - p;
    const std::size_t longest = std::min(count - p, std::max(k_longest_change, least + 2));
    for (const char value : {char{1}, char{0}}) {
      if (now[p] == value) continue;  // the same as a shorter window
      changed = now;
      for (std::size_t length = 1; length <= longest; ++length) {
        changed[p + length - 1] = value;
        if (now[p + length - 1] != value) show();
      }
    }
    if (p == 0 || now[p] == now[p - 1]) continue;
    std::size_t end = p + 1;
    while (end < count && now[end] == now[p]) ++end;
    changed = now;  // all of the run or pause that begins here, sooner
    changed[p - 1] = now[p];
    changed[end - 1] = now[p - 1];
    show();
    if (end == count) continue;
    changed = now;  // later
    changed[p] = now[p - 1];
    changed[end] = now[p];
    show();
  }
}

class SwitchedHeater final : public SwitchedDevice {
 public:
  SwitchedHeater(const Heating& heating, std::size_t heater)
      : heating_{&heating}, heater_{heater}, simulation_{heating} {
    if (source().shares.size() == 1) program_.emplace(heating, heater);
  }

  [[nodiscard]] std::size_t device() const override {
    return heating_->network().zone_count() + heater_;
  }

  [[nodiscard]] Track respond(std::span<const double> prices, std::span<const char> blocked,
                              std::span<const Track> tracks) override;

  [[nodiscard]] Track respond_within(SlotRange window, std::span<const double> prices,
                                     std::span<const char> blocked,
                                     std::span<const Track> tracks) override;

  void visit_neighbours(std::span<const Track> tracks, const Visit& visit) override {
    Track candidate{heating_->slot_count()};
    visit_changes(source().rules, to_periods(source().rules, tracks[device()]),
                  [&](const std::vector<char>& on) {
                    write(on, candidate);
                    visit(candidate);
                  });
  }

  [[nodiscard]] double own_cost(std::span<const Track> tracks) override {
    return simulation_.cost(heaters_of(tracks));
  }

 private:
  [[nodiscard]] const Heater& source() const { return heating_->heaters()[heater_]; }
  [[nodiscard]] std::span<const Track> heaters_of(std::span<const Track> tracks) const {
    return tracks.subspan(heating_->network().zone_count());
  }
  void write(std::span<const char> on, Track& track) const;
  // Cost of the rooms and of this source's electricity.
  [[nodiscard]] double total(std::span<const double> prices, std::span<const char> on);
  [[nodiscard]] std::vector<char> descend(std::span<const double> prices,
                                          std::span<const char> blocked, std::vector<char> on);

  const Heating* heating_;
  std::size_t heater_;
  std::optional<RoomProgram> program_;  // none: it heats several rooms
  std::vector<Track> heaters_;          // while responding
  HeatSimulation simulation_;
};

void SwitchedHeater::write(std::span<const char> on, Track& track) const {
  const SwitchRules& rules = source().rules;
  for (std::size_t p = 0; p < rules.period_count(); ++p) {
    for (std::size_t t = rules.first_slot(p); t < rules.end_slot(p); ++t) {
      track.power_kw[t] = on[p] != 0 ? source().power_kw : 0.0;
      track.state[t] = on[p] != 0 ? 1 : 0;
    }
  }
}

double SwitchedHeater::total(std::span<const double> prices, std::span<const char> on) {
  write(on, heaters_[heater_]);
  double cost = simulation_.cost(heaters_);
  for (std::size_t t = 0; t < prices.size(); ++t)
    cost += prices[t] * heaters_[heater_].power_kw[t] * heating_->hours(t);
  return cost;
}

Track SwitchedHeater::respond(std::span<const double> prices, std::span<const char> blocked,
                              std::span<const Track> tracks) {
  const SwitchRules& rules = source().rules;
  const auto heaters = heaters_of(tracks);
  heaters_.assign(heaters.begin(), heaters.end());
  const std::vector<char> forbidden = to_blocked_periods(rules, blocked);
  std::vector<char> best = to_periods(rules, heaters[heater_]);
  if (!rules.is_allowed(best) || runs_where_blocked(best, forbidden)) {
    std::vector<double> on_costs;
    for (std::size_t p = 0; p < best.size(); ++p) {
      const bool is_forbidden = !forbidden.empty() && forbidden[p] != 0;
      on_costs.push_back(is_forbidden ? k_never : best[p] != 0 ? -1.0 : 1.0);
    }
    best = rules.cheapest(on_costs);
  }
  double lowest = total(prices, best);
  const auto take = [&](const std::vector<char>& on) {
    const double cost = total(prices, on);
    if (cost >= lowest) return;
    lowest = cost;
    best = on;
  };
  if (program_) {
    take(program_->cheapest(prices, forbidden, heaters_, simulation_.temperatures_c()));
  } else {
    for (const double on_cost : {0.0, 1.0, -1.0}) {
      std::vector<double> on_costs(best.size(), on_cost);
      for (std::size_t p = 0; p < forbidden.size(); ++p) on_costs[p] += forbidden[p] * k_never;
      take(descend(prices, forbidden, on_cost == 0.0 ? best : rules.cheapest(on_costs)));
    }
  }
  Track answer{heating_->slot_count()};
  write(best, answer);
  return answer;
}

Track SwitchedHeater::respond_within(SlotRange window, std::span<const double> prices,
                                     std::span<const char> blocked, std::span<const Track> tracks) {
  const SwitchRules& rules = source().rules;
  const std::vector<char> now = to_periods(rules, tracks[device()]);
  const std::vector<char> forbidden = to_blocked_periods(rules, blocked);
  RoomProgram::Window periods{rules.period_count(), 0, now};
  for (std::size_t p = 0; p < now.size(); ++p) {
    if (rules.first_slot(p) < window.first || rules.end_slot(p) > window.end) continue;
    periods.first = std::min(periods.first, p);
    periods.end = p + 1;
  }
  if (!program_ || !rules.is_allowed(now) || periods.first >= periods.end)
    return SwitchedDevice::respond_within(window, prices, blocked, tracks);
  const auto heaters = heaters_of(tracks);
  heaters_.assign(heaters.begin(), heaters.end());
  const double lowest = total(prices, now);
  const double known =
      runs_where_blocked(now, forbidden) ? std::numeric_limits<double>::infinity() : lowest;
  std::vector<char> answer =
      program_->cheapest(prices, forbidden, heaters_, simulation_.temperatures_c(), periods);
  if (!rules.is_allowed(answer) || total(prices, answer) >= known) answer = now;
  Track track{heating_->slot_count()};
  write(answer, track);
  return track;
}

std::vector<char> SwitchedHeater::descend(std::span<const double> prices,
                                          std::span<const char> blocked, std::vector<char> on) {
  constexpr double k_smallest_gain = 1e-9;
  double lowest = total(prices, on);
  for (int step = 0; step < k_most_steps; ++step) {
    std::vector<char> best = on;
    visit_changes(source().rules, on, [&](const std::vector<char>& changed) {
      if (runs_where_blocked(changed, blocked)) return;
      const double cost = total(prices, changed);
      if (cost >= lowest - k_smallest_gain) return;
      lowest = cost;
      best = changed;
    });
    if (best == on) break;
    on = std::move(best);
  }
  return on;
}

}  // namespace

std::vector<std::unique_ptr<SwitchedDevice>> switched_heaters(const Heating& heating) {
  std::vector<std::unique_ptr<SwitchedDevice>> all;
  for (const Heater& heater : heating.heaters()) {
    if (heater.is_modulating) return {};
  }
  all.reserve(heating.heaters().size());
  for (std::size_t i = 0; i < heating.heaters().size(); ++i)
    all.push_back(std::make_unique<SwitchedHeater>(heating, i));
  return all;
}

}  // namespace ohmstead::plan
