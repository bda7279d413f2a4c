// The commands on good input: exit codes, what goes to which stream, files written whole.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <ctime>
#include <fstream>
#include <nlohmann/json.hpp>

#include "run_program.hpp"

namespace ohmstead::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

const fs::path k_project{OHMSTEAD_SOURCE_DIR};
const std::string k_site = (k_project / "examples/french-home/site.yaml").string();
const std::string k_moment = "2024-05-11T12:00:00Z";

constexpr const char* k_case =
    R"({"schema":"ohmstead.case/1","name":"Small","timezone":"Europe/Paris",
 "slots":{"start":"2024-06-24T00:00:00Z","step_s":3600,"count":4},
 "prices":{"import_per_kwh":[0.1,0.2,0.3,0.4],"export_per_kwh":0.05},"load_kw":1,
 "batteries":[{"id":"home","capacity_kwh":10,"soc_kwh":5,"charge_kw":5}]})";

Json parse(const std::string& text) {
  Json document = Json::parse(text, nullptr, false);
  EXPECT_FALSE(document.is_discarded()) << text.substr(0, 200);
  return document;
}

TEST(PlanCommand, PrintsOneJsonDocumentAndNothingElse) {
  const ScratchFolder scratch;
  scratch.write("home.json", k_case);
  const Outcome outcome =
      run_program({"plan", "--case", "home.json", "--json"}, {.folder = scratch.path()});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.err, "");
  const Json plan = parse(outcome.out);
  EXPECT_EQ(plan["schema"], "ohmstead.plan/1");
  EXPECT_EQ(plan["status"], "optimal");
  EXPECT_EQ(plan["slots"].size(), 4U);
  EXPECT_TRUE(outcome.out.ends_with("}\n"));
}

TEST(PlanCommand, ReadsStandardInputAndIsTheSameEachTime) {
  const std::vector<std::string> words{"plan", "--case", "-", "--json"};
  Json first = parse(run_program(words, {.standard_input = k_case}).out);
  Json second = parse(run_program(words, {.standard_input = k_case}).out);
  first.erase("solve_ms");
  second.erase("solve_ms");
  EXPECT_EQ(first, second);
}

TEST(PlanCommand, EnginesAgreeAndStrategiesDoNotBeatTheOptimum) {
  const auto net_cost = [](const std::vector<std::string>& more) {
    std::vector<std::string> words{"plan", "--case", "-", "--json"};
    words.insert(words.end(), more.begin(), more.end());
    return parse(run_program(words, {.standard_input = k_case}).out)["money"]["net_cost"]
        .get<double>();
  };
  const double optimum = net_cost({});
  EXPECT_NEAR(net_cost({"--engine", "linear"}), optimum, 1e-6);
  for (const char* strategy : {"rules", "self_use", "no_battery"}) {
    EXPECT_GE(net_cost({"--strategy", strategy}), optimum - 1e-9) << strategy;
  }
}

TEST(PlanCommand, CaseOutAndBillGoTogether) {
  const ScratchFolder scratch;
  const Surroundings around{.folder = scratch.path()};
  const Outcome plan = run_program(
      {"plan", "--site", k_site, "--at", k_moment, "--json", "--case-out", "case.json"}, around);
  ASSERT_EQ(plan.code, 0) << plan.err;
  scratch.write("plan.json", plan.out);
  const Outcome bill =
      run_program({"bill", "--case", "case.json", "--plan", "plan.json", "--json"}, around);
  EXPECT_EQ(bill.code, 0) << bill.err;
  EXPECT_EQ(bill.err, "");
  EXPECT_EQ(parse(bill.out)["money"], parse(plan.out)["money"]);
  const Outcome again = run_program({"plan", "--case", "case.json", "--json"}, around);
  EXPECT_EQ(parse(again.out)["slots"], parse(plan.out)["slots"]);
  const Outcome words = run_program({"bill", "--case", "case.json", "--plan", "plan.json"}, around);
  EXPECT_NE(words.out.find("net cost"), std::string::npos);
}

