// Answers in the form of Akkudoktor-EOS: the recorded request against the recorded answer's form,
// small requests by hand, and what a bad request is told.
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "api_answer.hpp"
#include "ohmstead/base/file.hpp"

namespace ohmstead::app {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

const fs::path k_recorded = fs::path{OHMSTEAD_SOURCE_DIR} / "tests/peers/data/eos";

Json read_json(const fs::path& path) { return Json::parse(base::read_file(path).value()); }

Json answer(const std::string& text, std::optional<std::int64_t> start_hour) {
  const ApiAnswer answered = answer_eos(text, "request.json", start_hour, 10.0);
  EXPECT_FALSE(answered.is_refused()) << answered.refusal;
  return Json::parse(answered.body);
}

std::vector<double> numbers(const Json& list) { return list.get<std::vector<double>>(); }

void expect_near(const Json& list, const std::vector<double>& wanted) {
  const std::vector<double> got = numbers(list);
  ASSERT_EQ(got.size(), wanted.size()) << list.dump();
  for (std::size_t t = 0; t < got.size(); ++t) EXPECT_NEAR(got[t], wanted[t], 1e-6) << t;
}

double total(const Json& list) {
  double sum = 0.0;
  for (const double value : numbers(list)) sum += value;
  return sum;
}

// The same keys; of every value the same kind, and of every list the same length. A search's state
// is as long as its search likes.
void expect_same_form(const Json& ours, const Json& theirs, const std::string& path = "") {
  SCOPED_TRACE(path);
  EXPECT_EQ(ours.is_number(), theirs.is_number());
  EXPECT_EQ(ours.is_number_integer(), theirs.is_number_integer());
  EXPECT_EQ(ours.is_null(), theirs.is_null());
  EXPECT_EQ(ours.is_object(), theirs.is_object());
  EXPECT_EQ(ours.is_array(), theirs.is_array());
  if (theirs.is_array()) {
    EXPECT_TRUE(ours.size() == theirs.size() || path == "/start_solution");
    return expect_same_form(ours[0], theirs[0], path + "[0]");
  }
  if (!theirs.is_object()) return;
  EXPECT_EQ(ours.size(), theirs.size());
  for (const auto& [key, value] : theirs.items()) {
    ASSERT_TRUE(ours.contains(key)) << key;
    expect_same_form(ours[key], value, path + "/" + key);
  }
}

class RecordedRequest : public testing::Test {
 protected:
  const Json request = read_json(k_recorded / "raw-optimize_input_1.json");
  const Json theirs = read_json(k_recorded / "raw-optimize_result_1.json");
  const Json ours = answer(request.dump(), 10);
};

TEST_F(RecordedRequest, IsAnsweredInTheRecordedForm) {
  expect_same_form(ours, theirs);
  for (const char* known : {"Last_Wh_pro_Stunde", "EAuto_SoC_pro_Stunde", "Electricity_price",
                            "Home_appliance_wh_per_hour"})
    expect_near(ours["result"][known], numbers(theirs["result"][known]));
  EXPECT_NEAR(ours["eauto_obj"]["soc_wh"].get<double>(), 0.54 * 60000.0, 1e-6);
  for (const char* known :
       {"device_id", "hours", "charge_array", "discharge_array", "discharging_efficiency",
        "capacity_wh", "charging_efficiency", "max_charge_power_w", "initial_soc_percentage"})
    EXPECT_EQ(ours["eauto_obj"][known], theirs["eauto_obj"][known]) << known;
}

TEST_F(RecordedRequest, CountsItsMoneyAndSpendsLessThanTheRecordedAnswer) {
  const Json& result = ours["result"];
  EXPECT_NEAR(result["Gesamtkosten_Euro"].get<double>(), total(result["Kosten_Euro_pro_Stunde"]),
              1e-9);
  EXPECT_NEAR(result["Gesamteinnahmen_Euro"].get<double>(),
              total(result["Einnahmen_Euro_pro_Stunde"]), 1e-9);
  EXPECT_NEAR(
      result["Gesamtbilanz_Euro"].get<double>(),
      result["Gesamtkosten_Euro"].get<double>() - result["Gesamteinnahmen_Euro"].get<double>(),
      1e-9);
  // What is still stored counts for both.
  const auto worth = [&](const Json& of) {
    const double kept_wh = of["akku_soc_pro_stunde"].back().get<double>() / 100.0 * 26400.0 * 0.88;
    return of["Gesamtbilanz_Euro"].get<double>() - 0.0001 * kept_wh;
  };
  EXPECT_LT(worth(result), worth(theirs["result"]));
  for (std::size_t t = 0; t < result["Netzbezug_Wh_pro_Stunde"].size(); ++t) {
    const double price = request["ems"]["strompreis_euro_pro_wh"][t + 10].get<double>();
    EXPECT_NEAR(result["Kosten_Euro_pro_Stunde"][t].get<double>(),
                result["Netzbezug_Wh_pro_Stunde"][t].get<double>() * price, 1e-9);
  }
}

// Energy balance and losses follow from the battery's states and its efficiency of 0.88 each way.
TEST_F(RecordedRequest, FlowsAndLossesFitTheStatesOfTheBattery) {
  const Json& result = ours["result"];
  const std::vector<double> soc = numbers(result["akku_soc_pro_stunde"]);
  EXPECT_EQ(soc[0], 80.0);
  for (std::size_t t = 0; t + 1 < soc.size(); ++t) {
    const double stored = (soc[t + 1] - soc[t]) / 100.0 * 26400.0;
    const double charged = std::max(0.0, stored) / 0.88;
    const double given = std::max(0.0, -stored) * 0.88;
    EXPECT_NEAR(request["ems"]["pv_prognose_wh"][t + 10].get<double>() +
                    result["Netzbezug_Wh_pro_Stunde"][t].get<double>() + given,
                request["ems"]["gesamtlast"][t + 10].get<double>() +
                    result["Netzeinspeisung_Wh_pro_Stunde"][t].get<double>() + charged,
                0.01)
        << t;
    EXPECT_NEAR(result["Verluste_Pro_Stunde"][t].get<double>(), charged - given - stored, 0.01)
        << t;
    EXPECT_TRUE(given < 0.01 || ours["discharge_allowed"][t + 10] == 1) << t;
  }
}

// PV that could be stored or sold at the same worth is stored first, as clients expect.
TEST_F(RecordedRequest, StoresPvBeforeItIsSold) {
  for (std::size_t h = 0; h < 48; ++h) {
    EXPECT_EQ(ours["dc_charge"][h].get<double>(), h < 10 ? 0.0 : 1.0) << h;
    EXPECT_EQ(ours["ac_charge"][h].get<double>(), 0.0) << h;
  }
}

// Hour 1 is cheap, hour 2 dear, hour 3 has sun that is worth nothing when stored.
std::string small_request(double initial_soc_pct, double cheap_per_wh) {
  const Json request = {{"ems",
                         {{"preis_euro_pro_wh_akku", 0.0},
                          {"einspeiseverguetung_euro_pro_wh", 0.00005},
                          {"gesamtlast", {500, 1000, 1000, 400}},
                          {"pv_prognose_wh", {0, 0, 0, 3000}},
                          {"strompreis_euro_pro_wh", {0.0003, cheap_per_wh, 0.0005, 0.0003}}}},
                        {"pv_akku",
                         {{"capacity_wh", 10000},
                          {"charging_efficiency", 0.9},
                          {"discharging_efficiency", 0.8},
                          {"max_charge_power_w", 2000},
                          {"initial_soc_percentage", initial_soc_pct},
                          {"min_soc_percentage", 10}}},
                        {"inverter", {{"max_power_wh", 10000}, {"battery_id", "battery1"}}},
                        {"eauto", nullptr},
                        {"dishwasher", nullptr}};
  return request.dump();
}

TEST(EosAnswer, ChargesFromTheGridInTheCheapHourForTheDearOne) {
  const Json body = answer(small_request(10, 0.0001), 1);
  // 1000 Wh of hour 2 are 1250 Wh stored and 1250 / 0.9 Wh drawn.
  const double drawn = 1250.0 / 0.9;
  expect_near(body["ac_charge"], {0, drawn / 2000.0, 0, 0});
  expect_near(body["dc_charge"], {0, 1, 1, 0});
  EXPECT_EQ(body["discharge_allowed"], Json({0, 0, 1, 1}));
  EXPECT_EQ(body["start_solution"], Json({0.0, 2.0, 1.0, 1.0}));
  const Json& result = body["result"];
  expect_near(result["Last_Wh_pro_Stunde"], {1000 + drawn, 1000, 400});
  expect_near(result["Netzbezug_Wh_pro_Stunde"], {1000 + drawn, 0, 0});
  expect_near(result["Netzeinspeisung_Wh_pro_Stunde"], {0, 0, 2600});
  expect_near(result["akku_soc_pro_stunde"], {10, 22.5, 10});
  expect_near(result["Verluste_Pro_Stunde"], {drawn - 1250, 250, 0});
  expect_near(result["Kosten_Euro_pro_Stunde"], {0.0001 * (1000 + drawn), 0, 0});
  expect_near(result["Einnahmen_Euro_pro_Stunde"], {0, 0, 0.13});
  EXPECT_NEAR(result["Gesamtbilanz_Euro"].get<double>(), 0.0001 * (1000 + drawn) - 0.13, 1e-9);
  EXPECT_EQ(body["eauto_obj"], nullptr);
  EXPECT_EQ(body["eautocharge_hours_float"], nullptr);
  EXPECT_EQ(body["washingstart"], nullptr);
}

// PV charges the battery without passing the inverter while the home buys. The controls say it as
// clients do it: PV covers the home, the grid charges, and the battery holds the same in the end.
TEST(EosAnswer, AnInverterWithLossesIsToldToChargeWhatTheHomeTakesOfThePv) {
  Json request = Json::parse(small_request(10, 0.0001));
  request["ems"]["pv_prognose_wh"][1] = 500;
  request["pv_akku"]["max_charge_power_w"] = 5000;
  request["inverter"]["dc_to_ac_efficiency"] = 0.9;
  request["inverter"]["ac_to_dc_efficiency"] = 0.9;
  const Json body = answer(request.dump(), 1);
  const double charged = 1000.0 / 0.9 / 0.8 / 0.9;  // of it 500 from PV
  const double bought = 1000.0 + (charged - 500.0) / 0.9;
  expect_near(body["ac_charge"], {0, charged / 5000.0, 0, 0});
  const Json& result = body["result"];
  expect_near(result["Netzbezug_Wh_pro_Stunde"], {bought, 0, 0});
  expect_near(result["Last_Wh_pro_Stunde"], {1000 + charged / 0.9, 1000, 400});
  expect_near(result["akku_soc_pro_stunde"], {10, 10 + charged * 0.9 / 100.0, 10});
  // With 2000 Wh PV does it alone, and all that is bought counts as the battery's.
  request["ems"]["pv_prognose_wh"][1] = 2000;
  const Json sunny = answer(request.dump(), 1);
  const double missing = 1000.0 - (2000.0 - charged) * 0.9;
  expect_near(sunny["ac_charge"], {0, (charged - (2000.0 - 1000.0 / 0.9)) / 5000.0, 0, 0});
  expect_near(sunny["result"]["Netzbezug_Wh_pro_Stunde"], {missing, 0, 0});
  expect_near(sunny["result"]["Last_Wh_pro_Stunde"], {1000 + missing, 1000, 400});
}

TEST(EosAnswer, KeepsWhatIsStoredForTheDearHour) {
  const Json body = answer(small_request(22.5, 0.0004), 1);
  expect_near(body["ac_charge"], {0, 0, 0, 0});
  EXPECT_EQ(body["discharge_allowed"], Json({0, 0, 1, 1}));
  expect_near(body["result"]["Netzbezug_Wh_pro_Stunde"], {1000, 0, 0});
}

TEST(EosAnswer, AnEmptyBatteryMayFollowTheHome) {
  const Json body = answer(small_request(10, 0.0005), 1);
  expect_near(body["ac_charge"], {0, 0, 0, 0});
  EXPECT_EQ(body["discharge_allowed"], Json({0, 1, 1, 1}));
  expect_near(body["result"]["Netzbezug_Wh_pro_Stunde"], {1000, 1000, 0});
}

// A car that cannot become full in time, and a machine that needs both hours.
constexpr const char* k_car_request = R"({
  "ems": {"preis_euro_pro_wh_akku": 0, "einspeiseverguetung_euro_pro_wh": 0.00007,
          "gesamtlast": [500, 600, 700], "pv_prognose_wh": [0, 1000, 0],
          "strompreis_euro_pro_wh": [0.0003, 0.0002, 0.0004]},
  "pv_akku": null, "inverter": null,
  "eauto": {"device_id": "my car", "capacity_wh": 40000, "charging_efficiency": 0.9,
            "max_charge_power_w": 10000, "initial_soc_percentage": 20, "min_soc_percentage": 80},
  "dishwasher": {"device_id": "dishwasher1", "consumption_wh": 1500, "duration_h": 2}
})";

