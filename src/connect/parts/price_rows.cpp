#include "parts/price_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace ohmstead::connect {
namespace {

using base::Seconds;
using base::Time;

constexpr Seconds k_raster = std::chrono::minutes{5};
constexpr Seconds k_hour = std::chrono::hours{1};

struct CurrencyLimit {
  std::string_view currency;
  double highest;
};

// A few times the technical limit of the day-ahead market (4 to 5 EUR/kWh, 17.5 AUD/kWh).
constexpr std::array k_limits{
    CurrencyLimit{"EUR", 10.0},   CurrencyLimit{"GBP", 10.0},  CurrencyLimit{"USD", 15.0},
    CurrencyLimit{"CHF", 10.0},   CurrencyLimit{"AUD", 25.0},  CurrencyLimit{"NZD", 25.0},
    CurrencyLimit{"SEK", 120.0},  CurrencyLimit{"NOK", 120.0}, CurrencyLimit{"DKK", 80.0},
    CurrencyLimit{"PLN", 50.0},   CurrencyLimit{"CZK", 260.0}, CurrencyLimit{"RON", 60.0},
    CurrencyLimit{"HUF", 4500.0}, CurrencyLimit{"BGN", 25.0},
};
constexpr double k_any_limit = 5000.0;

// What most rows last; an hour when there is just one.
template <class Rows>
Seconds usual_step(const Rows& rows) {
  std::map<Seconds, std::size_t> counts;
  for (std::size_t i = 0; i + 1 < rows.size(); ++i) {
    if (rows[i + 1].from > rows[i].from) ++counts[rows[i + 1].from - rows[i].from];
  }
  Seconds best = k_hour;
  std::size_t most = 0;
  for (const auto& [step, count] : counts) {
    if (count <= most) continue;
    best = step;
    most = count;
  }
  return std::min(best, k_hour);
}

std::string lower(std::string_view text) {
  std::string small;
  for (const char c : text) {
    if (c != ' ') small += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  }
  return small;
}

}  // namespace

std::optional<double> per_kwh_factor(const std::string& unit) {
  const std::string all = lower(unit);
  const std::size_t slash = all.rfind('/');
  if (slash == std::string::npos) return std::nullopt;
  const std::string money = all.substr(0, slash), energy = all.substr(slash + 1);
  static constexpr std::array<std::string_view, 12> k_hundredths{
      "ct", "c", "cent", "cents", "p", "pence", "ore", "öre", "øre", "gr", "rappen", "eurocent"};
  const bool is_hundredth =
      std::find(k_hundredths.begin(), k_hundredths.end(), money) != k_hundredths.end();
  const double part = is_hundredth ? 0.01 : 1.0;
  if (energy == "kwh") return part;
  if (energy == "mwh") return part / 1000.0;
  if (energy == "wh") return part * 1000.0;
  return std::nullopt;
}

double highest_price_per_kwh(const std::string& currency) {
  const auto found = std::find_if(k_limits.begin(), k_limits.end(), [&](const CurrencyLimit& each) {
    return each.currency == currency;
  });
  return found == k_limits.end() ? k_any_limit : found->highest;
}

void PriceRows::add(Time from, std::optional<Time> to, double price_per_kwh, std::string path) {
  rows_.push_back({from, to, price_per_kwh, std::move(path)});
}

void PriceRows::add_hole(Time from) { rows_.push_back({from, std::nullopt, std::nan(""), ""}); }

void PriceRows::add(Time from, std::optional<double> price_per_kwh, std::string path) {
  if (price_per_kwh)
    add(from, std::nullopt, *price_per_kwh, std::move(path));
  else
    add_hole(from);
}

void PriceRows::end_open_rows() {
  const Seconds step = usual_step(rows_);
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (rows_[i].to) continue;
    rows_[i].to = rows_[i].from + step;
    for (std::size_t next = i + 1; next < rows_.size(); ++next) {
      if (rows_[next].from == rows_[i].from) continue;
      rows_[i].to = std::min(*rows_[i].to, rows_[next].from);
      break;
    }
  }
}

home::PriceCurve PriceRows::finish(home::PriceCurve head, describe::Problems& problems) {
  std::stable_sort(rows_.begin(), rows_.end(),
                   [](const Row& a, const Row& b) { return a.from < b.from; });
  end_open_rows();
  const double highest = highest_price_per_kwh(head.currency);
  head.slots.clear();
  head.slots.reserve(rows_.size());
  for (const Row& row : rows_) {
    if (std::isnan(row.per_kwh)) continue;  // a hole
    const Time to = *row.to;
    if (to <= row.from) {
      problems.add(row.path, "ends before it begins");
    } else if (row.from.time_since_epoch() % k_raster != Seconds{0}) {
      problems.add(row.path, fmt::format("begins at an odd time, {}", base::format_time(row.from)));
    } else if (std::abs(row.per_kwh) > highest) {
      problems.add(row.path, fmt::format("a price of {:g} {} per kWh cannot be: is its unit right?",
                                         row.per_kwh, head.currency));
    } else if (head.slots.empty() || row.from >= head.slots.back().to) {
      head.slots.push_back({row.from, to, base::EnergyPrice{row.per_kwh}});
    } else if (const home::PriceSlot& last = head.slots.back();
               last.from != row.from || last.to != to) {
      problems.add(row.path,
                   fmt::format("overlaps another price, at {}", base::format_time(row.from)));
    } else if (std::abs(last.price.value() - row.per_kwh) > 1e-9) {
      problems.add(row.path,
                   fmt::format("another price for the same time, {}", base::format_time(row.from)));
    }
  }
  rows_.clear();
  return head;
}

}  // namespace ohmstead::connect
