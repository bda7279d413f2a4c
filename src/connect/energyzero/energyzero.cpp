#include "energyzero/energyzero.hpp"

#include <fmt/format.h>

#include "parts/days.hpp"
#include "parts/price_rows.hpp"
#include "parts/reading.hpp"

namespace ohmstead::connect {
namespace {

using describe::join_path;
using describe::Node;

base::Zone dutch_zone() { return zone_of("Europe/Amsterdam"); }

class EnergyZero final : public PriceSource {
 public:
  explicit EnergyZero(const home::LivePrices& live)
      : part_{live.part.empty() ? "base" : live.part},
        address_{address_of(live.url, "https://public.api.energyzero.nl")} {}

  std::string name() const override { return "EnergyZero"; }

  FetchRule rule() const override {
    return {.published_at = std::chrono::hours{14}, .zone = dutch_zone()};
  }

  std::vector<Ask> requests(Span span) const override {
    std::vector<Ask> asks;
    for (const LocalDay& day : local_days(dutch_zone(), span)) {
      const std::string date = base::format_date(day.date);  // they want day-month-year
      asks.push_back(
          {{.url = fmt::format("{}/public/v1/prices?date={}-{}-{}&interval="
                               "INTERVAL_QUARTER&energyType=ENERGY_TYPE_ELECTRICITY",
                               address_, date.substr(8, 2), date.substr(5, 2), date.substr(0, 4))},
           day.span});
    }
    return asks;
  }

  base::Result<home::PriceCurve> read(const Answer& answer) const override {
    home::PriceCurve curve{{}, "EUR", name(), part_ == "all_in_with_vat"};
    const auto tree = parse_answer(name(), answer.text);
    if (!tree) return tl::unexpected{tree.error()};
    Reading in{name(), *tree};
    PriceRows rows;
    if (const Node* list = in.list(*tree, "", part_); list != nullptr) {
      for (std::size_t i = 0; i < list->items.size(); ++i) {
        const Node& row = list->items[i];
        const std::string path = join_path(part_, i);
        const auto from = in.instant(row, path, "start");
        const auto to = in.instant(row, path, "end");
        const Node* price = in.map(row, path, "price");
        if (price == nullptr) continue;
        const auto per_kwh = in.number(*price, join_path(path, "price"), "value");
        if (from && to && per_kwh) rows.add(*from, to, *per_kwh, path);
      }
    }
    curve = rows.finish(std::move(curve), in.problems);
    if (!in.problems.is_empty()) return tl::unexpected{in.problems.to_error()};
    return curve;
  }

 private:
  std::string part_, address_;
};

}  // namespace

std::unique_ptr<PriceSource> make_energyzero(const home::LivePrices& live,
                                             const Settings& /*settings*/) {
  return std::make_unique<EnergyZero>(live);
}

}  // namespace ohmstead::connect
