#include <cmath>

#include "check_parts.hpp"
#include "device_checks.hpp"

namespace ohmstead::home {
namespace {

void check_day(const DayOutlook& day, const std::string& path, Problems& problems) {
  if (day.day < 0) problems.add(join_path(path, "day"), "must be at least 0");
  if (day.load) check_finite(day.load->value(), join_path(path, "load_kwh"), problems);
  if (day.pv) check_finite(day.pv->value(), join_path(path, "pv_kwh"), problems);
  if (day.mean_temperature)
    check_finite(day.mean_temperature->value(), join_path(path, "mean_c"), problems);
}

}  // namespace

void find_problems(const MultipassSettings& settings, const std::string& path, Problems& problems) {
  const std::string s_index = join_path(path, "s_index");
  if (!(settings.s_index.cold < settings.s_index.mild))
    problems.add(join_path(s_index, "cold_c"), "must be below mild_c");
  const auto& days = settings.s_index.days_ahead;
  for (std::size_t i = 0; i < days.size(); ++i) {
    if (days[i] < 0)
      problems.add(join_path(join_path(s_index, "days_ahead"), i), "must be at least 0");
  }
}

void find_problems(const std::vector<DayOutlook>& days, const std::string& path,
                   Problems& problems) {
  for (std::size_t i = 0; i < days.size(); ++i) {
    check_day(days[i], join_path(path, i), problems);
    for (std::size_t j = 0; j < i; ++j) {
      if (days[j].day != days[i].day) continue;
      problems.add(join_path(join_path(path, i), "day"), "is given twice");
      break;
    }
  }
}

}  // namespace ohmstead::home
