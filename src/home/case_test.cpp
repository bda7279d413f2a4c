#include "ohmstead/home/case.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

namespace ohmstead::home {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using namespace std::chrono_literals;

constexpr const char* k_least = R"({
  "schema": "ohmstead.case/1",
  "slots": {"start": "2024-06-24T10:00:00Z", "step_s": 900, "count": 3},
  "prices": {"import_per_kwh": 0.3, "export_per_kwh": [0.1, 0.2, -0.1]},
  "load_kw": 0.5
})";

Case least() { return read_case(k_least, "a.json").value(); }

std::string error_of(const std::string& text) {
  const auto home = read_case(text, "a.json");
  return home ? "" : home.error().message;
}

Battery make_battery(const std::string& id) {
  Battery battery;
  battery.id = id;
  battery.capacity = Energy{10.0};
  battery.soc = Energy{4.0};
  battery.charge = Power{3.0};
  return battery;
}

// Every member set, every optional present, slots of mixed lengths.
Case make_full() {
  Case home = least();
  home.name = "full";
  home.currency = "SEK";
  home.timezone = "Europe/Paris";
  home.slots = SlotGrid::make(home.slots.start(0), {480s, 900s, 3600s}).value();
  home.pv = Series<Power>{{0.0, 1.25, 0.1}};
  home.is_pv_curtailable = false;
  home.grid.import_limit = Power{6.0};
  home.grid.export_limit = Power{5.0};
  home.grid.import_over_limit_price = EnergyPrice{2.0};
  home.grid.export_over_limit_price = EnergyPrice{3.0};
  home.grid.peak = PeakCharge{PowerPrice{4.5}, Power{2.5}, 2};
  Inverter inverter;
  inverter.id = "roof";
  inverter.ac_limit = Power{5.0};
  inverter.charge_limit = Power{4.0};
  inverter.efficiency = Ratio{0.97};
  inverter.charge_efficiency = Ratio{0.96};
  inverter.pv = Series<Power>{{1.0, 2.0, 3.0}};
  home.inverters.push_back(inverter);
  inverter.id = "plain";
  inverter.pv = {};
  inverter.is_hybrid = false;
  home.inverters.push_back(inverter);
  Battery battery = make_battery("home");
  battery.inverter = "roof";
  battery.min_soc = Energy{0.5};
  battery.max_soc = Energy{9.5};
  battery.reserve = Series<Energy>{{1.0, 2.0, 1.0}};
  battery.reserve_price = EnergyPrice{0.7};
  battery.discharge = Power{2.5};
  battery.charge_efficiency = Ratio{0.95};
  battery.discharge_efficiency = Ratio{0.94};
  battery.standby = Power{0.02};
  battery.wear = EnergyPrice{0.03};
  battery.charge_wear = {{Power{1.0}, EnergyPrice{0.01}}, {Power{2.0}, EnergyPrice{0.02}}};
  battery.discharge_wear = {{Power{2.5}, EnergyPrice{0.04}}};
  battery.export_fee = EnergyPrice{0.05};
  battery.low_band = SocBand{Energy{1.0}, Money{0.001}};
  battery.high_band = SocBand{Energy{9.0}, Money{0.002}};
  battery.end_value_steps = {{Energy{5.0}, EnergyPrice{0.3}}, {Energy{5.0}, EnergyPrice{0.1}}};
  battery.is_exclusive = false;
  home.batteries.push_back(battery);
  home.batteries.push_back(make_battery("second"));
  home.batteries.back().end_value = EnergyPrice{0.2};
  home.objective.keep_last_plan = Money{0.02};
  home.objective.violation_price = EnergyPrice{50.0};
  LastPlan last;
  last.slots = SlotGrid::uniform(home.slots.start(0), 15min, 2);
  last.batteries.push_back(
      {"home", Series<Power>{{1.0, 0.0}}, Series<Power>{{0.0, 2.0}}, {"charge", "export"}});
  home.last_plan = last;
  home.bands = PowerBands{Series<Power>{{0.1, 0.2, 0.3}}, Series<Power>{{0.7, 0.8, 0.9}},
                          Series<Power>{{0.0, 1.0, 0.0}}, Series<Power>{{0.0, 1.5, 0.2}}};
  return home;
}