TEST(EosAnswer, CarsDrawTheirLossesAndMachinesStartAtAnHourOfTheDay) {
  const Json body = answer(k_car_request, 1);
  expect_near(body["eautocharge_hours_float"], {0, 1, 1});
  EXPECT_EQ(body["washingstart"], 1);
  const Json& result = body["result"];
  expect_near(result["EAuto_SoC_pro_Stunde"], {20, 42.5});
  expect_near(result["Home_appliance_wh_per_hour"], {750, 750});
  expect_near(result["Last_Wh_pro_Stunde"], {600 + 10000 + 750, 700 + 10000 + 750});
  expect_near(result["Netzbezug_Wh_pro_Stunde"], {600 + 10000 + 750 - 1000, 700 + 10000 + 750});
  expect_near(result["Verluste_Pro_Stunde"], {1000, 1000});
  // The car's missed target is a wish, no money.
  EXPECT_NEAR(result["Gesamtkosten_Euro"].get<double>(), 0.0002 * 10350 + 0.0004 * 11450, 1e-9);
  EXPECT_EQ(body["eauto_obj"]["device_id"], "my car");
  expect_near(body["eauto_obj"]["charge_array"], {0, 1, 1});
  EXPECT_NEAR(body["eauto_obj"]["soc_wh"].get<double>(), 26000.0, 1e-6);
  EXPECT_EQ(body["eauto_obj"]["discharging_efficiency"], 1.0);
  // Nothing to control without a battery.
  for (const char* flag : {"ac_charge", "dc_charge", "discharge_allowed", "start_solution"})
    expect_near(body[flag], {0, 0, 0});
  expect_near(result["akku_soc_pro_stunde"], {0, 0});
}

