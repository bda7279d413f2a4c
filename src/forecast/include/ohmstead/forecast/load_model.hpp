// The load to expect for two days, with bands.
//
// Three opinions are mixed: a profile of the last 14 days, the same weekday of the last 8 weeks,
// and boosted trees (where they are built in and at least 4 weeks were measured). How much each
// counts is learned from the last weeks, from forecasts that did not know them; so are the bands,
// by lead time (conformal: the distance that was kept in 8 of 10 cases, in units of the usual
// spread at that time of day). docs/math.md has the equations. The first hours are moved towards
// what was just measured. Never negative. Same history, same model, same answer. Units: kW. Thread
// rule: train() and const calls from any thread, one at a time for each object.
//
//   LoadModel model = LoadModel::train(past, past.known_cells(now));   // a second or two
//   PowerPrediction load = model.predict(past, now, slots);            // a millisecond or two
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "ohmstead/base/result.hpp"
#include "ohmstead/base/time.hpp"
#include "ohmstead/forecast/load_past.hpp"
#include "ohmstead/forecast/power_prediction.hpp"

namespace ohmstead::forecast {

class LoadModel {
 public:
  // From the cells before `known`; with little or no history it says so in the notes of predict().
  [[nodiscard]] static LoadModel train(const LoadPast& past, std::size_t known);
  // Of what save() wrote. Fails with invalid_input when it is damaged, with unavailable when it
  // needs trees that are not built in.
  [[nodiscard]] static base::Result<LoadModel> load(const std::string& text);
  ~LoadModel();
  LoadModel(LoadModel&&) noexcept;
  LoadModel& operator=(LoadModel&&) noexcept;

  // Slots may lie anywhere; what was known at `now` counts.
  [[nodiscard]] PowerPrediction predict(const LoadPast& past, base::Time now,
                                        const base::SlotGrid& slots) const;
  [[nodiscard]] bool has_trees() const;
  // How much each opinion counts for leads of 8 to 24 h, by name; then each feature of the trees.
  [[nodiscard]] std::vector<std::pair<std::string, double>> importance() const;
  [[nodiscard]] std::string save() const;

 private:
  struct State;
  explicit LoadModel(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace ohmstead::forecast
