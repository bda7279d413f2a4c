#include "ohmstead/forecast/load_predictor.hpp"

namespace ohmstead::forecast {

LoadPredictor::LoadPredictor(const LoadPast& past)
    : past_{&past}, model_{LoadModel::train(past, 0)} {}

void LoadPredictor::train(base::Time now) {
  model_ = LoadModel::train(*past_, past_->known_cells(now));
}

PowerPrediction LoadPredictor::predict(base::Time now, const base::SlotGrid& slots) const {
  return model_.predict(*past_, now, slots);
}

std::vector<std::pair<std::string, double>> LoadPredictor::importance() const {
  return model_.importance();
}

std::string LoadPredictor::save() const { return model_.save(); }

base::Result<void> LoadPredictor::load(const std::string& text) {
  auto model = LoadModel::load(text);
  if (!model) return tl::unexpected{model.error()};
  model_ = std::move(*model);
  return {};
}

}  // namespace ohmstead::forecast
