#include "brightsky/brightsky.hpp"

#include <fmt/format.h>

#include "parts/reading.hpp"
#include "parts/weather_points.hpp"

namespace ohmstead::connect {
namespace {

using describe::join_path;
using describe::Node;

std::optional<double> scaled(std::optional<double> value, double factor) {
  if (value) *value *= factor;
  return value;
}

class BrightSky final : public WeatherSource {
 public:
  BrightSky(const home::LiveWeather& live, const Settings& settings)
      : location_{settings.location}, address_{address_of(live.url, "https://api.brightsky.dev")} {}

  std::string name() const override { return "Bright Sky"; }

  FetchRule rule() const override {
    return {.every = std::chrono::hours{1},
            .shortest_gap = std::chrono::minutes{5},
            .fresh_for = std::chrono::hours{12},
            .ahead = std::chrono::hours{96}};
  }

  std::vector<Ask> requests(Span span) const override {
    return {
        {{.url = fmt::format("{}/weather?lat={:.4f}&lon={:.4f}&date={}&last_date={}&tz=Etc%2FUTC",
                             address_, location_.latitude_deg, location_.longitude_deg,
                             base::format_time(span.from), base::format_time(span.to))},
         span}};
  }

  base::Result<home::Weather> read(const Answer& answer) const override {
    const auto tree = parse_answer(name(), answer.text);
    if (!tree) return tl::unexpected{tree.error()};
    Reading in{name(), *tree};
    WeatherPoints points;
    if (const Node* list = in.list(*tree, "", "weather"); list != nullptr) {
      for (std::size_t i = 0; i < list->items.size(); ++i)
        read_row(in, list->items[i], join_path("weather", i), points);
    }
    home::Weather weather =
        points.finish({{}, name(), std::nullopt}, std::chrono::hours{3}, in.problems);
    if (!in.problems.is_empty()) return tl::unexpected{in.problems.to_error()};
    return weather;
  }

 private:
  static void read_row(Reading& in, const Node& row, const std::string& path,
                       WeatherPoints& points) {
    const auto at = in.instant(row, path, "timestamp");
    if (!at) return;
    WeatherPoint point;
    point.at = *at;
    point.path = path;
    point.outdoor_c = in.number(row, path, "temperature");
    point.clouds_pct = in.number_if_any(row, path, "cloud_cover");
    point.wind_m_per_s = scaled(in.number_if_any(row, path, "wind_speed"), 1.0 / 3.6);
    // kWh per m2 of the hour before.
    point.global_w = scaled(in.number_if_any(row, path, "solar"), 1000.0);
    points.add(std::move(point));
  }

  home::SiteLocation location_;
  std::string address_;
};

}  // namespace

std::unique_ptr<WeatherSource> make_brightsky(const home::LiveWeather& live,
                                              const Settings& settings) {
  return std::make_unique<BrightSky>(live, settings);
}

}  // namespace ohmstead::connect
