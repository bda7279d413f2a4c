#include "render_prices.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace ohmstead::app {
namespace {

using base::EnergyPrice;
using std::chrono::minutes;

const base::Time k_noon = base::parse_time("2025-06-10T10:00:00Z").value();  // 12:00 in Paris

ports::FeedsSnapshot known() {
  ports::FeedsSnapshot snapshot;
  for (const auto& [at_min, price] :
       {std::pair{-60, 0.5}, {0, 0.1}, {15, 0.2}, {30, 0.3}, {45, 0.4}, {60, -0.1}, {180, 0.05}})
    snapshot.prices.slots.push_back(
        {k_noon + minutes{at_min}, k_noon + minutes{at_min + 15}, EnergyPrice{price}});
  ports::FeedHealth health;
  health.what = "prices";
  health.name = "aWATTar DE";
  health.state = ports::FeedState::good;
  health.sentence = "known until Tue 10 Jun 13:15; last told Tue 10 Jun 12:00";
  health.next_try = k_noon + minutes{60};
  snapshot.health.push_back(health);
  return snapshot;
}

plan::TariffRule tariff() {
  home::Tariff tariff;
  tariff.import.markup = EnergyPrice{0.05};
  tariff.import.vat_pct = 20.0;
  tariff.export_.spot_factor = 1.0;
  tariff.export_.fee = EnergyPrice{0.01};
  return {tariff, base::Zone::load("Europe/Paris").value()};
}

TEST(RenderPricesTest, one_row_per_hour_with_the_tariff_and_holes_named) {
  EXPECT_EQ(render_prices(known(), tariff(), "EUR", k_noon + minutes{20}, false),
            "prices: aWATTar DE: known until Tue 10 Jun 13:15; last told Tue 10 Jun 12:00\n"
            "\n"
            "from                   told   you pay  you earn   EUR per kWh\n"
            "Tue 10 Jun 12:00     0.2500    0.3600    0.2400\n"
            "Tue 10 Jun 13:00    -0.1000   -0.0600   -0.1100\n"
            "  ... nothing is known here ...\n"
            "Tue 10 Jun 15:00     0.0500    0.1200    0.0400\n");
}

TEST(RenderPricesTest, what_is_sold_has_prices_of_its_own_where_a_source_tells_them) {
  ports::FeedsSnapshot now = known();
  now.export_prices.slots.push_back({k_noon, k_noon + minutes{15}, EnergyPrice{0.07}});
  const auto json = nlohmann::json::parse(write_prices(now, tariff(), "EUR", k_noon));
  EXPECT_EQ(json["health"][0]["state"], "good");
  ASSERT_EQ(json["prices"].size(), 6U);
  EXPECT_EQ(json["prices"][0]["from"], "2025-06-10T10:00:00Z");
  EXPECT_DOUBLE_EQ(json["prices"][0]["import_per_kwh"], 0.18);
  EXPECT_DOUBLE_EQ(json["prices"][0]["export_per_kwh"], 0.06);
  EXPECT_FALSE(json["prices"][1].contains("export_per_kwh")) << "nobody told it";
}

}  // namespace
}  // namespace ohmstead::app
