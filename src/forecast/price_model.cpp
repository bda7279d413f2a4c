#include "ohmstead/forecast/price_model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>

#include "price_features.hpp"
#include "price_mixture.hpp"
#include "text_parts.hpp"
#include "trees.hpp"

namespace ohmstead::forecast {
namespace {

using base::Time;

constexpr const char* k_format = "ohmstead.price-model/1";
constexpr double k_nothing = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t k_day = 24;
constexpr std::size_t k_longest_lead = 5 * k_day;
constexpr std::size_t k_most_days = 420;  // of lessons
constexpr std::size_t k_least_days = 56;
constexpr std::size_t k_trial_days = 42;
constexpr double k_age_half_life_days = 180.0;
constexpr std::array k_lead_ends_h{24.0, 48.0, 72.0, 1e9};  // after the last published price
// Day-ahead prices come about noon, and reach to the end of the next day.
constexpr base::Seconds k_next_before_end = std::chrono::hours{11};
constexpr base::Seconds k_oldest_foretold = std::chrono::hours{36};

// Until a service's forecasts can be judged it counts half.
PriceMix unjudged(PriceMix own) {
  own.trees *= 0.5;
  own.foretold = 0.5;
  return own;
}

std::size_t lead_of(std::int64_t hours_on) {
  const auto* end = std::find_if(k_lead_ends_h.begin(), k_lead_ends_h.end(),
                                 [&](double each) { return static_cast<double>(hours_on) < each; });
  return static_cast<std::size_t>(end - k_lead_ends_h.begin());
}

// The newest of what a service foretold by `now`; null where that is too old.
const ForetoldPrices* newest_foretold(const PricePast& past, Time now) {
  const auto after =
      std::upper_bound(past.foretold.begin(), past.foretold.end(), now,
                       [](Time time, const ForetoldPrices& each) { return time < each.issued_at; });
  if (after == past.foretold.begin()) return nullptr;
  const ForetoldPrices& newest = *std::prev(after);
  return now - newest.issued_at > k_oldest_foretold ? nullptr : &newest;
}

constexpr std::size_t k_mix_numbers = 7;

void write_mix(const PriceMix& mix, std::vector<double>& numbers) {
  numbers.insert(numbers.end(), {mix.trees, mix.foretold, mix.lower, mix.upper, mix.mean,
                                 mix.error_sum, static_cast<double>(mix.trials)});
}

PriceMix read_mix(std::span<const double, k_mix_numbers> numbers) {
  const auto trials = static_cast<std::size_t>(std::max(0.0, numbers[6]));
  return {numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], trials};
}

// How many hours are known when day-ahead prices of the next day are about to come.
std::vector<std::size_t> origins(std::size_t first, std::size_t end) {
  std::vector<std::size_t> known;
  for (std::size_t hour = end; hour >= first + k_day; hour -= k_day) known.push_back(hour - k_day);
  return known;
}

std::unique_ptr<Trees> train_trees(const PriceSight& sight, const PricePast& past,
                                   std::size_t end) {
  FeatureTable table{sight.features(), {}};
  std::vector<float> labels, weights;
  const std::size_t first = end > k_most_days * k_day ? end - k_most_days * k_day : 28 * k_day;
  for (const std::size_t known : origins(std::max(first, 28 * k_day), end)) {
    const PriceScale scale = sight.scale(known);
    if (std::isnan(scale.level)) continue;
    const double age_days = static_cast<double>(end - known) / static_cast<double>(k_day);
    for (std::size_t hour = known; hour < std::min(end, known + k_longest_lead); ++hour) {
      const double came = past.spot.values[hour];
      if (std::isnan(came)) continue;
      sight.add_row(static_cast<std::int64_t>(hour), known, scale, table.values);
      labels.push_back(static_cast<float>((came - scale.level) / scale.spread));
      weights.push_back(static_cast<float>(std::exp2(-age_days / k_age_half_life_days)));
    }
  }
  TreeOptions options;
  options.aim = TreeAim::median;
  options.rounds = 160;
  options.depth = 5;
  options.rate = 0.05;
  auto trees = Trees::train(table, labels, weights, options);
  return trees ? std::make_unique<Trees>(std::move(*trees)) : nullptr;
}

}  // namespace

struct PriceModel::State {
  std::unique_ptr<Trees> trees;
  std::size_t features = 0;  // of the trees
  // Where no service foretells, and where one does.
  std::array<PriceMix, k_lead_ends_h.size()> own{}, helped;

  State() { helped.fill(unjudged({})); }

  [[nodiscard]] std::vector<PriceOpinions> ask(const PriceSight& sight, std::size_t known,
                                               const std::vector<std::int64_t>& hours,
                                               const Trees* by) const;
  void learn(const PriceSight& sight, const PricePast& past, std::size_t known, const Trees* by);
  [[nodiscard]] const PriceMix& mix(std::size_t lead, const PriceOpinions& opinions) const {
    return std::isnan(opinions.foretold) ? own[lead] : helped[lead];
  }
};