TEST(ReadCase, OneNumberStandsForAConstant) {
  const Case home = least();
  EXPECT_THAT(home.prices.import.raw(), ElementsAre(0.3, 0.3, 0.3));
  EXPECT_THAT(home.prices.export_.raw(), ElementsAre(0.1, 0.2, -0.1));
  EXPECT_THAT(home.load.raw(), ElementsAre(0.5, 0.5, 0.5));
  EXPECT_THAT(home.pv.raw(), ElementsAre(0.0, 0.0, 0.0));
}

TEST(ReadCase, FillsInWhatIsAbsent) {
  const Case home = least();
  EXPECT_EQ(home.currency, "EUR");
  EXPECT_EQ(home.timezone, "UTC");
  EXPECT_TRUE(home.is_pv_curtailable);
  EXPECT_TRUE(home.grid.is_exclusive);
  EXPECT_FALSE(home.grid.import_limit);
  EXPECT_FALSE(home.grid.peak);
  EXPECT_TRUE(home.batteries.empty());
  EXPECT_FALSE(home.last_plan);
  EXPECT_EQ(home.slots.uniform_step(), base::Seconds{900});
}

TEST(ReadCase, SlotsMayHaveAnyLengths) {
  std::string text = k_least;
  text.replace(text.find("\"step_s\": 900, \"count\": 3"), 25, "\"durations_s\": [480, 900, 3600]");
  const Case home = read_case(text, "a.json").value();
  ASSERT_EQ(home.slots.count(), 3u);
  EXPECT_EQ(home.slots.duration(0), 8min);
  EXPECT_EQ(home.slots.duration(2), 1h);
  EXPECT_THAT(home.load.raw(), Each(0.5));
}

TEST(ReadCase, SlotsAreGivenOneWay) {
  for (const char* form :
       {"\"step_s\": 900", "\"count\": 3", "\"step_s\": 900, \"count\": 3, \"durations_s\": [900]",
        "\"durations_s\": []"}) {
    std::string text = k_least;
    text.replace(text.find("\"step_s\": 900, \"count\": 3"), 25, form);
    EXPECT_EQ(error_of(text), "a.json: slots: give step_s and count, or durations_s") << form;
  }
}

TEST(ReadCase, NamesAllProblems) {
  EXPECT_EQ(error_of(R"({"schema": "ohmstead.case/2", "timezone": "Mars",
    "slots": {"start": "2024-06-24T10:00:00Z", "step_s": 900, "count": 2},
    "prices": {"import_per_kwh": [1, 2, 3], "export_per_kwh": "0"}, "load_kw": [1, -1],
    "batery": []})"),
            "a.json: prices.export_per_kwh: '0' is not a number; write it without quotes\n"
            "a.json: load_kw[1]: -1 must be at least 0\n"
            "a.json: batery: unknown key; did you mean batteries?\n"
            "a.json: schema: 'ohmstead.case/2' is not ohmstead.case/1\n"
            "a.json: timezone: 'Mars' is not a time zone of this system (for example "
            "Europe/Paris)\n"
            "a.json: prices.import_per_kwh: 3 values for 2 slots");
  EXPECT_EQ(error_of("[]"), "a.json: expected a map, found a list");
}

