#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "analysis.hpp"
#include "commands.hpp"
#include "live_home.hpp"
#include "loaded_site.hpp"
#include "ohmstead/base/clock.hpp"
#include "ohmstead/engine/past.hpp"
#include "ohmstead/simulate/learned_forecasts.hpp"
#include "output.hpp"
#include "progress_bar.hpp"
#include "room_files.hpp"
#include "service_store.hpp"

namespace ohmstead::app {
namespace {

using base::ErrorKind;
using base::fail;
using base::Result;
using forecast::Measured;

constexpr std::int64_t k_parts = 6;

Measured weather_of(const simulate::History& history, std::span<const double> values) {
  if (values.empty()) return {};
  return {history.slots.start(0),
          *history.slots.uniform_step(),
          {values.begin(), values.end()},
          history.weather_known_at};
}

// At night nothing was measured because there is nothing: 0, not a hole.
Measured roof_of(const simulate::History& history) {
  Measured pv = simulate::measured_of(history, history.pv);
  for (std::size_t slot = 0; slot < pv.size(); ++slot) {
    if (history.pv.origin[slot] == simulate::Origin::dark) pv.values[slot] = 0.0;
  }
  return pv;
}

// The period that is asked, within what was measured.
Result<void> set_period(const AnalyzeRequest& request, forecast::SiteMeasured& measured) {
  const base::Time end = measured.load.slot_start(measured.load.size());
  measured.from = measured.load.start;
  measured.to = end;
  if (!request.from.empty()) {
    const auto from = base::parse_date(request.from);
    if (!from) return tl::unexpected{base::in_context("--from", from.error())};
    measured.from = std::max(measured.from, measured.zone.day_start(*from));
  }
  if (!request.to.empty()) {
    const auto to = base::parse_date(request.to);
    if (!to) return tl::unexpected{base::in_context("--to", to.error())};
    measured.to = std::min(measured.to, measured.zone.day_start(base::next_day(*to)));
  }
  if (measured.from >= measured.to)
    return fail(ErrorKind::invalid_input,
                fmt::format("nothing was measured from {} to {}: measurements reach from {} to {}",
                            base::format_time(measured.from), base::format_time(measured.to),
                            base::format_time(measured.load.start), base::format_time(end)));
  return {};
}

Result<void> write_tables(const Analysis& analysis, const std::string& folder) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed) return fail(ErrorKind::unavailable, fmt::format("{}: {}", folder, failed.message()));
  const std::filesystem::path place{folder};
  for (const NamedFile& table : analysis_tables(analysis)) {
    auto written = write_result_file((place / table.name).string(), table.text);
    if (!written) return written;
  }
  return write_result_file((place / "report.html").string(), analysis_page(analysis));
}

Result<void> add_rooms(const AnalyzeRequest& request, Analysis& analysis) {
  const auto rooms = read_rooms(request.rooms_file, analysis.measured.zone);
  if (!rooms) return tl::unexpected{rooms.error()};
  const base::Time end = rooms->outdoor.slot_start(rooms->outdoor.size());
  const base::Time until = request.to.empty() ? end : std::min(end, analysis.measured.to);
  analysis.rooms = forecast::RoomsModel::train(*rooms, until).fits();
  return {};
}

