// Changes that no device makes alone: within some hours several answer anew, one after the other,
// each leaving alone what earlier ones took of shared limits; outside they stay as they are.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "schedule_search.hpp"

namespace ohmstead::plan {
namespace {

// Windows in a row that led to nothing better.
constexpr int k_most_windows = 100;
constexpr int k_windows_after_rise = 50;
// Rises in a row that led to nothing better, and how many are compared for each.
constexpr int k_most_rises = 20;
constexpr int k_rises_compared = 8;
// Every so many tries begin at another start.
constexpr int k_tries_per_start = 3;
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
    window.prices.push_back((1.0 - start_share) * prices_[t] + start_share * settled_->prices[t]);
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

// Windows until so many in a row lead to nothing better. The whole way down takes longer than most
// windows and comes last.
void ScheduleSearch::descend_by_windows(std::mt19937_64& random, int most) {
  bool is_at_end = true;
  for (int windows = 0; windows < most && !is_over(); ++windows) {
    Changes changes = answer_in(pick_window(random));
    const bool is_promising = !changes.empty() && promise(changes) <= -k_smallest_gain;
    if (is_promising && try_changes(std::move(changes))) {
      improve_by_neighbours();
      is_at_end = false;
      windows = 0;
    }
    if (is_at_end || windows + 1 < most) continue;
    const double before = cost_;
    descend();
    is_at_end = true;
    if (cost_ < before - k_smallest_gain) windows = 0;
  }
}

// Over the least of some rises, and down again.
void ScheduleSearch::rise(std::mt19937_64& random) {
  Changes least;
  double lowest = solve::k_infinity;
  for (int tries = 0; tries < k_rises_compared && !is_over(); ++tries) {
    Changes changes = answer_in(pick_window(random));
    const double promised = changes.empty() ? lowest : promise(changes);
    if (promised >= lowest) continue;
    lowest = promised;
    least = std::move(changes);
  }
  for (Change& change : least) tracks_[devices_[change.searched].track] = std::move(change.track);
  if (bill()) descend();
}

// By other starts and by rises in turn; only a better end is kept.
void ScheduleSearch::leave_valleys() {
  std::mt19937_64 random{1};
  descend_by_windows(random, k_most_windows);
  int idle_rises = 0;
  for (int tries = 1; idle_rises < k_most_rises && !is_over(); ++tries) {
    Point best = here();
    const bool starts_anew = !starts_.empty() && tries % k_tries_per_start == 0;
    if (starts_anew) {
      go_to_next_start();
      descend();
    } else {
      rise(random);
    }
    descend_by_windows(random, k_windows_after_rise);
    if (cost_ < best.cost - k_smallest_gain) {
      idle_rises = 0;
      continue;
    }
    if (!starts_anew) ++idle_rises;
    go_to(std::move(best));
  }
}

}  // namespace ohmstead::plan
