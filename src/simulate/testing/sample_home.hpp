// Small homes for the tests of this room: sites in memory, files in memory.
//
//   FakeFiles files; files.add("home.csv", csv({"load_w"}, start, 30min, rows));
#pragma once

#include <fmt/format.h>

#include <cmath>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "ohmstead/base/result.hpp"
#include "ohmstead/base/time.hpp"
#include "ohmstead/home/site.hpp"
#include "ohmstead/simulate/history.hpp"

namespace ohmstead::simulate::testing {

// Rows of half an hour, and slots of a quarter, in a day.
constexpr std::size_t k_rows_per_day = 48;
constexpr std::size_t k_slots_per_day = 96;

inline base::Time at(const char* text) { return base::parse_time(text).value(); }

class FakeFiles {
 public:
  void add(const std::string& name, std::string text) { texts_[name] = std::move(text); }
  [[nodiscard]] FileReader reader() const {
    return [this](const std::string& name) -> base::Result<std::string> {
      const auto found = texts_.find(name);
      if (found == texts_.end()) return base::fail(base::ErrorKind::not_found, "no file " + name);
      return found->second;
    };
  }

 private:
  std::map<std::string, std::string> texts_;
};

// One line per row: `value(row, column)`; NaN becomes a blank cell.
inline std::string make_csv(const std::vector<std::string>& columns, base::Time start,
                            base::Seconds step, std::size_t rows,
                            const std::function<double(std::size_t, std::size_t)>& value) {
  std::string text = "time_utc";
  for (const std::string& column : columns) text += "," + column;
  text += "\n";
  for (std::size_t row = 0; row < rows; ++row) {
    text += base::format_time(start + step * static_cast<long>(row));
    for (std::size_t column = 0; column < columns.size(); ++column) {
      const double number = value(row, column);
      text += std::isnan(number) ? "," : fmt::format(",{}", number);
    }
    text += "\n";
  }
  return text;
}

// Spot price passed on as it is, both ways; all four sources in home.csv and prices.csv.
inline home::Site make_site(const char* zone = "Europe/Paris") {
  home::Site site;
  site.name = "test";
  site.timezone = zone;
  site.tariff.export_.spot_factor = 1.0;
  site.sources.prices = home::PriceSource{"prices.csv", "spot_per_kwh", 13.0};
  site.sources.load = home::CsvSource{"home.csv", "load_kw"};
  site.sources.pv = home::CsvSource{"home.csv", "pv_kw"};
  site.sources.pv_forecast = home::CsvSource{"home.csv", "pv_forecast_kw"};
  return site;
}

inline void add_battery(home::Site& site) {
  home::SiteBattery battery;
  battery.capacity = base::Energy{10.0};
  battery.charge = base::Power{5.0};
  battery.roundtrip_efficiency_pct = 81.0;
  battery.min_soc_pct = 10.0;
  site.batteries.push_back(battery);
}

// Repeatable numbers in [0, 1) that look random.
inline double noise(std::size_t seed) {
  std::uint64_t x = seed * 0x9E3779B97F4A7C15ULL + 0x632BE59BD9B4E019ULL;
  x ^= x >> 29;
  x *= 0xBF58476D1CE4E5B9ULL;
  x ^= x >> 32;
  return static_cast<double>(x >> 11) / 9007199254740992.0;
}

}  // namespace ohmstead::simulate::testing
