#include "ohmstead/forecast/pv_model.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "pv_opinions.hpp"
#include "text_parts.hpp"

namespace ohmstead::forecast {
namespace {

using base::ErrorKind;
using base::fail;
using base::Power;
using base::Result;

constexpr std::int64_t k_least_days_for_trees = 21;
constexpr std::int64_t k_least_days_for_skill = 4;
constexpr std::int64_t k_most_trial_days = 28;
constexpr std::int64_t k_first_learned_day = 5;
constexpr std::int64_t k_hours_between_trials = 3;
constexpr double k_age_half_life_days = 120.0;
constexpr const char* k_kind = "ohmstead.pv-model/1";

// As they are stored.
constexpr std::array k_tree_parts{&PvTrees::mean, &PvTrees::median, &PvTrees::p10, &PvTrees::p90};

std::uint64_t scatter(std::uint64_t number) {
  number = (number ^ (number >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  number = (number ^ (number >> 27U)) * 0x94d049bb133111ebULL;
  return number ^ (number >> 31U);
}

PvTrees train_trees(const PvPast& past, const PvPhysics& physics, std::size_t end) {
  FeatureTable table{k_pv_features, {}};
  std::vector<float> labels, weights;
  const auto longest = static_cast<std::uint64_t>(2 * past.per_day());
  for (auto cell = static_cast<std::size_t>(k_first_learned_day * past.per_day()); cell < end;
       ++cell) {
    const auto place = static_cast<std::int64_t>(cell);
    const double came = past.kw(place, end);
    const std::uint64_t chance = scatter(cell + 1);
    const std::uint64_t span = chance % 3 == 0 ? longest / 8 : longest;
    const std::size_t known = cell - static_cast<std::size_t>((chance >> 8U) % span);
    if (std::isnan(came) || physics.is_dark(place, known)) continue;
    const PvView view = pv_view(past, physics, known);
    const auto row = pv_features(past, physics, place, view);
    table.values.insert(table.values.end(), row.begin(), row.end());
    labels.push_back(static_cast<float>((came - physics.base_kw(place, known)) / view.peak_kw));
    const double age_days = static_cast<double>(end - cell) / static_cast<double>(past.per_day());
    weights.push_back(static_cast<float>(std::exp2(-age_days / k_age_half_life_days)));
  }
  TreeOptions options;
  auto mean = Trees::train(table, labels, weights, options);
  options.aim = TreeAim::median;
  auto median = Trees::train(table, labels, weights, options);
  options.aim = TreeAim::quantile;
  options.quantile = 0.1;
  auto p10 = Trees::train(table, labels, weights, options);
  options.quantile = 0.9;
  auto p90 = Trees::train(table, labels, weights, options);
  PvTrees trees;
  if (!mean || !median || !p10 || !p90) return trees;
  trees.mean = std::make_unique<Trees>(std::move(*mean));
  trees.median = std::make_unique<Trees>(std::move(*median));
  trees.p10 = std::make_unique<Trees>(std::move(*p10));
  trees.p90 = std::make_unique<Trees>(std::move(*p90));
  return trees;
}

std::vector<Trial> make_trials(const PvPast& past, const PvPhysics& physics, const PvTrees& trees,
                               std::size_t from, std::size_t end) {
  std::vector<Trial> trials;
  const auto apart = static_cast<std::size_t>(
      std::max<std::int64_t>(1, k_hours_between_trials * past.per_day() / 24));
  const auto longest = static_cast<std::size_t>(2 * past.per_day());
  for (std::size_t known = from; known < end; known += apart) {
    std::vector<std::int64_t> cells;
    for (std::size_t cell = known; cell < std::min(end, known + longest); ++cell) {
      cells.push_back(static_cast<std::int64_t>(cell));
    }
    const std::vector<Opinions> opinions = ask_pv(past, physics, trees, cells, known);
    for (std::size_t i = 0; i < opinions.size(); ++i) {
      const double came = past.kw(cells[i], end);
      if (!std::isnan(came) && opinions[i].spread_kw > 0.0) trials.push_back({opinions[i], came});
    }
  }
  return trials;
}

SunMap learn_map(const PvPast& past, const PvPlant& plant, std::size_t known) {
  SunMap map;
  const PvPhysics plain{past, plant, map, 0, static_cast<std::int64_t>(known)};
  const double peak_kw = std::max(0.01, plant.peak().value());
  for (std::int64_t cell = 0; cell < static_cast<std::int64_t>(known); ++cell) {
    const double came = past.kw(cell, known), expected = plain.physics_kw(cell);
    if (std::isnan(came) || std::isnan(expected)) continue;
    map.learn(*plain.sun(cell), came * past.hours() / peak_kw, expected * past.hours() / peak_kw);
  }
  return map;
}

}  // namespace

struct PvModel::State {
  std::optional<PvPlant> plant;
  SunMap map;
  PvTrees trees;
  Mixture mixture;

  void find_plant(const PvPast& past, std::size_t known) {
    plant.reset();
    map = SunMap{};
    if (!past.location() || !past.has_global()) return;
    if (!past.planes().empty()) {
      plant = PvPlant{past.planes(), past.inverter_limit()};
    } else if (const auto found = identify_pv(past, known)) {
      plant = PvPlant{{found->plane}, past.inverter_limit()};
    }
    if (plant) map = learn_map(past, *plant, known);
  }
};

PvModel PvModel::train(const PvPast& past, std::size_t known) {
  auto state = std::make_unique<State>();
  const auto days = static_cast<std::int64_t>(known) / past.per_day();
  const auto end = static_cast<std::int64_t>(known);
  if (days >= k_least_days_for_skill) {
    const auto trial_days =
        static_cast<std::size_t>(std::min(k_most_trial_days, std::max<std::int64_t>(2, days / 3)));
    const std::size_t from = known - trial_days * static_cast<std::size_t>(past.per_day());
    const bool is_enough = days >= k_least_days_for_trees && Trees::is_built_in();
    state->find_plant(past, from);
    {
      const PvPhysics then{past, state->plant, state->map, 0, end};
      const PvTrees trees = is_enough ? train_trees(past, then, from) : PvTrees{};
      state->mixture = learn_mixture(make_trials(past, then, trees, from, known), trees.is_ready());
    }
    state->find_plant(past, known);
    const PvPhysics now{past, state->plant, state->map, 0, end};
    if (is_enough) state->trees = train_trees(past, now, known);
  } else {
    state->find_plant(past, known);
  }
  return PvModel{std::move(state)};
}

PowerPrediction PvModel::predict(const PvPast& past, base::Time now,
                                 const base::SlotGrid& slots) const {
  const std::size_t known = past.known_cells(now);
  std::vector<std::int64_t> cells;
  for (std::size_t slot = 0; slot < slots.count(); ++slot) {
    const std::int64_t cell = past.cell_at(slots.start(slot));
    if (cells.empty() || cells.back() != cell) cells.push_back(cell);
  }
  PowerPrediction result;
  if (cells.empty()) return result;
  const std::int64_t first = static_cast<std::int64_t>(known) - 9 * past.per_day();
  const PvPhysics physics{past, state_->plant, state_->map, first, cells.back() + 2};
  const std::vector<Opinions> opinions = ask_pv(past, physics, state_->trees, cells, known);
  double most_kw = past.most_kw(known);
  if (state_->plant) most_kw = std::max(most_kw, state_->plant->peak().value());
  if (past.inverter_limit()) most_kw = std::min(most_kw, past.inverter_limit()->value());
  std::size_t place = 0;
  for (std::size_t slot = 0; slot < slots.count(); ++slot) {
    const std::int64_t cell = past.cell_at(slots.start(slot));
    while (cells[place] != cell) ++place;
    const Mixed mixed = state_->mixture.mix(opinions[place]);
    const auto capped = [most_kw](double kw) { return Power{std::min(kw, most_kw)}; };
    result.expected.push_back(capped(mixed.expected_kw));
    result.p10.push_back(capped(mixed.p10_kw));
    result.p50.push_back(capped(mixed.p50_kw));
    result.p90.push_back(capped(mixed.p90_kw));
  }
  if (past.peak_kw(known) <= 0.0) result.notes.emplace_back("no PV power was measured before");
  return result;
}

bool PvModel::has_trees() const { return state_->trees.is_ready(); }

std::vector<home::PvPlane> PvModel::planes() const {
  return state_->plant ? state_->plant->planes : std::vector<home::PvPlane>{};
}

std::vector<std::pair<std::string, double>> PvModel::importance() const {
  const auto weights = state_->mixture.middle_weights(12.0);
  std::vector<std::pair<std::string, double>> shares{
      {"base", weights[0]}, {"days", weights[1]}, {"trees", weights[k_tree_opinion]}};
  if (!has_trees()) return shares;
  const std::vector<double> gains = state_->trees.median->importance();
  for (std::size_t i = 0; i < k_pv_features; ++i) {
    shares.emplace_back(std::string{"trees."}.append(k_pv_feature_names[i]), gains[i]);
  }
  return shares;
}

std::string PvModel::save() const {
  TextParts parts{k_kind, {}};
  std::vector<double> plant;
  if (state_->plant) {
    plant.push_back(state_->plant->inverter_limit.value_or(Power{-1.0}).value());
    for (const home::PvPlane& plane : state_->plant->planes) {
      plant.insert(plant.end(), {plane.peak.value(), plane.tilt_deg, plane.azimuth_deg});
    }
  }
  parts.all = {write_numbers(plant), write_numbers(state_->map.numbers()), state_->mixture.save()};
  if (has_trees()) {
    for (const auto part : k_tree_parts) parts.all.push_back((state_->trees.*part)->save());
  }
  return join_parts(parts);
}

Result<PvModel> PvModel::load(const std::string& text) {
  const auto parts = split_parts(text, k_kind);
  if (!parts) return tl::unexpected{parts.error()};
  const auto damaged = fail(ErrorKind::invalid_input, "the stored PV model is damaged");
  constexpr std::size_t k_plain = 3;
  if (parts->all.size() != k_plain && parts->all.size() != k_plain + k_tree_parts.size())
    return damaged;
  auto state = std::make_unique<State>();
  const auto plant = read_numbers(parts->all[0]), map = read_numbers(parts->all[1]);
  const bool is_plant = plant && (plant->empty() || plant->size() % 3 == 1);
  if (!is_plant || !map || !state->map.set_numbers(*map) || !state->mixture.load(parts->all[2])) {
    return damaged;
  }
  if (!plant->empty()) {
    state->plant.emplace();
    if (plant->front() >= 0.0) state->plant->inverter_limit = Power{plant->front()};
    for (std::size_t i = 1; i < plant->size(); i += 3) {
      state->plant->planes.push_back({Power{(*plant)[i]}, (*plant)[i + 1], (*plant)[i + 2]});
    }
  }
  for (std::size_t i = k_plain; i < parts->all.size(); ++i) {
    auto trees = Trees::load(parts->all[i]);
    if (!trees) return tl::unexpected{trees.error()};
    state->trees.*k_tree_parts[i - k_plain] = std::make_unique<Trees>(std::move(*trees));
  }
  return PvModel{std::move(state)};
}

PvModel::PvModel(std::unique_ptr<State> state) : state_{std::move(state)} {}
PvModel::~PvModel() = default;
PvModel::PvModel(PvModel&&) noexcept = default;
PvModel& PvModel::operator=(PvModel&&) noexcept = default;

PvPredictor::PvPredictor(const PvPast& past) : past_{&past}, model_{PvModel::train(past, 0)} {}

void PvPredictor::train(base::Time now) {
  model_ = PvModel::train(*past_, past_->known_cells(now));
}

PowerPrediction PvPredictor::predict(base::Time now, const base::SlotGrid& slots) const {
  return model_.predict(*past_, now, slots);
}

std::vector<std::pair<std::string, double>> PvPredictor::importance() const {
  return model_.importance();
}

std::string PvPredictor::save() const { return model_.save(); }

Result<void> PvPredictor::load(const std::string& text) {
  auto model = PvModel::load(text);
  if (!model) return tl::unexpected{model.error()};
  model_ = std::move(*model);
  return {};
}

}  // namespace ohmstead::forecast
