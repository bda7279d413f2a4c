// Requests of other planners' APIs through the built program: answers, refusals, exit codes.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "run_program.hpp"

namespace ohmstead::cli {
namespace {

using Json = nlohmann::json;

constexpr const char* k_request = R"({"batteries": [{"s_min": 0, "s_max": 10000,
 "s_initial": 5000, "c_min": 0, "c_max": 5000, "d_max": 5000, "p_a": 0.0001}],
 "time_series": {"dt": [1800, 3600], "gt": [500, 1000], "ft": [0, 2000],
 "p_N": [0.0003, 0.0003], "p_E": [0.00005, 0.00005]}, "eta_c": 1, "eta_d": 1})";

TEST(AnswerCommand, PrintsTheBodyOfTheAnswer) {
  const Outcome outcome =
      run_program({"answer", "--api", "evcc", "-", "--json"}, {.standard_input = k_request});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.err, "");
  const Json body = Json::parse(outcome.out);
  EXPECT_EQ(body["status"], "Optimal");
  EXPECT_EQ(body["batteries"][0]["state_of_charge"], Json({4500.0, 5500.0}));
}

TEST(AnswerCommand, RefusesABadRequestWithABodyAndExitCodeTwo) {
  const std::string bad = R"({"batteries": [{"s_min": 0}], "time_series": {}})";
  const Outcome outcome =
      run_program({"answer", "--api", "evcc", "-", "--json"}, {.standard_input = bad});
  EXPECT_EQ(outcome.code, 2);
  const Json body = Json::parse(outcome.out);
  EXPECT_EQ(body["message"], "Input payload validation failed");
  EXPECT_EQ(body["details"]["batteries.0.s_max"], "'s_max' is a required property");
  EXPECT_EQ(body["details"].size(), 11U);
  EXPECT_NE(outcome.err.find("batteries.0.p_a: 'p_a' is a required property"), std::string::npos);
}

TEST(AnswerCommand, RefusesWhatIsNoJsonOrNoObject) {
  for (const char* bad : {"", "{", "[1]", "private"}) {
    const Outcome outcome =
        run_program({"answer", "--api", "evcc", "-", "--json"}, {.standard_input = bad});
    EXPECT_EQ(outcome.code, 2) << bad;
    EXPECT_TRUE(Json::parse(outcome.out).contains("message")) << bad;
  }
}

constexpr const char* k_eos_request = R"({"ems": {"preis_euro_pro_wh_akku": 0,
 "einspeiseverguetung_euro_pro_wh": 0.00007, "gesamtlast": [500, 600, 700],
 "pv_prognose_wh": [0, 1000, 0], "strompreis_euro_pro_wh": [0.0003, 0.0002, 0.0004]}})";

TEST(AnswerCommand, PlansARequestOfEosFromTheGivenHourOn) {
  const Outcome outcome =
      run_program({"answer", "--api", "eos", "--start-hour", "1", "-", "--json"},
                  {.standard_input = k_eos_request});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.err, "");
  const Json body = Json::parse(outcome.out);
  EXPECT_EQ(body["ac_charge"], Json({0.0, 0.0, 0.0}));
  // 400 Wh are left of the sun of hour 1; 700 Wh are bought in hour 2.
  EXPECT_NEAR(body["result"]["Gesamteinnahmen_Euro"].get<double>(), 0.028, 1e-9);
  EXPECT_NEAR(body["result"]["Gesamtkosten_Euro"].get<double>(), 0.28, 1e-9);
}

TEST(AnswerCommand, TellsThatARequestOfEosIsPlannedFromMidnightOn) {
  const Outcome outcome =
      run_program({"answer", "--api", "eos", "-"}, {.standard_input = k_eos_request});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.err,
            "note: planned from hour 0 of the series; --start-hour says another one\n");
}

TEST(AnswerCommand, TheRequestIsACaseToo) {
  const Outcome imported =
      run_program({"import-case", "--from", "evcc", "-"}, {.standard_input = k_request});
  EXPECT_EQ(imported.code, 0);
  const Outcome planned =
      run_program({"plan", "--case", "-", "--json"}, {.standard_input = imported.out});
  EXPECT_EQ(planned.code, 0);
  // 5.5 kWh worth 0.1 each, 0 bought.
  EXPECT_NEAR(Json::parse(planned.out)["objective"].get<double>(), -0.55, 1e-9);
}

}  // namespace
}  // namespace ohmstead::cli
