#include "ohmstead/plan/import_budget.hpp"

#include <gtest/gtest.h>

namespace ohmstead::plan {
namespace {

using namespace base::literals;
using namespace std::chrono_literals;
using base::Power;
using base::Time;

Time at(const char* text) { return *base::parse_time(text); }

home::Tariff tariff_with(std::int64_t window_min, std::int64_t mean_of, home::PeakPer per) {
  home::Tariff tariff;
  home::PowerFee& fee = tariff.power_fees.emplace_back();
  fee.price = base::PowerPrice{5.0};
  fee.window_min = window_min;
  fee.mean_of = mean_of;
  fee.per = per;
  return tariff;
}

// Quarters of an hour from 10:00 on.
home::Plan plan_of(const std::vector<double>& import_kw) {
  home::Plan plan;
  for (std::size_t t = 0; t < import_kw.size(); ++t) {
    home::PlanSlot& slot = plan.slots.emplace_back();
    slot.start = at("2026-03-02T10:00:00Z") + 15min * t;
    slot.duration = 15min;
    slot.grid_import = Power{import_kw[t]};
  }
  return plan;
}

home::PeakSoFar reached(const std::vector<double>& highest_kw, base::Energy in_window = {}) {
  home::PeakSoFar so_far;
  for (const double kw : highest_kw) so_far.highest.push_back(Power{kw});
  so_far.in_window = in_window;
  return so_far;
}

TEST(ImportBudget, IsWhatThePlanTakesWhereThatIsTheMonthsHighest) {
  const auto budget =
      import_budget(tariff_with(15, 1, home::PeakPer::window), base::Zone::utc(),
                    plan_of({4.0, 1.0, 1.0, 1.0}), {reached({3.0})}, at("2026-03-02T10:00:00Z"));
  ASSERT_TRUE(budget);
  EXPECT_DOUBLE_EQ(budget->goal.value(), 4.0);
  EXPECT_DOUBLE_EQ(budget->energy.value(), 1.0);
  EXPECT_EQ(budget->from, at("2026-03-02T10:00:00Z"));
  EXPECT_EQ(budget->until, at("2026-03-02T10:15:00Z"));
}

TEST(ImportBudget, MayReachWhatTheMonthHasOrWillHaveAnyway) {
  const home::Tariff tariff = tariff_with(15, 1, home::PeakPer::window);
  const home::Plan plan = plan_of({1.0, 5.0, 1.0});
  const Time now = at("2026-03-02T10:00:00Z");
  EXPECT_DOUBLE_EQ(
      import_budget(tariff, base::Zone::utc(), plan, {reached({8.0})}, now)->goal.value(), 8.0);
  EXPECT_DOUBLE_EQ(
      import_budget(tariff, base::Zone::utc(), plan, {reached({2.0})}, now)->goal.value(), 5.0);
}

// 8 kW were drawn for a quarter of an hour, and the plan wants 6 kW in the last one.
TEST(ImportBudget, LeavesTheRestOfTheHourWhatThePlanTakesThere) {
  const auto budget = import_budget(
      tariff_with(60, 1, home::PeakPer::window), base::Zone::utc(), plan_of({0, 1.0, 0.5, 6.0}),
      {reached({5.0}, base::Energy{2.0})}, at("2026-03-02T10:15:00Z"));
  ASSERT_TRUE(budget);
  EXPECT_DOUBLE_EQ(budget->goal.value(), 5.0);
  EXPECT_DOUBLE_EQ(budget->energy.value(), 5.0 - 2.0 - 0.125 - 1.5);
}

// Of the three highest only the lowest is free.
TEST(ImportBudget, OfSeveralHighestTheLowestIsFree) {
  const auto free_kw = [](const std::vector<double>& highest) {
    return import_budget(tariff_with(15, 3, home::PeakPer::window), base::Zone::utc(),
                         plan_of({0.5, 2.5}), {reached(highest)}, at("2026-03-02T10:00:00Z"))
        ->goal.value();
  };
  EXPECT_DOUBLE_EQ(free_kw({9.0, 6.0, 2.0}), 2.5);
  EXPECT_DOUBLE_EQ(free_kw({9.0, 6.0, 4.0}), 4.0);
  EXPECT_DOUBLE_EQ(free_kw({9.0}), 0.5);
}

TEST(ImportBudget, TodaysHighestIsFreeWhereOneOfEachDayCounts) {
  home::PeakSoFar so_far = reached({4.0, 3.0});
  so_far.today = 6_kw;
  const auto budget = import_budget(tariff_with(15, 3, home::PeakPer::day), base::Zone::utc(),
                                    plan_of({0.5, 2.5, 1.0}), {so_far}, at("2026-03-02T10:00:00Z"));
  ASSERT_TRUE(budget);
  EXPECT_DOUBLE_EQ(budget->goal.value(), 6.0);
}

TEST(ImportBudget, AShareCountsForItsShareAndNothingForNothing) {
  home::Tariff tariff = tariff_with(15, 1, home::PeakPer::window);
  tariff.power_fees[0].from_h = 12.0;
  tariff.power_fees[0].to_h = 20.0;
  const home::Plan plan = plan_of({4.0, 1.0});
  const Time now = at("2026-03-02T10:00:00Z");
  EXPECT_FALSE(import_budget(tariff, base::Zone::utc(), plan, {}, now));
  tariff.power_fees[0].otherwise = base::Ratio{0.5};
  const auto halved = import_budget(tariff, base::Zone::utc(), plan, {reached({3.0})}, now);
  EXPECT_DOUBLE_EQ(halved->goal.value(), 3.0);
  EXPECT_DOUBLE_EQ(halved->energy.value(), 1.5);
}

TEST(ImportBudget, TheNarrowestOfSeveralFeesCounts) {
  home::Tariff tariff = tariff_with(15, 1, home::PeakPer::window);
  tariff.power_fees.push_back(tariff.power_fees[0]);
  const auto budget = import_budget(tariff, base::Zone::utc(), plan_of({1.0}),
                                    {reached({7.0}), reached({5.0})}, at("2026-03-02T10:00:00Z"));
  EXPECT_DOUBLE_EQ(budget->goal.value(), 5.0);
}

TEST(ImportBudget, NothingIsSaidWithoutAFeeOrAPlanForNow) {
  const home::Tariff tariff = tariff_with(15, 1, home::PeakPer::window);
  const home::Plan plan = plan_of({1.0, 1.0});
  EXPECT_FALSE(import_budget({}, base::Zone::utc(), plan, {}, at("2026-03-02T10:00:00Z")));
  EXPECT_FALSE(import_budget(tariff, base::Zone::utc(), plan, {}, at("2026-03-02T10:30:00Z")));
  EXPECT_FALSE(import_budget(tariff, base::Zone::utc(), plan, {}, at("2026-03-02T09:45:00Z")));
}

}  // namespace
}  // namespace ohmstead::plan
