#include "met_norway/met_norway.hpp"

#include <fmt/format.h>

#include "parts/reading.hpp"
#include "parts/weather_points.hpp"

namespace ohmstead::connect {
namespace {

using describe::join_path;
using describe::Node;

class MetNorway final : public WeatherSource {
 public:
  MetNorway(const home::LiveWeather& live, const Settings& settings)
      : location_{settings.location}, address_{address_of(live.url, "https://api.met.no")} {}

  std::string name() const override { return "MET Norway"; }

  // They ask for conditional requests and at most four decimals of a place.
  FetchRule rule() const override {
    return {.every = std::chrono::hours{1},
            .shortest_gap = std::chrono::minutes{10},
            .fresh_for = std::chrono::hours{12},
            .ahead = std::chrono::hours{96}};
  }

  std::vector<Ask> requests(Span span) const override {
    return {
        {{.url = fmt::format(
              "{}/weatherapi/locationforecast/2.0/compact?lat={:.4f}&lon={:.4f}&altitude={:.0f}",
              address_, location_.latitude_deg, location_.longitude_deg, location_.altitude_m)},
         span}};
  }

  // 203: the product will change soon; the answer is good.
  bool can_read(int status) const override { return status == 200 || status == 203; }

  base::Result<home::Weather> read(const Answer& answer) const override {
    const auto tree = parse_answer(name(), answer.text);
    if (!tree) return tl::unexpected{tree.error()};
    Reading in{name(), *tree};
    home::Weather weather{{}, name(), std::nullopt};
    WeatherPoints points;
    if (const Node* all = in.map(*tree, "", "properties"); all != nullptr) {
      read_head(in, *all, weather);
      const Node* list = in.list(*all, "properties", "timeseries");
      for (std::size_t i = 0; list != nullptr && i < list->items.size(); ++i)
        read_row(in, list->items[i], join_path("properties.timeseries", i), points);
    }
    weather = points.finish(std::move(weather), std::chrono::hours{6}, in.problems);
    if (!in.problems.is_empty()) return tl::unexpected{in.problems.to_error()};
    return weather;
  }

 private:
  static void read_head(Reading& in, const Node& all, home::Weather& weather) {
    const Node* meta = in.map(all, "properties", "meta");
    const Node* units = meta == nullptr ? nullptr : in.map(*meta, "properties.meta", "units");
    if (units == nullptr) return;
    const std::string path = "properties.meta.units";
    in.expect_text(*units, path, "air_temperature", "celsius");
    if (has_value(*units, "wind_speed")) in.expect_text(*units, path, "wind_speed", "m/s");
    if (has_value(*meta, "updated_at"))
      weather.issued_at = in.instant(*meta, "properties.meta", "updated_at");
  }

  static void read_row(Reading& in, const Node& row, const std::string& path,
                       WeatherPoints& points) {
    const auto at = in.instant(row, path, "time");
    const Node* data = in.map(row, path, "data");
    const Node* instant = data == nullptr ? nullptr : in.map(*data, path + ".data", "instant");
    const std::string deep = path + ".data.instant";
    const Node* details = instant == nullptr ? nullptr : in.map(*instant, deep, "details");
    if (!at || details == nullptr) return;
    WeatherPoint point;
    point.at = *at;
    point.path = path;
    point.outdoor_c = in.number(*details, deep + ".details", "air_temperature");
    point.clouds_pct = in.number_if_any(*details, deep + ".details", "cloud_area_fraction");
    point.wind_m_per_s = in.number_if_any(*details, deep + ".details", "wind_speed");
    points.add(std::move(point));
  }

  home::SiteLocation location_;
  std::string address_;
};

}  // namespace

std::unique_ptr<WeatherSource> make_met_norway(const home::LiveWeather& live,
                                               const Settings& settings) {
  return std::make_unique<MetNorway>(live, settings);
}

}  // namespace ohmstead::connect
