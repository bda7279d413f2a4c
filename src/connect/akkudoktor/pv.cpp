#include <fmt/format.h>

#include <cmath>

#include "akkudoktor/akkudoktor.hpp"
#include "parts/days.hpp"
#include "parts/pv_rows.hpp"
#include "parts/reading.hpp"

namespace ohmstead::connect {
namespace {

using describe::join_path;
using describe::Node;

constexpr base::Seconds k_hour = std::chrono::hours{1};

class AkkudoktorPv final : public PvSource {
 public:
  AkkudoktorPv(const home::LivePv& live, const Settings& settings)
      : planes_{settings.planes},
        location_{settings.location},
        address_{address_of(live.url, "https://api.akkudoktor.net")} {}

  std::string name() const override { return "Akkudoktor PV"; }

  FetchRule rule() const override {
    return {.every = std::chrono::hours{2},
            .shortest_gap = std::chrono::minutes{10},
            .fresh_for = std::chrono::hours{12},
            .ahead = std::chrono::hours{72}};
  }

  std::vector<Ask> requests(Span span) const override {
    std::string url = fmt::format("{}/forecast?lat={:.4f}&lon={:.4f}", address_,
                                  location_.latitude_deg, location_.longitude_deg);
    for (const home::PvPlane& plane : planes_) {
      // Their azimuth counts from south, west positive; a large inverter, as ours has its own
      // limit.
      const double watts = plane.peak.value() * 1000.0;
      url += fmt::format(
          "&power={:.0f}&azimuth={:.0f}&tilt={:.0f}&powerInverter={:.0f}&inverterEfficiency=1",
          watts, std::remainder(plane.azimuth_deg - 180.0, 360.0), plane.tilt_deg, 2.0 * watts);
    }
    url += "&past_days=1&timezone=Europe%2FBerlin";
    return {{{.url = std::move(url)}, span}};
  }

  base::Result<home::PvForecast> read(const Answer& answer) const override {
    const auto tree = parse_answer(name(), answer.text);
    if (!tree) return tl::unexpected{tree.error()};
    Reading in{name(), *tree};
    std::vector<home::PvForecast> planes;
    if (const Node* lists = in.list(*tree, "", "values"); lists != nullptr) {
      for (std::size_t i = 0; i < lists->items.size(); ++i)
        planes.push_back(read_plane(in, lists->items[i], join_path("values", i)));
    }
    home::PvForecast total = sum_of(planes);
    if (!in.problems.is_empty()) return tl::unexpected{in.problems.to_error()};
    return total;
  }

 private:
  // A value is that of the hour before its time: the first of a day comes after the sun is up, the
  // last after it has set.
  home::PvForecast read_plane(Reading& in, const Node& list, const std::string& path) const {
    PvRows rows;
    if (list.kind != describe::NodeKind::list)
      in.problems.add(path, "expected a list of the plane's values");
    for (std::size_t i = 0; i < list.items.size(); ++i) {
      const std::string at = join_path(path, i);
      const auto to = in.instant(list.items[i], at, "datetime");
      const auto watts = in.number(list.items[i], at, "power");
      if (to && watts)
        rows.add({*to - k_hour, *to, base::Power{*watts / 1000.0}, std::nullopt, std::nullopt}, at);
    }
    return rows.finish(name(), peak_of(planes_), in.problems);
  }

  std::vector<home::PvPlane> planes_;
  home::SiteLocation location_;
  std::string address_;
};

}  // namespace

std::unique_ptr<PvSource> make_akkudoktor_pv(const home::LivePv& live, const Settings& settings) {
  return std::make_unique<AkkudoktorPv>(live, settings);
}

}  // namespace ohmstead::connect