std::vector<PriceOpinions> PriceModel::State::ask(const PriceSight& sight, std::size_t known,
                                                  const std::vector<std::int64_t>& hours,
                                                  const Trees* by) const {
  const PriceScale scale = sight.scale(known);
  FeatureTable table{sight.features(), {}};
  for (const std::int64_t hour : hours) sight.add_row(hour, known, scale, table.values);
  const std::vector<float> answers =
      by == nullptr || hours.empty() ? std::vector<float>{} : by->predict(table);
  std::vector<PriceOpinions> all;
  all.reserve(hours.size());
  for (std::size_t i = 0; i < hours.size(); ++i) {
    const double profile = sight.profile(hours[i], known);
    const double grown = answers.empty() || std::isnan(scale.level)
                             ? profile
                             : scale.level + scale.spread * static_cast<double>(answers[i]);
    all.push_back({profile, grown, k_nothing, scale.spread, k_nothing});
  }
  return all;
}

// Weights and bands from forecasts of the last weeks, by trees that were trained before them.
void PriceModel::State::learn(const PriceSight& sight, const PricePast& past, std::size_t known,
                              const Trees* by) {
  std::array<std::vector<PriceOpinions>, k_lead_ends_h.size()> trials, foretold;
  const std::size_t first = known > k_trial_days * k_day ? known - k_trial_days * k_day : 0;
  for (const std::size_t then : origins(first, known)) {
    std::vector<std::int64_t> hours;
    for (std::size_t hour = then; hour < std::min(known, then + k_longest_lead); ++hour)
      hours.push_back(static_cast<std::int64_t>(hour));
    const auto asked = ask(sight, then, hours, by);
    const ForetoldPrices* service =
        newest_foretold(past, past.spot.slot_start(then) - k_next_before_end);
    for (std::size_t i = 0; i < asked.size(); ++i) {
      PriceOpinions trial = asked[i];
      const auto hour = static_cast<std::size_t>(hours[i]);
      trial.came = past.spot.values[hour];
      if (std::isnan(trial.came + trial.profile + trial.trees)) continue;
      const std::size_t lead = lead_of(hours[i] - static_cast<std::int64_t>(then));
      trials[lead].push_back(trial);
      if (service != nullptr) trial.foretold = service->of(past.spot.slot_start(hour));
      if (!std::isnan(trial.foretold)) foretold[lead].push_back(trial);
    }
  }
  for (std::size_t lead = 0; lead < trials.size(); ++lead) {
    own[lead] = learn_price_mix(trials[lead], by != nullptr, false, PriceMix{});
    helped[lead] = learn_price_mix(foretold[lead], by != nullptr, true, unjudged(own[lead]));
  }
}

PriceModel::PriceModel(std::unique_ptr<State> state) : state_{std::move(state)} {}
PriceModel::~PriceModel() = default;
PriceModel::PriceModel(PriceModel&&) noexcept = default;
PriceModel& PriceModel::operator=(PriceModel&&) noexcept = default;

bool PriceModel::has_trees() const { return state_->trees != nullptr; }

bool PriceModel::fits(const PricePast& past) const {
  return !has_trees() || state_->features == PriceSight{past}.features();
}

std::vector<std::pair<std::string, double>> PriceModel::importance() const {
  const PriceMix& mix = state_->helped[0].trials > 0 ? state_->helped[0] : state_->own[0];
  std::vector<std::pair<std::string, double>> shares{
      {"profile", 1.0 - mix.trees - mix.foretold}, {"trees", mix.trees}, {"service", mix.foretold}};
  if (!has_trees()) return shares;
  const std::vector<double> gains = state_->trees->importance();
  for (std::size_t i = 0; i < gains.size(); ++i) {
    const bool is_own = i < k_price_features;
    shares.emplace_back(is_own ? std::string{"trees."} + k_price_feature_names[i]
                               : fmt::format("trees.weather_{}", i - k_price_features + 1),
                        gains[i]);
  }
  return shares;
}

std::string PriceModel::save() const {
  std::vector<double> numbers{static_cast<double>(state_->features)};
  for (const auto* mixes : {&state_->own, &state_->helped})
    for (const PriceMix& mix : *mixes) write_mix(mix, numbers);
  TextParts parts{k_format, {write_numbers(numbers)}};
  if (has_trees()) parts.all.push_back(state_->trees->save());
  return join_parts(parts);
}

