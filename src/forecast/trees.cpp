#include "trees.hpp"

#include <fmt/format.h>

#include "ohmstead/forecast/predictor.hpp"

#ifdef OHMSTEAD_HAS_XGBOOST
#include <xgboost/c_api.h>

extern "C" {
int omp_get_max_threads();
void omp_set_num_threads(int count);
}
#endif

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace ohmstead::forecast {

using base::ErrorKind;
using base::fail;
using base::Result;

#ifdef OHMSTEAD_HAS_XGBOOST

namespace {

// A failed call; the library keeps its text for each thread.
struct Failure {
  std::string text;
};

void call(int outcome) {
  if (outcome != 0) throw Failure{XGBGetLastError()};
}

// XGBoost 1.7 sorts with all threads of OpenMP whatever nthread says, and those that wait then burn
// four fifths of the time. The setting belongs to the calling thread.
class OneThread {
 public:
  OneThread() { omp_set_num_threads(1); }
  ~OneThread() { omp_set_num_threads(before_); }
  OneThread(const OneThread&) = delete;
  OneThread& operator=(const OneThread&) = delete;

 private:
  int before_ = omp_get_max_threads();
};

class Matrix {
 public:
  Matrix(const FeatureTable& table, std::span<const float> labels, std::span<const float> weights) {
    call(XGDMatrixCreateFromMat(table.values.data(), table.rows(), table.width,
                                std::numeric_limits<float>::quiet_NaN(), &handle_));
    if (!labels.empty()) {
      call(XGDMatrixSetFloatInfo(handle_, "label", labels.data(), labels.size()));
    }
    if (!weights.empty()) {
      call(XGDMatrixSetFloatInfo(handle_, "weight", weights.data(), weights.size()));
    }
  }
  ~Matrix() { XGDMatrixFree(handle_); }
  Matrix(const Matrix&) = delete;
  Matrix& operator=(const Matrix&) = delete;
  [[nodiscard]] DMatrixHandle handle() const { return handle_; }

 private:
  DMatrixHandle handle_ = nullptr;
};

}  // namespace

struct Trees::State {
  BoosterHandle booster = nullptr;
  std::size_t width = 0;

  explicit State(DMatrixHandle matrix) {
    call(XGBoosterCreate(matrix == nullptr ? nullptr : &matrix, matrix == nullptr ? 0 : 1,
                         &booster));
  }
  ~State() { XGBoosterFree(booster); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  void set(const char* name, const std::string& value) const {
    call(XGBoosterSetParam(booster, name, value.c_str()));
  }
  [[nodiscard]] std::span<const float> predict(DMatrixHandle matrix) const {
    bst_ulong count = 0;
    const float* answers = nullptr;
    call(XGBoosterPredict(booster, matrix, 0, 0, 0, &count, &answers));
    return {answers, count};
  }
  void boost_quantile(const Matrix& matrix, std::span<const float> labels,
                      std::span<const float> weights, const TreeOptions& options) const;
};

// So many units of the label a leaf may move at first, whatever the unit is.
static double spread_of(std::span<const float> labels) {
  double sum = 0.0, squares = 0.0;
  for (const float label : labels) {
    sum += static_cast<double>(label);
    squares += static_cast<double>(label) * static_cast<double>(label);
  }
  const auto count = static_cast<double>(labels.size());
  return std::sqrt(std::max(1e-12, squares / count - sum * sum / (count * count)));
}

// Gradient of the pinball loss; it has no second derivative, the spread of the labels stands in.
void Trees::State::boost_quantile(const Matrix& matrix, std::span<const float> labels,
                                  std::span<const float> weights,
                                  const TreeOptions& options) const {
  const auto upper = static_cast<float>(options.quantile);
  const double step = 2.0 * spread_of(labels);
  set("min_child_weight", fmt::format("{}", options.least_weight / step));
  // From the quantile of all labels on: the slow side of the loss would take hundreds of rounds.
  std::vector<float> sorted{labels.begin(), labels.end()};
  const auto place =
      static_cast<std::ptrdiff_t>(std::min(static_cast<double>(sorted.size() - 1),
                                           options.quantile * static_cast<double>(sorted.size())));
  std::nth_element(sorted.begin(), sorted.begin() + place, sorted.end());
  set("base_score", fmt::format("{}", sorted[static_cast<std::size_t>(place)]));
  std::vector<float> first(labels.size()), second(labels.size());
  for (int round = 0; round < options.rounds; ++round) {
    const auto now = predict(matrix.handle());
    for (std::size_t row = 0; row < labels.size(); ++row) {
      const float weight = weights.empty() ? 1.0F : weights[row];
      first[row] = weight * (labels[row] > now[row] ? -upper : 1.0F - upper);
      second[row] = weight / static_cast<float>(step);
    }
    call(XGBoosterBoostOneIter(booster, matrix.handle(), first.data(), second.data(),
                               labels.size()));
  }
}

bool Trees::is_built_in() { return true; }

Result<Trees> Trees::train(const FeatureTable& table, std::span<const float> labels,
                           std::span<const float> weights, const TreeOptions& options) {
  if (labels.empty()) return fail(ErrorKind::invalid_input, "there is nothing to learn from");
  base::expect(labels.size() == table.rows(), "one label per row of features");
  const OneThread calm;
  try {
    const Matrix matrix{table, labels, weights};
    auto state = std::make_unique<State>(matrix.handle());
    state->width = table.width;
    state->set("nthread", "1");
    state->set("seed", "7");
    state->set("verbosity", "0");
    state->set("tree_method", "hist");
    state->set("max_bin", "128");
    state->set("max_depth", fmt::format("{}", options.depth));
    state->set("eta", fmt::format("{}", options.rate));
    state->set("subsample", "0.7");
    state->set("colsample_bytree", "0.7");
    state->set("min_child_weight", fmt::format("{}", options.least_weight));
    state->set("objective",
               options.aim == TreeAim::median ? "reg:absoluteerror" : "reg:squarederror");
    if (options.aim == TreeAim::quantile) {
      state->boost_quantile(matrix, labels, weights, options);
    } else {
      for (int round = 0; round < options.rounds; ++round) {
        call(XGBoosterUpdateOneIter(state->booster, round, matrix.handle()));
      }
    }
    return Trees{std::move(state)};
  } catch (const Failure& failure) {
    return fail(ErrorKind::internal, fmt::format("boosted trees: {}", failure.text));
  }
}

Result<Trees> Trees::load(const std::string& text) {
  try {
    auto state = std::make_unique<State>(nullptr);
    state->set("nthread", "1");
    call(XGBoosterLoadModelFromBuffer(state->booster, text.data(), text.size()));
    bst_ulong width = 0;
    call(XGBoosterGetNumFeature(state->booster, &width));
    state->width = width;
    return Trees{std::move(state)};
  } catch (const Failure&) {
    return fail(ErrorKind::invalid_input, "the stored trees are damaged");
  }
}

std::vector<float> Trees::predict(const FeatureTable& table) const {
  base::expect(table.width == state_->width, "the features that the trees were trained with");
  if (table.rows() == 0) return {};
  const OneThread calm;
  try {
    const Matrix matrix{table, {}, {}};
    const auto answers = state_->predict(matrix.handle());
    return {answers.begin(), answers.end()};
  } catch (const Failure& failure) {
    throw std::logic_error{failure.text};
  }
}

std::string Trees::save() const {
  bst_ulong count = 0;
  const char* text = nullptr;
  const int outcome =
      XGBoosterSaveModelToBuffer(state_->booster, R"({"format": "json"})", &count, &text);
  base::expect(outcome == 0, "trained trees can be written");
  return {text, count};
}

std::vector<double> Trees::importance() const {
  std::vector<double> shares(state_->width, 0.0);
  bst_ulong names = 0, dims = 0;
  char const** features = nullptr;
  bst_ulong const* shape = nullptr;
  float const* scores = nullptr;
  if (XGBoosterFeatureScore(state_->booster, R"({"importance_type": "total_gain"})", &names,
                            &features, &dims, &shape, &scores) != 0) {
    return shares;
  }
  double total = 0.0;
  for (bst_ulong i = 0; i < names; ++i) {
    const auto place = std::strtoul(features[i] + 1, nullptr, 10);  // "f12"
    if (place < shares.size()) shares[place] = static_cast<double>(scores[i]);
    total += static_cast<double>(scores[i]);
  }
  for (double& share : shares) share = total > 0.0 ? share / total : 0.0;
  return shares;
}

#else

struct Trees::State {};

bool Trees::is_built_in() { return false; }

Result<Trees> Trees::train(const FeatureTable&, std::span<const float>, std::span<const float>,
                           const TreeOptions&) {
  return fail(ErrorKind::unavailable, "built without boosted trees");
}

Result<Trees> Trees::load(const std::string&) {
  return fail(ErrorKind::unavailable, "built without boosted trees");
}

std::vector<float> Trees::predict(const FeatureTable&) const { return {}; }
std::string Trees::save() const { return {}; }
std::vector<double> Trees::importance() const { return {}; }

#endif

bool has_boosted_trees() { return Trees::is_built_in(); }

Trees::Trees(std::unique_ptr<State> state) : state_{std::move(state)} {}
Trees::~Trees() = default;
Trees::Trees(Trees&&) noexcept = default;
Trees& Trees::operator=(Trees&&) noexcept = default;

}  // namespace ohmstead::forecast
