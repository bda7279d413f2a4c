// The load model as a Predictor; load_model.hpp says how it works. Units: kW. Thread rule: one
// thread at a time.
#pragma once

#include <optional>

#include "ohmstead/forecast/load_model.hpp"
#include "ohmstead/forecast/predictor.hpp"

namespace ohmstead::forecast {

class LoadPredictor : public Predictor {
 public:
  explicit LoadPredictor(const LoadPast& past);

  [[nodiscard]] std::string name() const override { return "load"; }
  void train(base::Time now) override;
  [[nodiscard]] PowerPrediction predict(base::Time now, const base::SlotGrid& slots) const override;
  [[nodiscard]] std::vector<std::pair<std::string, double>> importance() const override;
  [[nodiscard]] std::string save() const override;
  [[nodiscard]] base::Result<void> load(const std::string& text) override;

 private:
  const LoadPast* past_;
  LoadModel model_;
};

}  // namespace ohmstead::forecast
