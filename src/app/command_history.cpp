#include <fmt/format.h>

#include <cmath>

#include "commands.hpp"
#include "interrupt.hpp"
#include "loaded_site.hpp"
#include "ohmstead/base/clock.hpp"
#include "ohmstead/connect/home_assistant_history.hpp"
#include "output.hpp"
#include "site_secrets.hpp"

namespace ohmstead::app {
namespace {

constexpr std::chrono::days k_two_years{730};
constexpr std::chrono::hours k_hour{1};

std::string field_of(double value, double factor) {
  return std::isnan(value) ? std::string{} : fmt::format("{:.6g}", value * factor);
}

std::string csv_of(const connect::RecordedHome& home) {
  std::string text = "time_utc,load_w,pv_w,outdoor_c\n";
  for (std::size_t i = 0; i < home.load_kw.size(); ++i)
    text += fmt::format("{},{},{},{}\n",
                        base::format_time(home.start + k_hour * static_cast<std::int64_t>(i)),
                        field_of(home.load_kw[i], 1000.0), field_of(home.pv_kw[i], 1000.0),
                        field_of(home.outdoor_c[i], 1.0));
  return text;
}

bool has_any(const std::vector<double>& values) {
  return std::any_of(values.begin(), values.end(), [](double each) { return !std::isnan(each); });
}

// What makes it a source of the site.
std::string sources_of(const connect::RecordedHome& home, const std::string& file) {
  std::string text = "now name it in the site file:\n  sources:\n";
  for (const auto& [name, column, values] : {std::tuple{"load", "load_w", &home.load_kw},
                                             {"pv", "pv_w", &home.pv_kw},
                                             {"outdoor", "outdoor_c", &home.outdoor_c}})
    if (has_any(*values))
      text += fmt::format("    {}: {{file: {}, column: {}}}\n", name, file, column);
  text.pop_back();
  return text;
}

base::Result<base::Time> day_of(const std::string& date, const base::Zone& zone,
                                const char* option) {
  const auto day = base::parse_date(date);
  if (!day) return tl::unexpected{base::in_context(option, day.error())};
  return zone.day_start(*day);
}

}  // namespace

base::Result<void> command_history(const HistoryRequest& request) {
  const auto site = load_site_file(request.site_file);
  if (!site) return tl::unexpected{site.error()};
  const auto secrets = secrets_of(*site, request.site_file);
  if (!secrets) return tl::unexpected{secrets.error()};
  const auto zone = base::Zone::load(site->timezone);
  if (!zone) return tl::unexpected{zone.error()};
  const base::Time now = base::SystemClock{}.now();
  base::Time from = now - k_two_years;
  if (!request.from.empty()) {
    const auto day = day_of(request.from, *zone, "--from");
    if (!day) return tl::unexpected{day.error()};
    from = *day;
  }
  if (from >= now) return base::fail(base::ErrorKind::invalid_input, "--from: lies in the future");
  const Interrupt interrupt;
  const auto home = connect::read_recorded_home(*site, *secrets, from, base::floor_to(now, k_hour),
                                                interrupt.token());
  if (!home) return tl::unexpected{base::in_context(request.site_file, home.error())};
  for (const std::string& note : home->notes) write_note(note);
  const auto hours = std::count_if(home->load_kw.begin(), home->load_kw.end(),
                                   [](double each) { return !std::isnan(each); });
  write_note(fmt::format("{} hours of load from {} on, {} of them missing", home->load_kw.size(),
                         zone->format_local(home->start),
                         static_cast<std::ptrdiff_t>(home->load_kw.size()) - hours));
  const std::string text = csv_of(*home);
  if (request.out_file.empty()) return write_output(text);
  if (auto written = write_result_file(request.out_file, text); !written) return written;
  write_note(sources_of(*home, request.out_file));
  return {};
}

}  // namespace ohmstead::app
