#include "ohmstead/forecast/load_model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "load_features.hpp"
#include "load_opinions.hpp"
#include "mixture.hpp"
#include "text_parts.hpp"
#include "trees.hpp"

namespace ohmstead::forecast {
namespace {

using base::Power;

constexpr const char* k_format = "ohmstead.load-model/2";
constexpr double k_assumed_load_kw = 0.5;
constexpr std::int64_t k_least_days_for_trees = 28;
constexpr std::int64_t k_least_days_for_skill = 4;
constexpr std::int64_t k_most_trial_days = 28;
constexpr std::int64_t k_first_learned_day = 8;
constexpr std::int64_t k_hours_between_trials = 3;
constexpr double k_age_half_life_days = 120.0;

// A number that looks like chance and is always the same for a cell.
std::uint64_t scatter(std::uint64_t number) {
  number += 0x9e3779b97f4a7c15ULL;
  number = (number ^ (number >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  number = (number ^ (number >> 27U)) * 0x94d049bb133111ebULL;
  return number ^ (number >> 31U);
}

struct Lessons {
  FeatureTable table{k_load_features, {}};
  std::vector<float> labels;   // shares of the level
  std::vector<float> weights;  // newer and higher counts more
};

// Each measured cell before `end`, seen from up to two days before; short leads more often.
Lessons make_lessons(const LoadPast& past, std::size_t end) {
  Lessons lessons;
  const auto first = static_cast<std::size_t>(k_first_learned_day * past.per_day());
  const auto longest = static_cast<std::uint64_t>(2 * past.per_day());
  const auto whole_level = level_kw(past, end);
  for (std::size_t cell = first; cell < end; ++cell) {
    if (std::isnan(past.kw(cell))) continue;
    const std::uint64_t chance = scatter(cell);
    const std::uint64_t span = chance % 3 == 0 ? longest / 8 : longest;
    const auto known = cell - static_cast<std::size_t>((chance >> 8U) % span);
    const auto level = level_kw(past, known);
    if (!level || !whole_level) continue;
    const auto row = load_features(past, static_cast<std::int64_t>(cell), known, *level,
                                   surprise_kw(past, known));
    lessons.table.values.insert(lessons.table.values.end(), row.begin(), row.end());
    lessons.labels.push_back(static_cast<float>(past.kw(cell) / *level));
    const double age_days = static_cast<double>(end - cell) / static_cast<double>(past.per_day());
    lessons.weights.push_back(
        static_cast<float>(std::exp2(-age_days / k_age_half_life_days) * *level / *whole_level));
  }
  return lessons;
}

LoadTrees train_trees(const LoadPast& past, std::size_t end) {
  const Lessons lessons = make_lessons(past, end);
  LoadTrees trees;
  TreeOptions options;
  auto mean = Trees::train(lessons.table, lessons.labels, lessons.weights, options);
  options.aim = TreeAim::median;
  auto median = Trees::train(lessons.table, lessons.labels, lessons.weights, options);
  if (!mean || !median) return trees;
  trees.mean = std::make_unique<Trees>(std::move(*mean));
  trees.median = std::make_unique<Trees>(std::move(*median));
  return trees;
}

// Forecasts for the cells [from, end), as they would have been made every few hours.
std::vector<Trial> make_trials(const LoadPast& past, const LoadTrees& trees, std::size_t from,
                               std::size_t end) {
  std::vector<Trial> trials;
  const auto apart = static_cast<std::size_t>(
      std::max<std::int64_t>(1, k_hours_between_trials * past.per_day() / 24));
  const auto longest = static_cast<std::size_t>(2 * past.per_day());
  for (std::size_t known = from; known < end; known += apart) {
    const std::size_t until = std::min(end, known + longest);
    std::vector<std::int64_t> cells;
    for (std::size_t cell = known; cell < until; ++cell) {
      cells.push_back(static_cast<std::int64_t>(cell));
    }
    const std::vector<Opinions> opinions = ask(past, trees, cells, known);
    for (std::size_t i = 0; i < opinions.size(); ++i) {
      for (const double kw : past.slots_of(static_cast<std::size_t>(cells[i]))) {
        if (!std::isnan(kw)) trials.push_back({opinions[i], kw});
      }
    }
  }
  return trials;
}

}  // namespace

struct LoadModel::State {
  LoadTrees trees;
  Mixture mixture;
};

LoadModel LoadModel::train(const LoadPast& past, std::size_t known) {
  auto state = std::make_unique<State>();
  const auto days = static_cast<std::int64_t>(known) / past.per_day();
  const auto per_day = static_cast<std::size_t>(past.per_day());
  if (days >= k_least_days_for_skill) {
    const auto trial_days =
        static_cast<std::size_t>(std::min(k_most_trial_days, std::max<std::int64_t>(2, days / 3)));
    const std::size_t from = known - trial_days * per_day;
    const bool is_enough = days >= k_least_days_for_trees && Trees::is_built_in();
    const LoadTrees then = is_enough ? train_trees(past, from) : LoadTrees{};
    state->mixture = learn_mixture(make_trials(past, then, from, known), then.is_ready());
    if (then.is_ready()) state->trees = train_trees(past, known);
  }
  return LoadModel{std::move(state)};
}

PowerPrediction LoadModel::predict(const LoadPast& past, base::Time now,
                                   const base::SlotGrid& slots) const {
  const std::size_t known = past.known_cells(now);
  std::vector<std::int64_t> cells;
  for (std::size_t slot = 0; slot < slots.count(); ++slot) {
    const std::int64_t cell = past.cell_at(slots.start(slot));
    if (cells.empty() || cells.back() != cell) cells.push_back(cell);
  }
  const std::vector<Opinions> opinions = ask(past, state_->trees, cells, known);
  PowerPrediction result;
  std::size_t place = 0;
  for (std::size_t slot = 0; slot < slots.count(); ++slot) {
    const std::int64_t cell = past.cell_at(slots.start(slot));
    while (cells[place] != cell) ++place;
    if (opinions.empty()) {
      for (auto* series : {&result.expected, &result.p50})
        series->push_back(Power{k_assumed_load_kw});
      result.p10.push_back(Power{0.2 * k_assumed_load_kw});
      result.p90.push_back(Power{3.0 * k_assumed_load_kw});
      continue;
    }
    const Mixed mixed = state_->mixture.mix(opinions[place]);
    result.expected.push_back(Power{mixed.expected_kw});
    result.p10.push_back(Power{mixed.p10_kw});
    result.p50.push_back(Power{mixed.p50_kw});
    result.p90.push_back(Power{mixed.p90_kw});
  }
  if (opinions.empty()) {
    result.notes.push_back(
        fmt::format("no consumption was measured before: {} kW assumed", k_assumed_load_kw));
  }
  return result;
}

bool LoadModel::has_trees() const { return state_->trees.is_ready(); }

std::vector<std::pair<std::string, double>> LoadModel::importance() const {
  std::vector<std::pair<std::string, double>> shares;
  shares.reserve(k_opinions + k_load_features);
  for (std::size_t i = 0; i < k_opinions; ++i) {
    shares.emplace_back(k_opinion_names[i], state_->mixture.middle_weights(12.0)[i]);
  }
  if (!has_trees()) return shares;
  const std::vector<double> gains = state_->trees.median->importance();
  for (std::size_t i = 0; i < k_load_features; ++i) {
    shares.emplace_back(std::string{"trees."}.append(k_load_feature_names[i]), gains[i]);
  }
  return shares;
}

std::string LoadModel::save() const {
  TextParts parts{k_format, {}};
  parts.all.push_back(state_->mixture.save());
  if (has_trees()) {
    parts.all.push_back(state_->trees.mean->save());
    parts.all.push_back(state_->trees.median->save());
  }
  return join_parts(parts);
}

base::Result<LoadModel> LoadModel::load(const std::string& text) {
  auto parts = split_parts(text, k_format);
  if (!parts) return tl::unexpected{parts.error()};
  auto state = std::make_unique<State>();
  if ((parts->all.size() != 1 && parts->all.size() != 3) ||
      !state->mixture.load(parts->all.front())) {
    return base::fail(base::ErrorKind::invalid_input, "the stored load model is damaged");
  }
  if (parts->all.size() == 3) {
    auto mean = Trees::load(parts->all[1]);
    if (!mean) return tl::unexpected{mean.error()};
    auto median = Trees::load(parts->all[2]);
    if (!median) return tl::unexpected{median.error()};
    state->trees.mean = std::make_unique<Trees>(std::move(*mean));
    state->trees.median = std::make_unique<Trees>(std::move(*median));
  }
  return LoadModel{std::move(state)};
}

LoadModel::LoadModel(std::unique_ptr<State> state) : state_{std::move(state)} {}
LoadModel::~LoadModel() = default;
LoadModel::LoadModel(LoadModel&&) noexcept = default;
LoadModel& LoadModel::operator=(LoadModel&&) noexcept = default;

}  // namespace ohmstead::forecast
