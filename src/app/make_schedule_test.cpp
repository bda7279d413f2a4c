// Plans as schedule.json, by hand: flows, times on both DST days, targets, water, several
// batteries.
#include <gtest/gtest.h>

#include "ohmstead/app/schedule_json.hpp"
#include "testing/sample_home.hpp"

namespace ohmstead::app {
namespace {

using base::Energy;
using base::EnergyPrice;
using base::Power;
using std::chrono::minutes;
using testing::SampleHome;

const base::Time k_now = *base::parse_time("2024-06-24T19:58:07Z");

ScheduleJson make(const SampleHome& sample) {
  return make_schedule(sample.home, sample.plan, {k_now, "ohmstead test"});
}

// What was written must be read again without a problem, and say the same.
void expect_readable(const ScheduleJson& schedule) {
  const std::string text = write_schedule(schedule);
  const auto read = read_schedule(text, "written");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(write_schedule(*read), text);
  ASSERT_EQ(read->schedule.size(), schedule.schedule.size());
  for (std::size_t i = 0; i < schedule.schedule.size(); ++i) {
    EXPECT_EQ(read->schedule[i].start, schedule.schedule[i].start);
    EXPECT_EQ(read->schedule[i].end, schedule.schedule[i].end);
  }
}

// A home without a battery and `count` slots of `step` from `start`.
SampleHome flat_home(const char* zone, const char* start, minutes step, std::size_t count) {
  SampleHome sample = testing::make_flat_home(count, step, EnergyPrice{0.3});
  sample.home.timezone = zone;
  sample.home.slots = base::SlotGrid::uniform(*base::parse_time(start), step, count);
  for (std::size_t t = 0; t < count; ++t) sample.plan.slots[t].start = sample.home.slots.start(t);
  return sample;
}

TEST(MakeSchedule, CutsHoursIntoQuartersThatAddUp) {
  const ScheduleJson schedule = make(testing::make_sample_home());
  ASSERT_EQ(schedule.schedule.size(), 16U);
  Energy load, sold;
  for (std::size_t i = 0; i < 16; ++i) {
    const ScheduleSlot& slot = schedule.schedule[i];
    EXPECT_EQ(slot.slot_number, static_cast<std::int64_t>(i) + 1);
    EXPECT_EQ(slot.end - slot.start, minutes{15});
    load += slot.load_forecast;
    sold += slot.exported;
  }
  EXPECT_DOUBLE_EQ(load.value(), 4.0);
  EXPECT_DOUBLE_EQ(sold.value(), 2.0) << "3 kW less the load of 1 kW, for an hour";
  EXPECT_EQ(schedule.schedule[0].start_time, "2024-06-24T22:00:00+02:00");
  EXPECT_EQ(schedule.schedule[15].end_time, "2024-06-25T02:00:00+02:00");
  EXPECT_EQ(schedule.schedule[4].projected_soc, Energy{4.5}) << "stored energy grows in between";
  EXPECT_EQ(schedule.schedule[7].projected_soc, Energy{6.0});
  EXPECT_DOUBLE_EQ(schedule.schedule[7].projected_soc_pct, 60.0);
  expect_readable(schedule);
}

TEST(MakeSchedule, SaysWhatTheBatteryDoesAndWhy) {
  const ScheduleJson schedule = make(testing::make_sample_home());
  const ScheduleSlot& covers = schedule.schedule[0];
  EXPECT_EQ(covers.classification, ScheduleClass::discharge);
  EXPECT_EQ(covers.reason, ScheduleReason::expensive_grid_power);
  EXPECT_EQ(covers.priority, SchedulePriority::high);
  EXPECT_EQ(covers.battery_discharge, Power{1.0});
  EXPECT_EQ(covers.is_cheap, false);
  EXPECT_EQ(covers.import_price, EnergyPrice{0.3});
  EXPECT_EQ(covers.exported, Energy{0.0});
  const ScheduleSlot& buys = schedule.schedule[4];
  EXPECT_EQ(buys.classification, ScheduleClass::charge);
  EXPECT_EQ(buys.reason, ScheduleReason::cheap_grid_power);
  EXPECT_EQ(buys.charge, Power{2.0});
  EXPECT_EQ(buys.battery_charge, Power{2.0});
  EXPECT_EQ(buys.is_cheap, true);
  const ScheduleSlot& stores = schedule.schedule[8];
  EXPECT_EQ(stores.classification, ScheduleClass::pv_charge);
  EXPECT_EQ(stores.reason, ScheduleReason::excess_pv);
  EXPECT_EQ(stores.priority, SchedulePriority::medium);
  EXPECT_EQ(stores.charge, Power{0.0}) << "nothing of it from the grid";
  EXPECT_EQ(stores.battery_charge, Power{2.0});
  EXPECT_EQ(stores.pv_forecast, Energy{0.75});
  const ScheduleSlot& sells = schedule.schedule[12];
  EXPECT_EQ(sells.classification, ScheduleClass::export_);
  EXPECT_EQ(sells.reason, ScheduleReason::profitable_export);
  EXPECT_EQ(sells.exported, Energy{0.5});
  EXPECT_DOUBLE_EQ(sells.export_revenue->value(), 0.175);
}

TEST(MakeSchedule, TargetsFollowTheActionFromTheFirstSlotOn) {
  SampleHome sample = testing::make_sample_home();
  sample.home.batteries[0].min_soc = Energy{1.5};
  const ScheduleJson schedule = make(sample);
  EXPECT_DOUBLE_EQ(schedule.schedule[0].soc_target_pct, 15.0) << "the floor, not the 50 % it holds";
  EXPECT_DOUBLE_EQ(schedule.schedule[4].soc_target_pct, 60.0) << "the end of the run of charging";
  EXPECT_DOUBLE_EQ(schedule.schedule[7].soc_target_pct, 60.0);
  EXPECT_DOUBLE_EQ(schedule.schedule[8].soc_target_pct, 60.0) << "keeps what it starts with";
  EXPECT_DOUBLE_EQ(schedule.schedule[15].soc_target_pct, 50.0) << "what the plan keeps";
  for (home::PlanSlot& slot : sample.plan.slots) slot.batteries[0].soc_target = Energy{4.2};
  EXPECT_DOUBLE_EQ(make(sample).schedule[0].soc_target_pct, 15.0) << "the format's rule counts";
}

TEST(MakeSchedule, AChargingRunAimsAtItsEndInsideTheCorridor) {
  SampleHome sample = testing::make_sample_home();
  home::PlanSlot& third = sample.plan.slots[2];
  third.pv_used = Power{0.0};
  third.grid_import = Power{3.0};
  EXPECT_DOUBLE_EQ(make(sample).schedule[4].soc_target_pct, 80.0);
  sample.home.batteries[0].max_soc = Energy{7.5};
  EXPECT_DOUBLE_EQ(make(sample).schedule[4].soc_target_pct, 75.0);
}

TEST(MakeSchedule, CostOfStoredEnergyCountsWhatWasBought) {
  const ScheduleJson schedule = make(testing::make_sample_home());
  EXPECT_DOUBLE_EQ(schedule.schedule[3].projected_battery_cost->value(), 0.0);
  EXPECT_DOUBLE_EQ(schedule.schedule[7].projected_battery_cost->value(), -0.0067) << "-0.04 / 6";
  EXPECT_DOUBLE_EQ(schedule.schedule[11].projected_battery_cost->value(), -0.005) << "PV is free";
  EXPECT_DOUBLE_EQ(schedule.schedule[15].projected_battery_cost->value(), -0.005);
}

TEST(MakeSchedule, TimesCarryTheOffsetOfTheirMomentOnDaysOfClockChanges) {
  const ScheduleJson spring =
      make(flat_home("Europe/Stockholm", "2025-03-29T23:00:00Z", minutes{15}, 92));
  ASSERT_EQ(spring.schedule.size(), 92U);
  EXPECT_EQ(spring.schedule[0].start_time, "2025-03-30T00:00:00+01:00");
  EXPECT_EQ(spring.schedule[7].start_time, "2025-03-30T01:45:00+01:00");
  EXPECT_EQ(spring.schedule[7].end_time, "2025-03-30T03:00:00+02:00");
  EXPECT_EQ(spring.schedule[91].end_time, "2025-03-31T00:00:00+02:00");
  expect_readable(spring);
  const ScheduleJson autumn =
      make(flat_home("Europe/Stockholm", "2025-10-25T22:00:00Z", minutes{60}, 25));
  ASSERT_EQ(autumn.schedule.size(), 100U);
  EXPECT_EQ(autumn.schedule[8].start_time, "2025-10-26T02:00:00+02:00");
  EXPECT_EQ(autumn.schedule[11].end_time, "2025-10-26T02:00:00+01:00");
  EXPECT_EQ(autumn.schedule[12].start_time, "2025-10-26T02:00:00+01:00");
  EXPECT_EQ(autumn.schedule[99].end_time, "2025-10-27T00:00:00+01:00");
  EXPECT_EQ(autumn.meta.forecast->pv_days, 1);
  expect_readable(autumn);
}

TEST(MakeSchedule, OtherZonesAndOddSlots) {
  const ScheduleJson howe =
      make(flat_home("Australia/Lord_Howe", "2025-04-05T14:30:00Z", minutes{30}, 4));
  ASSERT_EQ(howe.schedule.size(), 8U);
  EXPECT_EQ(howe.schedule[0].start_time, "2025-04-06T01:30:00+11:00");
  EXPECT_EQ(howe.schedule[2].start_time, "2025-04-06T01:30:00+10:30") << "half an hour back";
  expect_readable(howe);
  const ScheduleJson odd = make(flat_home("UTC", "2025-01-01T10:07:00Z", minutes{20}, 2));
  ASSERT_EQ(odd.schedule.size(), 5U) << "cut at the quarters of the clock and at the slots' ends";
  EXPECT_EQ(odd.schedule[0].end_time, "2025-01-01T10:15:00+00:00");
  EXPECT_EQ(odd.schedule[1].end_time, "2025-01-01T10:27:00+00:00");
  expect_readable(odd);
  const ScheduleJson shorter = make(flat_home("UTC", "2025-01-01T10:00:00Z", minutes{5}, 6));
  EXPECT_EQ(shorter.schedule.size(), 6U);
  EXPECT_EQ(shorter.meta.notes.back(), "slots are shorter than a quarter of an hour");
}

TEST(MakeSchedule, SeveralBatteriesCountAsOne) {
  SampleHome sample = testing::make_sample_home();
  home::Battery garage = sample.home.batteries[0];
  garage.id = "garage";
  garage.capacity = Energy{30.0};
  garage.soc = Energy{7.0};
  garage.min_soc = Energy{2.0};
  sample.home.batteries.push_back(garage);
  for (home::PlanSlot& slot : sample.plan.slots) {
    home::BatterySlot battery;
    battery.id = "garage";
    battery.soc = Energy{7.0};
    slot.batteries.push_back(battery);
  }
  // The first battery feeds the home with 1 kW, the other one takes 3 kW.
  sample.plan.slots[0].batteries[1].charge = Power{3.0};
  sample.plan.slots[0].grid_import = Power{3.0};
  const ScheduleJson schedule = make(sample);
  const ScheduleSlot& first = schedule.schedule[0];
  EXPECT_EQ(first.battery_charge, Power{2.0}) << "what remains of both";
  EXPECT_EQ(first.battery_discharge, Power{0.0});
  EXPECT_EQ(schedule.schedule[15].projected_soc, Energy{12.0});
  EXPECT_DOUBLE_EQ(schedule.schedule[15].projected_soc_pct, 30.0);
  ASSERT_FALSE(schedule.meta.notes.empty());
  EXPECT_EQ(schedule.meta.notes[0], "several batteries count as one: home, garage");
  expect_readable(schedule);
}

TEST(MakeSchedule, WaterTakesSparePvThenTheBatteryThenTheGrid) {
  SampleHome sample = testing::make_sample_home();
  home::WaterHeater heater;
  heater.id = "boiler";
  heater.power = Power{2.0};
  sample.home.water_heaters.push_back(heater);
  for (std::size_t t = 0; t < 4; ++t) {
    home::DeviceSlot water;
    water.id = "boiler";
    water.power = Power{2.0};
    home::DeviceSlot car;
    car.id = "car";
    car.power = Power{t == 0 ? 1.0 : 0.0};
    sample.plan.slots[t].devices = {water, car};
  }
  const ScheduleJson schedule = make(sample);
  const ScheduleSlot& night = schedule.schedule[0];  // the battery's 1 kW serves load and car
  EXPECT_EQ(night.water_heating, Power{2.0});
  EXPECT_EQ(night.water_from_grid, Energy{0.5});
  EXPECT_EQ(night.water_from_battery, Energy{0.0});
  EXPECT_EQ(night.adjusted_load, Energy{0.5}) << "load and car";
  EXPECT_EQ(night.load_forecast, Energy{0.25});
  EXPECT_EQ(schedule.schedule[8].water_from_pv, Energy{0.5}) << "3 kW of PV, 1 kW of load";
  EXPECT_EQ(schedule.schedule[12].water_from_battery, Energy{0.5}) << "3 kW, 1 kW of load";
  EXPECT_EQ(make(testing::make_sample_home()).schedule[0].water_heating, Power{0.0});
}

TEST(MakeSchedule, MultipassReckonsWithItsMargins) {
  SampleHome sample = testing::make_sample_home();
  sample.plan.strategy = "multipass";
  sample.home.multipass.emplace();
  sample.home.multipass->pv_confidence_pct = 80.0;
  sample.home.multipass->load_margin_pct = 120.0;
  const ScheduleJson schedule = make(sample);
  EXPECT_DOUBLE_EQ(schedule.schedule[8].adjusted_pv->value(), 0.6);
  EXPECT_DOUBLE_EQ(schedule.schedule[8].adjusted_load->value(), 0.3);
  EXPECT_DOUBLE_EQ(schedule.schedule[8].pv_forecast.value(), 0.75);
}

TEST(MakeSchedule, MetaSaysWhenAndHow) {
  const ScheduleMeta meta = make(testing::make_sample_home()).meta;
  EXPECT_EQ(meta.planned_at, "2024-06-24T21:58:07+02:00");
  EXPECT_EQ(meta.planner_version, "ohmstead test");
  EXPECT_EQ(meta.forecast->pv_days, 2) << "two local days are touched";
  EXPECT_EQ(meta.forecast->weather_days, 0);
  EXPECT_EQ(meta.strategy, "optimal");
  EXPECT_EQ(meta.status, "optimal");
  EXPECT_EQ(meta.notes,
            std::vector<std::string>{"all prices are in EUR, although their keys say sek"});
}

TEST(MakeSchedule, NotesWhatAScheduleCannotSay) {
  SampleHome sample = testing::make_sample_home();
  sample.home.currency = "SEK";
  EXPECT_TRUE(make(sample).meta.notes.empty());
  sample.plan.slots[2].pv_curtailed = Power{1.5};
  EXPECT_EQ(
      make(sample).meta.notes,
      std::vector<std::string>{"the plan turns down 1.50 kWh of PV, which a schedule cannot say"});
}

TEST(MakeSchedule, WritesTwoDigitsAndNoNegativeZero) {
  SampleHome sample = testing::make_sample_home();
  sample.home.prices.import.set(0, EnergyPrice{0.123456});
  sample.plan.slots[0].batteries[0].discharge = Power{0.0049};
  sample.plan.slots[2].batteries[0].charge = Power{1.23456};
  sample.home.prices.export_.set(3, EnergyPrice{-0.00001});
  const ScheduleJson schedule = make(sample);
  EXPECT_EQ(schedule.schedule[0].import_price, EnergyPrice{0.1235});
  EXPECT_EQ(schedule.schedule[0].classification, ScheduleClass::hold) << "less than a digit";
  EXPECT_EQ(schedule.schedule[8].battery_charge, Power{1.23});
  EXPECT_EQ(write_schedule(schedule).find("-0.0,"), std::string::npos);
  expect_readable(schedule);
}

TEST(MakeSchedule, NeedsAPlanForItsCase) {
  SampleHome sample = testing::make_sample_home();
  sample.plan.slots.pop_back();
  EXPECT_THROW(static_cast<void>(make(sample)), std::logic_error);
}

}  // namespace
}  // namespace ohmstead::app