// What a real home measured itself, and what its services told of the weather.
Result<Analysis> read_database(const AnalyzeRequest& request, const home::Site& site,
                               ProgressBar& bar) {
  const std::string file =
      request.database.empty() ? database_beside(request.site_file) : request.database;
  if (!std::filesystem::exists(file))
    return fail(ErrorKind::not_found,
                fmt::format("{}: the site names no measured files (sources.load), and there is no "
                            "database {} of the service",
                            request.site_file, file));
  const auto store = open_service_store(file);
  if (!store) return tl::unexpected{store.error()};
  auto zone = base::Zone::load(site.timezone);
  if (!zone) return tl::unexpected{base::in_context(request.site_file, zone.error())};
  const base::Time now = base::SystemClock{}.now();
  constexpr std::chrono::days k_most{3 * 366};
  auto past =
      engine::kept_past(**store, std::chrono::minutes{site.planning.step_min}, now - k_most, now);
  if (!past) return tl::unexpected{base::in_context(file, past.error())};
  Analysis analysis{site.name, {}, {}, {}, {}, std::move(past->notes)};
  analysis.notes.push_back(
      fmt::format("from {}; weather is what the services told, not measured", file));
  analysis.measured.zone = std::move(*zone);
  analysis.measured.load = std::move(past->load);
  const auto any = [](const Measured& series) {
    return std::any_of(series.values.begin(), series.values.end(),
                       [](double value) { return std::isfinite(value); });
  };
  if (site.pv) analysis.measured.pv = std::move(past->pv);
  if (any(past->outdoor)) analysis.measured.outdoor = std::move(past->outdoor);
  if (any(past->irradiance)) analysis.measured.sun = std::move(past->irradiance);
  if (auto period = set_period(request, analysis.measured); !period)
    return tl::unexpected{period.error()};
  bar.show(1, k_parts, "the roof");
  if (site.pv) {
    forecast::PvSources sources{.pv = analysis.measured.pv};
    sources.global = analysis.measured.sun;
    sources.outdoor = analysis.measured.outdoor;
    sources.location = site.location;
    sources.planes = site.pv->planes;
    const forecast::PvPast cells{sources};
    analysis.roof = identify_pv(cells, cells.known_cells(analysis.measured.to));
  }
  return analysis;
}

// Reads all inputs; what they say about the load and the period.
Result<Analysis> read_all(const AnalyzeRequest& request, ProgressBar& bar) {
  bar.show(0, k_parts, "reading");
  if (request.meters_file.empty() && request.site_file != "-") {
    const auto site = load_site_file(request.site_file);
    if (!site) return tl::unexpected{site.error()};
    if (!site->sources.load) return read_database(request, *site, bar);
  }
  auto loaded = load_site(request.site_file);
  if (!loaded) return tl::unexpected{loaded.error()};
  const simulate::History& history = loaded->history;
  Analysis analysis{loaded->site.name, {}, {}, {}, {}, history.notes};
  analysis.measured.zone = loaded->zone;
  analysis.measured.load = simulate::measured_of(history, history.load);
  if (loaded->site.sources.pv) analysis.measured.pv = roof_of(history);
  analysis.measured.outdoor = weather_of(history, history.outdoor.raw());
  analysis.measured.sun = weather_of(history, history.irradiance.raw());
  if (!request.meters_file.empty()) {
    auto meters = read_meters(request.meters_file);
    if (!meters) return tl::unexpected{meters.error()};
    analysis.measured.load = std::move(meters->base);
    analysis.notes.insert(analysis.notes.end(), meters->notes.begin(), meters->notes.end());
    analysis.notes.emplace_back("the load is that of the meters, less what is controlled");
  }
  if (auto period = set_period(request, analysis.measured); !period)
    return tl::unexpected{period.error()};
  bar.show(1, k_parts, "the roof");
  if (loaded->site.sources.pv) {
    forecast::PvSources sources = simulate::pv_sources_of(loaded->site, history);
    sources.global = analysis.measured.sun;
    sources.outdoor = analysis.measured.outdoor;
    const forecast::PvPast past{sources};
    analysis.roof = identify_pv(past, past.known_cells(analysis.measured.to));
  }
  return analysis;
}

}  // namespace

Result<void> command_analyze(const AnalyzeRequest& request) {
  ProgressBar bar{"analyze"};
  auto analysis = read_all(request, bar);
  if (!analysis) return tl::unexpected{analysis.error()};
  bar.show(2, k_parts, "load and sun");
  analysis->found = analyze_site(analysis->measured);
  bar.show(3, k_parts, "rooms");
  if (!request.rooms_file.empty()) {
    if (auto rooms = add_rooms(request, *analysis); !rooms) return rooms;
  }
  bar.show(4, k_parts, "writing");
  if (!request.out_folder.empty()) {
    if (auto written = write_tables(*analysis, request.out_folder); !written) return written;
  }
  return write_output(render_analysis(*analysis, find_style()));
}

}  // namespace ohmstead::app