TEST(WriteCase, ReadsBackTheSame) {
  const Case home = make_full();
  const std::string text = write_case(home);
  const auto read = read_case(text, "full.json");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(write_case(*read), text);
  EXPECT_EQ(read->name, "full");
  EXPECT_EQ(read->slots, home.slots);
  EXPECT_EQ(read->prices.import, home.prices.import);
  EXPECT_EQ(read->prices.export_, home.prices.export_);
  EXPECT_EQ(read->load, home.load);
  EXPECT_EQ(read->pv, home.pv);
  EXPECT_FALSE(read->is_pv_curtailable);
  EXPECT_EQ(read->grid.export_over_limit_price, EnergyPrice{3.0});
  ASSERT_TRUE(read->grid.peak);
  EXPECT_EQ(read->grid.peak->so_far, Power{2.5});
  EXPECT_EQ(read->grid.peak->window_slots, 2);
  ASSERT_EQ(read->inverters.size(), 2u);
  EXPECT_EQ(read->inverters[0].pv, home.inverters[0].pv);
  EXPECT_FALSE(read->inverters[1].is_hybrid);
  ASSERT_EQ(read->batteries.size(), 2u);
  const Battery& battery = read->batteries[0];
  EXPECT_EQ(battery.inverter, "roof");
  EXPECT_EQ(battery.reserve, home.batteries[0].reserve);
  EXPECT_EQ(battery.charge_wear[1].price, EnergyPrice{0.02});
  EXPECT_EQ(battery.discharge_wear[0].power, Power{2.5});
  EXPECT_EQ(battery.low_band->price_per_hour, Money{0.001});
  EXPECT_EQ(battery.high_band->soc, Energy{9.0});
  EXPECT_EQ(battery.end_value_steps[1].value, EnergyPrice{0.1});
  EXPECT_FALSE(battery.is_exclusive);
  EXPECT_EQ(read->batteries[1].end_value, EnergyPrice{0.2});
  EXPECT_EQ(read->objective.violation_price, EnergyPrice{50.0});
  ASSERT_TRUE(read->last_plan);
  EXPECT_EQ(read->last_plan->slots, home.last_plan->slots);
  EXPECT_THAT(read->last_plan->batteries[0].modes, ElementsAre("charge", "export"));
  ASSERT_TRUE(read->bands);
  EXPECT_EQ(read->bands->load_p10, home.bands->load_p10);
  EXPECT_EQ(read->bands->pv_p90, home.bands->pv_p90);
}

TEST(WriteCase, LeastCaseReadsBackTheSame) {
  const std::string text = write_case(least());
  EXPECT_EQ(write_case(read_case(text, "a.json").value()), text);
  EXPECT_THAT(text, HasSubstr("\"load_kw\":0.5"));
  EXPECT_THAT(text, HasSubstr("\"step_s\":900,\"count\":3"));
}

TEST(Effective, FollowsFromOtherValuesWhenAbsent) {
  Battery battery = make_battery("home");
  battery.charge_efficiency = Ratio{0.9};
  EXPECT_EQ(effective_max_soc(battery), Energy{10.0});
  EXPECT_EQ(effective_discharge(battery), Power{3.0});
  EXPECT_EQ(effective_discharge_efficiency(battery), Ratio{0.9});
  EXPECT_NEAR(std::pow(Battery{}.charge_efficiency.number().value(), 2.0), 0.95, 1e-15);
  Inverter inverter;
  inverter.ac_limit = Power{5.0};
  inverter.efficiency = Ratio{0.97};
  EXPECT_EQ(effective_charge_limit(inverter), Power{5.0});
  EXPECT_EQ(effective_charge_efficiency(inverter), Ratio{0.97});

  const Case full = make_full();
  EXPECT_EQ(effective_max_soc(full.batteries[0]), Energy{9.5});
  EXPECT_EQ(effective_discharge(full.batteries[0]), Power{2.5});
  EXPECT_EQ(effective_discharge_efficiency(full.batteries[0]), Ratio{0.94});
  EXPECT_EQ(effective_charge_limit(full.inverters[0]), Power{4.0});
  EXPECT_EQ(effective_charge_efficiency(full.inverters[0]), Ratio{0.96});
}

TEST(Effective, ViolationPriceIsTenTimesTheHighestPrice) {
  Case home = least();
  EXPECT_EQ(effective_violation_price(home), EnergyPrice{10.0});  // at least 10
  home.prices.export_.set(1, EnergyPrice{-2.5});
  EXPECT_EQ(effective_violation_price(home), EnergyPrice{25.0});
  home.objective.violation_price = EnergyPrice{3.0};
  EXPECT_EQ(effective_violation_price(home), EnergyPrice{3.0});
}

struct Fault {
  std::function<void(Case&)> make;
  const char* message;
};

