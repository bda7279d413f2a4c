#include "ohmstead/describe/read.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "testing/sample_struct.hpp"

namespace ohmstead::describe {
namespace {

using ::testing::ElementsAre;
using testing::Mode;
using testing::Sample;

constexpr const char* k_least =
    "share_pct: 50\n"
    "power_kw: 2.5\n"
    "name: home\n"
    "start: 2024-06-24T10:00:00Z\n"
    "load_kw: 0.4\n"
    "main: {id: one}\n";

std::string read_yaml(const std::string& text, Sample& sample) {
  const Node tree = parse_yaml(text, "a.yaml").value();
  Problems problems{"a.yaml", tree};
  read_fields(tree, sample, problems);
  return problems.is_empty() ? "" : problems.to_error().message;
}

// The problems of the least file with `line` at its end, which is line 7.
std::string problems_with(const std::string& line) {
  Sample sample;
  return read_yaml(k_least + line, sample);
}

TEST(ReadFields, KeepsWhatTheFileDoesNotSay) {
  Sample sample;
  ASSERT_EQ(read_yaml(k_least, sample), "");
  EXPECT_EQ(sample.share_pct, 50.0);
  EXPECT_EQ(sample.power, base::Power{2.5});
  EXPECT_EQ(sample.price, base::EnergyPrice{0.25});
  EXPECT_TRUE(sample.is_on);
  EXPECT_EQ(sample.count, 1);
  EXPECT_EQ(sample.start, base::parse_time("2024-06-24T10:00:00Z").value());
  EXPECT_EQ(sample.mode, Mode::hold);
  EXPECT_EQ(sample.load, (base::Series<base::Power>{std::vector{0.4}}));
  EXPECT_EQ(sample.reserve, std::nullopt);
  EXPECT_EQ(sample.spare, std::nullopt);
  EXPECT_EQ(sample.main.id, "one");
  EXPECT_EQ(sample.step, base::Seconds{900});
}

TEST(ReadFields, ReadsEveryKindOfMember) {
  Sample sample;
  ASSERT_EQ(read_yaml("share_pct: 100\npower_kw: 1e-3\nprice_per_kwh: -0.1\non: false\ncount: 3\n"
                      "name: '12'\nstart: 2024-06-24T12:00:00+02:00\nmode: export\n"
                      "load_kw: [0, 1.5, 2]\nreserve_kwh: 0\nspare: {id: s, efficiency: 0.5}\n"
                      "main: {id: m}\nparts:\n  - id: a\n  - {id: b, efficiency: 1}\n"
                      "notes: [x, 5]\nstep_s: 60\nsteps_s: [1, 2]\n",
                      sample),
            "");
  EXPECT_EQ(sample.share_pct, 100.0);
  EXPECT_EQ(sample.power, base::Power{0.001});
  EXPECT_EQ(sample.price, base::EnergyPrice{-0.1});
  EXPECT_FALSE(sample.is_on);
  EXPECT_EQ(sample.count, 3);
  EXPECT_EQ(sample.name, "12");
  EXPECT_EQ(sample.start, base::parse_time("2024-06-24T10:00:00Z").value());
  EXPECT_EQ(sample.mode, Mode::export_);
  EXPECT_EQ(sample.load, (base::Series<base::Power>{{0.0, 1.5, 2.0}}));
  EXPECT_EQ(sample.reserve, base::Energy{0.0});
  ASSERT_TRUE(sample.spare);
  EXPECT_EQ(sample.spare->efficiency, base::Ratio{0.5});
  ASSERT_EQ(sample.parts.size(), 2u);
  EXPECT_EQ(sample.parts[1].id, "b");
  EXPECT_THAT(sample.notes, ElementsAre("x", "5"));
  EXPECT_EQ(sample.step, base::Seconds{60});
  EXPECT_THAT(sample.steps, ElementsAre(1, 2));
}

TEST(ReadFields, ReadsANumberOrAList) {
  constexpr const char* k_rest =
      "share_pct: 1\npower_kw: 1\nname: a\nstart: 2024-06-24T12:00:00Z\nload_kw: 1\n"
      "main: {id: m}\n";
  Sample sample;
  ASSERT_EQ(read_yaml(std::string{k_rest} + "wear_per_kwh: 2\n", sample), "");
  EXPECT_EQ(sample.wear, base::EnergyPrice{2.0});
  ASSERT_EQ(read_yaml(std::string{k_rest} + "wear_per_kwh: [{id: a}, {id: b}]\n", sample), "");
  ASSERT_EQ(sample.wear.points().size(), 2u);
  EXPECT_EQ(sample.wear.points()[1].id, "b");
}

TEST(ReadFields, NamesAllProblemsInTheOrderOfTheFile) {
  Sample sample;
  EXPECT_EQ(read_yaml("share_pct: 101\n"
                      "power_kw: 0\n"
                      "nmae: home\n"
                      "start: 2026-02-30T00:00:00Z\n"
                      "load_kw: [0, -1, x]\n"
                      "main: {efficiency: 0}\n",
                      sample),
            "a.yaml:1:1: name: missing (for people)\n"
            "a.yaml:1:12: share_pct: 101 must be between 0 and 100\n"
            "a.yaml:2:11: power_kw: 0 must be above 0\n"
            "a.yaml:3:1: nmae: unknown key; did you mean name?\n"
            "a.yaml:4:8: start: '2026-02-30T00:00:00Z' is not a time like 2024-06-24T10:15:00Z\n"
            "a.yaml:5:14: load_kw[1]: -1 must be at least 0\n"
            "a.yaml:5:18: load_kw[2]: 'x' is not a number\n"
            "a.yaml:6:7: main.id: missing (name)\n"
            "a.yaml:6:20: main.efficiency: 0 must be above 0 and at most 1");
  EXPECT_EQ(sample.share_pct, 0.0);
}

TEST(ReadFields, SaysWhatIsWrongWithAValue) {
  struct Row {
    const char* line;
    const char* problem;
  };
  for (const Row& row :
       {Row{"price_per_kwh: \"5\"",
            "7:16: price_per_kwh: '5' is not a number; write it without quotes"},
        {"price_per_kwh: 0,25", "7:16: price_per_kwh: '0,25' is not a number; did you mean 0.25?"},
        {"price_per_kwh: 5 EUR",
         "7:16: price_per_kwh: '5 EUR' is not a number; leave out the unit, it stands in the key"},
        {"price_per_kwh: 0x10", "7:16: price_per_kwh: '0x10' is not a number"},
        {"price_per_kwh: nan", "7:16: price_per_kwh: 'nan' is not a number"},
        {"price_per_kwh: .inf", "7:16: price_per_kwh: '.inf' is not a number"},
        {"price_per_kwh: 2e9",
         "7:16: price_per_kwh: 2e9 is too large a number; the limit is 1000000000"},
        {"price_per_kwh: [1]", "7:16: price_per_kwh: a list is not a number"},
        {"on: yes", "7:5: on: 'yes' is not true or false"},
        {"on: 'true'", "7:5: on: 'true' is not true or false"},
        {"count: 1.5", "7:8: count: 1.5 is not a whole number"},
        {"count: 0", "7:8: count: 0 must be at least 1"},
        {"mode: exprot", "7:7: mode: 'exprot' is not one of hold, charge, export"},
        {"reserve_kwh: -1", "7:14: reserve_kwh: -1 must be at least 0"},
        {"spare: 5", "7:8: spare: expected a map, found '5'"},
        {"parts: {id: a}", "7:8: parts: expected a list, found a map"},
        {"parts: [a]", "7:9: parts[0]: expected a map, found 'a'"},
        {"parts: [{id: a, efficency: 1}]",
         "7:17: parts[0].efficency: unknown key; did you mean efficiency?"},
        {"notes: x", "7:8: notes: expected a list, found 'x'"},
        {"notes: [[]]", "7:9: notes[0]: expected a text, found a list"},
        {"step_s: 0", "7:9: step_s: 0 must be at least 1"},
        {"steps_s: [1, 0]", "7:14: steps_s[1]: 0 must be at least 1"},
        {"wear_per_kwh: [1]", "7:16: wear_per_kwh[0]: expected a map, found '1'"},
        {"wear_per_kwh: []", "7:15: wear_per_kwh: is neither a number nor a list of points"},
        {"wear_per_kwh: -1", "7:15: wear_per_kwh: -1 must be at least 0"},
        {"wear_per_kwh: {id: a}", "7:15: wear_per_kwh: a map is not a number"},
        {"something_else: 1", "7:1: something_else: unknown key"}}) {
    EXPECT_EQ(problems_with(row.line), std::string{"a.yaml:"} + row.problem) << row.line;
  }
}

TEST(ReadFields, RequiredFieldsNeedAValue) {
  Sample sample;
  std::string text = k_least;
  text.replace(text.find(" home"), 5, "");
  EXPECT_EQ(read_yaml(text, sample), "a.yaml:3:1: name: has no value");
}

TEST(ReadFields, AbsentOptionalsMayBeWrittenAsNothing) {
  EXPECT_EQ(problems_with("reserve_kwh:\nspare: ~\n"), "");
}

TEST(ReadFields, WantsAMap) {
  Sample sample;
  EXPECT_EQ(read_yaml("- 1\n", sample), "a.yaml:1:1: expected a map, found a list");
}

TEST(ReadNumber, TakesPlainDecimalsOnly) {
  EXPECT_EQ(read_number("10"), 10.0);
  EXPECT_EQ(read_number("010"), 10.0);
  EXPECT_EQ(read_number("+1.5"), 1.5);
  EXPECT_EQ(read_number("-2e-3"), -0.002);
  for (const char* text : {"", "+", "-", " 1", "1 ", "1,5", "0x1", "inf", "nan", "1e999", "1_000"})
    EXPECT_EQ(read_number(text), std::nullopt) << text;
}

TEST(Problems, CountsThoseBeyondAHundred) {
  std::string text = k_least;
  text += "steps_s: [0";
  for (int i = 1; i < 105; ++i) text += ", 0";
  Sample sample;
  const std::string message = read_yaml(text + "]\n", sample);
  EXPECT_THAT(message, ::testing::EndsWith("\na.yaml: and 5 more problems"));
  EXPECT_EQ(std::count(message.begin(), message.end(), '\n'), 100);
}

TEST(Problems, KnowsPlacesAboveAndBelow) {
  const Node nothing;
  Problems problems{"a", nothing};
  problems.add("parts[1].id", "is wrong");
  problems.add("parts[1].id", "is wrong again");
  EXPECT_THAT(problems.lines(), ElementsAre("a: parts[1].id: is wrong"));
  EXPECT_TRUE(problems.has_below("parts"));
  EXPECT_TRUE(problems.has_below("parts[1].id"));
  EXPECT_FALSE(problems.has_below("parts[1].id.x"));
  EXPECT_FALSE(problems.has_below("part"));
  EXPECT_TRUE(problems.has_about("parts[1].id.x"));
  EXPECT_FALSE(problems.has_about("parts[10]"));
}

TEST(Nearest, FindsSlipsAndNothingElse) {
  const std::vector<std::string_view> keys{"capacity_kwh", "charge_kw", "id", "soc_kwh"};
  EXPECT_EQ(nearest("capcity_kwh", keys), "capacity_kwh");
  EXPECT_EQ(nearest("capacity", keys), "capacity_kwh");
  EXPECT_EQ(nearest("chrage_kw", keys), "charge_kw");
  EXPECT_EQ(nearest("wallpaper_colour", keys), "");
  EXPECT_EQ(nearest("x", {}), "");
  EXPECT_EQ(nearest("idd", keys), "id");
  EXPECT_EQ(nearest("zz", keys), "") << "nothing in common";
}

}  // namespace
}  // namespace ohmstead::describe
