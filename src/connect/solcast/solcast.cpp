#include "solcast/solcast.hpp"

#include <fmt/format.h>

#include "parts/pv_rows.hpp"
#include "parts/reading.hpp"

namespace ohmstead::connect {
namespace {

using describe::join_path;
using describe::Node;

// ISO 8601 durations as they use them.
std::optional<base::Seconds> read_period(std::string_view text) {
  if (text == "PT5M") return std::chrono::minutes{5};
  if (text == "PT10M") return std::chrono::minutes{10};
  if (text == "PT15M") return std::chrono::minutes{15};
  if (text == "PT30M") return std::chrono::minutes{30};
  if (text == "PT60M" || text == "PT1H") return std::chrono::hours{1};
  return std::nullopt;
}

class Solcast final : public PvSource {
 public:
  Solcast(const home::LivePv& live, Settings settings)
      : resource_{live.resource},
        planes_{std::move(settings.planes)},
        token_{std::move(settings.token)},
        address_{address_of(live.url, "https://api.solcast.com.au")} {}

  std::string name() const override { return "Solcast"; }

  // Ten requests a day for hobbyists.
  FetchRule rule() const override {
    return {.every = std::chrono::minutes{150},
            .shortest_gap = std::chrono::minutes{145},
            .fresh_for = std::chrono::hours{12},
            .ahead = std::chrono::hours{72}};
  }

  std::vector<Ask> requests(Span span) const override {
    return {{{.url = fmt::format("{}/rooftop_sites/{}/forecasts?format=json&hours=72", address_,
                                 net::encode_url_part(resource_)),
              .headers = {{"Authorization", "Bearer " + token_}}},
             span}};
  }

  base::Result<home::PvForecast> read(const Answer& answer) const override {
    const auto tree = parse_answer(name(), answer.text);
    if (!tree) return tl::unexpected{tree.error()};
    Reading in{name(), *tree};
    PvRows rows;
    if (const Node* list = in.list(*tree, "", "forecasts"); list != nullptr) {
      for (std::size_t i = 0; i < list->items.size(); ++i)
        read_row(in, list->items[i], join_path("forecasts", i), rows);
    }
    home::PvForecast forecast = rows.finish(name(), peak_of(planes_), in.problems);
    if (!in.problems.is_empty()) return tl::unexpected{in.problems.to_error()};
    return forecast;
  }

 private:
  static void read_row(Reading& in, const Node& row, const std::string& path, PvRows& rows) {
    const auto to = in.instant(row, path, "period_end");
    const auto period = read_period(in.text(row, path, "period"));
    if (!period) in.problems.add(join_path(path, "period"), "is no period like PT30M");
    const auto power = in.number(row, path, "pv_estimate");
    const auto p10 = in.number_if_any(row, path, "pv_estimate10");
    const auto p90 = in.number_if_any(row, path, "pv_estimate90");
    if (!to || !period || !power) return;
    home::PvSlot slot{*to - *period, *to, base::Power{*power}, std::nullopt, std::nullopt};
    if (p10) slot.p10 = base::Power{*p10};
    if (p90) slot.p90 = base::Power{*p90};
    rows.add(slot, path);
  }

  std::string resource_;
  std::vector<home::PvPlane> planes_;
  std::string token_, address_;
};

}  // namespace

std::unique_ptr<PvSource> make_solcast(const home::LivePv& live, const Settings& settings) {
  return std::make_unique<Solcast>(live, settings);
}

}  // namespace ohmstead::connect
