#include "ohmstead/plan/tier_book.hpp"

#include <algorithm>

#include "fee_times.hpp"

namespace ohmstead::plan {
namespace {

using base::Energy;
using base::EnergyPrice;
using base::Money;
using base::Power;
using base::Seconds;
using base::Time;

constexpr std::chrono::days k_usual_days{28};
// So much more or less of what is to come may be bought.
constexpr double k_unsure = 0.3;

struct Period {
  Time from, to;
};

Period period_at(const base::Zone& zone, home::TierPeriod per, Time time) {
  const base::Date date = zone.date(time);
  if (per == home::TierPeriod::year) {
    const auto first = date.year() / std::chrono::January / 1;
    return {zone.day_start(first), zone.day_start(first + std::chrono::years{1})};
  }
  const auto first = date.year() / date.month() / 1;
  return {zone.day_start(first), zone.day_start(first + std::chrono::months{1})};
}

// Of the kWh that comes after `bought`.
EnergyPrice fee_after(const home::ImportTariff& tariff, Energy bought) {
  for (const home::FeeTier& tier : tariff.tiers)
    if (!tier.up_to || bought < *tier.up_to) return tier.fee * with_vat(tariff.vat_pct);
  return {};
}

// Of all that was bought from the beginning on.
Money cost_of(const home::ImportTariff& tariff, Energy bought) {
  Money cost{};
  Energy below{};
  for (const home::FeeTier& tier : tariff.tiers) {
    const Energy end = std::min(bought, tier.up_to.value_or(bought));
    if (end > below) cost += (end - below) * tier.fee * with_vat(tariff.vat_pct);
    below = std::max(below, end);
  }
  return cost;
}

// Of a kWh more, where the end may lie anywhere between these.
EnergyPrice mean_fee(const home::ImportTariff& tariff, Energy least, Energy most) {
  if (most <= least) return fee_after(tariff, least);
  return (cost_of(tariff, most) - cost_of(tariff, least)) / (most - least);
}

// Without batteries and planned devices: what the books do not know yet.
Power import_of(const home::Outlook& outlook) {
  Energy bought{};
  for (std::size_t slot = 0; slot < outlook.slots.count(); ++slot) {
    const Power pv = outlook.pv.is_empty() ? Power{} : outlook.pv[slot];
    bought += std::max(Power{}, outlook.load[slot] - pv) * outlook.slots.hours(slot);
  }
  return bought / outlook.slots.total_hours();
}

}  // namespace

TierBook::TierBook(home::ImportTariff tariff, base::Zone zone)
    : tariff_{std::move(tariff)}, zone_{std::move(zone)} {}

Money TierBook::add(Time from, Time to, Energy bought) {
  Money cost{};
  if (tariff_.tiers.empty() || to <= from) return cost;
  const double per_s =
      std::max(Energy{}, bought).value() / static_cast<double>((to - from).count());
  for (Time at = from; at < to;) {
    const Period period = period_at(zone_, tariff_.tiers_per, at);
    const Time end = std::min(to, zone_.next_day_start(at));
    const Energy part{per_s * static_cast<double>((end - at).count())};
    Sum& sum = periods_[period.from];
    cost += cost_of(tariff_, sum.bought + part) - cost_of(tariff_, sum.bought);
    for (Sum* each : {&sum, &days_[zone_.day_start(zone_.date(at))]}) {
      each->bought += part;
      each->measured += end - at;
    }
    at = end;
  }
  while (!days_.empty() && days_.begin()->first < to - k_usual_days) days_.erase(days_.begin());
  return cost;
}

home::BoughtSoFar TierBook::so_far(Time now) const {
  home::BoughtSoFar said;
  if (tariff_.tiers.empty()) return said;
  const auto period = periods_.find(period_at(zone_, tariff_.tiers_per, now).from);
  if (period != periods_.end()) {
    said.bought = period->second.bought;
    said.measured = period->second.measured;
  }
  Sum usual;
  for (const auto& [day, sum] : days_) {
    usual.bought += sum.bought;
    usual.measured += sum.measured;
  }
  if (usual.measured >= std::chrono::days{1})
    said.usual = usual.bought / base::hours(usual.measured);
  return said;
}

EnergyPrice TierBook::fee_at(Time time) const {
  const auto period = periods_.find(period_at(zone_, tariff_.tiers_per, time).from);
  return fee_after(tariff_, period == periods_.end() ? Energy{} : period->second.bought);
}

std::vector<ExpectedTier> expected_tiers(const home::ImportTariff& tariff, const base::Zone& zone,
                                         const home::Outlook& outlook,
                                         const home::BoughtSoFar& so_far) {
  std::vector<ExpectedTier> all;
  if (tariff.tiers.empty() || outlook.slots.is_empty()) return all;
  const Power usual = so_far.usual ? *so_far.usual : import_of(outlook);
  const Time end = outlook.slots.end(outlook.slots.count() - 1);
  for (Time at = outlook.slots.start(0); at < end; at = all.back().to) {
    const Period period = period_at(zone, tariff.tiers_per, at);
    const home::BoughtSoFar known = all.empty() ? so_far : home::BoughtSoFar{};
    const Seconds open = std::max(Seconds{0}, period.to - period.from - known.measured);
    ExpectedTier& tier = all.emplace_back();
    tier.from = period.from;
    tier.to = period.to;
    tier.bought = known.bought;
    const Energy rest = usual * base::hours(open);
    tier.expected = known.bought + rest;
    tier.fee = mean_fee(tariff, tier.expected - k_unsure * rest, tier.expected + k_unsure * rest);
  }
  return all;
}

}  // namespace ohmstead::plan
