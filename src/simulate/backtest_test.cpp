#include "ohmstead/simulate/backtest.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "measured_period.hpp"
#include "ohmstead/describe/node.hpp"
#include "ohmstead/plan/evaluate.hpp"
#include "ohmstead/plan/planner.hpp"
#include "testing/sample_weeks.hpp"

namespace ohmstead::simulate {
namespace {

using namespace std::chrono_literals;
using testing::add_battery;
using testing::at;
using ::testing::Contains;
using ::testing::ElementsAre;
using testing::FakeFiles;
using ::testing::HasSubstr;
using testing::k_blank;
using testing::make_csv;
using testing::make_site;
using testing::noise;
using testing::price_value;

using testing::k_rows_per_day;

constexpr std::array k_all{BacktestStrategy::optimal, BacktestStrategy::rules,
                           BacktestStrategy::self_use, BacktestStrategy::no_battery,
                           BacktestStrategy::bound};

struct Sample : testing::SampleWeeks {
  using SampleWeeks::SampleWeeks;
  [[nodiscard]] base::Result<BacktestResult> try_run(
      const char* from, const char* to, std::span<const BacktestStrategy> strategies = k_all,
      const BacktestOptions& options = {}) const {
    return run_backtest(site, history, at(from), at(to), strategies, options);
  }
  [[nodiscard]] BacktestResult run(const char* from, const char* to,
                                   const BacktestOptions& options = {}) const {
    const auto result = try_run(from, to, k_all, options);
    EXPECT_TRUE(result) << result.error().message;
    return result.value();
  }
};

const StrategyResult& of(const BacktestResult& result, BacktestStrategy strategy) {
  return *std::find_if(result.strategies.begin(), result.strategies.end(),
                       [&](const StrategyResult& each) { return each.strategy == strategy; });
}
double cost_of(const BacktestResult& result, BacktestStrategy strategy) {
  return of(result, strategy).total.net_cost.value();
}

TEST(Backtest, CountsByHand) {
  Sample sample{[](std::size_t, std::size_t) { return 0.22; }};
  sample.files.add(
      "home.csv",
      make_csv({"load_kw", "pv_kw", "pv_forecast_kw"}, at("2024-03-20T00:00:00Z"), 1800s, 96,
               [](std::size_t, std::size_t column) { return column == 0 ? 0.5 : 0.0; }));
  sample.load();
  const BacktestResult result = sample.run("2024-03-20T00:00:00Z", "2024-03-21T00:00:00Z");
  // 12 kWh at 0.30.
  const Account& bare = of(result, BacktestStrategy::no_battery).total;
  EXPECT_NEAR(bare.net_cost.value(), 12 * 0.30, 1e-9);
  EXPECT_NEAR(bare.grid_import.value(), 12, 1e-9);
  EXPECT_EQ(bare.self_consumption_pct, std::nullopt);
  // The battery gives its 5 kWh above the 10 % floor less 1 kWh, at 90 %: 3.6 kWh. What was stored
  // was worth 0.99 * 0.30 * 0.9 each.
  const Account& self_use = of(result, BacktestStrategy::self_use).total;
  EXPECT_NEAR(self_use.battery_discharge.value(), 3.6, 1e-9);
  EXPECT_NEAR(self_use.battery_cycles, 0.36, 1e-9);
  EXPECT_NEAR(self_use.import_cost.value(), 8.4 * 0.30, 1e-9);
  EXPECT_NEAR(result.stored_value.value(), 0.99 * 0.30 * 0.9, 1e-12);
  EXPECT_NEAR(self_use.stored_value_change.value(), -4 * 0.99 * 0.30 * 0.9, 1e-9);
  EXPECT_NEAR(self_use.net_cost.value(), 8.4 * 0.30 + 4 * 0.99 * 0.30 * 0.9, 1e-9);
  EXPECT_NEAR(self_use.saved_to_no_battery.value(), 0.01 * 3.6 * 0.30, 1e-9);
  EXPECT_EQ(self_use.saved_to_self_use.value(), 0.0);
}

TEST(Backtest, BillsByTiersOfEachStrategysOwnMonth) {
  Sample sample{[](std::size_t, std::size_t) { return 0.22; }};
  sample.site.tariff.import.tiers = {{base::Energy{20.0}, base::EnergyPrice{0.10}},
                                     {std::nullopt, base::EnergyPrice{0.30}}};
  sample.files.add(
      "home.csv",
      make_csv({"load_kw", "pv_kw", "pv_forecast_kw"}, at("2024-03-30T00:00:00Z"), 1800s, 192,
               [](std::size_t, std::size_t column) { return column == 0 ? 0.5 : 0.0; }));
  sample.load();
  const BacktestResult result = sample.run("2024-03-30T00:00:00Z", "2024-04-03T00:00:00Z");
  // April begins at 22:00 UTC: 46 h of half a kilowatt, then 50 h.
  const StrategyResult& bare = of(result, BacktestStrategy::no_battery);
  ASSERT_EQ(bare.months.size(), 2U);
  EXPECT_NEAR(bare.months[0].net_cost.value(), 23 * 0.30 + 20 * 0.10 + 3 * 0.30, 1e-9);
  EXPECT_NEAR(bare.months[1].net_cost.value(), 25 * 0.30 + 20 * 0.10 + 5 * 0.30, 1e-9);
  EXPECT_NEAR(bare.total.net_cost.value(), 48 * 0.30 + 40 * 0.10 + 8 * 0.30, 1e-9);
  // The battery's 3.6 kWh save March the dear tier.
  EXPECT_NEAR(of(result, BacktestStrategy::self_use).months[0].import_cost.value(), 19.4 * 0.40,
              1e-9);
  EXPECT_THAT(result.notes, Contains(HasSubstr("by the tiers in which self_use ended")));
}

TEST(Backtest, NoStrategyIsCheaperThanTheBound) {
  const BacktestResult result = Sample{}.run("2024-03-27T23:00:00Z", "2024-04-10T22:00:00Z");
  const double bound = cost_of(result, BacktestStrategy::bound);
  for (const StrategyResult& each : result.strategies) {
    EXPECT_GE(each.total.net_cost.value(), bound - 1e-6) << static_cast<int>(each.strategy);
    EXPECT_EQ(each.total.slots, 4 * 24 * 14 - 4);
  }
  EXPECT_LT(cost_of(result, BacktestStrategy::optimal),
            cost_of(result, BacktestStrategy::self_use));
  EXPECT_NEAR(*of(result, BacktestStrategy::bound).total.bound_share_pct, 100.0, 1e-9);
  EXPECT_NEAR(*of(result, BacktestStrategy::self_use).total.bound_share_pct, 0.0, 1e-9);
  EXPECT_EQ(of(result, BacktestStrategy::optimal).plans, 4 * 24 * 14 - 4);
  EXPECT_EQ(of(result, BacktestStrategy::optimal).plans_without_proof, 0);
  EXPECT_EQ(of(result, BacktestStrategy::self_use).plans, 0);
  EXPECT_EQ(of(result, BacktestStrategy::bound).plans, 1);
}

// What happens without planning needs no closed loop: the planner's own walk must agree.
TEST(Backtest, AgreesWithThePlannersOwnBaselines) {
  const Sample sample;
  const base::Time from = at("2024-03-28T00:00:00Z"), to = at("2024-04-08T00:00:00Z");
  const BacktestResult result = sample.run("2024-03-28T00:00:00Z", "2024-04-08T00:00:00Z");
  const MeasuredPeriod period = make_period(sample.site, sample.history, from, to).value();
  plan::Planner planner;
  const auto net_cost = [&](plan::Strategy strategy) {
    return planner.make_plan(period.home, {.strategy = strategy, .is_explained = false, .stop = {}})
        .money.net_cost.value();
  };
  EXPECT_NEAR(cost_of(result, BacktestStrategy::self_use), net_cost(plan::Strategy::self_use),
              1e-6);
  EXPECT_NEAR(cost_of(result, BacktestStrategy::no_battery), net_cost(plan::Strategy::no_battery),
              1e-6);
  EXPECT_NEAR(cost_of(result, BacktestStrategy::bound), net_cost(plan::Strategy::optimal), 1e-6);
}

TEST(Backtest, MonthsAreLocalAndAddUp) {
  const BacktestResult result = Sample{}.run("2024-03-29T23:00:00Z", "2024-04-02T22:00:00Z");
  for (const StrategyResult& each : result.strategies) {
    ASSERT_EQ(each.months.size(), 2U);
    EXPECT_EQ(each.months[0].month, "2024-03");
    EXPECT_EQ(each.months[0].slots, 96 + 92) << "31 March had 23 hours";
    EXPECT_EQ(each.months[1].month, "2024-04");
    EXPECT_EQ(each.months[1].slots, 192);
    const auto sum = [&](auto member) {
      return (each.months[0].*member + each.months[1].*member).value();
    };
    EXPECT_NEAR(sum(&Account::net_cost), each.total.net_cost.value(), 1e-9);
    EXPECT_NEAR(sum(&Account::stored_value_change), each.total.stored_value_change.value(), 1e-9);
    EXPECT_NEAR(sum(&Account::saved_to_self_use), each.total.saved_to_self_use.value(), 1e-9);
    EXPECT_NEAR(sum(&Account::grid_import), each.total.grid_import.value(), 1e-9);
    EXPECT_NEAR(sum(&Account::battery_discharge), each.total.battery_discharge.value(), 1e-9);
  }
}

TEST(Backtest, StopsWhereItIsToldAndSaysSo) {
  const Sample sample;
  std::stop_source source;
  BacktestOptions options;
  options.stop = source.get_token();
  std::int64_t last = 0;
  options.progress = [&](const BacktestProgress& progress) {
    EXPECT_EQ(progress.done, last + 1);
    EXPECT_EQ(progress.total, 960);
    last = progress.done;
    if (progress.time == at("2024-03-29T06:00:00Z")) source.request_stop();
  };
  const BacktestResult result = sample.run("2024-03-28T00:00:00Z", "2024-04-07T00:00:00Z", options);
  EXPECT_EQ(result.stopped_at, at("2024-03-29T06:00:00Z"));
  EXPECT_EQ(result.to, at("2024-03-29T06:00:00Z"));
  const BacktestResult shorter = sample.run("2024-03-28T00:00:00Z", "2024-03-29T06:00:00Z");
  EXPECT_EQ(shorter.stopped_at, std::nullopt);
  for (const BacktestStrategy strategy : k_all) {
    EXPECT_EQ(of(result, strategy).total.slots, 120);
    if (strategy == BacktestStrategy::bound) continue;  // the stored value at the end is another
    EXPECT_DOUBLE_EQ(of(result, strategy).total.import_cost.value(),
                     of(shorter, strategy).total.import_cost.value());
  }
}

TEST(Backtest, SaysWhenItNeverBegan) {
  const auto source = std::make_unique<std::stop_source>();
  source->request_stop();
  BacktestOptions options;
  options.stop = source->get_token();
  const auto result =
      Sample{}.try_run("2024-03-28T00:00:00Z", "2024-04-07T00:00:00Z", k_all, options);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, base::ErrorKind::cancelled);
}

TEST(Backtest, LeavesOutSlotsWithoutAPrice) {
  // The prices of 2 April are missing.
  const Sample sample{[](std::size_t row, std::size_t column) {
    const base::Time time = at("2024-03-19T00:00:00Z") + 1h * static_cast<long>(row);
    const bool is_missing = time >= at("2024-04-01T22:00:00Z") && time < at("2024-04-02T22:00:00Z");
    return is_missing ? k_blank : price_value(row, column);
  }};
  const BacktestResult result = sample.run("2024-03-31T22:00:00Z", "2024-04-04T22:00:00Z");
  EXPECT_EQ(result.left_out, 96);
  EXPECT_THAT(result.notes, Contains("24.0 h without a price were left out"));
  EXPECT_THAT(result.notes, Contains(HasSubstr("prices are missing from 2024-04-01T22:00:00Z")));
  for (const StrategyResult& each : result.strategies) {
    EXPECT_EQ(each.total.slots, 3 * 96);
    EXPECT_GE(each.total.net_cost.value(), cost_of(result, BacktestStrategy::bound) - 1e-6);
  }
  const auto nothing = sample.try_run("2024-04-02T00:00:00Z", "2024-04-02T12:00:00Z");
  ASSERT_FALSE(nothing);
  EXPECT_EQ(nothing.error().message,
            "no price is known from 2024-04-02T00:00:00Z to 2024-04-02T12:00:00Z");
}

TEST(Backtest, WritesEveryStep) {
  std::string text;
  BacktestOptions options;
  options.steps = [&](std::string_view lines) -> base::Result<void> {
    text += lines;
    return {};
  };
  (void)Sample{}.run("2024-03-28T00:00:00Z", "2024-03-29T00:00:00Z", options);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1 + 5 * 96);
  EXPECT_EQ(
      text.substr(0, text.find('\n')),
      "time_utc,strategy,load_kw,pv_kw,import_per_kwh,export_per_kwh,grid_import_kw,grid_export_kw,"
      "pv_curtailed_kw,is_flip,battery_mode,battery_charge_kw,battery_discharge_kw,battery_soc_"
      "kwh");
  EXPECT_THAT(text, HasSubstr("\n2024-03-28T00:00:00Z,optimal,"));
  EXPECT_THAT(text, HasSubstr("\n2024-03-28T23:45:00Z,bound,"));
  EXPECT_THAT(text, HasSubstr("\n2024-03-28T12:00:00Z,self_use,"));
}

