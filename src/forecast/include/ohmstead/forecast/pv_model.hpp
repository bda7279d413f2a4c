// The PV power to expect for two days, with bands.
//
// Three opinions are mixed: the base (physics in the coming light; where there is no light, another
// system's forecast as it did before; else the mean of the last days), the mean of the last days,
// and boosted trees on what the base gets wrong (where they are built in and at least 3 weeks were
// measured). Weights and bands are learned like those of the load (load_model.hpp). The facing of
// the roof is identified unless the site says it. The first hours are moved towards what was just
// measured. Night is zero, and nothing is above what the roof can do. Units: kW. Thread rule:
// train() and const calls from any thread, one at a time for each object.
//
//   PvModel model = PvModel::train(past, past.known_cells(now));
//   PowerPrediction pv = model.predict(past, now, slots);
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "ohmstead/forecast/identify_pv.hpp"
#include "ohmstead/forecast/power_prediction.hpp"
#include "ohmstead/forecast/predictor.hpp"

namespace ohmstead::forecast {

class PvModel {
 public:
  [[nodiscard]] static PvModel train(const PvPast& past, std::size_t known);
  // As LoadModel::load().
  [[nodiscard]] static base::Result<PvModel> load(const std::string& text);
  ~PvModel();
  PvModel(PvModel&&) noexcept;
  PvModel& operator=(PvModel&&) noexcept;

  [[nodiscard]] PowerPrediction predict(const PvPast& past, base::Time now,
                                        const base::SlotGrid& slots) const;
  [[nodiscard]] bool has_trees() const;
  [[nodiscard]] std::vector<home::PvPlane> planes() const;  // empty: no physics
  [[nodiscard]] std::vector<std::pair<std::string, double>> importance() const;
  [[nodiscard]] std::string save() const;

 private:
  struct State;
  explicit PvModel(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

class PvPredictor : public Predictor {
 public:
  explicit PvPredictor(const PvPast& past);

  [[nodiscard]] std::string name() const override { return "pv"; }
  void train(base::Time now) override;
  [[nodiscard]] PowerPrediction predict(base::Time now, const base::SlotGrid& slots) const override;
  [[nodiscard]] std::vector<std::pair<std::string, double>> importance() const override;
  [[nodiscard]] std::string save() const override;
  [[nodiscard]] base::Result<void> load(const std::string& text) override;
  [[nodiscard]] const PvModel& model() const { return model_; }

 private:
  const PvPast* past_;
  PvModel model_;
};

}  // namespace ohmstead::forecast