TEST(EosAnswer, ASingleHourIsEnough) {
  const Json body = answer(R"({"ems": {"preis_euro_pro_wh_akku": 0,
      "einspeiseverguetung_euro_pro_wh": 0, "gesamtlast": [500], "pv_prognose_wh": [0],
      "strompreis_euro_pro_wh": [0.0004]}})",
                           0);
  expect_near(body["result"]["Kosten_Euro_pro_Stunde"], {0.2});
  expect_near(body["start_solution"], {0, 0});  // clients want two values
}

TEST(EosAnswer, WithoutAStartHourABodyIsPlannedFromMidnightAndACaseFromItsOwnHour) {
  const ApiAnswer from_midnight = answer_eos(k_car_request, "request.json", std::nullopt, 10.0);
  EXPECT_EQ(Json::parse(from_midnight.body)["result"]["Electricity_price"].size(), 3U);
  EXPECT_EQ(from_midnight.notes.size(), 1U);
  const std::string text = base::read_file(k_recorded / "eos-case-1.json").value();
  const ApiAnswer from_own = answer_eos(text, "case.json", std::nullopt, 10.0);
  EXPECT_EQ(Json::parse(from_own.body)["result"]["Electricity_price"].size(), 38U);
  EXPECT_TRUE(from_own.notes.empty());
}

