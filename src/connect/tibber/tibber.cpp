#include "tibber/tibber.hpp"

#include <fmt/format.h>

#include "parts/price_rows.hpp"
#include "parts/reading.hpp"

namespace ohmstead::connect {
namespace {

using describe::join_path;
using describe::Node;

constexpr const char* k_query =
    R"({"query":"{viewer{homes{id currentSubscription{priceInfo(resolution:QUARTER_HOURLY){)"
    R"(today{total energy startsAt currency} tomorrow{total energy startsAt currency}}}}}}"})";

class Tibber final : public PriceSource {
 public:
  Tibber(const home::LivePrices& live, Settings settings)
      : home_{live.home},
        part_{live.part.empty() ? "total" : live.part},
        currency_{currency_of(live, settings)},
        zone_{settings.zone},
        token_{std::move(settings.token)},
        address_{address_of(live.url, "https://api.tibber.com")} {}

  std::string name() const override { return "Tibber"; }

  FetchRule rule() const override {
    return {.published_at = std::chrono::hours{13},
            .zone = zone_,
            .shortest_gap = std::chrono::minutes{5}};
  }

  std::vector<Ask> requests(Span span) const override {
    return {
        {{.url = address_ + "/v1-beta/gql",
          .method = "POST",
          .headers = {{"Authorization", "Bearer " + token_}, {"Content-Type", "application/json"}},
          .body = k_query},
         span}};
  }

  base::Result<home::PriceCurve> read(const Answer& answer) const override {
    home::PriceCurve curve{{}, currency_, name(), part_ == "total"};
    const auto tree = parse_answer(name(), answer.text);
    if (!tree) return tl::unexpected{tree.error()};
    if (has_value(*tree, "errors") && !has_value(*tree, "data"))
      return base::fail(base::ErrorKind::refused,
                        name() + ": it refuses the question: is the token right?");
    Reading in{name(), *tree};
    PriceRows rows;
    std::string path;
    if (const Node* prices = find_prices(in, *tree, path); prices != nullptr) {
      read_day(in, *prices, path, "today", rows);
      read_day(in, *prices, path, "tomorrow", rows);
    }
    curve = rows.finish(std::move(curve), in.problems);
    if (!in.problems.is_empty()) return tl::unexpected{in.problems.to_error()};
    return curve;
  }

 private:
  // Of the home that is named, or of the first with a contract.
  const Node* find_prices(Reading& in, const Node& root, std::string& path) const {
    const Node* data = in.map(root, "", "data");
    const Node* viewer = data == nullptr ? nullptr : in.map(*data, "data", "viewer");
    const Node* homes = viewer == nullptr ? nullptr : in.list(*viewer, "data.viewer", "homes");
    if (homes == nullptr) return nullptr;
    for (std::size_t i = 0; i < homes->items.size(); ++i) {
      const Node& home = homes->items[i];
      if (home.kind != describe::NodeKind::map || !has_value(home, "currentSubscription")) continue;
      if (!home_.empty() && (!has_value(home, "id") || home.find("id")->text != home_)) continue;
      path = join_path(join_path("data.viewer.homes", i), "currentSubscription");
      const Node* prices = in.map(*home.find("currentSubscription"), path, "priceInfo");
      path = join_path(path, "priceInfo");
      return prices;
    }
    in.problems.add("data.viewer.homes",
                    home_.empty() ? "no home has a contract" : "no home of that id has a contract");
    return nullptr;
  }

  void read_day(Reading& in, const Node& prices, const std::string& path, std::string_view day,
                PriceRows& rows) const {
    const Node* list = in.list(prices, path, day);
    if (list == nullptr) return;
    for (std::size_t i = 0; i < list->items.size(); ++i) {
      const Node& row = list->items[i];
      const std::string at = join_path(join_path(path, day), i);
      const auto from = in.instant(row, at, "startsAt");
      const auto price = in.number(row, at, part_);
      if (has_value(row, "currency")) in.expect_text(row, at, "currency", currency_);
      if (from) rows.add(*from, price, at);
    }
  }

  std::string home_, part_, currency_;
  base::Zone zone_;
  std::string token_, address_;
};

}  // namespace

std::unique_ptr<PriceSource> make_tibber(const home::LivePrices& live, const Settings& settings) {
  return std::make_unique<Tibber>(live, settings);
}

}  // namespace ohmstead::connect