void expect_messages(const std::vector<Fault>& faults) {
  for (const Fault& fault : faults) {
    Case home = make_full();
    ASSERT_TRUE(check_case(home, "here"));
    fault.make(home);
    const auto checked = check_case(home, "here");
    ASSERT_FALSE(checked) << fault.message;
    EXPECT_EQ(checked.error().kind, base::ErrorKind::invalid_input);
    EXPECT_EQ(checked.error().message, std::string{"here: "} + fault.message);
  }
}

TEST(CheckCase, ChecksTheHome) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  expect_messages({
      {[](Case& c) { c.schema = "x"; }, "schema: 'x' is not ohmstead.case/1"},
      {[](Case& c) { c.currency = ""; }, "currency: must not be empty"},
      {[](Case& c) { c.timezone = "Mars"; },
       "timezone: 'Mars' is not a time zone of this system (for example Europe/Paris)"},
      {[](Case& c) { c.slots = {}; }, "slots: give step_s and count, or durations_s"},
      {[](Case& c) { c.load.push_back(Power{1.0}); }, "load_kw: 4 values for 3 slots"},
      {[](Case& c) { c.load.set(2, Power{-0.5}); }, "load_kw[2]: -0.5 must be at least 0"},
      {[](Case& c) { c.pv = {}; }, "pv_kw: 0 values for 3 slots"},
      {[=](Case& c) { c.prices.import.set(1, EnergyPrice{nan}); },
       "prices.import_per_kwh[1]: is not a finite number"},
      {[](Case& c) { c.grid.peak->window_slots = 4; },
       "grid.peak.window_slots: 4 is more than the 3 slots"},
      {[](Case& c) { c.inverters[1].id = "roof"; },
       "inverters[1].id: 'roof' is the name of inverters[0] too"},
      {[](Case& c) { c.inverters[1].id = ""; }, "inverters[1].id: must not be empty"},
      {[](Case& c) { c.inverters[1].pv = Series<Power>{3}; },
       "inverters[1].pv_kw: only a hybrid inverter has PV of its own"},
      {[](Case& c) { c.inverters[0].pv = Series<Power>{2}; },
       "inverters[0].pv_kw: 2 values for 3 slots"},
  });
}

TEST(CheckCase, ChecksBands) {
  Case home = least();
  home.bands = PowerBands{Series<Power>{{0.1, 0.2, 0.3}}, Series<Power>{{0.5, 0.1, 0.9}}, {}, {}};
  EXPECT_THAT(check_case(home, "case").error().message,
              HasSubstr("bands.load_p10_kw[1]: 0.2 is above 0.1 of bands.load_p90_kw"));
  home.bands->load_p90 = Series<Power>{{0.5, 0.6}};
  home.bands->pv_p90 = Series<Power>{{0.5, 0.6, 0.7}};
  const std::string message = check_case(home, "case").error().message;
  EXPECT_THAT(message, HasSubstr("bands.load_p90_kw"));
  EXPECT_THAT(message, HasSubstr("bands.pv_p10_kw"));
  home.bands = PowerBands{Series<Power>{{0.1, 0.2, 0.3}}, Series<Power>{{0.5, 0.6, 0.9}}, {}, {}};
  EXPECT_TRUE(check_case(home, "case"));
}

