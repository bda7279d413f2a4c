// One face for all that forecasts: learn, forecast, explain, keep.
//
// A learner is made over a history that must outlive it and looks at nothing after the instant it
// is given. Before the first train() or load() it forecasts from what needs no learning; what it
// forecasts is its own: power here, in kW, prices in price_learner.hpp.
// Thread rule: one thread at a time for each object.
//
//   predictor.train(now);                                   // seconds at most
//   PowerPrediction coming = predictor.predict(now, slots);  // milliseconds
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "ohmstead/base/result.hpp"
#include "ohmstead/base/time.hpp"
#include "ohmstead/forecast/power_prediction.hpp"

namespace ohmstead::forecast {

// Whether the program was built with them; without, profiles and physics forecast alone.
[[nodiscard]] bool has_boosted_trees();

class Learner {
 public:
  virtual ~Learner() = default;
  [[nodiscard]] virtual std::string name() const = 0;  // of the kind: "load", "pv", "price"
  virtual void train(base::Time now) = 0;
  // What counts how much, as shares of 1 within each group of names.
  [[nodiscard]] virtual std::vector<std::pair<std::string, double>> importance() const = 0;
  // What was learned, as text.
  [[nodiscard]] virtual std::string save() const = 0;
  // Fails with invalid_input when the text is damaged or of another kind, with unavailable when it
  // needs what is not built in; then nothing changes.
  [[nodiscard]] virtual base::Result<void> load(const std::string& text) = 0;
};

// Of power.
class Predictor : public Learner {
 public:
  [[nodiscard]] virtual PowerPrediction predict(base::Time now,
                                                const base::SlotGrid& slots) const = 0;
};

}  // namespace ohmstead::forecast
