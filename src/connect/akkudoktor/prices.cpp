#include <fmt/format.h>

#include "akkudoktor/akkudoktor.hpp"
#include "parts/days.hpp"
#include "parts/market_data.hpp"

namespace ohmstead::connect {
namespace {

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
    return read_market_data(name(), answer.text, "values");
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
