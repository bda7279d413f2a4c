#include "forecast_solar/forecast_solar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "parts/local_times.hpp"
#include "parts/pv_rows.hpp"
#include "parts/reading.hpp"

namespace ohmstead::connect {
namespace {

using base::Time;
using describe::join_path;
using describe::Member;
using describe::Node;

class ForecastSolar final : public PvSource {
 public:
  ForecastSolar(const home::LivePv& live, Settings settings)
      : planes_{std::move(settings.planes)},
        location_{settings.location},
        zone_{std::move(settings.zone)},
        token_{std::move(settings.token)},
        address_{address_of(live.url, "https://api.forecast.solar")} {}

  std::string name() const override { return "Forecast.Solar"; }

  // Twelve requests an hour without a key, one per plane; the forecast changes every quarter.
  FetchRule rule() const override {
    const auto planes = static_cast<std::int64_t>(std::max<std::size_t>(1, planes_.size()));
    return {.every = std::chrono::hours{1},
            .shortest_gap = std::chrono::minutes{6} * planes,
            .fresh_for = std::chrono::hours{12},
            .ahead = std::chrono::hours{48}};
  }

  // Without one plane the others say nothing about the roof.
  home::PvForecast combine(std::vector<std::optional<home::PvForecast>> parts) const override {
    std::vector<home::PvForecast> planes;
    for (std::optional<home::PvForecast>& part : parts) {
      if (!part) return {{}, name()};
      planes.push_back(std::move(*part));
    }
    return sum_of(planes);
  }

  std::vector<Ask> requests(Span span) const override {
    std::vector<Ask> asks;
    asks.reserve(planes_.size());
    for (const home::PvPlane& plane : planes_) {
      // Their azimuth counts from south, west positive.
      asks.push_back({{.url = fmt::format(
                           "{}{}/estimate/{:.4f}/{:.4f}/{:.0f}/{:.0f}/{:g}?time=utc", address_,
                           token_.empty() ? "" : "/" + net::encode_url_part(token_),
                           location_.latitude_deg, location_.longitude_deg, plane.tilt_deg,
                           std::remainder(plane.azimuth_deg - 180.0, 360.0), plane.peak.value()),
                       .headers = {{"Accept", "application/json"}}},
                      span});
    }
    return asks;
  }

  base::Result<home::PvForecast> read(const Answer& answer) const override {
    const auto tree = parse_answer(name(), answer.text);
    if (!tree) return tl::unexpected{tree.error()};
    Reading in{name(), *tree};
    const Node* result = in.map(*tree, "", "result");
    const char* key = "watt_hours_period";
    const Node* periods = result == nullptr ? nullptr : in.map(*result, "result", key);
    PvRows rows;
    if (periods != nullptr) read_periods(in, *periods, join_path("result", key), rows);
    home::PvForecast forecast = rows.finish(name(), peak_of(planes_), in.problems);
    if (!in.problems.is_empty()) return tl::unexpected{in.problems.to_error()};
    return forecast;
  }

 private:
  // Energy since the time before: exact, also for the short pieces at sunrise and sunset. The first
  // of a day is the night before it.
  void read_periods(Reading& in, const Node& periods, const std::string& path, PvRows& rows) const {
    LocalTimes times{zone_};
    std::optional<Time> last;
    for (const Member& member : periods.members) {
      const std::string at = join_path(path, member.key);
      const auto time = times.next(member.key);
      const auto wh = in.number(member.value, at);
      if (time.verdict == LocalTimes::Verdict::bad) in.problems.add(at, "is no time");
      if (time.verdict != LocalTimes::Verdict::time || !wh) continue;
      if (last && time.time > *last) {
        const base::Power power = base::Energy{*wh / 1000.0} / base::hours(time.time - *last);
        rows.add({*last, time.time, power, std::nullopt, std::nullopt}, at);
      } else if (last) {
        in.problems.add(at, "is not later than the time before");
      }
      last = time.time;
    }
  }

  std::vector<home::PvPlane> planes_;
  home::SiteLocation location_;
  base::Zone zone_;
  std::string token_, address_;
};

}  // namespace

std::unique_ptr<PvSource> make_forecast_solar(const home::LivePv& live, const Settings& settings) {
  return std::make_unique<ForecastSolar>(live, settings);
}

}  // namespace ohmstead::connect
