#include "octopus/octopus.hpp"

#include <fmt/format.h>

#include "parts/days.hpp"
#include "parts/price_rows.hpp"
#include "parts/reading.hpp"

namespace ohmstead::connect {
namespace {

using describe::join_path;
using describe::Node;

class Octopus final : public PriceSource {
 public:
  explicit Octopus(const home::LivePrices& live)
      : product_{live.product},
        region_{live.area},
        is_without_vat_{live.part == "without_vat"},
        address_{address_of(live.url, "https://api.octopus.energy")} {}

  std::string name() const override { return fmt::format("Octopus {} {}", product_, region_); }

  // The next day's rates come out between 16:00 and 20:00.
  FetchRule rule() const override {
    return {.published_at = std::chrono::hours{16}, .zone = zone_of("Europe/London")};
  }

  std::vector<Ask> requests(Span span) const override {
    net::WebRequest request{
        .url = fmt::format("{0}/v1/products/{1}/electricity-tariffs/E-1R-{1}-{2}/"
                           "standard-unit-rates/?period_from={3}&period_to={4}&page_size=1500",
                           address_, net::encode_url_part(product_), net::encode_url_part(region_),
                           base::format_time(span.from), base::format_time(span.to))};
    return {{std::move(request), span}};
  }

  base::Result<home::PriceCurve> read(const Answer& answer) const override {
    home::PriceCurve curve{{}, "GBP", name(), !is_without_vat_};
    const auto tree = parse_answer(name(), answer.text);
    if (!tree) return tl::unexpected{tree.error()};
    Reading in{name(), *tree};
    PriceRows rows;
    if (const Node* list = in.list(*tree, "", "results"); list != nullptr) {
      for (std::size_t i = 0; i < list->items.size(); ++i)
        read_row(in, list->items[i], join_path("results", i), answer.asked, rows);
    }
    if (has_value(*tree, "next")) in.problems.add("next", "there are more pages than one");
    curve = rows.finish(std::move(curve), in.problems);
    if (!in.problems.is_empty()) return tl::unexpected{in.problems.to_error()};
    return curve;
  }

 private:
  void read_row(Reading& in, const Node& row, const std::string& path, Span asked,
                PriceRows& rows) const {
    // Rates that depend on how one pays: those of a direct debit.
    if (has_value(row, "payment_method") && row.find("payment_method")->text != "DIRECT_DEBIT")
      return;
    const auto pence = in.number(row, path, is_without_vat_ ? "value_exc_vat" : "value_inc_vat");
    const auto from = in.instant(row, path, "valid_from");
    // Without an end it holds until further notice.
    auto to = has_value(row, "valid_to") ? in.instant(row, path, "valid_to")
                                         : std::optional<base::Time>{asked.to};
    if (from && to && pence && *from < asked.to && *to > asked.from)
      rows.add(*from, to, *pence / 100.0, path);
  }

  std::string product_, region_;
  bool is_without_vat_;
  std::string address_;
};

}  // namespace

std::unique_ptr<PriceSource> make_octopus(const home::LivePrices& live,
                                          const Settings& /*settings*/) {
  return std::make_unique<Octopus>(live);
}

}  // namespace ohmstead::connect