TEST(PlanCommand, MeasuredStateOfChargeAndMomentCount) {
  const Outcome outcome = run_program({"plan", "--site", k_site, "--at", "2024-05-12", "--soc-kwh",
                                       "9.5", "--json", "--strategy", "no_battery"});
  const Json plan = parse(outcome.out);
  EXPECT_EQ(plan["slots"][0]["start"], "2024-05-11T22:00:00Z");
  EXPECT_NEAR(plan["slots"][0]["batteries"][0]["soc_kwh"].get<double>(), 9.5, 1e-9);
}

TEST(PlanCommand, FollowsAndStoresPlans) {
  const ScratchFolder scratch;
  const Surroundings around{.folder = scratch.path()};
  const Outcome first = run_program(
      {"plan", "--site", k_site, "--at", k_moment, "--db", "home.db", "--json"}, around);
  ASSERT_EQ(first.code, 0) << first.err;
  EXPECT_EQ(parse(first.out)["slots"].size(), 136U);
  const Outcome second = run_program(
      {"plan", "--site", k_site, "--at", "2024-05-11T12:15:00Z", "--db", "home.db", "--json"},
      around);
  ASSERT_EQ(second.code, 0) << second.err;
  EXPECT_NE(second.out.find("state of charge not measured: taken from plan 1"), std::string::npos);
  for (const char* id : {"1", "2"}) {
    const Outcome replay = run_program({"replay", id, "--db", "home.db"}, around);
    EXPECT_EQ(replay.code, 0) << replay.err;
    EXPECT_NE(replay.out.find("equal in all"), std::string::npos);
  }
  const Outcome missing = run_program({"replay", "3", "--db", "home.db"}, around);
  EXPECT_EQ(missing.code, 2);
}

TEST(PlanCommand, ShortPricesMakeAShortPlanAndAreNamed) {
  const ScratchFolder scratch;
  const fs::path example = k_project / "examples/french-home";
  fs::create_directory(scratch.path() / "data");
  fs::copy_file(example / "site.yaml", scratch.path() / "site.yaml");
  fs::copy_file(example / "data/home.csv", scratch.path() / "data/home.csv");
  const std::string prices = read_text(example / "data/prices.csv");
  scratch.write("data/prices.csv", prices.substr(0, prices.find("2024-05-11T20:00:00Z")));
  const Outcome outcome = run_program({"plan", "--site", "site.yaml", "--at", k_moment, "--json"},
                                      {.folder = scratch.path()});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const Json plan = parse(outcome.out);
  EXPECT_EQ(plan["slots"].size(), 32U);  // 12:00 to 20:00
  EXPECT_NE(outcome.out.find("prices are known only until Sat 11 May 22:00"), std::string::npos);
}

TEST(PlanCommand, DaysOfClockChangesHaveAllTheirHours) {
  const auto slots = [](const char* day) {
    return parse(run_program({"plan", "--site", k_site, "--at", day, "--json"}).out)["slots"]
        .size();
  };
  EXPECT_EQ(slots("2024-03-31"), 92U);
  EXPECT_EQ(slots("2024-10-27"), 100U);
}

TEST(PlanCommand, EndsQuietlyWhenNobodyReads) {
  for (const char* command : {"schema", "tour"}) {
    const Outcome outcome = run_program({command}, {.is_reader_gone = true});
    EXPECT_EQ(outcome.code, 0) << command;
    EXPECT_EQ(outcome.err, "") << command;
  }
  EXPECT_EQ(run_program({"schema"}, {.standard_output = "/dev/full"}).err,
            "cannot write to standard output: No space left on device\n");
  EXPECT_EQ(run_program({"schema"}, {.standard_output = "/dev/full"}).code, 3);
}

