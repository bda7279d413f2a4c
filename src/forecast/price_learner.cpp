#include "ohmstead/forecast/price_learner.hpp"

#include <algorithm>
#include <cmath>

#include "pinball.hpp"

namespace ohmstead::forecast {
namespace {

using base::Result;
using base::Time;

constexpr std::chrono::days k_week{7};
constexpr std::chrono::hours k_noon{12}, k_published_at{13};
constexpr std::chrono::hours k_judged{48};

const PriceModel& unlearned() {
  static const PriceModel model =
      PriceModel::train({{Time{}, std::chrono::hours{1}, {}, {}}, {}, base::Zone::utc()}, Time{});
  return model;
}

// Sums, until means are made of them.
void add(ModelTrial& trial, const PricePrediction& coming, std::size_t i, double came,
         double week_before) {
  ++trial.count;
  trial.mae += std::abs(coming.p50_per_kwh[i] - came);
  trial.bias += coming.expected_per_kwh[i] - came;
  trial.pinball +=
      mean_pinball(came, coming.p10_per_kwh[i], coming.p50_per_kwh[i], coming.p90_per_kwh[i]);
  trial.naive_mae += std::abs(week_before - came);
  const bool is_inside = came >= coming.p10_per_kwh[i] && came <= coming.p90_per_kwh[i];
  trial.coverage_pct += is_inside ? 100.0 : 0.0;
}

}  // namespace

void PriceLearner::train(Time now) { model_ = PriceModel::train(*past_, now); }

PricePrediction PriceLearner::predict(Time now, const base::SlotGrid& slots) const {
  return (model_ ? *model_ : unlearned()).predict(*past_, now, slots);
}

std::vector<std::pair<std::string, double>> PriceLearner::importance() const {
  return (model_ ? *model_ : unlearned()).importance();
}

std::string PriceLearner::save() const { return (model_ ? *model_ : unlearned()).save(); }

Result<void> PriceLearner::load(const std::string& text) {
  auto model = PriceModel::load(text);
  if (!model) return tl::unexpected{model.error()};
  if (!model->fits(*past_))
    return base::fail(base::ErrorKind::invalid_input,
                      "the stored price model was learned with other weather");
  model_ = std::move(*model);
  return {};
}

ModelTrial judge_prices(const PriceModel& model, const PricePast& past, Time now) {
  PricePast then = past;
  then.spot.known_at = day_ahead_known_at(past.spot, past.zone, k_published_at);
  const auto price_at = [&](Time hour) {
    const auto place = (hour - past.spot.start) / past.spot.step;
    const bool is_inside =
        hour >= past.spot.start && place < static_cast<std::int64_t>(past.spot.size());
    return is_inside ? past.spot.values[static_cast<std::size_t>(place)] : std::nan("");
  };
  ModelTrial trial;
  const Time last_day = past.zone.next_day_start(now);
  for (Time day = past.zone.next_day_start(now - k_week - std::chrono::days{2}); day < last_day;
       day = past.zone.next_day_start(day)) {
    const Time first = past.zone.next_day_start(day);
    const auto slots = base::SlotGrid::uniform(first, past.spot.step,
                                               static_cast<std::size_t>(k_judged / past.spot.step));
    const PricePrediction coming = model.predict(then, day + k_noon, slots);
    for (std::size_t i = 0; i < slots.count(); ++i) {
      const Time hour = slots.start(i);
      if (coming.is_published[i] || hour < now - k_week || hour >= now) continue;
      const double came = price_at(hour), week_before = price_at(hour - k_week);
      if (std::isfinite(came + week_before + coming.p50_per_kwh[i]))
        add(trial, coming, i, came, week_before);
    }
  }
  if (trial.count == 0) return trial;
  for (double* sum :
       {&trial.mae, &trial.bias, &trial.pinball, &trial.naive_mae, &trial.coverage_pct})
    *sum /= static_cast<double>(trial.count);
  return trial;
}

Course price_course(const PricePast& past, const std::string& kind, Time now) {
  const auto make = [&past, kind] { return std::make_unique<PriceLearner>(past, kind); };
  const auto judge = [&past, now](const std::string& text) -> Result<ModelTrial> {
    const auto model = PriceModel::load(text);
    if (!model) return tl::unexpected{model.error()};
    if (!model->fits(past))
      return base::fail(base::ErrorKind::invalid_input,
                        "the stored price model was learned with other weather");
    return judge_prices(*model, past, now);
  };
  return {make, judge, &past.spot, "per kWh", "_per_kwh"};
}

}  // namespace ohmstead::forecast
