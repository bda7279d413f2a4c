#include "forecast_check.hpp"

#include <cmath>

namespace ohmstead::engine {
namespace {

constexpr base::Seconds k_kept{26 * 3600};
constexpr base::Seconds k_horizon{25 * 3600};
// A forecast may be older than its lead by this much.
constexpr base::Seconds k_slack{3600};
constexpr double k_half_life_h = 7.0 * 24.0;

ForecastAccuracy make(const char* name, std::span<const std::int64_t> leads_h, const auto& means) {
  ForecastAccuracy series{name, {}};
  for (std::size_t i = 0; i < leads_h.size(); ++i) {
    if (means[i].count == 0) continue;
    series.leads.push_back({leads_h[i], base::Power{means[i].absolute / means[i].weight},
                            base::Power{means[i].leaning / means[i].weight}, means[i].count});
  }
  return series;
}

}  // namespace

void ForecastCheck::Mean::add(double error, double hours) {
  const double keep = std::exp2(-hours / k_half_life_h);
  weight = keep * weight + hours;
  absolute = keep * absolute + hours * std::abs(error);
  leaning = keep * leaning + hours * error;
  ++count;
}

void ForecastCheck::note(const home::Outlook& outlook, base::Time made_at) {
  while (!forecasts_.empty() && forecasts_.front().made_at < made_at - k_kept)
    forecasts_.pop_front();
  // Forecasts made shortly after one another tell the same.
  if (!forecasts_.empty() && made_at - forecasts_.back().made_at < base::Seconds{600}) return;
  Forecast forecast{made_at, outlook.slots, {}, {}};
  for (std::size_t t = 0; t < outlook.slots.count(); ++t) {
    if (outlook.slots.start(t) > made_at + k_horizon) break;
    forecast.pv_kw.push_back(static_cast<float>(outlook.pv.is_empty() ? 0.0 : outlook.pv.raw()[t]));
    forecast.load_kw.push_back(
        static_cast<float>(outlook.load.is_empty() ? 0.0 : outlook.load.raw()[t]));
  }
  forecasts_.push_back(std::move(forecast));
}

const ForecastCheck::Forecast* ForecastCheck::find(base::Time time, base::Seconds lead) const {
  for (auto each = forecasts_.rbegin(); each != forecasts_.rend(); ++each) {
    if (each->made_at > time - lead) continue;
    return each->made_at >= time - lead - k_slack ? &*each : nullptr;
  }
  return nullptr;
}

void ForecastCheck::measure(const MeasuredSlot& slot) {
  for (std::size_t i = 0; i < k_leads_h.size(); ++i) {
    const Forecast* forecast = find(slot.start, std::chrono::hours{k_leads_h[i]});
    if (forecast == nullptr) continue;
    const auto index = forecast->slots.find(slot.start);
    if (!index || *index >= forecast->pv_kw.size()) continue;
    const double hours = base::hours(slot.duration).value();
    if (!slot.pv_possible)
      pv_[i].add(static_cast<double>(forecast->pv_kw[*index]) - slot.pv.value(), hours);
    load_[i].add(static_cast<double>(forecast->load_kw[*index]) - slot.load.value(), hours);
  }
}

std::vector<ForecastAccuracy> ForecastCheck::accuracy() const {
  return {make("pv", k_leads_h, pv_), make("load", k_leads_h, load_)};
}

}  // namespace ohmstead::engine