TEST(PlanCommand, RefusesToWriteWhereItCannot) {
  const ScratchFolder scratch;
  fs::create_directory(scratch.path() / "folder");
  const Surroundings around{.folder = scratch.path(), .standard_input = k_case};
  const auto run_with = [&](const std::string& file) {
    return run_program({"plan", "--case", "-", "--json", "--case-out", file}, around);
  };
  EXPECT_EQ(run_with("folder").err, "cannot write folder: it is a folder\n");
  EXPECT_EQ(run_with("nowhere/case.json").err,
            "cannot write nowhere/case.json: No such file or directory\n");
  EXPECT_EQ(run_with("nowhere/case.json").code, 2);
  EXPECT_EQ(run_with("nowhere/case.json").out, "") << "no plan without the case that was asked for";
  EXPECT_EQ(run_with("/dev/null").code, 0);
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
  fs::create_symlink("real.json", scratch.path() / "link.json");
  scratch.write("real.json", "old");
  EXPECT_EQ(run_with("link.json").code, 0);
  EXPECT_TRUE(fs::is_symlink(scratch.path() / "link.json"));
  EXPECT_GT(fs::file_size(scratch.path() / "real.json"), 100U);
  for (const auto& entry : fs::directory_iterator{scratch.path()}) {
    EXPECT_EQ(entry.path().string().find(".part"), std::string::npos)
        << "left behind: " << entry.path();
  }
}

TEST(SchemaCommand, ReferencePageIsCurrent) {
  const Outcome outcome = run_program({"schema", "--format", "markdown"});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.out, read_text(k_project / "docs/reference/site.md"))
      << "run: ohmstead schema --format markdown > docs/reference/site.md";
  EXPECT_EQ(run_program({"schema", "--of", "openapi"}).out,
            read_text(k_project / "docs/reference/openapi.json"))
      << "run: ohmstead schema --of openapi > docs/reference/openapi.json";
  EXPECT_EQ(parse(run_program({"schema"}).out)["title"], "Ohmstead site file");
  EXPECT_EQ(run_program({"schema", "--of", "profile", "--format", "markdown"}).out,
            read_text(k_project / "docs/reference/profile.md"))
      << "run: ohmstead schema --of profile --format markdown > docs/reference/profile.md";
  const auto profile = parse(run_program({"schema", "--of", "profile"}).out);
  EXPECT_TRUE(profile["properties"].contains("readings"));
  EXPECT_TRUE(profile["properties"].contains("commands"));
  EXPECT_FALSE(profile["properties"].contains("batteries"));
}

TEST(CheckCommand, TellsWhatItFound) {
  const Outcome outcome = run_program({"check", "--site", k_site});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_TRUE(outcome.out.starts_with("French home (Europe/Paris, EUR)\n")) << outcome.out;
  EXPECT_TRUE(outcome.out.ends_with("no problems found\n"));
}

TEST(CheckCommand, SecretsThatOthersMayReadAreRefused) {
  const ScratchFolder scratch;
  scratch.write("site.yaml",
                "name: H\ntimezone: UTC\ntariff: {import: {fixed_per_kwh: 0.2}}\nsecrets_file: "
                "secrets.yaml\n");
  const fs::path secrets = scratch.write("secrets.yaml", "token: abc\n");
  const auto check = [&](mode_t mode) {
    ::chmod(secrets.c_str(), mode);
    return run_program({"check", "--site", "site.yaml"}, {.folder = scratch.path()});
  };
  EXPECT_EQ(check(0600).code, 0);
  for (const mode_t mode : {0640, 0604, 0644}) {
    const Outcome outcome = check(mode);
    EXPECT_EQ(outcome.code, 2);
    EXPECT_EQ(outcome.err,
              "site.yaml: secrets_file: secrets.yaml: others may read this file; run: chmod 600 "
              "secrets.yaml\n");
    EXPECT_EQ(outcome.out.find("abc"), std::string::npos);
  }
}

TEST(ImportCommand, ItsCaseCanBePlanned) {
  const std::string home = (k_project / "tests/data/families/home-1.json").string();
  const Outcome imported = run_program({"import-case", "--from", "family", home});
  EXPECT_EQ(imported.code, 0);
  EXPECT_TRUE(imported.err.starts_with("note: only battery, grid and PV are taken over"))
      << imported.err;
  const Outcome plan =
      run_program({"plan", "--case", "-", "--json"}, {.standard_input = imported.out});
  EXPECT_NEAR(parse(plan.out)["objective"].get<double>(), -3.0299879, 1e-6);
}

