#include <fmt/format.h>

#include <filesystem>

#include "analysis.hpp"
#include "commands.hpp"
#include "loaded_site.hpp"
#include "ohmstead/simulate/learned_forecasts.hpp"
#include "output.hpp"
#include "progress_bar.hpp"
#include "room_files.hpp"

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

// Reads all inputs; what they say about the load and the period.
Result<Analysis> read_all(const AnalyzeRequest& request, ProgressBar& bar) {
  bar.show(0, k_parts, "reading");
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