TEST(EosAnswer, ARefusalHasATextPerProblem) {
  std::string text = k_car_request;
  text.replace(text.find("[0, 1000, 0]"), 12, "[0, 1000]");
  text.replace(text.find("\"duration_h\": 2"), 15, "\"duration_h\": 0, \"time_windows\": []");
  const ApiAnswer refused = answer_eos(text, "request.json", 1, 10.0);
  EXPECT_EQ(refused.refusal,
            "request.json: dishwasher.duration_h: 0 must be at least 1\n"
            "request.json: dishwasher.time_windows: unknown key\n"
            "request.json: ems.pv_prognose_wh: 2 values for 3 slots");
  EXPECT_EQ(
      Json::parse(refused.body),
      Json({{"detail",
             {"dishwasher.duration_h: 0 must be at least 1", "dishwasher.time_windows: unknown key",
              "ems.pv_prognose_wh: 2 values for 3 slots"}}}));
}

TEST(EosAnswer, WhatIsNoRequestIsRefusedToo) {
  for (const char* text : {"", "{", "[1]", "private", "{\"a\": 1}"}) {
    const ApiAnswer refused = answer_eos(text, "request.json", 0, 10.0);
    EXPECT_TRUE(refused.is_refused()) << text;
    EXPECT_EQ(Json::parse(refused.body)["detail"].size(), 1U) << text;
  }
  const ApiAnswer late = answer_eos(k_car_request, "request.json", 3, 10.0);
  EXPECT_EQ(late.refusal,
            "request.json: start_hour: 3 is not an hour of the series, which has 0 to 2");
  const ApiAnswer early = answer_eos(k_car_request, "request.json", -1, 10.0);
  EXPECT_EQ(early.refusal,
            "request.json: start_hour: -1 is not an hour of the series, which has 0 to 2");
}

}  // namespace
}  // namespace ohmstead::app
