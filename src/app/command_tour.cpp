#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "commands.hpp"
#include "interrupt.hpp"
#include "ohmstead/base/clock.hpp"
#include "ohmstead/plan/make_case.hpp"
#include "output.hpp"
#include "plan_report.hpp"
#include "plan_store.hpp"
#include "progress_bar.hpp"
#include "render_backtest.hpp"

namespace ohmstead::app {
namespace {

using base::Energy;
using base::Result;
using simulate::BacktestStrategy;

constexpr std::int64_t k_backtest_days = 28;

struct Run {
  LoadedSite loaded;
  bool is_example = false;
  home::Language language = home::Language::en;
  base::Time now;
  std::optional<store::Store> store;
};

Result<void> store_power(store::Store& store, const simulate::History& history,
                         const simulate::PowerHistory& power, const char* name, base::Time until) {
  std::vector<base::Time> times;
  std::vector<double> values;
  for (std::size_t slot = 0; slot < history.slots.count() && history.slots.end(slot) <= until;
       ++slot) {
    if (!power.is_measured(slot)) continue;
    times.push_back(history.slots.start(slot));
    values.push_back(power.power[slot].value());
  }
  return store.append_samples({name, "kW"}, times, values);
}

Result<void> store_prices(store::Store& store, const Run& run, base::Time until) {
  const simulate::SpotPrices& spot = run.loaded.history.spot;
  std::vector<base::Time> times;
  std::vector<double> values;
  if (spot.is_empty()) return {};
  for (base::Time time = spot.first(); time < std::min(until, spot.last());
       time += std::chrono::minutes{15}) {
    const auto price = spot.find(time);
    if (!price) continue;
    times.push_back(time);
    values.push_back(price->value());
  }
  return store.append_samples({"spot", run.loaded.site.currency + "/kWh"}, times, values);
}

// What had been measured and published when the plan is made.
Result<void> store_samples(Run& run, base::Time prices_until) {
  const simulate::History& history = run.loaded.history;
  if (auto done = store_power(*run.store, history, history.load, "load", run.now); !done)
    return done;
  if (run.loaded.site.sources.pv) {
    if (auto done = store_power(*run.store, history, history.pv, "pv", run.now); !done) return done;
  }
  return store_prices(*run.store, run, prices_until);
}

// A database that was asked for must open; without the usual one the run goes on and says so.
Result<void> open_store(const TourRequest& request, Run& run) {
  const bool is_asked_for = !request.database.empty();
  const auto path = is_asked_for ? Result<std::filesystem::path>{request.database}
                                 : default_database(run.is_example ? "example.db" : "ohmstead.db");
  auto opened =
      path ? store::Store::open(*path) : Result<store::Store>{tl::unexpected{path.error()}};
  if (opened) {
    run.store = std::move(*opened);
    return {};
  }
  if (is_asked_for) return tl::unexpected{opened.error()};
  write_note(opened.error().message + "\nnothing is stored in this run");
  return {};
}

Result<Run> start(const TourRequest& request) {
  auto loaded = request.site_file.empty() ? load_example_site() : load_site(request.site_file);
  if (!loaded) return tl::unexpected{loaded.error()};
  const home::Language language = request.language.value_or(loaded->site.language);
  Run run{std::move(*loaded), request.site_file.empty(), language, {}, std::nullopt};
  const std::string at = request.at.empty() && run.is_example ? k_example_moment : request.at;
  if (at.empty()) {
    run.now = base::SystemClock{}.now();
  } else {
    const auto now = read_moment(at, run.loaded.zone, "--at");
    if (!now) return tl::unexpected{now.error()};
    run.now = *now;
  }
  if (auto opened = open_store(request, run); !opened) return tl::unexpected{opened.error()};
  return run;
}

// Makes the plan, stores everything and shows it. The example starts afresh each time, so that it
// looks the same each time; a site of one's own goes on with the plan that it follows.
Result<void> plan_and_show(Run& run, const Style& style) {
  std::vector<Energy> stored = assumed_stored(run.loaded.site);
  std::optional<FollowedPlan> followed;
  if (run.store && !run.is_example) {
    auto found = find_followed_plan(*run.store, run.loaded.site.name, run.now);
    if (!found) return tl::unexpected{found.error()};
    followed = std::move(*found);
    const auto planned = followed ? plan::planned_stored(followed->home, followed->plan, run.now)
                                  : std::vector<Energy>{};
    if (planned.size() == stored.size()) stored = planned;
  }
  auto moment = make_site_case(run.loaded, run.now, stored, followed ? &followed->plan : nullptr);
  if (!moment) return tl::unexpected{moment.error()};
  plan::Planner planner;
  home::Plan plan = planner.make_plan(moment->home, {.language = run.language});
  plan.notes.insert(plan.notes.begin(), moment->outlook.notes.begin(), moment->outlook.notes.end());
  const PlanView view{moment->home, plan};
  const base::WallClock clock = run.loaded.zone.wall_clock(run.now);
  std::string text = fmt::format(
      "{} as of {} {:02}:{:02} ({})\n\n", run.is_example ? "The example home" : "Your home",
      base::format_date(clock.date), clock.hour, clock.minute, run.loaded.zone.name());
  text += render_report(view, compare_money(planner, view), {}, style);
  if (run.store) {
    const base::SlotGrid& slots = moment->home.slots;
    if (auto done = store_samples(run, slots.end(slots.count() - 1)); !done) return done;
    const auto id = save_plan(*run.store, run.now, *moment, plan);
    if (!id) return tl::unexpected{id.error()};
    text += fmt::format(
        "\nStored as plan {0}. Make it again and compare: ohmstead replay {0} --db {1}\n", *id,
        run.store->path());
  }
  return write_output(text);
}

Result<void> backtest_and_show(const Run& run, const Style& style) {
  const base::Zone& zone = run.loaded.zone;
  const simulate::History& history = run.loaded.history;
  const base::Date today = zone.date(run.now);
  const base::Time to =
      std::min(zone.day_start(today), zone.day_start(zone.date(history.measured_until)));
  const base::Date first{std::chrono::sys_days{zone.date(to)} - std::chrono::days{k_backtest_days}};
  const base::Time begin = zone.day_start(zone.date(history.measured_from));
  const base::Time from =
      std::max(zone.day_start(first),
               begin < history.measured_from ? zone.next_day_start(history.measured_from) : begin);
  if (from >= to) return write_output("\nNot a whole day was measured before: no backtest.\n");
  static constexpr std::array k_strategies{BacktestStrategy::optimal, BacktestStrategy::self_use,
                                           BacktestStrategy::no_battery, BacktestStrategy::bound};
  const Interrupt interrupt;
  simulate::BacktestOptions options;
  options.stop = interrupt.token();
  auto result = [&] {
    ProgressBar bar{"backtest"};
    options.progress = [&](const simulate::BacktestProgress& progress) {
      bar.show(progress.done, progress.total, zone.format_short(progress.time).substr(0, 10));
    };
    return simulate::run_backtest(run.loaded.site, history, from, to, k_strategies, options);
  }();
  if (!result) return tl::unexpected{result.error()};
  const std::string title = paint(
      "How it went before: planned again at each step with what was known then", Ink::bold, style);
  auto written =
      write_output('\n' + title + '\n' + render_backtest(*result, BacktestDetail::totals, style));
  if (!written || !result->stopped_at) return written;
  return base::fail(base::ErrorKind::cancelled,
                    fmt::format("stopped at {}", zone.format_local(*result->stopped_at)));
}

Result<void> show_next_steps(const Run& run) {
  if (!run.is_example) return {};
  return write_output(
      "\nTry next:\n"
      "  ohmstead tour --at 2024-06-25T12:00:00Z       another day of the example home\n"
      "  ohmstead schema --format markdown            what a site file may say\n"
      "  ohmstead check --site my-home.yaml           look for problems in your own\n"
      "  ohmstead plan --site my-home.yaml --detail   your plan, slot by slot\n");
}

}  // namespace

Result<void> command_tour(const TourRequest& request) {
  auto run = start(request);
  if (!run) return tl::unexpected{run.error()};
  const Style style = find_style();
  if (auto shown = plan_and_show(*run, style); !shown) return shown;
  if (auto shown = backtest_and_show(*run, style); !shown) return shown;
  return show_next_steps(*run);
}

}  // namespace ohmstead::app
