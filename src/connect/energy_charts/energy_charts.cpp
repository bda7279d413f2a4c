#include "energy_charts/energy_charts.hpp"

#include <fmt/format.h>

#include "parts/days.hpp"
#include "parts/price_rows.hpp"
#include "parts/reading.hpp"

namespace ohmstead::connect {
namespace {

using describe::join_path;
using describe::Node;

class EnergyCharts final : public PriceSource {
 public:
  explicit EnergyCharts(const home::LivePrices& live)
      : area_{live.area}, address_{address_of(live.url, "https://api.energy-charts.info")} {}

  std::string name() const override { return "Energy-Charts " + area_; }

  FetchRule rule() const override {
    return {.published_at = std::chrono::hours{13}, .zone = zone_of("Europe/Berlin")};
  }

  std::vector<Ask> requests(Span span) const override {
    return {{{.url = fmt::format("{}/price?bzn={}&start={}&end={}", address_,
                                 net::encode_url_part(area_), base::format_time(span.from),
                                 base::format_time(span.to))},
             span}};
  }

  base::Result<home::PriceCurve> read(const Answer& answer) const override {
    home::PriceCurve curve{{}, "EUR", name()};
    const auto tree = parse_answer(name(), answer.text);
    if (!tree) return tl::unexpected{tree.error()};
    Reading in{name(), *tree};
    in.expect_text(*tree, "", "unit", "EUR / MWh");
    const Node* times = in.list(*tree, "", "unix_seconds");
    const Node* prices = in.list(*tree, "", "price");
    PriceRows rows;
    if (times != nullptr && prices != nullptr) read_lists(in, *times, *prices, rows);
    curve = rows.finish(std::move(curve), in.problems);
    if (!in.problems.is_empty()) return tl::unexpected{in.problems.to_error()};
    return curve;
  }

 private:
  static void read_lists(Reading& in, const Node& times, const Node& prices, PriceRows& rows) {
    if (times.items.size() != prices.items.size()) {
      in.problems.add(
          "price", fmt::format("{} prices for {} times", prices.items.size(), times.items.size()));
      return;
    }
    for (std::size_t i = 0; i < times.items.size(); ++i) {
      const std::string path = join_path("price", i);
      const auto from = in.epoch(times.items[i], join_path("unix_seconds", i));
      const auto per_mwh = in.number(prices.items[i], path);
      if (from) rows.add(*from, per_kwh(per_mwh), path);
    }
  }

  std::string area_, address_;
};

}  // namespace

std::unique_ptr<PriceSource> make_energy_charts(const home::LivePrices& live,
                                                const Settings& /*settings*/) {
  return std::make_unique<EnergyCharts>(live);
}

}  // namespace ohmstead::connect
