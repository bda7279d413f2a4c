#include "whole_year.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>

#include "child.hpp"
#include "families.hpp"
#include "figures.hpp"
#include "loaded_site.hpp"
#include "ohmstead/base/file.hpp"
#include "ohmstead/base/turned_clock.hpp"
#include "ohmstead/engine/engine.hpp"
#include "ohmstead/simulate/simulated_home.hpp"
#include "temporary_folder.hpp"
#include "year_home.hpp"

namespace ohmstead::bench {
namespace {

constexpr double k_turn = 6.283185307179586;
constexpr int k_days = 365;
constexpr int k_plans = 24 * k_days;
constexpr base::Seconds k_slot{900};

// A mild winter and summer with warmer and colder weeks, and some sun on the windows: what rooms
// need, not how any year was.
std::string weather_csv() {
  std::string csv = "time_utc,outdoor_c,sun_w_per_m2\n";
  const base::Time first = *base::parse_time("2023-12-31T23:00:00Z");
  for (int hour = 0; hour <= 24 * (k_days + 1); ++hour) {
    const double day = hour / 24.0, of_day = k_turn * (day - std::floor(day));
    const double season = std::cos(k_turn * (day - 20.0) / 365.0);
    const double outdoor =
        11.5 - 7.0 * season - 3.5 * std::cos(of_day - k_turn / 8.0) + 3.0 * std::sin(0.9 * day);
    const double height = -std::cos(of_day) - 0.3 * season;
    const double sun = std::max(0.0, height) * 300.0 * (0.6 + 0.4 * std::sin(1.7 * day));
    csv += fmt::format("{},{:.1f},{:.0f}\n", base::format_time(first + std::chrono::hours{hour}),
                       outdoor, sun);
  }
  return csv;
}

struct Lived {
  int plans = 0, without_plan = 0;
  double bought_kwh = 0.0, sold_kwh = 0.0;
};

Lived live(const app::LoadedSite& loaded, int days) {
  base::TurnedClock clock;
  clock.time = loaded.zone.day_start(*base::parse_date(k_year_from));
  auto house =
      simulate::SimulatedHome::make(loaded.site, loaded.history, clock.time, clock).value();
  const auto known = simulate::KnownThen::make(loaded.site, loaded.history).value();
  simulate::KnownOutlook outlooks{known};
  engine::EngineOptions options;
  options.most_measured = 100;
  engine::Engine engine{engine::Parts{clock, loaded.site, loaded.zone, house, outlooks},
                        std::move(options)};
  Lived lived;
  base::Time planned_at{};
  const base::Time end = clock.time + std::chrono::days{days};
  for (; clock.time < end; clock.time += k_slot) {
    engine.step();
    const auto now = engine.snapshot();
    if (now == nullptr || now->planned_at == planned_at) continue;
    planned_at = now->planned_at;
    ++lived.plans;
    if (now->plan.slots.empty() || now->plan.status > home::PlanStatus::good) ++lived.without_plan;
  }
  const auto counted = house.read().value().counters;
  lived.bought_kwh = counted.grid_import.value();
  lived.sold_kwh = counted.grid_export.value();
  return lived;
}

void run_year(benchmark::State& state) {
  const TemporaryFolder folder;
  const auto home = folder.path() / "home";
  Samples wall, cpu, peak;
  for (auto _ : state) {
    const auto run = run_child({std::filesystem::read_symlink("/proc/self/exe").string(),
                                "--whole-year", home.string(), std::to_string(k_days)});
    if (!run || run->exit_code != 0) return state.SkipWithError("hours were left without a plan");
    wall.add(run->wall_ms / 6e4);
    cpu.add(run->cpu_ms / 6e4);
    peak.add(run->peak_mb);
    fmt::print("{}", run->output);
  }
  const auto row = [&](const char* what, const char* unit, const Samples& samples, double at_most) {
    publish(state, {.what = fmt::format("year of a whole home, {} plans, {}", k_plans, what),
                    .unit = unit,
                    .times = samples,
                    .at_most = at_most});
  };
  row("wall time", "min", wall, 15.0);
  row("CPU time", "min", cpu, 15.0);
  row("peak memory", "MB", peak, 150.0);
}

// The site file and its data.
base::Result<void> write_whole_home(const std::filesystem::path& folder) {
  if (auto year = write_year_home(folder); !year) return year;
  const auto site = base::read_file(std::filesystem::path{OHMSTEAD_SOURCE_DIR} /
                                    "tests/bench/data/whole_home.yaml");
  if (!site) return tl::unexpected{site.error()};
  if (auto written = base::write_file(folder / "site.yaml", *site); !written) return written;
  return base::write_file(folder / "data/weather.csv", weather_csv());
}

}  // namespace

int run_whole_year(const std::string& folder, const std::string& days) {
  if (!std::filesystem::exists(folder)) {
    if (auto written = write_whole_home(folder); !written) {
      fmt::print(stderr, "{}\n", written.error().message);
      return 2;
    }
  }
  const auto loaded = app::load_site((std::filesystem::path{folder} / "site.yaml").string());
  if (!loaded) {
    fmt::print(stderr, "{}\n", loaded.error().message);
    return 2;
  }
  const int count = std::atoi(days.c_str());
  const Lived lived = live(*loaded, count);
  fmt::print("{} plans in {} days, {} of simpler rules; {:.0f} kWh bought, {:.0f} kWh sold\n",
             lived.plans, count, lived.without_plan, lived.bought_kwh, lived.sold_kwh);
  return lived.plans >= 24 * count && lived.without_plan == 0 ? 0 : 1;
}

void register_whole_year() {
  benchmark::RegisterBenchmark("year/whole_home", run_year)
      ->Iterations(1)
      ->Unit(benchmark::kSecond);
}

}  // namespace ohmstead::bench