TEST(CheckCase, ChecksBatteries) {
  expect_messages({
      {[](Case& c) { c.batteries[1].soc = Energy{11.0}; },
       "batteries[1].soc_kwh: 11 is above capacity_kwh 10"},
      {[](Case& c) { c.batteries[1].soc = Energy{-1.0}; }, "batteries[1].soc_kwh: -1 is below 0"},
      {[](Case& c) { c.batteries[0].max_soc = Energy{10.5}; },
       "batteries[0].max_soc_kwh: 10.5 is above capacity_kwh 10"},
      {[](Case& c) { c.batteries[0].min_soc = Energy{9.75}; },
       "batteries[0].min_soc_kwh: 9.75 is above max_soc_kwh 9.5"},
      {[](Case& c) { c.batteries[0].reserve.set(1, Energy{10.5}); },
       "batteries[0].reserve_kwh[1]: 10.5 is above capacity_kwh 10"},
      {[](Case& c) { c.batteries[0].reserve = Series<Energy>{2}; },
       "batteries[0].reserve_kwh: 2 values for 3 slots"},
      {[](Case& c) { c.batteries[0].charge_wear[1].price = EnergyPrice{0.0}; },
       "batteries[0].charge_wear[1].price_per_kwh: must not fall from step to step"},
      {[](Case& c) { c.batteries[0].end_value = EnergyPrice{0.1}; },
       "batteries[0].end_value_steps: give either this or end_value_per_kwh"},
      {[](Case& c) { c.batteries[0].end_value_steps[1].value = EnergyPrice{0.4}; },
       "batteries[0].end_value_steps[1].value_per_kwh: must not rise from step to step"},
      {[](Case& c) { c.batteries[0].inverter = "cellar"; },
       "batteries[0].inverter: there is no inverter 'cellar'"},
      {[](Case& c) { c.batteries[1].charge_efficiency = Ratio{1.5}; },
       "batteries[1]: efficiencies must be above 0 and at most 1"},
      {[](Case& c) { c.batteries[0].discharge_efficiency = Ratio{0.0}; },
       "batteries[0]: efficiencies must be above 0 and at most 1"},
      {[](Case& c) { c.batteries[0].discharge = Power{-1.0}; },
       "batteries[0]: powers must not be negative"},
      {[](Case& c) { c.batteries[1].wear = EnergyPrice{std::nan("")}; },
       "batteries[1]: is not a finite number"},
  });
}

TEST(CheckCase, ChecksTheLastPlan) {
  expect_messages({
      {[](Case& c) { c.last_plan->slots = {}; },
       "last_plan.slots: give step_s and count, or durations_s"},
      {[](Case& c) { c.last_plan->batteries[0].id = "gone"; },
       "last_plan.batteries[0].id: there is no battery 'gone'"},
      {[](Case& c) { c.last_plan->batteries[0].charge = Series<Power>{3}; },
       "last_plan.batteries[0].charge_kw: 3 values for 2 slots"},
      {[](Case& c) { c.last_plan->batteries[0].modes.pop_back(); },
       "last_plan.batteries[0].modes: 1 values for 2 slots"},
      {[](Case& c) { c.last_plan->batteries[0].modes[1] = "sleep"; },
       "last_plan.batteries[0].modes[1]: 'sleep' is not one of self_use, charge, discharge, hold, "
       "export"},
      {[](Case& c) { c.last_plan->batteries.push_back(c.last_plan->batteries[0]); },
       "last_plan.batteries[1].id: 'home' is the name of last_plan.batteries[0] too"},
      {[](Case& c) { c.last_plan->devices = {{"gone", Series<Power>{2}, {}}}; },
       "last_plan.devices[0].id: there is no device 'gone'"},
      // A battery is not one of them.
      {[](Case& c) { c.last_plan->devices = {{"home", Series<Power>{2}, {}}}; },
       "last_plan.devices[0].id: there is no device 'home'"},
  });
}

// Export above import at the same time earns without end unless both limits end it.
TEST(CheckCase, BothWaysAtOnceNeedLimitsThatEndIt) {
  Case home = least();
  home.grid.is_exclusive = false;
  EXPECT_TRUE(check_case(home, "here"));
  home.prices.export_.set(1, EnergyPrice{0.4});
  const auto checked = check_case(home, "here");
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().message,
            "here: grid.exclusive: false needs limits that cost more than they earn: in slot 1 "
            "the export price is above the import price");
  home.grid.import_limit = Power{5.0};
  EXPECT_FALSE(check_case(home, "here"));
  home.grid.export_limit = Power{5.0};
  EXPECT_TRUE(check_case(home, "here"));
  home.grid.export_over_limit_price = EnergyPrice{0.05};  // less than the spread of 0.1
  EXPECT_FALSE(check_case(home, "here"));
  home.grid.export_over_limit_price = EnergyPrice{0.2};
  EXPECT_TRUE(check_case(home, "here"));
}

}  // namespace
}  // namespace ohmstead::home
