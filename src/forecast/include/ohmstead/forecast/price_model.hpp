// What electricity will cost on the market after the published prices end, with bands.
//
// Opinions are mixed: a profile of the last weeks by time of day and kind of day, drawn towards the
// level of the last day; boosted trees (where they are built in and at least 8 weeks are known) on
// past prices, calendar and, where it is told, weather; and what a service foretold, where one is
// asked. How much each counts and the bands are learned from forecasts that did not know what they
// are judged by; docs/math.md has the equations. Prices may be negative. A published price is
// passed on as it is and marked so: a forecast is never passed off as a price. Units: money per
// kWh, of the market, before tariff. Thread rule: train() and const calls from any thread, one at a
// time for each object.
//
//   const PriceModel model = PriceModel::train(past, now);       // seconds
//   PricePrediction coming = model.predict(past, now, slots);    // milliseconds
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ohmstead/base/result.hpp"
#include "ohmstead/base/zone.hpp"
#include "ohmstead/forecast/measured.hpp"

namespace ohmstead::forecast {

// What a service foretold at `issued_at` of the hours from `start` on; NaN where it said nothing.
struct ForetoldPrices {
  base::Time issued_at{};
  base::Time start{};
  std::vector<double> per_kwh;

  // NaN outside.
  [[nodiscard]] double of(base::Time hour) const;
};

// On hours (on_coarser_slots() makes them); `known_at` of the prices is when they were published.
// Weather may reach into the future (its forecast) and has the same start and step, or is empty.
struct PricePast {
  Measured spot;
  std::vector<Measured> weather;
  base::Zone zone = base::Zone::utc();
  std::vector<ForetoldPrices> foretold = {};  // of a service, the oldest first
};

struct PricePrediction {
  std::vector<double> expected_per_kwh;
  std::vector<double> p10_per_kwh;
  std::vector<double> p50_per_kwh;
  std::vector<double> p90_per_kwh;
  std::vector<bool> is_published;  // then all four are the price
  std::vector<std::string> notes;
};

class PriceModel {
 public:
  [[nodiscard]] static PriceModel train(const PricePast& past, base::Time now);
  ~PriceModel();
  PriceModel(PriceModel&&) noexcept;
  PriceModel& operator=(PriceModel&&) noexcept;

  // What was learned, as text.
  [[nodiscard]] std::string save() const;
  // Fails with invalid_input when the text is damaged, with unavailable when it needs what is not
  // built in.
  [[nodiscard]] static base::Result<PriceModel> load(const std::string& text);
  // Whether the past tells as much weather as it was learned with.
  [[nodiscard]] bool fits(const PricePast& past) const;

  // NaN where nothing at all is known to go by. Precondition: the past fits.
  [[nodiscard]] PricePrediction predict(const PricePast& past, base::Time now,
                                        const base::SlotGrid& slots) const;
  [[nodiscard]] bool has_trees() const;
  // What counts how much for the next days, as shares of 1.
  [[nodiscard]] std::vector<std::pair<std::string, double>> importance() const;
  // How far off the forecasts of the last weeks were in the mean that weights and bands were
  // learned from, money per kWh; nothing where there were too few.
  [[nodiscard]] std::optional<double> trial_error() const;

 private:
  struct State;
  explicit PriceModel(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Day-ahead prices are published for whole days of the market at `published_at` of its local time
// the day before: when each hour of `spot` was known.
[[nodiscard]] std::vector<base::Time> day_ahead_known_at(const Measured& spot,
                                                         const base::Zone& market,
                                                         base::Seconds published_at);

}  // namespace ohmstead::forecast
