// The running program as evcc's optimizer, asked over HTTP as evcc asks and read as evcc reads:
// numbers in single precision, the answer thrown away unless its status is exactly "Optimal", the
// first step turned into what each device does. evcc itself comes from no package registry, so its
// recorded requests stand for it; those beside the project (../shared/cases) are skipped where they
// are absent.
#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <filesystem>

#include "serving.hpp"

namespace ohmstead::cli {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

const fs::path k_project{OHMSTEAD_SOURCE_DIR};

float to_float(const Json& number) { return static_cast<float>(number.get<double>()); }

// All numbers as a client of single precision sends them.
void round_to_float(Json& value) {
  if (value.is_number_float()) value = static_cast<double>(to_float(value));
  if (value.is_structured())
    for (Json& each : value) round_to_float(each);
}

std::vector<Json> requests_in(const fs::path& folder) {
  std::vector<Json> all;
  if (!fs::exists(folder)) return all;
  for (const auto& entry : fs::directory_iterator{folder}) {
    if (entry.path().extension() != ".json") continue;
    Json file = Json::parse(read_text(entry.path()), nullptr, false);
    if (!file.is_object()) continue;
    Json request = file.contains("request") ? file["request"] : file;
    if (!request.contains("time_series")) continue;
    round_to_float(request);
    all.push_back(std::move(request));
  }
  return all;
}

enum class Act { normal, hold, hold_charge, charge, discharge };

// Of a battery in the first step, by thresholds of 50 W.
template <class Number>
Act act_of(const Json& answer, std::size_t battery, double hours) {
  const auto first = [](const Json& list) { return static_cast<Number>(list[0].get<double>()); };
  const auto some = static_cast<Number>(50.0 * hours);
  const Json& flows = answer["batteries"][battery];
  const bool is_charging = first(flows["charging_power"]) > some;
  const bool is_giving = first(flows["discharging_power"]) > some;
  const bool buys = first(answer["grid_import"]) > 0, sells = first(answer["grid_export"]) > 0;
  if (is_charging) return buys ? Act::charge : Act::normal;
  if (is_giving) return sells ? Act::discharge : Act::normal;
  if (buys) return Act::hold;
  return sells ? Act::hold_charge : Act::normal;
}

// Where the proof takes longer than the service has time for, the answer says so, and evcc goes
// without; that is about the machine.
bool is_unproven(const Json& answer, std::chrono::duration<double> took) {
  constexpr std::chrono::seconds k_limit{30};
  return took >= k_limit && answer.value("status", "") == "Feasible";
}

void expect_readable(const Json& request, const std::string& text,
                     std::chrono::duration<double> took) {
  const std::size_t gap = text.find("\r\n\r\n");
  ASSERT_TRUE(text.starts_with("HTTP/1.1 200 ")) << text.substr(0, 300);
  EXPECT_NE(text.substr(0, gap).find("application/json"), std::string::npos);
  const Json answer = Json::parse(text.substr(gap + 4), nullptr, false);
  if (is_unproven(answer, took)) return;
  ASSERT_EQ(answer.value("status", ""), "Optimal") << answer.dump().substr(0, 300);
  const std::size_t steps = request["time_series"]["gt"].size();
  ASSERT_EQ(answer["batteries"].size(), request["batteries"].size());
  for (const char* key : {"grid_import", "grid_export", "flow_direction"})
    EXPECT_EQ(answer[key].size(), steps) << key;
  const double hours = request["time_series"]["dt"][0].get<double>() / 3600.0;
  for (std::size_t i = 0; i < answer["batteries"].size(); ++i) {
    const Json& battery = answer["batteries"][i];
    for (const char* key : {"charging_power", "discharging_power", "state_of_charge"}) {
      ASSERT_EQ(battery[key].size(), steps) << key;
      for (const Json& value : battery[key]) EXPECT_TRUE(std::isfinite(to_float(value)));
    }
    EXPECT_EQ(act_of<float>(answer, i, hours), act_of<double>(answer, i, hours)) << i;
    // A battery that is full or empty must look so.
    for (const char* edge : {"s_max", "s_min"}) {
      const float limit = to_float(request["batteries"][i][edge]);
      for (const Json& value : battery["state_of_charge"]) {
        const float soc = to_float(value);
        EXPECT_TRUE(soc == limit || std::abs(soc - limit) > 1e-3F) << edge << " " << value;
      }
    }
  }
}

void ask_all(const std::vector<Json>& requests) {
  const Serving service;
  ASSERT_TRUE(service.is_up());
  EXPECT_NE(service.ask("GET /optimize/health").find("200 OK"), std::string::npos);
  for (const Json& request : requests) {
    const auto asked_at = std::chrono::steady_clock::now();
    const std::string text =
        service.ask("POST /optimize/charge-schedule", request.dump(),
                    {"Content-Type: application/json", "Authorization: Bearer of-no-meaning"});
    expect_readable(request, text, std::chrono::steady_clock::now() - asked_at);
  }
}

TEST(LiveEvcc, ReadsOurAnswers) {
  const auto requests = requests_in(k_project / "tests/peers/data/evcc");
  ASSERT_FALSE(requests.empty());
  ask_all(requests);
}

TEST(LiveEvcc, ReadsAnswersToItsOwnCases) {
  const auto requests = requests_in(k_project.parent_path() / "shared/cases/evcc/cases");
  if (requests.empty()) GTEST_SKIP() << "evcc's recorded requests are not beside the project";
  ask_all(requests);
}

// A week of quarters, the first one nearly over, all optional parts absent or null.
TEST(LiveEvcc, ReadsTheAnswerForAWeek) {
  constexpr std::size_t k_steps = 672;
  Json series{{"dt", Json::array()},
              {"gt", Json::array()},
              {"ft", Json::array()},
              {"p_N", Json::array()},
              {"p_E", Json::array()}};
  for (std::size_t t = 0; t < k_steps; ++t) {
    const double hour = std::fmod(0.25 * static_cast<double>(t), 24.0);
    const double share = t == 0 ? 2.0 / 900.0 : 1.0;
    series["dt"].push_back(t == 0 ? 2 : 900);
    series["gt"].push_back(125.0 * share);
    series["ft"].push_back(share * std::max(0.0, 1000.0 * std::sin((hour - 6.0) * 0.2618)));
    series["p_N"].push_back(0.0002 + 0.0001 * std::sin(hour * 0.5236));
    series["p_E"].push_back(0.00008);
  }
  Json request{{"strategy", nullptr},
               {"grid", nullptr},
               {"eta_c", 0.9},
               {"eta_d", 0.9},
               {"time_series", std::move(series)}};
  request["batteries"] = Json::array({{{"s_min", 0},
                                       {"s_max", 40000},
                                       {"s_initial", 12000},
                                       {"c_min", 1380},
                                       {"c_max", 11000},
                                       {"d_max", 0},
                                       {"p_a", 0.00009},
                                       {"charge_from_grid", true},
                                       {"p_demand", Json::array()}},
                                      {{"s_min", 500},
                                       {"s_max", 10000},
                                       {"s_capacity", 10000},
                                       {"s_initial", 10500},
                                       {"c_min", 0},
                                       {"c_max", 5000},
                                       {"d_max", 5000},
                                       {"p_a", 0.00009},
                                       {"unknown", "is ignored"}}});
  round_to_float(request);
  ask_all({request});
}

}  // namespace
}  // namespace ohmstead::cli