TEST(Backtest, FailsWithTheSinkOfTheSteps) {
  BacktestOptions options;
  options.steps = [](std::string_view) -> base::Result<void> {
    return base::fail(base::ErrorKind::unavailable, "the disk is full");
  };
  const auto result =
      Sample{}.try_run("2024-03-28T00:00:00Z", "2024-03-29T00:00:00Z", k_all, options);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().message, "the disk is full");
}

TEST(Backtest, RefusesPeriodsItCannotRun) {
  const Sample sample;
  const auto message = [&](const char* from, const char* to) {
    const auto result = sample.try_run(from, to);
    return result ? "no error" : result.error().message;
  };
  EXPECT_EQ(message("2024-03-28T00:00:00Z", "2024-03-28T00:00:00Z"),
            "the period from 2024-03-28T00:00:00Z to 2024-03-28T00:00:00Z is empty");
  EXPECT_EQ(message("2024-03-19T00:00:00Z", "2024-03-20T00:00:00Z"),
            "the period from 2024-03-19T00:00:00Z to 2024-03-20T00:00:00Z lies outside of what was "
            "measured, from 2024-03-20T00:00:00Z to 2024-04-17T00:00:00Z");
  EXPECT_EQ(message("2024-03-28T00:07:00Z", "2024-03-29T00:00:00Z"),
            "2024-03-28T00:07:00Z is not a border of planning slots");
  const auto none = sample.try_run("2024-03-28T00:00:00Z", "2024-03-29T00:00:00Z", {});
  EXPECT_EQ(none.error().message, "no strategy was named");
}

