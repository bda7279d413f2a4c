// Comma-separated measurements: a header line, the first column an instant, the rest numbers.
//
// Blank cells are missing values (NaN in the table, never in anything that leaves a reader of it).
// Rows must be in time order without doubles; every problem is reported with its line.
// Thread rule: plain values.
//
//   Result<CsvTable> table = parse_csv(text, "home.csv");
//   std::optional<std::size_t> load = table->find_column("load_w");
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ohmstead/base/result.hpp"
#include "ohmstead/base/time.hpp"

namespace ohmstead::describe {

struct CsvTable {
  std::vector<std::string> columns;         // without the first, the time
  std::vector<base::Time> times;            // strictly increasing
  std::vector<std::vector<double>> values;  // [column][row]; NaN where the cell is blank

  [[nodiscard]] std::optional<std::size_t> find_column(std::string_view name) const;
};

[[nodiscard]] base::Result<CsvTable> parse_csv(std::string_view text, const std::string& file);

}  // namespace ohmstead::describe
