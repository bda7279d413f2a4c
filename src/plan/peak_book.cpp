#include "ohmstead/plan/peak_book.hpp"

#include <algorithm>
#include <functional>

#include "peaks.hpp"
#include "power_fees.hpp"

namespace ohmstead::plan {
namespace {

using base::Energy;
using base::Money;
using base::Power;
using base::Seconds;
using base::Time;

std::chrono::year_month month_of(const base::Zone& zone, Time time) {
  const base::Date date = zone.date(time);
  return date.year() / date.month();
}

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
    : tariff_{std::move(tariff)}, zone_{std::move(zone)}, fees_(tariff_.power_fees.size()) {}

void PeakBook::add(Time from, Time to, Power import) {
  for (std::size_t fee = 0; fee < fees_.size(); ++fee) {
    const Seconds length = std::chrono::minutes{tariff_.power_fees[fee].window_min};
    for (Time at = from; at < to;) {
      const auto [start, end] = aligned_window(zone_, at, length);
      if (fees_[fee].window != start) {
        close_window(fee);
        fees_[fee].window = start;
      }
      add_part(fee, at, std::min(to, end), import);
      at = std::min(to, std::max(end, at + Seconds{1}));
    }
  }
}

void PeakBook::add_part(std::size_t fee, Time from, Time to, Power import) {
  const double share = counted_share(tariff_.power_fees[fee], from, zone_, tariff_.holidays);
  fees_[fee].in_window += share * std::max(Power{}, import) * base::hours(to - from);
}

void PeakBook::close_window(std::size_t fee) {
  OfFee& own = fees_[fee];
  const home::PowerFee& rule = tariff_.power_fees[fee];
  if (own.window == Time{}) return;
  const auto month = month_of(zone_, own.window);
  if (month != own.month) {
    own.earlier += month_cost(fee);
    own.reached.clear();
    own.month = month;
  }
  const Power mean = own.in_window / base::hours(std::chrono::minutes{rule.window_min});
  const bool is_by_day = rule.per == home::PeakPer::day;
  const Time place = is_by_day ? zone_.day_start(zone_.date(own.window)) : own.window;
  Power& reached = own.reached[place];
  reached = std::max(reached, mean);
  own.in_window = {};
  // Of windows only the highest are ever asked for.
  if (is_by_day || own.reached.size() <= static_cast<std::size_t>(rule.mean_of)) return;
  const auto least =
      std::min_element(own.reached.begin(), own.reached.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  own.reached.erase(least);
}

Money PeakBook::month_cost(std::size_t fee) const {
  const home::PowerFee& rule = tariff_.power_fees[fee];
  std::vector<double> all = highest_first(fees_[fee].reached, k_none);
  all.resize(static_cast<std::size_t>(rule.mean_of), 0.0);
  double sum = 0.0;
  for (const double each : all) sum += each;
  const double mean_kw = sum / static_cast<double>(rule.mean_of);
  return Money{mean_kw * rule.price.value() * (1.0 + tariff_.import.vat_pct / 100.0)};
}

std::vector<home::PeakSoFar> PeakBook::so_far(Time now) const {
  std::vector<home::PeakSoFar> all;
  for (std::size_t fee = 0; fee < fees_.size(); ++fee) {
    home::PeakSoFar& said = all.emplace_back();
    const home::PowerFee& rule = tariff_.power_fees[fee];
    PeakBook until{*this};
    const Seconds length = std::chrono::minutes{rule.window_min};
    const bool is_running = fees_[fee].window != Time{} &&
                            aligned_window(zone_, now, length).first == fees_[fee].window;
    if (!is_running) until.close_window(fee);
    const OfFee& own = until.fees_[fee];
    if (is_running && month_of(zone_, now) == month_of(zone_, own.window))
      said.in_window = own.in_window;
    if (month_of(zone_, now) != own.month) continue;
    const Time today = zone_.day_start(zone_.date(now));
    const bool is_by_day = rule.per == home::PeakPer::day;
    if (const auto found = own.reached.find(today); is_by_day && found != own.reached.end())
      said.today = found->second;
    std::vector<double> highest = highest_first(own.reached, is_by_day ? today : k_none);
    highest.resize(std::min(highest.size(), static_cast<std::size_t>(rule.mean_of)));
    for (const double each : highest) said.highest.push_back(Power{each});
  }
  return all;
}

Money PeakBook::cost() const {
  Money sum{};
  for (std::size_t fee = 0; fee < fees_.size(); ++fee) {
    PeakBook until{*this};
    until.close_window(fee);
    sum += until.fees_[fee].earlier + until.month_cost(fee);
  }
  return sum;
}

}  // namespace ohmstead::plan