TEST(Backtest, IsCutToWhatWasMeasured) {
  const BacktestResult result = Sample{}.run("2024-03-19T23:00:00Z", "2024-03-21T23:00:00Z");
  EXPECT_EQ(result.from, at("2024-03-20T00:00:00Z"));
  EXPECT_EQ(result.to, at("2024-03-21T23:00:00Z"));
  EXPECT_THAT(result.notes, Contains("the period was cut to what was measured, from "
                                     "2024-03-20T00:00:00Z to 2024-03-21T23:00:00Z"));
}

TEST(Backtest, ShowsWhatWasAskedForOnly) {
  constexpr std::array k_one{BacktestStrategy::optimal};
  const auto result = Sample{}.try_run("2024-03-28T00:00:00Z", "2024-03-29T00:00:00Z", k_one);
  ASSERT_TRUE(result);
  ASSERT_EQ(result->strategies.size(), 1U);
  EXPECT_NE(result->strategies[0].total.saved_to_no_battery.value(), 0.0);
  EXPECT_EQ(result->strategies[0].total.bound_share_pct, std::nullopt);
}

TEST(Backtest, RunsAHybridHomeWithTwoBatteriesAndLimits) {
  Sample sample;
  home::SiteInverter inverter;
  inverter.id = "hybrid";
  inverter.ac_limit = base::Power{3.0};
  sample.site.inverters.push_back(inverter);
  sample.site.batteries[0].inverter = "hybrid";
  sample.site.batteries.push_back(sample.site.batteries[0]);
  sample.site.batteries[1].id = "garage";
  sample.site.batteries[1].inverter.clear();
  sample.site.batteries[1].capacity = base::Energy{4.0};
  sample.site.batteries[1].standby = base::Power{0.01};
  sample.site.pv = home::SitePv{"hybrid", true};
  sample.site.grid.import_limit = base::Power{6.0};
  sample.site.grid.export_limit = base::Power{1.5};
  constexpr std::array k_plain{BacktestStrategy::optimal, BacktestStrategy::rules,
                               BacktestStrategy::self_use, BacktestStrategy::bound};
  const auto result = sample.try_run("2024-03-30T00:00:00Z", "2024-03-31T00:00:00Z", k_plain);
  ASSERT_TRUE(result) << result.error().message;
  for (const StrategyResult& each : result->strategies) {
    // What mixed-integer plans leave open is a cent, or half a percent.
    EXPECT_GE(each.total.net_cost.value(), cost_of(*result, BacktestStrategy::bound) - 0.02);
    EXPECT_NEAR(each.total.missed.value(), 0.0, 1e-4);
  }
}

