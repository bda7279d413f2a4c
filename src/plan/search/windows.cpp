// Changes that no device makes alone: within some hours several answer anew, one after the other,
// each leaving alone what earlier ones took of shared limits; outside they stay as they are.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "schedule_search.hpp"

namespace ohmstead::plan {
namespace {

// Windows in a row that led to nothing better.
constexpr int k_most_windows = 200;
constexpr int k_windows_after_rise = 50;
// Rises in a row that led to nothing better, and how many are compared for each.
constexpr int k_most_rises = 20;
constexpr int k_rises_compared = 8;
// Windows are between half and this power of a half of the horizon long.
constexpr double k_shortest = 4.5;

}  // namespace

ScheduleSearch::Window ScheduleSearch::pick_window(std::mt19937_64& random) const {
  const std::size_t count = prices_.size();
  const auto pick = [&](std::size_t below) { return static_cast<std::size_t>(random() % below); };
  // Not std::uniform_real_distribution: each library draws other numbers.
  const double share = static_cast<double>(random() >> 11U) * 0x1p-53;
  const double length =
      static_cast<double>(count) * std::pow(0.5, 1.0 + (k_shortest - 1.0) * share);
  Window window;
  const auto slots = std::max<std::size_t>(1, static_cast<std::size_t>(length));
  window.slots.first = pick(count - slots + 1);
  window.slots.end = window.slots.first + slots;
  std::vector<std::size_t> tracks;  // those that compete for places, mostly
  const auto& places = places_->places();
  if (!places.empty() && pick(4) != 0) tracks = places[pick(places.size())].devices;
  for (std::size_t i = 0; i < devices_.size(); ++i) {
    const bool is_asked = tracks.empty() || std::find(tracks.begin(), tracks.end(),
                                                      devices_[i].track) != tracks.end();
    if (is_asked) window.devices.push_back(i);
  }
  for (std::size_t i = window.devices.size(); i > 1; --i)
    std::swap(window.devices[i - 1], window.devices[pick(i)]);
  if (tracks.empty()) {
    window.devices.resize(1 + pick(window.devices.size()));
  } else if (pick(2) == 0) {
    window.devices.resize(std::min<std::size_t>(2, window.devices.size()));
  }
  const double start_share = 0.5 * static_cast<double>(pick(3));
  for (std::size_t t = 0; t < count; ++t)
    window.prices.push_back((1.0 - start_share) * prices_[t] + start_share * start_prices_[t]);
  window.places = 0.5 * static_cast<double>(pick(3));
  return window;
}

ScheduleSearch::Changes ScheduleSearch::answer_in(const Window& window) {
  const std::vector<Track> before = tracks_;
  std::vector<Track> taken = tracks_;  // of shared limits, by those who have answered
  for (const std::size_t i : window.devices) {
    auto& power_kw = taken[devices_[i].track].power_kw;
    for (std::size_t t = window.slots.first; t < window.slots.end; ++t) power_kw[t] = 0.0;
  }
  Changes changes;
  for (const std::size_t i : window.devices) {
    const Searched& each = devices_[i];
    const auto& was_kw = before[each.track].power_kw;
    std::vector<double> prices = window.prices;
    places_->add_to(each.track, window.places, prices);
    Track answer = each.device->respond_within(window.slots, prices,
                                               limits_of_devices_.blocked(taken, each.track),
                                               tracks_of(each.element));
    taken[each.track] = answer;
    tracks_[each.track] = answer;
    if (answer.power_kw != was_kw) changes.push_back({i, std::move(answer)});
  }
  tracks_ = before;
  return changes;
}

// Windows until so many in a row lead to nothing better.
void ScheduleSearch::descend_by_windows(std::mt19937_64& random, int most) {
  for (int windows = 0; windows < most && !is_over(); ++windows) {
    Changes changes = answer_in(pick_window(random));
    if (changes.empty() || promise(changes) > -k_smallest_gain) continue;
    if (!try_changes(std::move(changes))) continue;
    descend();
    windows = 0;
  }
}

// Over the least of some rises, and down again; only a better end is kept.
void ScheduleSearch::leave_valleys() {
  std::mt19937_64 random{1};
  descend_by_windows(random, k_most_windows);
  for (int rises = 0; rises < k_most_rises && !is_over(); ++rises) {
    const std::vector<Track> best = tracks_;
    const std::vector<double> best_prices = prices_;
    const double lowest = cost_;
    Changes least;
    double rise = solve::k_infinity;
    for (int tries = 0; tries < k_rises_compared && !is_over(); ++tries) {
      Changes changes = answer_in(pick_window(random));
      const double promised = changes.empty() ? rise : promise(changes);
      if (promised >= rise) continue;
      rise = promised;
      least = std::move(changes);
    }
    for (Change& change : least) tracks_[devices_[change.searched].track] = std::move(change.track);
    if (bill()) {
      descend();
      descend_by_windows(random, k_windows_after_rise);
    }
    if (cost_ < lowest - k_smallest_gain) {
      rises = -1;
      continue;
    }
    tracks_ = best;
    prices_ = best_prices;
    cost_ = lowest;
  }
}

}  // namespace ohmstead::plan
