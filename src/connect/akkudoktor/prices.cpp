#include <fmt/format.h>

#include "akkudoktor/akkudoktor.hpp"
#include "parts/days.hpp"
#include "parts/price_rows.hpp"
#include "parts/reading.hpp"

namespace ohmstead::connect {
namespace {

using describe::join_path;
using describe::Node;

base::Zone german_zone() { return zone_of("Europe/Berlin"); }

class AkkudoktorPrices final : public PriceSource {
 public:
  explicit AkkudoktorPrices(const home::LivePrices& live)
      : address_{address_of(live.url, "https://api.akkudoktor.net")} {}

  std::string name() const override { return "Akkudoktor"; }

  FetchRule rule() const override {
    return {.published_at = std::chrono::hours{14}, .zone = german_zone()};
  }

  std::vector<Ask> requests(Span span) const override {
    const auto days = local_days(german_zone(), span);
    return {{{.url = fmt::format("{}/prices?start={}&end={}&tz=Europe%2FBerlin", address_,
                                 base::format_date(days.front().date),
                                 base::format_date(days.back().date))},
             {days.front().span.from, days.back().span.to}}};
  }

  base::Result<home::PriceCurve> read(const Answer& answer) const override {
    home::PriceCurve curve{{}, "EUR", name()};
    const auto tree = parse_answer(name(), answer.text);
    if (!tree) return tl::unexpected{tree.error()};
    Reading in{name(), *tree};
    PriceRows rows;
    if (const Node* list = in.list(*tree, "", "values"); list != nullptr) {
      for (std::size_t i = 0; i < list->items.size(); ++i) {
        const Node& row = list->items[i];
        const std::string path = join_path("values", i);
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
  std::string address_;
};

}  // namespace

std::unique_ptr<PriceSource> make_akkudoktor(const home::LivePrices& live,
                                             const Settings& /*settings*/) {
  return std::make_unique<AkkudoktorPrices>(live);
}

}  // namespace ohmstead::connect
