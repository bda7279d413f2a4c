// A published closed loop: a French home with a small battery on a tariff of two prices, 14 days,
// replanned every half-hour until local midnight, when 3 kWh are to be stored. What planning costs
// there is known for several controllers (tests/peers/data/emhass/README.md).
#include <gtest/gtest.h>

#include "ledger.hpp"
#include "load_profile.hpp"
#include "ohmstead/base/file.hpp"
#include "ohmstead/base/zone.hpp"
#include "ohmstead/describe/node.hpp"
#include "ohmstead/plan/evaluate.hpp"
#include "ohmstead/plan/planner.hpp"
#include "ohmstead/simulate/execute.hpp"

namespace ohmstead::simulate {
namespace {

using base::Energy;
using base::EnergyPrice;
using base::Power;
using base::Series;

constexpr const char* k_file =
    OHMSTEAD_SOURCE_DIR "/tests/peers/data/emhass/emhass_closed_loop_14days.json";
constexpr double k_half_hour_h = 0.5;
constexpr double k_target_kwh = 3.0;
// What a kWh stored at the end counts: bought at night, less the loss of storing it.
constexpr double k_stored_price = 0.1419 / 0.95;

std::vector<double> numbers(const describe::Node& node) {
  std::vector<double> all;
  all.reserve(node.items.size());
  for (const describe::Node& item : node.items) all.push_back(std::stod(item.text));
  return all;
}

// The fourteen days as they were measured.
home::Case make_measured() {
  const auto tree = describe::parse_json(base::read_file(k_file).value(), k_file).value();
  const std::vector<double> load_kwh = numbers(*tree.find("load_kwh"));
  home::Case home;
  home.schema = home::k_case_schema;
  home.timezone = "Europe/Paris";
  const base::Time start =
      base::Zone::load(home.timezone)
          .value()
          .day_start(std::chrono::year{2025} / std::chrono::month{2} / std::chrono::day{14});
  home.slots = base::SlotGrid::uniform(start, std::chrono::minutes{30}, load_kwh.size());
  home.prices.import = Series<EnergyPrice>{numbers(*tree.find("import_price"))};
  home.prices.export_ = Series<EnergyPrice>{load_kwh.size()};
  for (const double kwh : load_kwh) home.load.push_back(Power{kwh / k_half_hour_h});
  home.pv = Series<Power>{load_kwh.size()};
  home.grid.import_limit = Power{9.0};
  home.grid.export_limit = Power{0.0};
  home::Battery battery;
  battery.id = "battery";
  battery.capacity = Energy{5.0};
  battery.soc = Energy{k_target_kwh};
  battery.min_soc = Energy{1.5};
  battery.max_soc = Energy{4.5};
  battery.charge = Power{1.0};
  battery.discharge = Power{0.95};
  battery.charge_efficiency = base::Ratio{0.95};
  battery.end_value = EnergyPrice{};
  home.batteries.push_back(battery);
  return home;
}

// The rest of the day of slot `t`, with the load that is expected; at midnight the target is kept
// and nothing above it is worth anything.
home::Case make_rest_of_day(const home::Case& measured, std::size_t t, Energy soc,
                            const std::vector<double>& load_kw) {
  constexpr std::size_t k_day = 48;
  const std::size_t end = (t / k_day + 1) * k_day;
  home::Case home = measured;
  home.slots = base::SlotGrid::uniform(measured.slots.start(t), std::chrono::minutes{30}, end - t);
  home.prices = {};
  home.load = {};
  for (std::size_t s = t; s < end; ++s) {
    home.prices.import.push_back(measured.prices.import[s]);
    home.prices.export_.push_back(EnergyPrice{});
    home.load.push_back(Power{load_kw[s]});
  }
  home.pv = Series<Power>{end - t};
  home::Battery& battery = home.batteries[0];
  battery.soc = soc;
  battery.reserve = Series<Energy>{end - t};
  battery.reserve.set(end - t - 1, Energy{k_target_kwh});
  return home;
}

// What comes out of 672 plans, by the score of the publication.
double run_loop(const home::Case& measured, const std::vector<double>& load_kw) {
  Execution reality{measured};
  Ledger ledger{measured};
  plan::Planner planner;
  std::vector<Energy> soc{measured.batteries[0].soc};
  for (std::size_t t = 0; t < measured.slots.count(); ++t) {
    const home::Plan plan =
        planner.make_plan(make_rest_of_day(measured, t, soc[0], load_kw), {.is_explained = false});
    EXPECT_EQ(plan.status, home::PlanStatus::optimal) << t;
    const home::PlanSlot done = reality.run(t, plan.slots.front(), soc);
    soc[0] = done.batteries[0].soc;
    ledger.append(done, false);
  }
  const auto bill = plan::evaluate(measured, ledger.make_plan(measured, 0, measured.slots.count()));
  EXPECT_TRUE(bill) << bill.error().message;
  return bill->money.import_cost.value() - (soc[0].value() - k_target_kwh) * k_stored_price;
}

// The profile of the same home on the days before, as known at the midnight before each day. Of the
// first day nothing is known but that it uses 1 kW.
std::vector<double> forecast(const home::Case& measured) {
  constexpr double k_unknown_kw = 1.0;
  const std::size_t count = measured.slots.count();
  PowerHistory history;
  history.power = measured.load;
  history.origin.assign(count, Origin::measured);
  const forecast::LocalRaster raster{measured.slots, base::Zone::load(measured.timezone).value()};
  const LoadProfile profile{history, raster};
  std::vector<double> kw;
  for (std::size_t t = 0; t < count; ++t) {
    const std::size_t midnight = t / 48 * 48;
    kw.push_back(profile.expected_kw(raster.index(t), midnight).value_or(k_unknown_kw));
  }
  return kw;
}

TEST(ClosedLoop, WithoutABatteryCostsWhatIsPublished) {
  const home::Case measured = make_measured();
  double cost = 0.0;
  for (std::size_t t = 0; t < measured.slots.count(); ++t)
    cost += measured.load.raw()[t] * k_half_hour_h * measured.prices.import.raw()[t];
  EXPECT_NEAR(cost, 81.8763, 1e-4);
}

TEST(ClosedLoop, KnowingTheLoadCostsNoMoreThanThePublishedOracle) {
  const home::Case measured = make_measured();
  const std::vector<double> load_kw(measured.load.raw().begin(), measured.load.raw().end());
  const double cost = run_loop(measured, load_kw);
  RecordProperty("cost_eur", std::to_string(cost));
  EXPECT_LE(cost, 79.7017 + 5e-5);
}

TEST(ClosedLoop, ItsOwnForecastCostsNoMoreThanThePublishedControllers) {
  const home::Case measured = make_measured();
  const std::vector<double> expected_kw = forecast(measured);
  const double cost = run_loop(measured, expected_kw);
  RecordProperty("cost_eur", std::to_string(cost));
  EXPECT_LE(cost, 79.71);
}

}  // namespace
}  // namespace ohmstead::simulate