TEST(Backtest, RunsOnAFixedTariffWithoutPrices) {
  Sample sample;
  sample.site.sources.prices.reset();
  sample.site.tariff.import.fixed = base::EnergyPrice{0.25};
  sample.site.tariff.export_.fixed = base::EnergyPrice{0.08};
  sample.load();
  const BacktestResult result = sample.run("2024-03-30T00:00:00Z", "2024-04-01T00:00:00Z");
  EXPECT_EQ(result.left_out, 0);
  // There is nothing to plan: following the home is the best there is.
  const double bound = cost_of(result, BacktestStrategy::bound);
  EXPECT_NEAR(cost_of(result, BacktestStrategy::self_use), bound, 1e-6);
  EXPECT_NEAR(cost_of(result, BacktestStrategy::optimal), bound, 1e-6);
}

// The inverter's losses must count the same for what is stored, used, sold and left at the end.
TEST(Backtest, FollowsTheHomeOnAFixedTariffBehindAnInverterToo) {
  Sample sample;
  sample.site.sources.prices.reset();
  sample.site.tariff.import.fixed = base::EnergyPrice{0.30};
  sample.site.tariff.export_.fixed = base::EnergyPrice{0.08};
  home::SiteInverter& inverter = sample.site.inverters.emplace_back();
  inverter.id = "hybrid";
  inverter.ac_limit = base::Power{4.0};
  inverter.efficiency_pct = 96.0;
  for (home::SiteBattery& battery : sample.site.batteries) battery.inverter = "hybrid";
  sample.site.pv.emplace();
  sample.site.pv->inverter = "hybrid";
  sample.load();
  const BacktestResult result = sample.run("2024-03-28T00:00:00Z", "2024-04-01T00:00:00Z");
  const double self_use = cost_of(result, BacktestStrategy::self_use);
  EXPECT_NEAR(cost_of(result, BacktestStrategy::optimal), self_use, 0.01);
  EXPECT_NEAR(cost_of(result, BacktestStrategy::bound), self_use, 0.01);
}

