// Measured data that lies beside the project, where there is any: class B and C of its README, so
// never part of the project. Thread rule: pure functions.
#pragma once

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "ohmstead/forecast/measured.hpp"

namespace ohmstead::forecast::testing {

struct SharedTable {
  std::vector<std::string> columns;
  std::vector<base::Time> times;  // empty: seconds from `start`
  std::vector<std::vector<double>> values;

  // `factor` times the column on the table's own steps.
  [[nodiscard]] Measured column(const std::string& name, double factor = 1.0) const {
    Measured series{times.front(), times[1] - times[0], {}, {}};
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (columns[i] != name) continue;
      for (const double value : values[i]) series.values.push_back(value * factor);
    }
    return series;
  }
};

// Instants as seconds.
inline double to_number(const std::string& cell) {
  if (cell.empty()) return NAN;
  if (cell.find('T') == std::string::npos) return std::stod(cell);
  return static_cast<double>(base::parse_time(cell).value().time_since_epoch().count());
}

// Empty where the file is not there.
inline SharedTable read_shared(const std::string& project, const std::string& name) {
  SharedTable table;
  const std::filesystem::path path = std::filesystem::path{project} / "../shared/data" / name;
  if (!std::filesystem::exists(path)) return table;
  const std::string command = "zcat '" + path.string() + "'";
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe{popen(command.c_str(), "r"), pclose};
  std::string text(1 << 16, '\0'), all;
  for (std::size_t got = 1; got > 0;) {
    got = fread(text.data(), 1, text.size(), pipe.get());
    all.append(text, 0, got);
  }
  std::istringstream lines{all};
  std::string line, cell;
  std::getline(lines, line);
  std::istringstream head{line};
  std::getline(head, cell, ',');
  while (std::getline(head, cell, ',')) table.columns.push_back(cell);
  table.values.resize(table.columns.size());
  while (std::getline(lines, line)) {
    std::istringstream row{line};
    std::getline(row, cell, ',');
    const auto time = base::parse_time(cell);
    table.times.push_back(time ? *time : base::Time{base::Seconds{std::lround(std::stod(cell))}});
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      cell.clear();
      std::getline(row, cell, ',');
      table.values[i].push_back(to_number(cell));
    }
  }
  return table;
}

}  // namespace ohmstead::forecast::testing