TEST(BacktestCommand, ComparesStrategies) {
  const ScratchFolder scratch;
  const Surroundings around{.folder = scratch.path()};
  const Outcome outcome =
      run_program({"backtest", "--site", k_site, "--from", "2024-06-01", "--to", "2024-06-03",
                   "--strategy", "optimal,self_use,bound", "--json", "--steps-csv", "steps.csv"},
                  around);
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.err, "") << "no progress bar without a terminal";
  const Json result = parse(outcome.out);
  ASSERT_EQ(result["strategies"].size(), 3U);
  const auto cost = [&](int i) {
    return result["strategies"][i]["total"]["net_cost"].get<double>();
  };
  EXPECT_LE(cost(2), cost(0) + 1e-6);
  EXPECT_LE(cost(2), cost(1) + 1e-6);
  const std::string steps = read_text(scratch.path() / "steps.csv");
  EXPECT_EQ(std::count(steps.begin(), steps.end(), '\n'), 1 + 3 * 3 * 96);
  const Outcome words = run_program({"backtest", "--site", k_site, "--from", "2024-06-01", "--to",
                                     "2024-06-01", "--strategy", "self_use"},
                                    around);
  EXPECT_NE(words.out.find("2024-06"), std::string::npos);
}

TEST(BacktestCommand, CtrlCStopsAndSaysWhere) {
  const Outcome outcome =
      run_program({"backtest", "--site", k_site, "--from", "2024-03-02", "--to", "2024-10-30"},
                  {.kill_after_ms = 300});
  if (outcome.code == 0) GTEST_SKIP() << "this machine was done before the signal came";
  if (outcome.code == 130) GTEST_SKIP() << "the signal came before the backtest began";
  EXPECT_EQ(outcome.code, 3);
  const bool is_said = outcome.err.starts_with("stopped ") ||
                       outcome.err == "the backtest was stopped before its first step\n";
  EXPECT_TRUE(is_said) << outcome.err;
}

TEST(BacktestCommand, PlansWithTheForecastsThatAreAskedFor) {
  const auto cost = [](const char* forecasts) {
    const Outcome outcome =
        run_program({"backtest", "--site", k_site, "--from", "2024-06-01", "--to", "2024-06-05",
                     "--strategy", "optimal", "--forecasts", forecasts, "--json"});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return parse(outcome.out)["strategies"][0]["total"]["net_cost"].get<double>();
  };
  const double perfect = cost("perfect");
  EXPECT_LT(perfect, cost("naive"));
  EXPECT_LT(perfect, cost("learned"));
}

TEST(ForecastTestCommand, JudgesLoadAndSun) {
  const ScratchFolder scratch;
  const Outcome outcome = run_program({"forecast-test", "--site", k_site, "--from", "2024-06-01",
                                       "--to", "2024-06-14", "--json", "--html", "report.html"},
                                      {.folder = scratch.path()});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const Json result = parse(outcome.out);
  EXPECT_EQ(result["schema"], "ohmstead.forecast-test/1");
  ASSERT_EQ(result["forecasts"].size(), 2U);
  for (const Json& each : result["forecasts"]) {
    EXPECT_GT(each["total"]["skill_to_naive_pct"].get<double>(), 5.0) << each["of"];
    EXPECT_GT(each["total"]["coverage_pct"].get<double>(), 65.0) << each["of"];
    EXPECT_LT(each["total"]["coverage_pct"].get<double>(), 92.0) << each["of"];
    EXPECT_EQ(each["by_lead"].size(), 7U);
  }
  const std::string page = read_text(scratch.path() / "report.html");
  EXPECT_TRUE(page.starts_with("<!doctype html>"));
  EXPECT_NE(page.find("</html>"), std::string::npos);
  EXPECT_EQ(page.find("http"), std::string::npos) << "nothing from elsewhere";
}

