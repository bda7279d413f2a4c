#include "ohmstead/describe/write.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "ohmstead/describe/read.hpp"
#include "testing/sample_struct.hpp"

#ifdef OHMSTEAD_HAS_RAPIDCHECK
#include <rapidcheck/gtest.h>
#endif

namespace ohmstead::describe {
namespace {

using Json = nlohmann::json;
using ::testing::HasSubstr;
using testing::Mode;
using testing::Part;
using testing::Sample;

Sample make_sample() {
  Sample sample;
  sample.share_pct = 12.5;
  sample.power = base::Power{3.0};
  sample.price = base::EnergyPrice{-0.1};
  sample.is_on = false;
  sample.count = 7;
  sample.name = "a \"quoted\" name\n\xC3\xA9";
  sample.start = base::parse_time("2024-06-24T10:00:00Z").value();
  sample.mode = Mode::export_;
  sample.load = base::Series<base::Power>{{0.1, 0.2, 0.30000000000000004}};
  sample.reserve = base::Energy{1.5};
  sample.spare = Part{"spare", base::Ratio{0.9}};
  sample.main = Part{"main", base::Ratio{0.5}};
  sample.parts = {Part{"a", base::Ratio{0.25}}, Part{"b", base::Ratio{1.0}}};
  sample.notes = {"x", ""};
  sample.step = base::Seconds{1800};
  sample.steps = {600, 900};
  return sample;
}

Sample read_back(const std::string& text) {
  const Node tree = parse_json(text, "a.json").value();
  Problems problems{"a.json", tree};
  Sample sample;
  read_fields(tree, sample, problems);
  EXPECT_TRUE(problems.is_empty()) << problems.to_error().message;
  return sample;
}

TEST(WriteJson, WritesWhatReadsBack) {
  const Sample sample = make_sample();
  EXPECT_EQ(read_back(write_json(sample)), sample);
  EXPECT_EQ(read_back(write_json(sample, JsonStyle::indented)), sample);
}

TEST(WriteJson, LeavesOutAbsentMembersAndShortensConstants) {
  Sample sample = make_sample();
  sample.reserve.reset();
  sample.spare.reset();
  sample.load = base::Series<base::Power>{{0.5, 0.5, 0.5}};
  const Json json = Json::parse(write_json(sample));
  EXPECT_FALSE(json.contains("reserve_kwh"));
  EXPECT_FALSE(json.contains("spare"));
  EXPECT_EQ(json["load_kw"], 0.5);
  EXPECT_EQ(json["mode"], "export");
  EXPECT_EQ(json["start"], "2024-06-24T10:00:00Z");
  EXPECT_EQ(json["step_s"], 1800);
}

TEST(WriteJson, WritesANumberOrItsPoints) {
  Sample sample = make_sample();
  EXPECT_EQ(Json::parse(write_json(sample))["wear_per_kwh"], 0.5);
  sample.wear = std::vector{Part{"a", base::Ratio{0.25}}, Part{"b", base::Ratio{0.5}}};
  EXPECT_EQ(Json::parse(write_json(sample))["wear_per_kwh"][1]["id"], "b");
  EXPECT_EQ(read_back(write_json(sample)).wear, sample.wear);
}

TEST(WriteJson, PrintsTheFewestDigits) {
  Sample sample = make_sample();
  sample.share_pct = 0.1;
  const std::string text = write_json(sample);
  EXPECT_THAT(text, HasSubstr("\"share_pct\":0.1,\"power_kw\":3,"));
  EXPECT_THAT(text, HasSubstr("\"load_kw\":[0.1,0.2,0.30000000000000004]"));
}

TEST(WriteJson, OnlyFiniteNumbersCanBeWritten) {
  Sample sample = make_sample();
  sample.power = base::Power{std::numeric_limits<double>::quiet_NaN()};
  EXPECT_THROW((void)write_json(sample), std::logic_error);
  sample = make_sample();
  sample.load.push_back(base::Power{std::numeric_limits<double>::infinity()});
  EXPECT_THROW((void)write_json(sample), std::logic_error);
}

#ifdef OHMSTEAD_HAS_RAPIDCHECK
// Any finite double whose size the readers accept, down to denormal numbers and -0.
rc::Gen<double> any_number() {
  return rc::gen::map(rc::gen::arbitrary<std::uint64_t>(), [](std::uint64_t bits) {
    const double value = std::bit_cast<double>(bits);
    return std::abs(value) <= k_largest_number ? value : std::fmod(1.0 / value, 1e9);
  });
}

std::uint64_t bits_of(double value) { return std::bit_cast<std::uint64_t>(value); }

RC_GTEST_PROP(WriteJsonProperty, DoublesKeepEveryBit, ()) {
  const double value = *rc::gen::suchThat(any_number(), [](double v) { return std::isfinite(v); });
  Sample sample = make_sample();
  sample.price = base::EnergyPrice{value};
  sample.load = base::Series<base::Power>{{std::abs(value), 0.5, std::abs(value) / 3.0}};
  const Sample read = read_back(write_json(sample));
  RC_ASSERT(bits_of(read.price.value()) == bits_of(value));
  for (std::size_t slot = 0; slot < sample.load.size(); ++slot) {
    RC_ASSERT(bits_of(read.load[slot].value()) == bits_of(sample.load[slot].value()));
  }
}
#endif

TEST(WriteSchema, NamesRequirementsRangesUnitsAndDefaults) {
  const Json schema = Json::parse(write_schema<Sample>("A sample"));
  EXPECT_EQ(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
  EXPECT_EQ(schema["title"], "A sample");
  EXPECT_EQ(schema["additionalProperties"], false);
  EXPECT_EQ(schema["required"],
            Json({"share_pct", "power_kw", "name", "start", "load_kw", "main"}));
  const Json& properties = schema["properties"];
  EXPECT_EQ(properties.size(), 17u);
  EXPECT_EQ(properties["share_pct"]["minimum"], 0.0);
  EXPECT_EQ(properties["share_pct"]["maximum"], 100.0);
  EXPECT_EQ(properties["share_pct"]["x-unit"], "%");
  EXPECT_EQ(properties["power_kw"]["exclusiveMinimum"], 0.0);
  EXPECT_EQ(properties["power_kw"]["x-unit"], "kW");
  EXPECT_EQ(properties["power_kw"]["description"], "highest power");
  EXPECT_FALSE(properties["power_kw"].contains("default"));
  EXPECT_EQ(properties["price_per_kwh"]["x-unit"], "money/kWh");
  EXPECT_EQ(properties["price_per_kwh"]["default"], 0.25);
  EXPECT_EQ(properties["on"]["default"], true);
  EXPECT_EQ(properties["count"]["type"], "integer");
  EXPECT_EQ(properties["start"]["format"], "date-time");
  EXPECT_EQ(properties["mode"]["enum"], Json({"hold", "charge", "export"}));
  EXPECT_EQ(properties["load_kw"]["oneOf"][1]["items"]["minimum"], 0.0);
  EXPECT_EQ(properties["load_kw"]["oneOf"][0]["x-unit"], "kW");
  EXPECT_FALSE(properties["reserve_kwh"].contains("default"));
  EXPECT_EQ(properties["spare"]["required"], Json::array({"id"}));
  EXPECT_EQ(properties["main"]["additionalProperties"], false);
  EXPECT_EQ(properties["parts"]["items"]["properties"]["efficiency"]["maximum"], 1.0);
  EXPECT_EQ(properties["notes"]["items"]["type"], "string");
  EXPECT_EQ(properties["steps_s"]["items"]["minimum"], 1.0);
  EXPECT_EQ(properties["wear_per_kwh"]["default"], 0.5);
  EXPECT_EQ(properties["wear_per_kwh"]["oneOf"][0]["minimum"], 0.0);
  EXPECT_EQ(properties["wear_per_kwh"]["oneOf"][1]["items"]["required"], Json::array({"id"}));
}

TEST(WriteReference, ListsEveryKey) {
  const std::string page = write_reference<Sample>("A sample");
  EXPECT_THAT(page, ::testing::StartsWith("# A sample\n"));
  for (const char* key :
       {"share_pct", "power_kw", "price_per_kwh", "on", "count", "name", "start", "mode", "load_kw",
        "reserve_kwh", "spare", "main", "parts", "notes", "step_s", "steps_s"}) {
    EXPECT_THAT(page, HasSubstr("| `" + std::string{key} + "` |"));
  }
  EXPECT_THAT(page, HasSubstr("| `share_pct` | number | 0 to 100 | **required** |"));
  EXPECT_THAT(page, HasSubstr("| `power_kw` | number | > 0 | **required** | highest power |"));
  EXPECT_THAT(page, HasSubstr("| `price_per_kwh` | number |  | 0.25 | of a kWh |"));
  EXPECT_THAT(page, HasSubstr("| `reserve_kwh` | number | >= 0 | - | kept back |"));
  EXPECT_THAT(page, HasSubstr("| `mode` | hold / charge / export |  | hold |"));
  EXPECT_THAT(page,
              HasSubstr("| `wear_per_kwh` | number, or list of maps, see below | >= 0 | 0.5 |"));
  EXPECT_THAT(page, HasSubstr("\n## `wear_per_kwh[]`\n\nOf use.\n"));
  EXPECT_THAT(page, HasSubstr("\n## `main`\n\nThe main part.\n"));
  EXPECT_THAT(page, HasSubstr("\n## `parts[]`\n\nAll other parts.\n"));
  EXPECT_THAT(page, HasSubstr("| `efficiency` | number | > 0, <= 1 | 1 | of it |"));
}

}  // namespace
}  // namespace ohmstead::describe
