#include "awattar/awattar.hpp"

#include <fmt/format.h>

#include "parts/days.hpp"
#include "parts/market_data.hpp"

namespace ohmstead::connect {
namespace {

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
    return read_market_data(name(), answer.text, "data");
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
