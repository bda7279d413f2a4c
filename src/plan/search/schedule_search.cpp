#include "schedule_search.hpp"

#include <algorithm>

#include "power_limits.hpp"

namespace ohmstead::plan {
namespace {

// Less than this is not worth a linear solve, nor a change of the plan.
constexpr double k_smallest_gain = 1e-6;
// Changes of one round that are billed before prices are taken anew.
constexpr std::size_t k_most_billed = 24;

}  // namespace

ScheduleSearch::ScheduleSearch(const home::Case& home, const HomeElements& elements)
    : home_{&home}, elements_{&elements} {
  const auto& all = elements.planned.elements();
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

std::vector<double> ScheduleSearch::drawn() const {
  std::vector<double> sum(home_->slots.count(), 0.0);
  for (const Searched& each : devices_) {
    for (std::size_t t = 0; t < sum.size(); ++t) sum[t] += tracks_[each.track].power_kw[t];
  }
  return sum;
}

double ScheduleSearch::own_costs() {
  double sum = 0.0;
  std::size_t last = static_cast<std::size_t>(-1);
  for (const Searched& each : devices_) {
    if (each.element == last) continue;
    last = each.element;
    sum += each.device->own_cost(tracks_of(each.element));
  }
  return sum + limit_cost(*home_, elements_->planned, tracks_);
}

// The least that these changes can change the total by: exact but for the electricity, whose slope
// never promises less than it gives.
double ScheduleSearch::promise(const Changes& changes) {
  double before = limit_cost(*home_, elements_->planned, tracks_);
  std::vector<std::size_t> touched;
  for (const Change& change : changes) {
    const std::size_t element = devices_[change.searched].element;
    if (std::find(touched.begin(), touched.end(), element) != touched.end()) continue;
    touched.push_back(element);
    before += devices_[change.searched].device->own_cost(tracks_of(element));
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
  double after = limit_cost(*home_, elements_->planned, tracks_);
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

// Takes cost and prices of the present schedules; false when the solver gives none.
bool ScheduleSearch::bill() {
  EngineLimits left = limits_;
  left.wall_s = std::max(0.05, limits_.wall_s - watch_.elapsed_ms() / 1000.0);
  const auto answer = rest_->solve(drawn(), left);
  ++linear_solves_;
  if (!answer) return false;
  cost_ = answer->cost + own_costs();
  prices_ = answer->prices;
  return true;
}

bool ScheduleSearch::try_changes(Changes changes) {
  const double cost = cost_;
  std::vector<double> prices = prices_;
  for (Change& change : changes)
    std::swap(tracks_[devices_[change.searched].track], change.track);
  if (bill() && cost_ < cost - k_smallest_gain) return true;
  for (Change& change : changes)
    std::swap(tracks_[devices_[change.searched].track], change.track);
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
  return slots_over_limit(*home_, elements_->planned, tracks_, devices_[searched].track);
}

void ScheduleSearch::start(const std::vector<double>& prices) {
  for (std::size_t i = 0; i < devices_.size(); ++i) {
    Searched& each = devices_[i];
    tracks_[each.track] = each.device->respond(prices, blocked(i), tracks_of(each.element));
  }
}

bool ScheduleSearch::improve_by_responses() {
  std::vector<std::pair<double, Changes>> promising;
  for (const double share : {1.0, 0.5, 0.2}) {
    std::vector<double> blend(prices_.size());
    for (std::size_t t = 0; t < blend.size(); ++t)
      blend[t] = share * prices_[t] + (1.0 - share) * start_prices_[t];
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

// One device gives up a part of its schedule and another one, that shares a limit with it, answers
// anew: what neither would do alone.
bool ScheduleSearch::improve_by_exchanges() {
  bool has_improved = false;
  for (std::size_t i = 0; i < devices_.size() && !is_over(); ++i) {
    for (std::size_t j = 0; j < devices_.size() && !is_over(); ++j) {
      if (i == j || !share_a_limit(*home_, elements_->planned, devices_[i].track, devices_[j].track))
        continue;
      // j takes what it likes best without i, then i answers with what is left.
      const std::vector<Track> before = tracks_;
      Track& mine = tracks_[devices_[i].track];
      mine = Track{mine.power_kw.size()};
      Searched& other = devices_[j];
      Track theirs = other.device->respond(prices_, blocked(j), tracks_of(other.element));
      tracks_[other.track] = theirs;
      Searched& own = devices_[i];
      Track answer = own.device->respond(prices_, blocked(i), tracks_of(own.element));
      tracks_ = before;
      Changes changes;
      changes.push_back({j, std::move(theirs)});
      changes.push_back({i, std::move(answer)});
      if (promise(changes) < -k_smallest_gain)
        has_improved = try_changes(std::move(changes)) || has_improved;
    }
  }
  return has_improved;
}

std::optional<ScheduleSearch::Found> ScheduleSearch::run(const std::vector<double>& prices,
                                                         const std::vector<Track>& begin,
                                                         const EngineLimits& limits) {
  limits_ = limits;
  watch_ = {};
  linear_solves_ = 0;
  if (!rest_) rest_ = std::make_unique<RestProblem>(*home_, searched_);
  start_prices_ = prices;
  tracks_ = begin.empty() ? elements_->planned.make_tracks() : begin;
  if (begin.empty()) start(prices);
  if (!bill()) return std::nullopt;
  bool is_finished = false;
  while (!is_over() && !is_finished) {
    bool has_improved = improve_by_responses();
    has_improved = improve_by_neighbours() || has_improved;
    if (!has_improved) has_improved = improve_by_exchanges();
    is_finished = !has_improved;
  }
  elements_->planned.complete(tracks_);
  return Found{tracks_, cost_, linear_solves_, is_finished && !is_over()};
}

}  // namespace ohmstead::plan