TEST(Backtest, IsRepeatable) {
  const Sample sample;
  BacktestResult one = sample.run("2024-03-28T00:00:00Z", "2024-03-30T00:00:00Z");
  BacktestResult other = sample.run("2024-03-28T00:00:00Z", "2024-03-30T00:00:00Z");
  for (BacktestResult* result : {&one, &other}) {
    for (StrategyResult& each : result->strategies) each.mean_plan_ms = 0.0;
  }
  EXPECT_EQ(write_backtest(one), write_backtest(other));
}

TEST(Backtest, IsWrittenAsJson) {
  const BacktestResult result = Sample{}.run("2024-03-28T00:00:00Z", "2024-03-30T00:00:00Z");
  const auto tree = describe::parse_json(write_backtest(result), "backtest.json");
  ASSERT_TRUE(tree) << tree.error().message;
  EXPECT_EQ(tree->find("schema")->text, "ohmstead.backtest/1");
  EXPECT_EQ(tree->find("from")->text, "2024-03-28T00:00:00Z");
  EXPECT_EQ(tree->find("stopped_at"), nullptr);
  const describe::Node& strategy = tree->find("strategies")->items.at(0);
  EXPECT_EQ(strategy.find("strategy")->text, "optimal");
  EXPECT_EQ(strategy.find("months")->items.size(), 1U);
  EXPECT_NE(strategy.find("total")->find("saved_to_self_use"), nullptr);
  EXPECT_NE(strategy.find("total")->find("grid_import_kwh"), nullptr);
}

}  // namespace
}  // namespace ohmstead::simulate
