#include "ohmstead/plan/peak_book.hpp"

#include <algorithm>
#include <functional>

#include "fee_times.hpp"
#include "peaks.hpp"
#include "power_fees.hpp"

namespace ohmstead::plan {
namespace {

using base::Energy;
using base::Money;
using base::Power;
using base::Seconds;
using base::Time;

std::vector<double> highest_first(const std::map<Time, Power>& reached, Time but) {
  std::vector<double> all;
  for (const auto& [start, power] : reached)
    if (start != but) all.push_back(power.value());
  std::sort(all.begin(), all.end(), std::greater<>{});
  return all;
}

constexpr Time k_none = Time::min();

}  // namespace

PeakBook::PeakBook(home::Tariff tariff, base::Zone zone)
    : tariff_{std::move(tariff)}, zone_{std::move(zone)} {
  for (const home::PowerFee& rule : tariff_.power_fees) fees_.emplace_back().rule = rule;
}

void PeakBook::add(Time from, Time to, Power import) {
  for (OfFee& fee : fees_) {
    for (Time at = from; at < to;) {
      const auto [start, end] = aligned_window(zone_, at, window_of(fee));
      if (fee.window != start) {
        close_window(fee);
        fee.window = start;
      }
      const double share = counted_share(fee.rule, at, zone_, tariff_.holidays);
      const Time until = std::min(to, end);
      fee.in_window += share * std::max(Power{}, import) * base::hours(until - at);
      at = std::min(to, std::max(end, at + Seconds{1}));
    }
  }
}

Seconds PeakBook::window_of(const OfFee& fee) const {
  return std::chrono::minutes{fee.rule.window_min};
}

void PeakBook::close_window(OfFee& fee) const {
  if (fee.window == Time{}) return;
  const auto month = month_of(zone_, fee.window);
  if (month != fee.month) {
    fee.earlier += month_cost(fee);
    fee.reached.clear();
    fee.month = month;
  }
  const bool is_by_day = fee.rule.per == home::PeakPer::day;
  const Time place = is_by_day ? zone_.day_start(zone_.date(fee.window)) : fee.window;
  Power& reached = fee.reached[place];
  reached = std::max(reached, fee.in_window / base::hours(window_of(fee)));
  fee.in_window = {};
  // Of windows only the highest are ever asked for.
  if (is_by_day || fee.reached.size() <= static_cast<std::size_t>(fee.rule.mean_of)) return;
  const auto least =
      std::min_element(fee.reached.begin(), fee.reached.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  fee.reached.erase(least);
}

Money PeakBook::month_cost(const OfFee& fee) const {
  std::vector<double> all = highest_first(fee.reached, k_none);
  all.resize(static_cast<std::size_t>(fee.rule.mean_of), 0.0);
  double sum = 0.0;
  for (const double each : all) sum += each;
  const double mean_kw = sum / static_cast<double>(fee.rule.mean_of);
  return Money{mean_kw * fee.rule.price.value() * with_vat(tariff_.import.vat_pct)};
}

std::vector<home::PeakSoFar> PeakBook::so_far(Time now) const {
  std::vector<home::PeakSoFar> all;
  for (OfFee fee : fees_) {
    home::PeakSoFar& said = all.emplace_back();
    const bool is_running =
        fee.window != Time{} && aligned_window(zone_, now, window_of(fee)).first == fee.window;
    if (is_running && month_of(zone_, now) == month_of(zone_, fee.window))
      said.in_window = fee.in_window;
    if (!is_running) close_window(fee);
    if (month_of(zone_, now) != fee.month) continue;
    const Time today = zone_.day_start(zone_.date(now));
    const bool is_by_day = fee.rule.per == home::PeakPer::day;
    if (const auto found = fee.reached.find(today); is_by_day && found != fee.reached.end())
      said.today = found->second;
    std::vector<double> highest = highest_first(fee.reached, is_by_day ? today : k_none);
    highest.resize(std::min(highest.size(), static_cast<std::size_t>(fee.rule.mean_of)));
    for (const double each : highest) said.highest.push_back(Power{each});
  }
  return all;
}

Money PeakBook::cost() const {
  Money sum{};
  for (OfFee fee : fees_) {
    close_window(fee);
    sum += fee.earlier + month_cost(fee);
  }
  return sum;
}

}  // namespace ohmstead::plan
