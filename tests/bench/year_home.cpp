#include "year_home.hpp"

#include <map>
#include <string>

#include "ohmstead/base/file.hpp"
#include "ohmstead/base/time.hpp"

namespace ohmstead::bench {
namespace {

using base::Result;

constexpr std::size_t k_stamp = 20;  // "2024-03-01T00:00:00Z"

// The month of the example whose days stand for those of `month`.
std::string source_month(const std::string& month) {
  if (month == "01" || month == "02") return "03";
  if (month == "11" || month == "12") return "10";
  return month;
}

// The values of each line behind its time, by "MM-DDTHH:MM:SSZ".
std::map<std::string, std::string> values_by_time(const std::string& csv) {
  std::map<std::string, std::string> values;
  std::size_t line = csv.find('\n') + 1;
  while (line < csv.size()) {
    const std::size_t end = std::min(csv.find('\n', line), csv.size());
    if (end - line > k_stamp) {
      values[csv.substr(line + 5, k_stamp - 5)] = csv.substr(line + k_stamp, end - line - k_stamp);
    }
    line = end + 1;
  }
  return values;
}

Result<std::string> stretch_to_year(const std::string& csv) {
  const auto values = values_by_time(csv);
  std::string year = csv.substr(0, csv.find('\n') + 1);
  const base::Time end = *base::parse_time("2024-12-31T23:00:00Z");
  for (base::Time time = *base::parse_time("2023-12-31T23:00:00Z"); time < end;
       time += base::Seconds{1800}) {
    const std::string stamp = base::format_time(time);
    const auto found = values.find(source_month(stamp.substr(5, 2)) + stamp.substr(7));
    if (found == values.end()) {
      return base::fail(base::ErrorKind::not_found, "the example has no day for " + stamp);
    }
    year += stamp + found->second + '\n';
  }
  return year;
}

}  // namespace

Result<void> write_year_home(const std::filesystem::path& folder) {
  const auto example = std::filesystem::path{OHMSTEAD_SOURCE_DIR} / "examples/french-home";
  std::error_code failure;
  std::filesystem::copy(example, folder, std::filesystem::copy_options::recursive, failure);
  if (failure) return base::fail(base::ErrorKind::unavailable, failure.message());
  const auto csv = base::read_file(example / "data/home.csv");
  if (!csv) return tl::unexpected{csv.error()};
  const auto year = stretch_to_year(*csv);
  if (!year) return tl::unexpected{year.error()};
  return base::write_file(folder / "data/home.csv", *year);
}

}  // namespace ohmstead::bench
