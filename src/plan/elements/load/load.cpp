#include "load.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "elements/account.hpp"
#include "load_search.hpp"

namespace ohmstead::plan {
namespace {

constexpr int k_running = 1;
constexpr double k_tolerance_kw = 1e-6;
// Of the energy that it may draw at most, in hours at full power: what solvers leave open.
constexpr double k_tolerance_h = 1e-6;

}  // namespace

LoadElement::LoadElement(const home::Case& home, const home::Appliance& appliance)
    : load_{home, appliance}, device_{appliance.id, {}, load_.power_kw, 0.0} {
  if (load_.is_switched) device_.states = {"off", "running"};
}

void LoadElement::bill(std::span<const Track> tracks, Account& account) const {
  const double missed_h = load_.missed_h(load_.used_h(tracks[0]));
  const std::size_t deadline = load_.end > 0 ? load_.end - 1 : 0;
  account.add_missed(deadline, fmt::format("appliance.energy[{}]", device_.id),
                     missed_h * load_.power_kw, "kWh", missed_h * load_.price_per_h);
  account.add_wear(load_.start_cost * static_cast<double>(load_.starts(tracks[0])));
}

void LoadElement::check(std::span<const Track> tracks, const Refuse& refuse) const {
  const Track& track = tracks[0];
  for (std::size_t t = 0; t < track.power_kw.size(); ++t) {
    const bool may_run =
        load_.is_in_window(t) && (!load_.is_switched || track.state[t] == k_running);
    const double most = may_run ? load_.power_kw : 0.0;
    const double least = most * load_.least_share;
    const double kw = track.power_kw[t];
    if (kw >= least - k_tolerance_kw && kw <= most + k_tolerance_kw) continue;
    refuse(t, 0, "power_kw",
           least == most ? fmt::format("{} where it draws {}", kw, most)
                         : fmt::format("{} is not between {} and {}", kw, least, most));
  }
  const double used_h = load_.used_h(track);
  if (used_h > load_.most_h + k_tolerance_h && load_.end > 0) {
    refuse(load_.end - 1, 0, "power_kw",
           fmt::format("{} kWh in all where it takes {} at most", used_h * load_.power_kw,
                       load_.most_h * load_.power_kw));
  }
  if (!load_.is_switched) return;
  load_.find_problems(track.state, [&](std::size_t slot, const std::string& message) {
    refuse(slot, 0, "state", message);
  });
}

// At once, in one run as long as the need lasts.
void LoadElement::act_by_habit(std::span<Track> tracks) const {
  Track& track = tracks[0];
  double used_h = 0.0;
  bool was_on = load_.begins_on;
  std::size_t bound = load_.bound_until;
  std::size_t starts = 0;
  // What the slots until `until` take at least.
  const auto least_h = [&](std::size_t t, std::size_t until) {
    double sum = 0.0;
    for (; t < until; ++t) sum += load_.least_share * load_.hours[t];
    return sum;
  };
  constexpr double k_rounding_h = 1e-9;
  for (std::size_t t = load_.first; t < load_.end; ++t) {
    const std::size_t until = was_on ? std::max(bound, t + 1) : load_.on_until(t).value_or(t);
    const bool fits = used_h + least_h(t, until) <= load_.most_h + k_rounding_h;
    bool on = t < bound || (used_h < load_.wanted_h - k_rounding_h && until > t && fits);
    if (on && !was_on) {
      on = !load_.most_starts || starts < *load_.most_starts;
      if (on) {
        ++starts;
        bound = until;
      }
    }
    if (on) {
      const double left_h = std::min(load_.wanted_h, load_.most_h - least_h(t + 1, bound)) - used_h;
      const double share =
          load_.is_modulating ? std::clamp(left_h / load_.hours[t], load_.least_share, 1.0) : 1.0;
      track.power_kw[t] = share * load_.power_kw;
      used_h += share * load_.hours[t];
    }
    if (load_.is_switched) track.state[t] = on ? k_running : 0;
    was_on = on;
  }
}

std::vector<std::unique_ptr<SwitchedDevice>> LoadElement::switched() const {
  std::vector<std::unique_ptr<SwitchedDevice>> all;
  // The search knows whole powers only.
  if (!load_.is_modulating) all.push_back(make_switched_load(*this));
  return all;
}

}  // namespace ohmstead::plan
