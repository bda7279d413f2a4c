#include <nlohmann/json.hpp>

#include "api_answer.hpp"
#include "ohmstead/base/result.hpp"
#include "targets.hpp"

namespace ohmstead::fuzz {
namespace {

constexpr double k_plan_limit_s = 0.02;

void expect_json(const app::ApiAnswer& answer) {
  base::expect(nlohmann::json::accept(answer.body), "an answer is JSON");
}

void ask_evcc(const std::string& text) {
  expect_json(app::answer_evcc(text, "request", k_plan_limit_s));
}

void ask_eos(const std::string& text) {
  expect_json(app::answer_eos(text, "request", std::nullopt, k_plan_limit_s));
}

std::string request_of_sample(const char* path) {
  const auto sample = nlohmann::json::parse(read_seed(path));
  return sample.contains("request") ? sample["request"].dump() : sample.dump();
}

}  // namespace

std::vector<Target> planner_targets() {
  return {{"evcc",
           ask_evcc,
           {request_of_sample("tests/peers/data/evcc/022-feed-in-cap-recovery.json")},
           1500},
          {"eos", ask_eos, {read_seed("tests/peers/data/eos/raw-optimize_input_1.json")}, 500}};
}

}  // namespace ohmstead::fuzz
