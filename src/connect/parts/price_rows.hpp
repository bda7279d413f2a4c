// Rows of an answer become a price curve: sorted, and refused when they contradict each other.
//
// A row without an end lasts until the next one, but not longer than rows usually do, so that a
// hole stays a hole. The same row twice is one; two prices for one time, rows that overlap, odd
// starts and prices that no market has are problems. Thread rule: one thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ohmstead/describe/problems.hpp"
#include "ohmstead/home/price_curve.hpp"

namespace ohmstead::connect {

// What one unit of an answer's prices is per kWh in the currency: "EUR/MWh", "ct/kWh", "p/kWh"...
// Currency signs and names stand for nothing here: only hundredths (ct, c, p, öre, cent) and mega
// count. Nothing for what is no price of energy.
[[nodiscard]] std::optional<double> per_kwh_factor(const std::string& unit);

[[nodiscard]] inline std::optional<double> per_kwh(std::optional<double> per_mwh) {
  return per_mwh ? std::optional{*per_mwh / 1000.0} : std::nullopt;
}

// No market has a higher price per kWh in this currency, as far as we know it.
[[nodiscard]] double highest_price_per_kwh(const std::string& currency);

class PriceRows {
 public:
  void add(base::Time from, std::optional<base::Time> to, double price_per_kwh, std::string path);
  // A row without a price: it ends the one before it.
  void add_hole(base::Time from);
  // Either, for a row whose end is not said.
  void add(base::Time from, std::optional<double> price_per_kwh, std::string path);
  // `head` with the slots; problems go to `problems`.
  [[nodiscard]] home::PriceCurve finish(home::PriceCurve head, describe::Problems& problems);

 private:
  struct Row {
    base::Time from;
    std::optional<base::Time> to;
    double per_kwh = 0.0;
    std::string path;
  };
  void end_open_rows();

  std::vector<Row> rows_;
};

}  // namespace ohmstead::connect
