#include "elering/elering.hpp"

#include <fmt/format.h>

#include "parts/days.hpp"
#include "parts/price_rows.hpp"
#include "parts/reading.hpp"

namespace ohmstead::connect {
namespace {

using describe::join_path;
using describe::Node;

class Elering final : public PriceSource {
 public:
  explicit Elering(const home::LivePrices& live)
      : area_{live.area}, address_{address_of(live.url, "https://dashboard.elering.ee")} {}

  std::string name() const override { return "Elering " + area_; }

  FetchRule rule() const override {
    return {.published_at = std::chrono::hours{14}, .zone = zone_of("Europe/Tallinn")};
  }

  std::vector<Ask> requests(Span span) const override {
    return {{{.url = fmt::format("{}/api/nps/price?start={}&end={}", address_,
                                 base::format_time(span.from), base::format_time(span.to))},
             span}};
  }

  base::Result<home::PriceCurve> read(const Answer& answer) const override {
    home::PriceCurve curve{{}, "EUR", name()};
    const auto tree = parse_answer(name(), answer.text);
    if (!tree) return tl::unexpected{tree.error()};
    Reading in{name(), *tree};
    in.expect_text(*tree, "", "success", "true");
    const Node* data = in.map(*tree, "", "data");
    const Node* list = data == nullptr ? nullptr : in.list(*data, "data", area_);
    PriceRows rows;
    for (std::size_t i = 0; list != nullptr && i < list->items.size(); ++i) {
      const std::string path = join_path(join_path("data", area_), i);
      const auto from = in.epoch(list->items[i], path, "timestamp");
      const auto per_mwh = in.number(list->items[i], path, "price");
      if (from) rows.add(*from, per_kwh(per_mwh), path);
    }
    curve = rows.finish(std::move(curve), in.problems);
    if (!in.problems.is_empty()) return tl::unexpected{in.problems.to_error()};
    return curve;
  }

 private:
  std::string area_, address_;
};

}  // namespace

std::unique_ptr<PriceSource> make_elering(const home::LivePrices& live,
                                          const Settings& /*settings*/) {
  return std::make_unique<Elering>(live);
}

}  // namespace ohmstead::connect
