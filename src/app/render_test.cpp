#include "render.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "testing/sample_home.hpp"

namespace ohmstead::app {
namespace {

using base::EnergyPrice;
using std::chrono::minutes;
using testing::make_flat_home;
using testing::make_sample_home;
using testing::SampleHome;

PlanView view_of(const SampleHome& sample) { return {sample.home, sample.plan}; }

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream{text};
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// Characters, not bytes.
std::size_t width_of(const std::string& line) {
  std::size_t width = 0;
  for (const char letter : line)
    width += (static_cast<unsigned char>(letter) & 0xC0) != 0x80 ? 1 : 0;
  return width;
}

void expect_fits(const std::string& text) {
  for (const std::string& line : lines_of(text)) EXPECT_LE(width_of(line), 80U) << line;
  EXPECT_TRUE(text.ends_with('\n'));
}

TEST(Table, OneRowPerHour) {
  const SampleHome sample = make_sample_home();
  const std::string text = render_table(view_of(sample), {}, {});
  EXPECT_EQ(text,
            "        price feed-in   load     PV import export battery  soc    cost\n"
            "      EUR/kWh EUR/kWh    kWh    kWh    kWh    kWh     kWh    %     EUR\n"
            "Mon 24 Jun\n"
            "22:00  0.3000  0.0500   1.00   0.00   0.00   0.00   -1.00   40   0.000 self-use\n"
            "23:00 -0.0200  0.0500   1.00   0.00   3.00   0.00   +2.00   60  -0.060 charge\n"
            "Tue 25 Jun\n"
            "00:00  0.1000  0.0500   1.00   3.00   0.00   0.00   +2.00   80   0.000 self-use\n"
            "01:00  0.4000  0.3500   1.00   0.00   0.00   2.00   -3.00   50  -0.700 export\n"
            "sum                     4.00   3.00   3.00   2.00               -0.760\n");
  expect_fits(text);
}

TEST(Table, QuartersAreSummedToHoursUnlessDetailIsWanted) {
  const SampleHome sample = make_flat_home(8, minutes{15}, EnergyPrice{0.2});
  const auto hours = lines_of(render_table(view_of(sample), {}, {}));
  ASSERT_EQ(hours.size(), 6U);  // two of header, day, two hours, sum
  EXPECT_EQ(hours[3], "00:00  0.2000  0.0000   1.00   0.00   1.00   0.00   0.200");
  EXPECT_EQ(hours[5], "sum                     2.00   0.00   2.00   0.00   0.400");
  const auto quarters = lines_of(render_table(view_of(sample), {.is_detailed = true}, {}));
  ASSERT_EQ(quarters.size(), 12U);
  EXPECT_EQ(quarters[4], "00:15  0.2000  0.0000   0.25   0.00   0.25   0.00   0.050");
}

TEST(Table, SaysHowManyRowsItLeavesOut) {
  const SampleHome sample = make_flat_home(48, minutes{60}, EnergyPrice{0.2});
  const auto lines = lines_of(render_table(view_of(sample), {.max_rows = 10}, {}));
  ASSERT_EQ(lines.size(), 2U + 1 + 10 + 1 + 1);
  EXPECT_EQ(lines[13], "38 more hours");
}

TEST(Table, AnHourThatComesTwiceIsTwoRows) {
  SampleHome sample = make_flat_home(16, minutes{15}, EnergyPrice{0.2});
  sample.home.timezone = "Europe/Paris";
  sample.home.slots =
      base::SlotGrid::uniform(*base::parse_time("2024-10-27T00:00:00Z"), minutes{15}, 16);
  for (std::size_t i = 0; i < 16; ++i) sample.plan.slots[i].start = sample.home.slots.start(i);
  const auto lines = lines_of(render_table(view_of(sample), {}, {}));
  ASSERT_EQ(lines.size(), 2U + 1 + 4 + 1);
  EXPECT_EQ(lines[3].substr(0, 5), "02:00");
  EXPECT_EQ(lines[4].substr(0, 5), "02:00");
  EXPECT_EQ(lines[5].substr(0, 5), "03:00");
}

TEST(Table, TurnedDownPvStandsInTheAction) {
  SampleHome sample = make_sample_home();
  sample.plan.slots[2].pv_curtailed = base::Power{1.0};
  const auto lines = lines_of(render_table(view_of(sample), {}, {}));
  EXPECT_TRUE(lines[6].ends_with("PV down")) << lines[6];
}

TEST(Chart, ShowsBothSidesOfZero) {
  const SampleHome sample = make_sample_home();
  const std::string text = render_chart(view_of(sample), {});
  EXPECT_EQ(text,
            "price   0.400 ▄▄▄▄▄▄▄▄▄▄▄▄                        ████████████\n"
            "      EUR/kWh ████████████            ▄▄▄▄▄▄▄▄▄▄▄▄████████████\n"
            "       -0.020             ▔▔▔▔▔▔▔▔▔▔▔▔\n"
            "PV       3.00                         ████████████\n"
            "           kW                         ████████████\n"
            "load     3.00\n"
            "           kW ▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅\n"
            "battery  2.00             ▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃\n"
            "           kW             ████████████████████████\n"
            "              ▀▀▀▀▀▀▀▀▀▀▀▀                        ████████████\n"
            "        -3.00                                     ████████████\n"
            "stored    100                         ▃▃▃▃▃▃▃▃▃▃▃▃\n"
            "            % ▂▂▂▂▂▂▂▂▂▂▂▂▆▆▆▆▆▆▆▆▆▆▆▆████████████▄▄▄▄▄▄▄▄▄▄▄▄\n"
            "              ████████████████████████████████████████████████\n"
            "              22          23          00          01\n"
            "              Mon 24                  Tue 25\n");
  expect_fits(text);
}

TEST(Chart, FallsBackToAscii) {
  const std::string text = render_chart(view_of(make_sample_home()), {.is_unicode = false});
  for (const char letter : text) EXPECT_TRUE(letter == '\n' || (letter >= ' ' && letter < 0x7f));
  expect_fits(text);
}

TEST(Chart, FitsAnyHorizon) {
  for (const std::size_t count : {1U, 2U, 3U, 95U, 96U, 100U, 192U, 672U, 35'040U}) {
    for (const bool is_unicode : {true, false}) {
      const SampleHome sample = make_flat_home(count, minutes{15}, EnergyPrice{-0.2});
      const std::string text = render_chart(view_of(sample), {.is_unicode = is_unicode});
      expect_fits(text);
      EXPECT_GE(lines_of(text).size(), 8U) << count;
    }
  }
}

TEST(Chart, BucketsAreMeansOverTime) {
  // Three hours in 45 slots of 4 minutes: one column is 5 minutes; the first hour is dear.
  SampleHome sample = make_flat_home(45, minutes{4}, EnergyPrice{0.0});
  for (std::size_t i = 0; i < 15; ++i) sample.home.prices.import.set(i, EnergyPrice{0.3});
  const auto lines = lines_of(render_chart(view_of(sample), {}));
  EXPECT_EQ(width_of(lines[0]), 14U + 12 * 1) << lines[0];
}

TEST(Chart, HomeWithoutBatteryHasNoBatteryPanels) {
  const std::string text =
      render_chart(view_of(make_flat_home(24, minutes{60}, EnergyPrice{0.2})), {});
  EXPECT_EQ(text.find("battery"), std::string::npos);
}

TEST(Chart, ColourSurroundsPanelsOnly) {
  const SampleHome sample = make_sample_home();
  const std::string text = render_chart(view_of(sample), {.is_coloured = true});
  EXPECT_NE(text.find("\x1b[35m"), std::string::npos);
  EXPECT_EQ(render_chart(view_of(sample), {}).find('\x1b'), std::string::npos);
}

TEST(Reasons, SayWhyWithNumbers) {
  const std::string text = render_reasons(view_of(make_sample_home()), 8, {});
  EXPECT_EQ(text,
            "Mon 24 Jun 22:00-23:00  cover the home with 1.0 kWh from the battery: buying\n"
            "                        costs 30.0 ct/kWh, keeping a kWh is worth 20.0 ct;\n"
            "                        anything else costs 0.25 EUR more\n"
            "           23:00-00:00  charge 2.0 kWh: taking energy from the grid is paid for\n"
            "                        (-2.0 ct/kWh); anything else costs 0.25 EUR more\n"
            "Tue 25 Jun 00:00-01:00  store 2.0 kWh of PV surplus: a kWh is worth 21.0 ct\n"
            "                        later, sold it earns 5.0 ct/kWh; anything else costs\n"
            "                        0.25 EUR more\n"
            "           01:00-02:00  sell 3.0 kWh from the battery at 35.0 ct/kWh: a kWh kept\n"
            "                        would be worth 20.0 ct; anything else costs 0.25 EUR\n"
            "                        more\n");
  expect_fits(text);
}

TEST(Reasons, SpeakTheLanguageOfThePlan) {
  SampleHome sample = make_sample_home();
  sample.plan.language = home::Language::de;
  const auto german = lines_of(render_reasons(view_of(sample), 1, {}));
  ASSERT_EQ(german.size(), 3U);
  EXPECT_EQ(german[0],
            "Mo, 24. Juni 22:00-23:00  das Haus mit 1,0 kWh aus der Batterie versorgen:");
  EXPECT_EQ(german[1],
            "                          Kaufen kostet 30,0 ct/kWh, eine kWh aufzuheben ist");
  EXPECT_EQ(german[2], "                          20,0 ct wert; alles andere kostet 0,25 € mehr");
  const std::string ascii = render_reasons(view_of(sample), 8, {.is_unicode = false});
  EXPECT_NE(ascii.find("kostet 0,25 EUR mehr"), std::string::npos) << ascii;
  EXPECT_TRUE(std::all_of(ascii.begin(), ascii.end(), [](char c) { return c > 0; })) << ascii;
  sample.plan.language = home::Language::sv;
  sample.home.currency = "SEK";
  const auto swedish = lines_of(render_reasons(view_of(sample), 8, {}));
  EXPECT_EQ(swedish[0],
            "mån 24 juni 22:00-23:00  försörj hemmet med 1,0 kWh från batteriet: att köpa");
  EXPECT_EQ(swedish[1],
            "                         kostar 30,0 öre/kWh, en sparad kWh är värd 20,0 öre;");
  EXPECT_EQ(swedish[2], "                         allt annat kostar 0,25 kr mer");
}

TEST(Reasons, OfAHomeWithoutABatterySpeakOfNone) {
  SampleHome sample = make_flat_home(2, minutes{60}, EnergyPrice{0.2});
  for (auto& slot : sample.plan.slots) {
    slot.reason.code = home::ReasonCode::export_surplus;
    slot.reason.text = "Sells 2.0 kW of solar surplus at 8.0 ct a kWh.";
  }
  EXPECT_EQ(render_reasons(view_of(sample), 8, {}),
            "Mon 24 Jun 00:00-02:00  Sells 2.0 kW of solar surplus at 8.0 ct a kWh.\n");
}

TEST(Reasons, OfPlannedDevicesFollowByName) {
  SampleHome sample = make_flat_home(4, minutes{60}, EnergyPrice{0.2});
  using home::ReasonCode;
  const ReasonCode codes[] = {ReasonCode::wait_for_cheaper, ReasonCode::wait_for_cheaper,
                              ReasonCode::cheapest_in_window, ReasonCode::none};
  for (std::size_t t = 0; t < 4; ++t) {
    home::DeviceSlot device;
    device.id = "dish\x1bwasher";
    device.reason.code = codes[t];
    device.reason.text = t == 3 ? "" : fmt::format("Because of {}.", t);
    sample.plan.slots[t].devices.push_back(device);
    sample.plan.slots[t].reason.code = ReasonCode::idle;
  }
  EXPECT_EQ(render_reasons(view_of(sample), 8, {}),
            "Mon 24 Jun 00:00-04:00  nothing to gain by using the battery\n"
            "dish?washer\n"
            "Mon 24 Jun 00:00-02:00  Because of 0.\n"
            "           02:00-03:00  Because of 2.\n");
}

TEST(Reasons, EqualDecisionsAreOneBlock) {
  SampleHome sample = make_flat_home(12, minutes{15}, EnergyPrice{0.2});
  for (auto& slot : sample.plan.slots) slot.reason.code = home::ReasonCode::idle;
  sample.plan.slots[8].reason.code = home::ReasonCode::export_surplus;
  const auto lines = lines_of(render_reasons(view_of(sample), 8, {}));
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_EQ(lines[0], "Mon 24 Jun 00:00-02:00  nothing to gain by using the battery");
  EXPECT_EQ(lines[1].substr(11, 11), "02:00-02:15");
  EXPECT_EQ(lines[3].substr(11, 11), "02:15-03:00");
  EXPECT_EQ(lines_of(render_reasons(view_of(sample), 1, {})).size(), 1U);
}

TEST(Summary, SaysHowSureThePlanIsAndWhatWasBent) {
  SampleHome sample = make_sample_home();
  sample.plan.notes = {"prices are known only until Mon 24 Jun 23:00"};
  sample.plan.violations.push_back(
      {sample.home.slots.start(1), "battery.min_soc[home]", 0.5, "kWh", base::Money{5.0}});
  EXPECT_EQ(render_summary(view_of(sample), {}),
            "Sample home\n"
            "Mon 24 Jun 22:00 to Tue 25 Jun 02:00 (Europe/Paris), 4 slots\n"
            "proven optimal (within 0.0000 EUR); made by by hand in 0.00 ms\n"
            "note: prices are known only until Mon 24 Jun 23:00\n"
            "! Mon 24 Jun 23:00: Battery home: 0.5 kWh below its lowest allowed charge;\n"
            "  counted as 5.00 EUR.\n");
}

TEST(Money, ComparesWithTheOtherWays) {
  const SampleHome sample = make_sample_home();
  home::MoneyCount plan, other;
  plan.import_cost = base::Money{2.5};
  plan.export_revenue = base::Money{1.0};
  plan.net_cost = base::Money{1.5};
  other.import_cost = other.net_cost = base::Money{2.25};
  const std::string text = render_money(
      view_of(sample), {{"this plan", plan}, {"self_use", other}, {"no battery", plan}}, {});
  EXPECT_EQ(text,
            "money in EUR     import    export      wear    stored  net cost\n"
            "this plan          2.50      1.00      0.00      0.00      1.50\n"
            "self_use           2.25      0.00      0.00      0.00      2.25\n"
            "no battery         2.50      1.00      0.00      0.00      1.50\n"
            "saves 0.75 EUR against self_use\n"
            "costs as much as no battery\n");
  expect_fits(text);
}

TEST(Bill, ListsMoneyAndEnergy) {
  home::Bill bill;
  bill.currency = "SEK";
  bill.money.import_cost = bill.money.net_cost = base::Money{12.5};
  bill.energy.load = bill.energy.grid_import = base::Energy{10.0};
  const std::string text = render_bill(bill, {});
  EXPECT_TRUE(text.starts_with(pad_right("import", 28) + "     12.50 SEK\n")) << text;
  EXPECT_EQ(text.find("peak charge"), std::string::npos);
}

TEST(Fits, PlanOfAnotherCaseIsNoticed) {
  const SampleHome sample = make_sample_home();
  EXPECT_TRUE(fits(view_of(sample)));
  SampleHome other = make_flat_home(4, minutes{60}, EnergyPrice{0.2});
  EXPECT_FALSE(fits({sample.home, other.plan}));
}

}  // namespace
}  // namespace ohmstead::app
