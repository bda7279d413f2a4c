// Boosted regression trees (XGBoost through its C interface), trained the same way every time.
//
// A table holds one row of features per case, row by row; NaN is a missing feature. Training uses
// one thread and a fixed seed, so that the same rows give the same trees. Without XGBoost at build
// time train() and load() fail with `unavailable` and is_built_in() is false. Thread rule: const
// calls from one thread at a time for each object.
//
//   auto trees = Trees::train({features, k_width}, labels, weights, TreeOptions{});
//   std::vector<float> answers = trees->predict(table);
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "ohmstead/base/result.hpp"

namespace ohmstead::forecast {

struct FeatureTable {
  std::size_t width = 0;
  std::vector<float> values;  // rows one after the other

  [[nodiscard]] std::size_t rows() const { return width == 0 ? 0 : values.size() / width; }
};

// What the trees aim at: the mean, the median, or the quantile `TreeOptions::quantile`.
enum class TreeAim { mean, median, quantile };

struct TreeOptions {
  TreeAim aim = TreeAim::mean;
  double quantile = 0.5;
  int rounds = 100;
  int depth = 4;
  double rate = 0.07;
  double least_weight = 40.0;  // of the rows in a leaf
};

class Trees {
 public:
  [[nodiscard]] static bool is_built_in();
  // One label per row; weights empty: all alike. Fails with invalid_input without rows, with
  // unavailable or internal as XGBoost says.
  [[nodiscard]] static base::Result<Trees> train(const FeatureTable& table,
                                                 std::span<const float> labels,
                                                 std::span<const float> weights,
                                                 const TreeOptions& options);
  // Of what save() wrote; fails with invalid_input when it is damaged.
  [[nodiscard]] static base::Result<Trees> load(const std::string& text);
  ~Trees();
  Trees(Trees&&) noexcept;
  Trees& operator=(Trees&&) noexcept;

  [[nodiscard]] std::vector<float> predict(const FeatureTable& table) const;
  [[nodiscard]] std::string save() const;  // JSON
  // By how much each feature lowered the error, as shares of 1.
  [[nodiscard]] std::vector<double> importance() const;

 private:
  struct State;
  explicit Trees(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace ohmstead::forecast
