#include <fmt/format.h>

#include "command_judge_rooms.hpp"
#include "commands.hpp"
#include "interrupt.hpp"
#include "loaded_site.hpp"
#include "ohmstead/forecast/load_predictor.hpp"
#include "ohmstead/forecast/pv_model.hpp"
#include "ohmstead/simulate/learned_forecasts.hpp"
#include "output.hpp"
#include "progress_bar.hpp"
#include "render_forecasts.hpp"

namespace ohmstead::app {
namespace {

using base::ErrorKind;
using base::fail;
using base::Result;
using base::Time;

constexpr base::Seconds k_history_first = std::chrono::days{42};

struct Span {
  Time from;
  Time to;
};

Result<Span> read_span(const ForecastTestRequest& request, const LoadedSite& loaded) {
  const simulate::History& history = loaded.history;
  Span span{loaded.zone.next_day_start(history.measured_from + k_history_first),
            history.measured_until};
  if (!request.from.empty()) {
    const auto from = base::parse_date(request.from);
    if (!from) return tl::unexpected{base::in_context("--from", from.error())};
    span.from = loaded.zone.day_start(*from);
  }
  if (!request.to.empty()) {
    const auto to = base::parse_date(request.to);
    if (!to) return tl::unexpected{base::in_context("--to", to.error())};
    span.to = std::min(span.to, loaded.zone.day_start(base::next_day(*to)));
  }
  if (span.from < history.measured_from || span.from >= span.to) {
    return fail(ErrorKind::invalid_input,
                fmt::format("nothing to judge from {} to {}: measurements reach from {} to {}",
                            base::format_time(span.from), base::format_time(span.to),
                            base::format_time(history.measured_from),
                            base::format_time(history.measured_until)));
  }
  return span;
}

forecast::Measured weather_of(const simulate::History& history, std::span<const double> values) {
  if (values.empty()) return {};
  return {history.slots.start(0),
          *history.slots.uniform_step(),
          {values.begin(), values.end()},
          history.weather_known_at};
}

class Judge {
 public:
  Judge(const ForecastTestRequest& request, const LoadedSite& loaded, const Span& span)
      : request_{request}, loaded_{loaded}, span_{span} {}

  ForecastTest run();

 private:
  forecast::WalkResult walk(forecast::Predictor& predictor, const forecast::Measured& measured);

  const ForecastTestRequest& request_;
  const LoadedSite& loaded_;
  Span span_;
  Interrupt interrupt_;
};

forecast::WalkResult Judge::walk(forecast::Predictor& predictor,
                                 const forecast::Measured& measured) {
  ProgressBar bar{predictor.name()};
  forecast::WalkOptions options{
      .from = span_.from, .to = span_.to, .days_between_training = request_.retrain_days};
  options.stop = interrupt_.token();
  options.progress = [&](std::int64_t done, std::int64_t total) {
    bar.show(done, total, fmt::format("day {}", done));
  };
  return walk_forward(predictor, measured, loaded_.zone, options);
}

ForecastTest Judge::run() {
  const home::Site& site = loaded_.site;
  const simulate::History& history = loaded_.history;
  ForecastTest test{site.name,
                    site.timezone,
                    request_.retrain_days,
                    request_.is_weather_known,
                    forecast::has_boosted_trees(),
                    {},
                    history.notes};
  const forecast::Measured drawn = measured_of(history, history.load);
  // Of the outdoor temperature the load sees what was measured by then, or all of it as foretold.
  const forecast::Measured outdoor = weather_of(history, history.outdoor.raw());
  const forecast::LoadPast load_past{drawn, outdoor, loaded_.zone,
                                     request_.is_weather_known ? outdoor : forecast::Measured{}};
  forecast::LoadPredictor load{load_past};
  test.forecasts.push_back(walk(load, drawn));
  if (!site.sources.pv) return test;
  forecast::PvSources sources = pv_sources_of(site, history);
  if (request_.is_weather_known) {
    sources.global = weather_of(history, history.irradiance.raw());
    sources.outdoor = weather_of(history, history.outdoor.raw());
  }
  const forecast::PvPast pv_past{sources};
  forecast::PvPredictor pv{pv_past};
  test.forecasts.push_back(walk(pv, sources.pv));
  for (const home::PvPlane& plane : pv.model().planes()) {
    test.notes.push_back(fmt::format("the roof: {:.2f} kW, tilt {:.0f}, azimuth {:.0f} degrees{}",
                                     plane.peak.value(), plane.tilt_deg, plane.azimuth_deg,
                                     sources.planes.empty() ? ", found in its history" : ""));
  }
  return test;
}

}  // namespace

Result<void> command_forecast_test(const ForecastTestRequest& request) {
  if (!request.rooms_file.empty()) return judge_rooms(request);
  const auto loaded = load_site(request.site_file);
  if (!loaded) return tl::unexpected{loaded.error()};
  const auto span = read_span(request, *loaded);
  if (!span) return tl::unexpected{span.error()};
  const ForecastTest test = Judge{request, *loaded, *span}.run();
  if (!request.html_file.empty()) {
    auto written = write_result_file(request.html_file, forecast_test_page(test));
    if (!written) return written;
  }
  return write_output(request.is_json ? write_forecast_test(test) + '\n'
                                      : render_forecast_test(test, find_style()));
}

}  // namespace ohmstead::app
