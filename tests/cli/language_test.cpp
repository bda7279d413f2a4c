// In which language the program speaks: as asked, else as the site file says, else English.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "run_program.hpp"

namespace ohmstead::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

const fs::path k_example = fs::path{OHMSTEAD_SOURCE_DIR} / "examples/french-home";
const std::string k_moment = "2024-05-11T12:00:00Z";

constexpr const char* k_case =
    R"({"schema":"ohmstead.case/1","name":"Small","timezone":"Europe/Paris",
 "slots":{"start":"2024-06-24T00:00:00Z","step_s":3600,"count":4},
 "prices":{"import_per_kwh":[0.1,0.2,0.3,0.4],"export_per_kwh":0.05},"load_kw":5,
 "grid":{"import_limit_kw":3},
 "batteries":[{"id":"home","capacity_kwh":10,"soc_kwh":0,"charge_kw":5}]})";

Json plan_of_case(const std::vector<std::string>& more) {
  std::vector<std::string> words{"plan", "--case", "-", "--json"};
  words.insert(words.end(), more.begin(), more.end());
  return Json::parse(run_program(words, {.standard_input = k_case}).out, nullptr, false);
}

// The example home with `language` in its site file.
void write_example(const ScratchFolder& scratch, const std::string& language) {
  fs::copy(k_example / "data", scratch.path() / "data", fs::copy_options::recursive);
  scratch.write("site.yaml", read_text(k_example / "site.yaml") + "\nlanguage: " + language + '\n');
}

TEST(Language, OfACaseIsEnglishUnlessAsked) {
  const Json english = plan_of_case({}), german = plan_of_case({"--language", "de"});
  EXPECT_EQ(english["language"], "en");
  EXPECT_EQ(german["language"], "de");
  EXPECT_EQ(english["violations"][0]["text"],
            "The home draws 2.0 kW more from the grid than its limit allows; counted as 20.00 "
            "EUR.");
  EXPECT_EQ(german["violations"][0]["text"],
            "Das Haus bezieht 2,0 kW mehr aus dem Netz, als die Grenze erlaubt; gerechnet mit "
            "20,00 €.");
  EXPECT_TRUE(german["slots"][0]["reason"]["text"].get<std::string>().starts_with("Kauft für "));
  EXPECT_EQ(german["money"], english["money"]);
}

TEST(Language, IsOneOfThose) {
  const Outcome outcome =
      run_program({"plan", "--case", "-", "--language", "fr"}, {.standard_input = k_case});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_TRUE(outcome.err.starts_with("--language: 'fr' is not one of en, de, sv\n"))
      << outcome.err;
}

TEST(Language, OfASiteIsWhatItsFileSaysUnlessAsked) {
  const ScratchFolder scratch;
  write_example(scratch, "sv");
  const auto language = [&](const std::vector<std::string>& more) {
    std::vector<std::string> words{"plan", "--site", "site.yaml", "--at", k_moment, "--json"};
    words.insert(words.end(), more.begin(), more.end());
    const Json plan =
        Json::parse(run_program(words, {.folder = scratch.path()}).out, nullptr, false);
    return plan.value("language", "none");
  };
  EXPECT_EQ(language({}), "sv");
  EXPECT_EQ(language({"--language", "de"}), "de");
}

TEST(Language, OfAnUnknownKindIsAProblemOfTheSiteFile) {
  const ScratchFolder scratch;
  write_example(scratch, "klingon");
  const Outcome outcome = run_program({"check", "--site", "site.yaml"}, {.folder = scratch.path()});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_NE(outcome.err.find("language: 'klingon' is not one of en, de, sv"), std::string::npos)
      << outcome.err;
}

TEST(Language, IsThatOfTheReportToo) {
  const auto report = [](const std::string& language, const std::vector<std::string>& variables) {
    return run_program({"plan", "--case", "-", "--language", language},
                       {.standard_input = k_case, .variables = variables})
        .out;
  };
  const std::string german = report("de", {"LC_ALL=C.UTF-8"});
  EXPECT_NE(german.find("Das Haus bezieht 2,0 kW mehr aus dem Netz"), std::string::npos) << german;
  EXPECT_NE(german.find("Mo, 24. Juni 02:00-"), std::string::npos) << german;
  const std::string plain = report("sv", {"LC_ALL=C"});
  EXPECT_NE(plain.find("Hemmet tar 2,0 kW mer fraan naetet"), std::string::npos) << plain;
}

TEST(Language, StaysWhenAPlanIsMadeAgain) {
  const ScratchFolder scratch;
  write_example(scratch, "de");
  const Surroundings around{.folder = scratch.path()};
  const std::vector<std::string> plan{"plan",   "--site", "site.yaml", "--at",
                                      k_moment, "--db",   "home.db"};
  ASSERT_EQ(run_program(plan, around).code, 0);
  const Outcome again = run_program({"replay", "1", "--db", "home.db"}, around);
  EXPECT_EQ(again.code, 0) << again.err;
}

}  // namespace
}  // namespace ohmstead::cli
