#include "nordpool/nordpool.hpp"

#include <fmt/format.h>

#include "parts/days.hpp"
#include "parts/price_rows.hpp"
#include "parts/reading.hpp"

namespace ohmstead::connect {
namespace {

using describe::join_path;
using describe::Node;

constexpr base::Seconds k_published = std::chrono::hours{12} + std::chrono::minutes{45};

// The market's days are days of this clock, wherever the area is.
base::Zone market_zone() { return zone_of("Europe/Oslo"); }

class Nordpool final : public PriceSource {
 public:
  Nordpool(const home::LivePrices& live, const Settings& settings)
      : area_{live.area},
        currency_{currency_of(live, settings)},
        address_{address_of(live.url, "https://dataportal-api.nordpoolgroup.com")} {}

  std::string name() const override { return "Nord Pool " + area_; }

  FetchRule rule() const override { return {.published_at = k_published, .zone = market_zone()}; }

  std::vector<Ask> requests(Span span) const override {
    std::vector<Ask> asks;
    for (const LocalDay& day : local_days(market_zone(), span)) {
      asks.push_back(
          {{.url = fmt::format("{}/api/DayAheadPrices?date={}&market=DayAhead"
                               "&deliveryArea={}&currency={}",
                               address_, base::format_date(day.date), net::encode_url_part(area_),
                               net::encode_url_part(currency_))},
           day.span});
    }
    return asks;
  }

  // 204: not published yet.
  bool can_read(int status) const override { return status == 200 || status == 204; }

  base::Result<home::PriceCurve> read(const Answer& answer) const override {
    home::PriceCurve curve{{}, currency_, name()};
    if (answer.status == 204) return curve;
    const auto tree = parse_answer(name(), answer.text);
    if (!tree) return tl::unexpected{tree.error()};
    Reading in{name(), *tree};
    in.expect_text(*tree, "", "currency", currency_);
    const char* key =
        has_value(*tree, "multiIndexEntries") ? "multiIndexEntries" : "multiAreaEntries";
    PriceRows rows;
    if (const Node* list = in.list(*tree, "", key); list != nullptr && is_final(in, *tree)) {
      for (std::size_t i = 0; i < list->items.size(); ++i)
        read_row(in, list->items[i], join_path(key, i), rows);
    }
    if (in.problems.is_empty()) curve = rows.finish(std::move(curve), in.problems);
    check_day(curve, answer.asked, in);
    if (!in.problems.is_empty()) return tl::unexpected{in.problems.to_error()};
    return curve;
  }

 private:
  // Preliminary prices are none: they may still change.
  bool is_final(Reading& in, const Node& root) const {
    const Node* states = in.list(root, "", "areaStates");
    if (states == nullptr) return false;
    for (const Node& state : states->items) {
      const Node* areas = state.find("areas");
      const Node* word = state.find("state");
      if (areas == nullptr || word == nullptr || word->text != "Final") continue;
      for (const Node& area : areas->items) {
        if (area.text == area_) return true;
      }
    }
    return false;
  }

  void read_row(Reading& in, const Node& row, const std::string& path, PriceRows& rows) const {
    const auto from = in.instant(row, path, "deliveryStart");
    const auto to = in.instant(row, path, "deliveryEnd");
    const Node* by_area = in.map(row, path, "entryPerArea");
    if (by_area == nullptr) return;
    const auto per_mwh = in.number(*by_area, join_path(path, "entryPerArea"), area_);
    if (from && to && per_mwh) rows.add(*from, to, *per_mwh / 1000.0, path);
  }

  // All prices of an answer are of the day that was asked for.
  static void check_day(const home::PriceCurve& curve, Span asked, Reading& in) {
    if (curve.slots.empty() || asked.from == asked.to) return;
    if (curve.slots.front().from < asked.from || curve.slots.back().to > asked.to)
      in.problems.add("", fmt::format("the answer is for another day, from {} on",
                                      base::format_time(curve.slots.front().from)));
  }

  std::string area_, currency_, address_;
};

}  // namespace

std::unique_ptr<PriceSource> make_nordpool(const home::LivePrices& live, const Settings& settings) {
  return std::make_unique<Nordpool>(live, settings);
}

}  // namespace ohmstead::connect
