#include "past_errors.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace ohmstead::simulate {
namespace {

// How far back errors tell of today, and how few days are too few to plan by.
constexpr int k_most_days = 7;
constexpr std::size_t k_least_days = 3;
// Of bands: with nine days the lowest is what one in ten is below.
constexpr int k_band_days = 28;
constexpr std::size_t k_least_band_days = 9;
constexpr base::Seconds k_day{86400};
// PV errors are compared over this much time around a slot, and believed from this much energy on.
constexpr base::Seconds k_around{3600};
constexpr double k_trust_kwh = 0.5;
constexpr double k_highest_pv_factor = 3.0;

// What happened in the time of an outlook, moved by whole days.
struct Then {
  const home::Outlook& forecast;
  std::vector<std::size_t> measured;  // slots of the history, one per slot of the forecast
};

// Measured by forecast PV around each slot of the forecast.
std::vector<double> pv_factors(const Then& then, const History& history) {
  const base::SlotGrid& slots = then.forecast.slots;
  std::vector<double> factors(slots.count(), 1.0);
  for (std::size_t t = 0; t < slots.count(); ++t) {
    std::size_t first = t;
    while (first > 0 && slots.start(t) - slots.start(first - 1) <= k_around) --first;
    double measured_kwh = k_trust_kwh, forecast_kwh = k_trust_kwh;
    for (std::size_t near = first; near < slots.count(); ++near) {
      if (slots.start(near) - slots.start(t) > k_around) break;
      const double hours = slots.hours(near).value();
      measured_kwh += hours * history.pv.power[then.measured[near]].value();
      forecast_kwh += hours * then.forecast.pv[near].value();
    }
    factors[t] = std::min(measured_kwh / forecast_kwh, k_highest_pv_factor);
  }
  return factors;
}

// Of values in any order, what the share of them is below: linear between ranks k of n + 1.
double quantile(std::vector<double>& values, double share) {
  std::sort(values.begin(), values.end());
  const double rank = share * static_cast<double>(values.size() + 1) - 1.0;
  const double held = std::clamp(rank, 0.0, static_cast<double>(values.size() - 1));
  const auto low = static_cast<std::size_t>(held);
  const std::size_t high = std::min(low + 1, values.size() - 1);
  return values[low] + (held - static_cast<double>(low)) * (values[high] - values[low]);
}

}  // namespace

std::optional<home::Scenario> PastErrors::scenario_of(const home::Outlook& outlook,
                                                      int days_ago) const {
  const base::Seconds ago = k_day * days_ago;
  const base::Time now = outlook.slots.start(0);
  const auto forecast = known_->at(now - ago);
  if (!forecast) return std::nullopt;
  Then then{*forecast, {}};
  const std::size_t known_load = history_->load.known_slots(now);
  const std::size_t known_pv = history_->pv.known_slots(now);
  for (std::size_t t = 0; t < forecast->slots.count(); ++t) {
    const auto slot = history_->slots.find(forecast->slots.start(t));
    if (!slot || *slot >= known_load || *slot >= known_pv) break;
    const bool has_pv = history_->pv.origin[*slot] != Origin::missing;
    if (!history_->load.is_measured(*slot) || !has_pv) return std::nullopt;
    then.measured.push_back(*slot);
  }
  if (then.measured.size() < forecast->slots.count()) return std::nullopt;
  const std::vector<double> factors = pv_factors(then, *history_);
  home::Scenario scenario;
  scenario.name = fmt::format("as {} day{} before", days_ago, days_ago == 1 ? "" : "s");
  base::Series<base::Ratio> pv_factor;
  for (std::size_t t = 0; t < outlook.slots.count(); ++t) {
    const auto place = forecast->slots.find(outlook.slots.start(t) - ago);
    const bool is_known = place.has_value();
    pv_factor.push_back(base::Ratio{is_known ? factors[*place] : 1.0});
    const base::Power error =
        is_known ? history_->load.power[then.measured[*place]] - forecast->load[*place]
                 : base::Power{};
    scenario.load.push_back(std::max(base::Power{}, outlook.load[t] + error));
  }
  scenario.pv_factor = std::move(pv_factor);
  return scenario;
}

std::vector<home::Scenario> PastErrors::scenarios(const home::Outlook& outlook) const {
  std::vector<home::Scenario> all;
  for (int days_ago = 1; days_ago <= k_most_days; ++days_ago) {
    if (auto scenario = scenario_of(outlook, days_ago)) all.push_back(std::move(*scenario));
  }
  if (all.size() < k_least_days) all.clear();
  return all;
}

void PastErrors::fill_bands(home::Outlook& outlook) const {
  std::vector<home::Scenario> all;
  for (int days_ago = 1; days_ago <= k_band_days; ++days_ago) {
    if (auto scenario = scenario_of(outlook, days_ago)) all.push_back(std::move(*scenario));
  }
  if (all.size() < k_least_band_days) return;
  // No roof gives more than it ever gave.
  const auto& given = history_->pv.power.raw();
  const auto known = static_cast<std::ptrdiff_t>(history_->pv.known_slots(outlook.slots.start(0)));
  const double most_pv_kw =
      known > 0 ? *std::max_element(given.begin(), given.begin() + known) : 0.0;
  std::vector<double> values(all.size());
  for (std::size_t t = 0; t < outlook.slots.count(); ++t) {
    for (std::size_t i = 0; i < all.size(); ++i) values[i] = all[i].load[t].value();
    outlook.load_band.p10.push_back(base::Power{quantile(values, 0.1)});
    outlook.load_band.p90.push_back(base::Power{quantile(values, 0.9)});
    for (std::size_t i = 0; i < all.size(); ++i)
      values[i] = std::min(outlook.pv[t].value() * all[i].pv_factor[t].value(),
                           std::max(most_pv_kw, outlook.pv[t].value()));
    outlook.pv_band.p10.push_back(base::Power{quantile(values, 0.1)});
    outlook.pv_band.p90.push_back(base::Power{quantile(values, 0.9)});
  }
}

}  // namespace ohmstead::simulate
