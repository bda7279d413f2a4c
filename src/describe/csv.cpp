#include "ohmstead/describe/csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "ohmstead/describe/read.hpp"

namespace ohmstead::describe {
namespace {

constexpr std::size_t k_max_problems = 20;

std::string_view take_line(std::string_view& text) {
  const auto end = text.find('\n');
  std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::vector<std::string_view> split_cells(std::string_view line) {
  std::vector<std::string_view> cells;
  while (true) {
    const auto comma = line.find(',');
    cells.push_back(line.substr(0, comma));
    if (comma == std::string_view::npos) return cells;
    line.remove_prefix(comma + 1);
  }
}

class CsvReader {
 public:
  CsvReader(std::string_view text, std::string file) : text_{text}, file_{std::move(file)} {}

  base::Result<CsvTable> read() {
    if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);  // byte order mark
    read_header();
    while (!text_.empty() && problem_count_ < k_max_problems) {
      ++line_;
      const std::string_view line = take_line(text_);
      if (!line.empty()) read_row(line);
    }
    if (table_.times.empty() && problems_.empty()) add("the file holds no measurements");
    if (!problems_.empty()) return base::fail(base::ErrorKind::invalid_input, problems_);
    return std::move(table_);
  }

 private:
  void read_header() {
    line_ = 1;
    const auto cells = split_cells(take_line(text_));
    if (cells.size() < 2) {
      const bool has_semicolons = cells[0].find(';') != std::string_view::npos;
      text_ = {};  // nothing below can be understood
      return add(fmt::format("the first line must name a time column and at least one more{}",
                             has_semicolons ? "; are the cells separated by commas?" : ""));
    }
    for (std::size_t i = 1; i < cells.size(); ++i) table_.columns.emplace_back(cells[i]);
    table_.values.resize(table_.columns.size());
  }

  void read_row(std::string_view line) {
    const auto cells = split_cells(line);
    if (cells.size() != table_.columns.size() + 1) {
      return add(fmt::format("{} cells where the first line names {}", cells.size(),
                             table_.columns.size() + 1));
    }
    const auto time = base::parse_time(cells[0]);
    if (!time) return add(time.error().message);
    if (!table_.times.empty() && *time <= table_.times.back()) {
      return add(*time == table_.times.back()
                     ? fmt::format("the time {} stands here twice", cells[0])
                     : fmt::format("the time {} is earlier than the line before", cells[0]));
    }
    table_.times.push_back(*time);
    for (std::size_t i = 0; i < table_.columns.size(); ++i) {
      table_.values[i].push_back(read_cell(cells[i + 1], table_.columns[i]));
    }
  }

  double read_cell(std::string_view cell, const std::string& column) {
    if (cell.empty()) return std::numeric_limits<double>::quiet_NaN();
    const auto number = read_number(cell);
    if (!number) {
      add(fmt::format("{}: '{}' is not a number", column, cell));
    } else if (std::abs(*number) > k_largest_number) {
      add(fmt::format("{}: {} is too large a number; the limit is {}", column, cell,
                      k_largest_number));
    }
    return number.value_or(0.0);
  }

  void add(const std::string& message) {
    if (!problems_.empty()) problems_ += '\n';
    problems_ += ++problem_count_ < k_max_problems
                     ? fmt::format("{}:{}: {}", file_, line_, message)
                     : fmt::format("{}:{}: {} (reading stopped here)", file_, line_, message);
  }

  std::string_view text_;
  std::string file_;
  CsvTable table_;
  std::string problems_;
  std::size_t problem_count_ = 0;
  std::size_t line_ = 0;
};

}  // namespace

std::optional<std::size_t> CsvTable::find_column(std::string_view name) const {
  const auto found = std::find(columns.begin(), columns.end(), name);
  if (found == columns.end()) return std::nullopt;
  return static_cast<std::size_t>(found - columns.begin());
}

base::Result<CsvTable> parse_csv(std::string_view text, const std::string& file) {
  return CsvReader{text, file}.read();
}

}  // namespace ohmstead::describe