base::Result<PriceModel> PriceModel::load(const std::string& text) {
  const auto parts = split_parts(text, k_format);
  if (!parts) return tl::unexpected{parts.error()};
  const auto numbers = parts->all.empty() ? std::nullopt : read_numbers(parts->all.front());
  constexpr std::size_t k_mixes = 2 * k_lead_ends_h.size();
  if (!numbers || parts->all.size() > 2 || numbers->size() != 1 + k_mixes * k_mix_numbers)
    return base::fail(base::ErrorKind::invalid_input, "the stored price model is damaged");
  auto state = std::make_unique<State>();
  state->features = static_cast<std::size_t>(std::max(0.0, numbers->front()));
  auto next = numbers->begin() + 1;
  for (auto* mixes : {&state->own, &state->helped}) {
    for (PriceMix& mix : *mixes) {
      mix = read_mix(std::span<const double, k_mix_numbers>{next, k_mix_numbers});
      next += k_mix_numbers;
    }
  }
  if (parts->all.size() == 2) {
    auto trees = Trees::load(parts->all[1]);
    if (!trees) return tl::unexpected{trees.error()};
    state->trees = std::make_unique<Trees>(std::move(*trees));
  }
  return PriceModel{std::move(state)};
}

std::optional<double> PriceModel::trial_error() const {
  double sum = 0.0;
  std::size_t count = 0;
  for (std::size_t lead = 0; lead < state_->own.size(); ++lead) {
    const PriceMix& used =
        state_->helped[lead].trials > 0 ? state_->helped[lead] : state_->own[lead];
    sum += used.error_sum;
    count += used.trials;
  }
  if (count == 0) return std::nullopt;
  return sum / static_cast<double>(count);
}

double ForetoldPrices::of(Time hour) const {
  const auto place = (hour - start) / std::chrono::hours{1};
  const bool is_inside = hour >= start && place < static_cast<std::int64_t>(per_kwh.size());
  return is_inside ? per_kwh[static_cast<std::size_t>(place)] : k_nothing;
}

PriceModel PriceModel::train(const PricePast& past, Time now) {
  auto state = std::make_unique<State>();
  const std::size_t known = past.spot.known_slots(now);
  const PriceSight sight{past};
  if (known < 14 * k_day) return PriceModel{std::move(state)};
  std::unique_ptr<Trees> then;
  if (Trees::is_built_in() && known >= (k_least_days + k_trial_days) * k_day)
    then = train_trees(sight, past, known - k_trial_days * k_day);
  state->learn(sight, past, known, then.get());
  if (then) state->trees = train_trees(sight, past, known);
  state->features = sight.features();
  return PriceModel{std::move(state)};
}

PricePrediction PriceModel::predict(const PricePast& past, Time now,
                                    const base::SlotGrid& slots) const {
  const std::size_t known = past.spot.known_slots(now);
  const PriceSight sight{past};
  std::vector<std::int64_t> hours;
  hours.reserve(slots.count());
  for (std::size_t slot = 0; slot < slots.count(); ++slot) {
    const base::Seconds on = base::floor_to(slots.start(slot), past.spot.step) - past.spot.start;
    hours.push_back(on / past.spot.step);
  }
  PricePrediction coming;
  auto asked = state_->ask(sight, known, hours, state_->trees.get());
  const ForetoldPrices* service = newest_foretold(past, now);
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const double price = sight.price(hours[i], known);
    if (service != nullptr)
      asked[i].foretold = service->of(past.spot.start + past.spot.step * hours[i]);
    const PriceMix& own =
        state_->mix(lead_of(hours[i] - static_cast<std::int64_t>(known)), asked[i]);
    const bool is_published = !std::isnan(price);
    const double middle = is_published ? price : own.middle(asked[i]);
    const double spread = is_published ? 0.0 : asked[i].spread;
    coming.is_published.push_back(is_published);
    coming.p50_per_kwh.push_back(middle);
    coming.expected_per_kwh.push_back(middle + own.mean * spread);
    coming.p10_per_kwh.push_back(middle + own.lower * spread);
    coming.p90_per_kwh.push_back(middle + own.upper * spread);
  }
  const auto published = std::count(coming.is_published.begin(), coming.is_published.end(), true);
  if (published < static_cast<std::ptrdiff_t>(slots.count())) {
    coming.notes.push_back(fmt::format("{} of {} prices are forecasts, not published",
                                       slots.count() - static_cast<std::size_t>(published),
                                       slots.count()));
  }
  return coming;
}

std::vector<Time> day_ahead_known_at(const Measured& spot, const base::Zone& market,
                                     base::Seconds published_at) {
  std::vector<Time> known;
  known.reserve(spot.size());
  for (std::size_t hour = 0; hour < spot.size(); ++hour) {
    const base::Date day = market.date(spot.slot_start(hour));
    const base::Date before{std::chrono::sys_days{day} - std::chrono::days{1}};
    known.push_back(market.at(before, published_at));
  }
  return known;
}

}  // namespace ohmstead::forecast
