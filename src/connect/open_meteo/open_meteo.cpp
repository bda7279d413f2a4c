#include "open_meteo/open_meteo.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "parts/local_times.hpp"
#include "parts/reading.hpp"
#include "parts/weather_points.hpp"

namespace ohmstead::connect {
namespace {

using base::Seconds;
using base::Time;
using describe::join_path;
using describe::Node;
using describe::NodeKind;

// One variable of the answer: where its value goes, and what its units are worth there.
struct UnitFactor {
  std::string_view unit;
  double factor;
};
struct Variable {
  std::string_view name;
  std::optional<double> WeatherPoint::* to;
  std::array<UnitFactor, 3> units;
  bool is_instant_sun = false;  // irradiance of the instant instead of a mean
};

constexpr std::array<UnitFactor, 3> k_sun_units{{{"W/m\xc2\xb2", 1.0}, {"W/m2", 1.0}, {}}};
constexpr std::array<UnitFactor, 3> k_wind_units{{{"m/s", 1.0}, {"ms", 1.0}, {"km/h", 1.0 / 3.6}}};

constexpr std::array k_variables{
    Variable{"temperature_2m",
             &WeatherPoint::outdoor_c,
             {{{"\xc2\xb0"
                "C",
                1.0},
               {},
               {}}}},
    Variable{"cloud_cover", &WeatherPoint::clouds_pct, {{{"%", 1.0}, {}, {}}}},
    Variable{"wind_speed_10m", &WeatherPoint::wind_m_per_s, k_wind_units},
    Variable{"snow_depth", &WeatherPoint::snow_m, {{{"m", 1.0}, {}, {}}}},
    Variable{"shortwave_radiation", &WeatherPoint::global_w, k_sun_units},
    Variable{"diffuse_radiation", &WeatherPoint::diffuse_w, k_sun_units},
    Variable{"direct_normal_irradiance", &WeatherPoint::direct_w, k_sun_units},
    Variable{"shortwave_radiation_instant", &WeatherPoint::global_w, k_sun_units, true},
    Variable{"diffuse_radiation_instant", &WeatherPoint::diffuse_w, k_sun_units, true},
    Variable{"direct_normal_irradiance_instant", &WeatherPoint::direct_w, k_sun_units, true},
};

class OpenMeteo final : public WeatherSource {
 public:
  OpenMeteo(const home::LiveWeather& live, const Settings& settings)
      : location_{settings.location},
        is_quarter_hourly_{live.is_quarter_hourly},
        model_{live.model},
        token_{settings.token},
        address_{address_of(live.url, token_.empty() ? "https://api.open-meteo.com"
                                                     : "https://customer-api.open-meteo.com")} {}

  std::string name() const override { return "Open-Meteo"; }

  FetchRule rule() const override {
    return {.every = std::chrono::hours{1},
            .shortest_gap = std::chrono::minutes{5},
            .fresh_for = std::chrono::hours{12},
            .ahead = std::chrono::hours{96}};
  }

  std::vector<Ask> requests(Span span) const override {
    const auto days = 1 + std::chrono::ceil<std::chrono::days>(span.to - span.from).count();
    std::string url = fmt::format(
        "{}/v1/forecast?latitude={:.4f}&longitude={:.4f}&elevation={:.0f}&{}=temperature_2m,"
        "cloud_cover,wind_speed_10m,snow_depth,shortwave_radiation,diffuse_radiation,"
        "direct_normal_irradiance&wind_speed_unit=ms&timeformat=unixtime&timezone=GMT&past_days=1"
        "&forecast_days={}",
        address_, location_.latitude_deg, location_.longitude_deg, location_.altitude_m,
        is_quarter_hourly_ ? "minutely_15" : "hourly", std::min<std::int64_t>(days, 16));
    if (!model_.empty()) url += "&models=" + net::encode_url_part(model_);
    if (!token_.empty()) url += "&apikey=" + net::encode_url_part(token_);
    return {{{.url = std::move(url)}, span}};
  }

