// Where the search over schedules starts.
//
// All devices answer to prices in rounds. After each the mean of their answers so far moves a
// little towards the last one, and the rest of the home says what electricity costs at the mean's
// draw. That is the way to the cheapest mix of schedules (a step of 2 / (k + 2) in round k, as of
// Frank and Wolfe), whose prices hold although no device can follow a mix. Then one device after
// the other takes its best schedule against the mix of those that follow, in several orders and
// against earlier mixes too.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "schedule_search.hpp"

namespace ohmstead::plan {
namespace {

constexpr int k_most_rounds = 24;
// The mean of so many rounds leads to other schedules than that of all.
constexpr int k_early_rounds = 12;
// Of the time, for the rounds; and for them and all first schedules.
constexpr double k_rounds_share = 0.4, k_starts_share = 0.5;
// First schedules that cost the same are the same.
constexpr double k_same_cost = 1e-6;
constexpr std::size_t k_most_orders = 6;
// A missing place raises its price by this much of the mean price of a device's power.
constexpr double k_place_step = 0.8;

double mean_of_sizes(std::span<const double> values) {
  double sum = 0.0;
  for (const double value : values) sum += std::abs(value);
  return values.empty() ? 0.0 : sum / static_cast<double>(values.size());
}

}  // namespace

// One round: every device answers to the prices among the mean of the others.
void ScheduleSearch::answer_to_mean(std::span<const double> prices, double step,
                                    std::vector<Track>& mean) {
  std::vector<Track> answers = mean;
  for (const Searched& each : devices_) {
    std::vector<double> own(prices.begin(), prices.end());
    places_->add_to(each.track, 1.0, own);
    answers[each.track] = each.device->respond(own, {}, elements_->planned.of(each.element, mean));
  }
  move_towards(answers, step, mean);
}

void ScheduleSearch::move_towards(const std::vector<Track>& answers, double step,
                                  std::vector<Track>& mean) const {
  for (const Searched& each : devices_) {
    Track& track = mean[each.track];
    const Track& answer = answers[each.track];
    for (std::size_t t = 0; t < track.power_kw.size(); ++t)
      track.power_kw[t] += step * (answer.power_kw[t] - track.power_kw[t]);
    track.state = answer.state;
  }
}

// The last one that it gives is where the rounds ended.
std::vector<ScheduleSearch::Settled> ScheduleSearch::settle_prices(std::vector<double> prices) {
  std::vector<std::size_t> tracks;
  double power_kw = 0.0;
  for (const Searched& each : devices_) {
    tracks.push_back(each.track);
    power_kw += limits_of_devices_.most_drawn_kw()[each.track];
  }
  power_kw /= static_cast<double>(devices_.size());
  places_.emplace(limits_of_devices_, tracks, limits_of_devices_.most_drawn_kw(),
                  k_place_step * power_kw * mean_of_sizes(prices));
  const double most_ms = k_rounds_share * 1000.0 * limits_.wall_s;
  std::vector<Settled> settled;
  std::vector<Track> mean = tracks_;
  int round = 0;
  for (; round < k_most_rounds; ++round) {
    if (round > 0 && (is_over() || watch_.elapsed_ms() > most_ms)) break;
    if (round == k_early_rounds) settled.push_back({prices, mean, *places_, round});
    answer_to_mean(prices, round == 0 ? 1.0 : 2.0 / (round + 2.0), mean);
    places_->learn(mean, round);
    auto answer = solve_rest(mean);
    if (!answer) break;
    prices = std::move(answer->prices);
  }
  settled.push_back({std::move(prices), std::move(mean), *places_, round});
  return settled;
}

// Those that compete for places first, in different orders; the others as they come.
std::vector<std::vector<std::size_t>> ScheduleSearch::orders() const {
  std::vector<std::size_t> first, others;
  for (std::size_t i = 0; i < devices_.size(); ++i) {
    const auto competes = [&](const SharedLimits::Places& each) {
      return std::find(each.devices.begin(), each.devices.end(), devices_[i].track) !=
             each.devices.end();
    };
    const auto& places = places_->places();
    (std::any_of(places.begin(), places.end(), competes) ? first : others).push_back(i);
  }
  std::vector<std::vector<std::size_t>> all;
  const std::size_t most = std::min(k_most_orders, first.size() > 1 ? 2 * first.size() : 1);
  for (std::size_t i = 0; i < most; ++i) {
    std::vector<std::size_t> order = first;
    std::rotate(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(i / 2), order.end());
    if (i % 2 == 1) std::reverse(order.begin(), order.end());
    order.insert(order.end(), others.begin(), others.end());
    if (std::find(all.begin(), all.end(), order) == all.end()) all.push_back(std::move(order));
  }
  return all;
}

void ScheduleSearch::fix_in_turn(const std::vector<std::size_t>& order, const Settled& settled) {
  std::vector<double> prices = settled.prices;
  std::vector<Track> mean = settled.mean;
  for (const std::size_t i : order) tracks_[devices_[i].track] = Track{prices.size()};
  for (const std::size_t i : order) {
    const Searched& each = devices_[i];
    std::vector<double> own = prices;
    settled.places.add_to(each.track, 1.0, own);
    Track& track = tracks_[each.track];
    track = each.device->respond(own, blocked(i), elements_->planned.of(each.element, mean));
    mean[each.track] = track;
    if (is_over()) continue;  // all answer to the same prices
    if (auto answer = solve_rest(mean)) prices = std::move(answer->prices);
  }
}

// `begin`, and a few orders at the prices of all rounds and at those of the early ones: one at
// least, however late it is, where `begin` is not good for the whole time.
void ScheduleSearch::find_starts(const std::vector<double>& prices,
                                 const std::vector<Track>& begin) {
  starts_.clear();
  const auto keep = [&] {
    if (bill()) starts_.push_back(here());
  };
  tracks_ = begin.empty() ? elements_->planned.make_tracks() : begin;
  if (!begin.empty() && bill()) {
    mend();
    starts_.push_back(here());
  }
  std::vector<Settled> settled = settle_prices(prices);
  settled_ = settled.back();
  const double most_ms = k_starts_share * 1000.0 * limits_.wall_s;
  // A last plan that ends early says nothing of the rest of the time.
  bool is_first = starts_.empty() || last_ == nullptr || !last_->is_whole();
  for (; !settled.empty(); settled.pop_back()) {
    for (const auto& order : orders()) {
      if (!is_first && (is_over() || watch_.elapsed_ms() > most_ms)) break;
      is_first = false;
      fix_in_turn(order, settled.back());
      keep();
    }
  }
  std::stable_sort(starts_.begin(), starts_.end(),
                   [](const Point& a, const Point& b) { return a.cost > b.cost; });
  const auto is_same = [](const Point& a, const Point& b) { return a.cost - b.cost < k_same_cost; };
  starts_.erase(std::unique(starts_.begin(), starts_.end(), is_same), starts_.end());
}

}  // namespace ohmstead::plan
