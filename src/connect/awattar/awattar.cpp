#include "awattar/awattar.hpp"

#include <fmt/format.h>

#include "parts/days.hpp"
#include "parts/price_rows.hpp"
#include "parts/reading.hpp"

namespace ohmstead::connect {
namespace {

using describe::join_path;
using describe::Node;

std::string usual_address(const std::string& area) {
  return area == "AT" ? "https://api.awattar.at" : "https://api.awattar.de";
}

class Awattar final : public PriceSource {
 public:
  explicit Awattar(const home::LivePrices& live)
      : area_{live.area}, address_{address_of(live.url, usual_address(live.area).c_str())} {}

  std::string name() const override { return "aWATTar " + area_; }

  FetchRule rule() const override {
    return {.published_at = std::chrono::hours{14},
            .zone = zone_of("Europe/Berlin"),
            .shortest_gap = std::chrono::minutes{2}};
  }

  std::vector<Ask> requests(Span span) const override {
    const auto ms = [](base::Time time) { return time.time_since_epoch().count() * 1000; };
    return {{{.url = fmt::format("{}/v1/marketdata?start={}&end={}", address_, ms(span.from),
                                 ms(span.to))},
             span}};
  }

  base::Result<home::PriceCurve> read(const Answer& answer) const override {
    home::PriceCurve curve{{}, "EUR", name()};
    const auto tree = parse_answer(name(), answer.text);
    if (!tree) return tl::unexpected{tree.error()};
    Reading in{name(), *tree};
    PriceRows rows;
    if (const Node* list = in.list(*tree, "", "data"); list != nullptr) {
      for (std::size_t i = 0; i < list->items.size(); ++i) {
        const Node& row = list->items[i];
        const std::string path = join_path("data", i);
        in.expect_text(row, path, "unit", "Eur/MWh");
        const auto from = in.epoch(row, path, "start_timestamp");
        const auto to = in.epoch(row, path, "end_timestamp");
        const auto per_mwh = in.number(row, path, "marketprice");
        if (from && to && per_mwh) rows.add(*from, to, *per_mwh / 1000.0, path);
      }
    }
    curve = rows.finish(std::move(curve), in.problems);
    if (!in.problems.is_empty()) return tl::unexpected{in.problems.to_error()};
    return curve;
  }

 private:
  std::string area_, address_;
};

}  // namespace

std::unique_ptr<PriceSource> make_awattar(const home::LivePrices& live,
                                          const Settings& /*settings*/) {
  return std::make_unique<Awattar>(live);
}

}  // namespace ohmstead::connect
