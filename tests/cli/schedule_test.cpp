// schedule.json on the command line: written beside a plan, checked like any other file.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "run_program.hpp"

namespace ohmstead::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

const std::string k_site =
    (fs::path{OHMSTEAD_SOURCE_DIR} / "examples/french-home/site.yaml").string();

Json read_json(const fs::path& path) {
  Json document = Json::parse(read_text(path), nullptr, false);
  EXPECT_FALSE(document.is_discarded()) << path;
  return document;
}

TEST(ScheduleFile, IsWrittenBesideThePlanAndPassesTheCheck) {
  const ScratchFolder scratch;
  const Surroundings around{.folder = scratch.path()};
  const Outcome plan = run_program({"plan", "--site", k_site, "--at", "2024-05-11T12:00:00Z",
                                    "--json", "--schedule-out", "schedule.json"},
                                   around);
  ASSERT_EQ(plan.code, 0) << plan.err;
  const Json slots = Json::parse(plan.out)["slots"];
  const Json schedule = read_json(scratch.path() / "schedule.json");
  ASSERT_EQ(schedule["schedule"].size(), slots.size()) << "the plan has quarter-hours already";
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const Json& written = schedule["schedule"][i];
    const Json& battery = slots[i]["batteries"][0];
    EXPECT_NEAR(written["battery_charge_kw"].get<double>(), battery["charge_kw"].get<double>(),
                0.00501);
    EXPECT_NEAR(written["battery_discharge_kw"].get<double>(),
                battery["discharge_kw"].get<double>(), 0.00501);
    EXPECT_NEAR(written["projected_soc_kwh"].get<double>(), battery["soc_kwh"].get<double>(),
                0.00501);
    EXPECT_EQ(written["slot_number"], i + 1);
  }
  EXPECT_EQ(schedule["schedule"][0]["start_time"], "2024-05-11T14:00:00+02:00");
  EXPECT_EQ(schedule["meta"]["planned_at"], "2024-05-11T14:00:00+02:00");
  const Outcome check = run_program({"check", "--schedule", "schedule.json"}, around);
  EXPECT_EQ(check.code, 0) << check.err;
  EXPECT_TRUE(
      check.out.starts_with("schedule of 136 slots from 2024-05-11T14:00:00+02:00 to "
                            "2024-05-13T00:00:00+02:00\nplanned at "
                            "2024-05-11T14:00:00+02:00 by ohmstead "))
      << check.out;
  EXPECT_TRUE(check.out.ends_with("no problems found\n"));
}

TEST(ScheduleFile, DaysOfClockChangesPassTheCheck) {
  const ScratchFolder scratch;
  const Surroundings around{.folder = scratch.path()};
  const auto plan_day = [&](const char* day) {
    const Outcome plan =
        run_program({"plan", "--site", k_site, "--at", day, "--schedule-out", "day.json"}, around);
    EXPECT_EQ(plan.code, 0) << plan.err;
    EXPECT_NE(plan.out.find("net cost"), std::string::npos) << "the report is still shown";
    const Outcome check = run_program({"check", "--schedule", "day.json"}, around);
    EXPECT_EQ(check.code, 0) << check.err;
    return read_json(scratch.path() / "day.json")["schedule"];
  };
  const Json spring = plan_day("2024-03-31");
  ASSERT_EQ(spring.size(), 92U);
  EXPECT_EQ(spring[7]["end_time"], "2024-03-31T03:00:00+02:00");
  const Json autumn = plan_day("2024-10-27");
  ASSERT_EQ(autumn.size(), 100U);
  EXPECT_EQ(autumn[11]["end_time"], "2024-10-27T02:00:00+01:00");
}

TEST(ScheduleFile, ComesFromACaseAndFromStandardInput) {
  const ScratchFolder scratch;
  const fs::path small = fs::path{OHMSTEAD_SOURCE_DIR} / "tests/cli/good/small.json";
  const Outcome plan =
      run_program({"plan", "--case", small.string(), "--json", "--schedule-out", "schedule.json"},
                  {.folder = scratch.path()});
  ASSERT_EQ(plan.code, 0) << plan.err;
  const std::string text = read_text(scratch.path() / "schedule.json");
  const Outcome check = run_program({"check", "--schedule", "-"}, {.standard_input = text});
  EXPECT_EQ(check.code, 0) << check.err;
}

TEST(ScheduleFile, IsBilledLikeAPlan) {
  const ScratchFolder scratch;
  const Surroundings around{.folder = scratch.path()};
  const std::string small = (fs::path{OHMSTEAD_SOURCE_DIR} / "tests/cli/good/small.json").string();
  const Outcome plan =
      run_program({"plan", "--case", small, "--json", "--schedule-out", "schedule.json"}, around);
  ASSERT_EQ(plan.code, 0) << plan.err;
  const Outcome bill =
      run_program({"bill", "--case", small, "--schedule", "schedule.json", "--json"}, around);
  ASSERT_EQ(bill.code, 0) << bill.err;
  EXPECT_NEAR(Json::parse(bill.out)["money"]["net_cost"].get<double>(),
              Json::parse(plan.out)["money"]["net_cost"].get<double>(), 1e-6)
      << "its powers have no more than two digits";
}

}  // namespace
}  // namespace ohmstead::cli
