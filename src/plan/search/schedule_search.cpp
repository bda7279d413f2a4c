#include "schedule_search.hpp"

#include <algorithm>

namespace ohmstead::plan {
namespace {

// Changes of one round that are billed before prices are taken anew.
constexpr std::size_t k_most_billed = 24;
// First schedules that are improved before windows begin at the best of them.
constexpr int k_compared_starts = 2;
// Money that is not left for want of time.
constexpr double k_large_gain = 0.1;
// A linear solve has so long when the time is over; the first ones, without which there is nothing,
// longer: a slow or busy computer takes that.
constexpr double k_least_solve_s = 0.05, k_first_solve_s = 2.0;

}  // namespace

ScheduleSearch::ScheduleSearch(const home::Case& home, const HomeElements& elements,
                               const LastTracks* last)
    : home_{&home}, elements_{&elements}, last_{last}, limits_of_devices_{home, elements.planned} {
  const auto& all = elements.planned.elements();
  known_costs_.resize(all.size());
  for (std::size_t e = 0; e < all.size(); ++e) {
    std::vector<std::unique_ptr<SwitchedDevice>> switched = all[e]->switched();
    // What hangs together with a searched device is taken out of the rest with it.
    if (!switched.empty()) {
      for (const Device& device : all[e]->devices()) searched_.insert(device.id);
    }
    for (auto& device : switched) {
      const std::size_t track = elements.planned.first(e) + device->device();
      devices_.push_back({e, track, std::move(device)});
    }
  }
}

bool ScheduleSearch::is_over() const {
  return limits_.stop.stop_requested() || watch_.elapsed_ms() > limits_.wall_s * 1000.0;
}

std::vector<double> ScheduleSearch::drawn(std::span<const Track> tracks) const {
  std::vector<double> sum(home_->slots.count(), 0.0);
  for (const Searched& each : devices_) {
    for (std::size_t t = 0; t < sum.size(); ++t) sum[t] += tracks[each.track].power_kw[t];
  }
  return sum;
}

double ScheduleSearch::shared_cost() const {
  const double limits = limits_of_devices_.cost(tracks_);
  if (last_ == nullptr) return limits;
  double changed = 0.0;
  for (const Searched& each : devices_)
    changed += last_->is_changed(each.track, tracks_) ? 1.0 : 0.0;
  return limits + changed * home_->objective.keep_last_plan.value();
}

// Changes are tried by the thousand from the same schedules: their cost is looked up.
double ScheduleSearch::own_cost(const Searched& each) {
  const std::span<const Track> now = tracks_of(each.element);
  KnownCost& known = known_costs_[each.element];
  const auto is_same = [](const Track& a, const Track& b) {
    return a.power_kw == b.power_kw && a.state == b.state;
  };
  if (!std::equal(now.begin(), now.end(), known.tracks.begin(), known.tracks.end(), is_same))
    known = {{now.begin(), now.end()}, each.device->own_cost(now)};
  return known.cost;
}

double ScheduleSearch::own_costs() {
  double sum = 0.0;
  std::size_t last = static_cast<std::size_t>(-1);
  for (const Searched& each : devices_) {
    if (each.element == last) continue;
    last = each.element;
    sum += own_cost(each);
  }
  return sum + shared_cost();
}

// The least that these changes can change the total by: exact but for the electricity, whose slope
// never promises less than it gives.
double ScheduleSearch::promise(const Changes& changes) {
  double before = shared_cost();
  std::vector<std::size_t> touched;
  for (const Change& change : changes) {
    const std::size_t element = devices_[change.searched].element;
    if (std::find(touched.begin(), touched.end(), element) != touched.end()) continue;
    touched.push_back(element);
    before += own_cost(devices_[change.searched]);
  }
  double electricity = 0.0;
  std::vector<Track> old;
  for (const Change& change : changes) {
    Track& now = tracks_[devices_[change.searched].track];
    for (std::size_t t = 0; t < now.power_kw.size(); ++t) {
      const double more = change.track.power_kw[t] - now.power_kw[t];
      if (more != 0.0) electricity += prices_[t] * more * home_->slots.hours(t).value();
    }
    old.push_back(now);
    now = change.track;
  }
  double after = shared_cost();
  for (const Change& change : changes) {
    const std::size_t element = devices_[change.searched].element;
    const auto found = std::find(touched.begin(), touched.end(), element);
    if (found == touched.end()) continue;
    touched.erase(found);
    after += devices_[change.searched].device->own_cost(tracks_of(element));
  }
  for (std::size_t i = 0; i < changes.size(); ++i)
    tracks_[devices_[changes[i].searched].track] = std::move(old[i]);
  return after - before + electricity;
}

std::optional<RestProblem::Answer> ScheduleSearch::solve_rest(std::span<const Track> tracks) {
  EngineLimits left = limits_;
  left.wall_s = std::max(prices_.empty() ? k_first_solve_s : k_least_solve_s,
                         limits_.wall_s - watch_.elapsed_ms() / 1000.0);
  ++linear_solves_;
  return rest_->solve(drawn(tracks), left);
}

// Takes cost and prices of the present schedules; false when the solver gives none.
bool ScheduleSearch::bill() {
  const auto answer = solve_rest(tracks_);
  if (!answer) return false;
  cost_ = answer->cost + own_costs();
  prices_ = answer->prices;
  return true;
}

bool ScheduleSearch::try_changes(Changes changes) {
  const double cost = cost_;
  std::vector<double> prices = prices_;
  for (Change& change : changes) std::swap(tracks_[devices_[change.searched].track], change.track);
  if (bill() && cost_ < cost - k_smallest_gain) return true;
  for (Change& change : changes) std::swap(tracks_[devices_[change.searched].track], change.track);
  cost_ = cost;
  prices_ = std::move(prices);
  return false;
}

// Bills the most promising first; after one is taken the others are judged by the new prices.
bool ScheduleSearch::try_best(std::vector<std::pair<double, Changes>>& promising) {
  std::stable_sort(promising.begin(), promising.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  bool has_improved = false;
  std::size_t billed = 0;
  for (auto& [gain, changes] : promising) {
    if (is_over() || billed >= k_most_billed) break;
    if (has_improved && promise(changes) > -k_smallest_gain) continue;
    ++billed;
    has_improved = try_changes(std::move(changes)) || has_improved;
  }
  return has_improved;
}

// Slots in which the others leave too little of a shared limit for this device.
std::vector<char> ScheduleSearch::blocked(std::size_t searched) const {
  return limits_of_devices_.blocked(tracks_, devices_[searched].track);
}

bool ScheduleSearch::improve_by_responses() {
  std::vector<std::pair<double, Changes>> promising;
  for (const double share : {1.0, 0.5, 0.2}) {
    std::vector<double> blend(prices_.size());
    for (std::size_t t = 0; t < blend.size(); ++t)
      blend[t] = share * prices_[t] + (1.0 - share) * settled_->prices[t];
    for (std::size_t i = 0; i < devices_.size() && !is_over(); ++i) {
      Searched& each = devices_[i];
      Changes changes;
      changes.push_back({i, each.device->respond(blend, blocked(i), tracks_of(each.element))});
      const double gain = promise(changes);
      if (gain < -k_smallest_gain) promising.emplace_back(gain, std::move(changes));
    }
  }
  return try_best(promising);
}

bool ScheduleSearch::improve_by_neighbours() {
  bool has_improved = false;
  for (std::size_t i = 0; i < devices_.size() && !is_over(); ++i) {
    std::vector<std::pair<double, Changes>> promising;
    Searched& each = devices_[i];
    const std::vector<Track> now(tracks_of(each.element).begin(), tracks_of(each.element).end());
    each.device->visit_neighbours(now, [&](const Track& candidate) {
      if (is_over()) return;
      Changes changes;
      changes.push_back({i, candidate});
      const double gain = promise(changes);
      if (gain < -k_smallest_gain) promising.emplace_back(gain, std::move(changes));
    });
    has_improved = try_best(promising) || has_improved;
  }
  return has_improved;
}

// What neither would do alone: `taking` answers as if `giving` were off, then `giving` answers to
// what is left.
bool ScheduleSearch::try_exchange(std::size_t giving, std::size_t taking) {
  const std::vector<Track> before = tracks_;
  Track& given = tracks_[devices_[giving].track];
  given = Track{given.power_kw.size()};
  Searched& taker = devices_[taking];
  Track taken = taker.device->respond(prices_, blocked(taking), tracks_of(taker.element));
  tracks_[taker.track] = taken;
  Searched& giver = devices_[giving];
  Track left = giver.device->respond(prices_, blocked(giving), tracks_of(giver.element));
  tracks_ = before;
  Changes changes;
  changes.push_back({taking, std::move(taken)});
  changes.push_back({giving, std::move(left)});
  return promise(changes) < -k_smallest_gain && try_changes(std::move(changes));
}

bool ScheduleSearch::improve_by_exchanges() {
  bool has_improved = false;
  for (std::size_t i = 0; i < devices_.size(); ++i) {
    for (std::size_t j = 0; j < devices_.size() && !is_over(); ++j) {
      if (i == j || !limits_of_devices_.is_shared(devices_[i].track, devices_[j].track)) continue;
      has_improved = try_exchange(i, j) || has_improved;
    }
  }
  return has_improved;
}

// What gains so much is done whatever the time: schedules of a last plan that did not foresee what
// is now would be followed hour after hour.
void ScheduleSearch::mend() {
  for (std::size_t i = 0; i < devices_.size(); ++i) {
    Searched& each = devices_[i];
    Changes changes;
    changes.push_back({i, each.device->respond(prices_, blocked(i), tracks_of(each.element))});
    if (promise(changes) < -k_large_gain) try_changes(std::move(changes));
  }
}

// Down to where no change that it knows improves; false when the time was over before.
bool ScheduleSearch::descend() {
  while (!is_over()) {
    bool has_improved = improve_by_responses();
    has_improved = improve_by_neighbours() || has_improved;
    if (!has_improved) has_improved = improve_by_exchanges();
    if (!has_improved) return !is_over();
  }
  return false;
}

void ScheduleSearch::go_to(Point point) {
  tracks_ = std::move(point.tracks);
  prices_ = std::move(point.prices);
  cost_ = point.cost;
}

void ScheduleSearch::go_to_next_start() {
  go_to(std::move(starts_.back()));
  starts_.pop_back();
}

// To the better end of the first few; false when the time was over before.
bool ScheduleSearch::descend_from_starts() {
  go_to_next_start();
  bool is_done = descend();
  for (int i = 1; i < k_compared_starts && is_done && !starts_.empty(); ++i) {
    Point best = here();
    go_to_next_start();
    is_done = descend();
    if (cost_ > best.cost) go_to(std::move(best));
  }
  return is_done;
}

std::optional<ScheduleSearch::Found> ScheduleSearch::run(const std::vector<double>& prices,
                                                         const std::vector<Track>& begin,
                                                         const EngineLimits& limits) {
  limits_ = limits;
  watch_ = {};
  linear_solves_ = 0;
  if (!rest_) rest_ = std::make_unique<RestProblem>(*home_, searched_);
  find_starts(prices, begin);
  if (starts_.empty()) return std::nullopt;
  if (descend_from_starts()) leave_valleys();
  elements_->planned.complete(tracks_);
  return Found{tracks_, cost_, linear_solves_, !is_over()};
}

}  // namespace ohmstead::plan
