// The price model as a Learner, and how it is judged; price_model.hpp says how it works.
//
// Money per kWh, of the market, before tariff. Thread rule: one thread at a time for each object.
//
//   const Course course = price_course(past, "price", now);
//   auto report = care_for_model(registry, course, now);
#pragma once

#include <optional>

#include "ohmstead/forecast/model_care.hpp"
#include "ohmstead/forecast/price_model.hpp"

namespace ohmstead::forecast {

class PriceLearner final : public Learner {
 public:
  // `past` must outlive it; `kind`: of which market.
  PriceLearner(const PricePast& past, std::string kind) : past_{&past}, kind_{std::move(kind)} {}

  [[nodiscard]] std::string name() const override { return kind_; }
  void train(base::Time now) override;
  // By the profile of the last weeks where nothing is learned.
  [[nodiscard]] PricePrediction predict(base::Time now, const base::SlotGrid& slots) const;
  [[nodiscard]] std::vector<std::pair<std::string, double>> importance() const override;
  [[nodiscard]] std::string save() const override;
  // Also fails with invalid_input where the past tells other weather.
  [[nodiscard]] base::Result<void> load(const std::string& text) override;

 private:
  const PricePast* past_;
  std::string kind_;
  std::optional<PriceModel> model_;
};

// What a model would have said of the seven days before `now`: at noon of each day, of the 48 hours
// after the end of that day, as if the next day's prices had come at 13:00. Hours until `now`
// count, and published ones after it do not. Precondition: the model fits the past.
[[nodiscard]] ModelTrial judge_prices(const PriceModel& model, const PricePast& past,
                                      base::Time now);

// For care_for_model(); `past` must outlive it.
[[nodiscard]] Course price_course(const PricePast& past, const std::string& kind, base::Time now);

}  // namespace ohmstead::forecast