  base::Result<home::Weather> read(const Answer& answer) const override {
    const auto tree = parse_answer(name(), answer.text);
    if (!tree) return tl::unexpected{tree.error()};
    Reading in{name(), *tree};
    const bool is_fine = has_value(*tree, "minutely_15");
    const std::string key = is_fine ? "minutely_15" : "hourly";
    const Node* values = in.map(*tree, "", key);
    const Node* units = in.map(*tree, "", key + "_units");
    WeatherPoints points;
    if (values != nullptr && units != nullptr) {
      std::vector<WeatherPoint> all = read_times(in, *tree, *values, key);
      for (const Variable& variable : k_variables)
        read_variable(in, variable, *values, *units, key, all);
      for (WeatherPoint& point : all) points.add(std::move(point));
    }
    home::Weather weather =
        points.finish({{}, name(), std::nullopt}, std::chrono::hours{3}, in.problems);
    if (!in.problems.is_empty()) return tl::unexpected{in.problems.to_error()};
    return weather;
  }

 private:
  // Seconds since 1970, or local times of one offset for the whole answer.
  static std::vector<WeatherPoint> read_times(Reading& in, const Node& root, const Node& values,
                                              const std::string& key) {
    std::vector<WeatherPoint> points;
    const Node* times = in.list(values, key, "time");
    if (times == nullptr) return points;
    const auto offset_s = in.number_if_any(root, "", "utc_offset_seconds").value_or(0.0);
    for (std::size_t i = 0; i < times->items.size(); ++i) {
      const Node& item = times->items[i];
      WeatherPoint point;
      point.path = join_path(join_path(key, "time"), i);
      if (item.is_quoted) {
        const auto local = read_instant(item.text + "Z");
        if (!local) in.problems.add(point.path, "is no time like 2025-02-24T00:15");
        point.at = local.value_or(Time{}) - Seconds{static_cast<std::int64_t>(offset_s)};
      } else {
        point.at = in.epoch(item, point.path).value_or(Time{});
      }
      points.push_back(std::move(point));
    }
    if (!in.problems.is_empty()) points.clear();
    return points;
  }

  static void read_variable(Reading& in, const Variable& variable, const Node& values,
                            const Node& units, const std::string& key,
                            std::vector<WeatherPoint>& points) {
    if (!has_value(values, variable.name) || points.empty()) return;
    const std::string path = join_path(key, variable.name);
    const Node* list = in.list(values, key, variable.name);
    const std::string unit = in.text(units, key + "_units", variable.name);
    const auto* found = std::find_if(
        variable.units.begin(), variable.units.end(),
        [&](const UnitFactor& each) { return !each.unit.empty() && each.unit == unit; });
    if (found == variable.units.end()) in.problems.add(path, "has the unit '" + unit + "'");
    if (list == nullptr || found == variable.units.end()) return;
    if (list->items.size() != points.size()) {
      in.problems.add(path,
                      fmt::format("{} values for {} times", list->items.size(), points.size()));
      return;
    }
    std::optional<double> last;
    for (std::size_t i = 0; i < points.size(); ++i) {
      auto value = in.number(list->items[i], join_path(path, i));
      if (value) *value *= found->factor;
      const auto here = value;
      if (variable.is_instant_sun && value && last) value = (*value + *last) / 2.0;
      last = here;
      // A mean that is there counts more than the values of instants.
      if (value && (!variable.is_instant_sun || !(points[i].*variable.to)))
        points[i].*variable.to = value;
    }
  }

  home::SiteLocation location_;
  bool is_quarter_hourly_;
  std::string model_, token_, address_;
};

}  // namespace

std::unique_ptr<WeatherSource> make_open_meteo(const home::LiveWeather& live,
                                               const Settings& settings) {
  return std::make_unique<OpenMeteo>(live, settings);
}

}  // namespace ohmstead::connect