TEST(ForecastTestCommand, ShowsATable) {
  const Outcome outcome = run_program(
      {"forecast-test", "--site", k_site, "--from", "2024-04-20", "--to", "2024-04-21"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  for (const char* word :
       {"load, 2024-04-20 to 2024-04-21", "\npv, ", "36-48 h", "energy of a day"}) {
    EXPECT_NE(outcome.out.find(word), std::string::npos) << word << '\n' << outcome.out;
  }
}

TEST(AnalyzeCommand, WritesAReportAndTables) {
  const ScratchFolder scratch;
  const Outcome outcome = run_program(
      {"analyze", "--site", k_site, "--from", "2024-04-01", "--to", "2024-06-30", "--out", "found"},
      {.folder = scratch.path()});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_NE(outcome.out.find("of it always (base load)"), std::string::npos);
  const std::string page = read_text(scratch.path() / "found/report.html");
  EXPECT_TRUE(page.starts_with("<!doctype html>"));
  for (const char* outside : {"src=", "href=", "@import", "fetch(", "url("})
    EXPECT_EQ(page.find(outside), std::string::npos) << outside;
  // 91 days, each a row below the header.
  const std::string days = read_text(scratch.path() / "found/days.csv");
  EXPECT_EQ(std::count(days.begin(), days.end(), '\n'), 92);
  const std::string features = read_text(scratch.path() / "found/features.csv");
  EXPECT_EQ(std::count(features.begin(), features.end(), '\n'), 91 * 96 + 1);
  EXPECT_NE(features.find("\n2024-03-31T22:00:00Z,"), std::string::npos);
  EXPECT_NE(read_text(scratch.path() / "found/quality.csv").find("\nload,8736,"),
            std::string::npos);
}

TEST(AnalyzeCommand, TakesRoomsAndMeters) {
  const ScratchFolder scratch;
  // A room that loses 0.1 kW/K, stores 2 kWh/K and is heated with 2 kW every other two hours.
  std::ofstream rooms{scratch.path() / "rooms.csv"};
  std::ofstream meters{scratch.path() / "meters.csv"};
  rooms << "time_utc,hall_c,hall_heat_kw,outdoor_c\n";
  meters << "time_utc,import_kw,export_kw,pv_kw,battery_charge_kw,battery_discharge_kw,car_kw\n";
  double room = 20.0;
  for (int slot = 0; slot < 48 * 20; ++slot) {
    const double heat = (slot / 4 * 7919) % 13 < 6 ? 2.0 : 0.0;
    const double outdoor = 5.0 + (slot / 48 * 31) % 7;
    room += 0.5 * (heat - 0.1 * (room - outdoor)) / 2.0;
    const std::time_t second = 1711929600 + 1800 * slot;  // from 2024-04-01T00:00:00Z
    std::tm clock{};
    gmtime_r(&second, &clock);
    std::string time(20, '\0');
    std::strftime(time.data(), 21, "%Y-%m-%dT%H:%M:%SZ", &clock);
    rooms << time << ',' << room << ',' << heat << ',' << outdoor << '\n';
    meters << time << ",1.5,0,0.5,0.3,0.1," << (slot % 2) << '\n';
  }
  rooms.close();
  meters.close();
  const Outcome outcome = run_program({"analyze", "--site", k_site, "--rooms", "rooms.csv",
                                       "--meters", "meters.csv", "--out", "found"},
                                      {.folder = scratch.path()});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_NE(outcome.out.find("room hall: identified"), std::string::npos) << outcome.out;
  // 1.5 + 0.5 + 0.1 - 0.3 = 1.8 kW, in the mean half a kW of it into the car.
  EXPECT_NE(outcome.out.find("load: 1.300 kW in the mean"), std::string::npos) << outcome.out;
  const Outcome judged = run_program(
      {"forecast-test", "--site", k_site, "--rooms", "rooms.csv", "--retrain-days", "7", "--json"},
      {.folder = scratch.path()});
  ASSERT_EQ(judged.code, 0) << judged.err;
  const Json hall = parse(judged.out)["given"].at(0);
  EXPECT_EQ(hall["room"], "hall");
  EXPECT_LT(hall["mae_k"].get<double>(), 0.2 * hall["stays_mae_k"].get<double>());
  const std::string table = read_text(scratch.path() / "found/thermal_parameters.csv");
  EXPECT_NE(table.find("\"hall\",identified,"), std::string::npos) << table;
}

}  // namespace
}  // namespace ohmstead::cli
