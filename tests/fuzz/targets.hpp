// Readers of what comes from outside, each fed with any bytes: none may crash, hang, throw, or
// accept what it must not. A Target is called by a small driver in every build (fuzz_test.cpp) and
// by libFuzzer in the preset "fuzz" (libfuzzer_main.cpp).
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace ohmstead::fuzz {

struct Target {
  std::string_view name;
  // Throws std::logic_error, through base::expect(), where a promise is broken.
  std::function<void(const std::string&)> run;
  std::vector<std::string> seeds;
  int rounds = 20000;  // of the driver; fewer where one takes long
};

[[nodiscard]] std::vector<Target> network_targets();       // requests, addresses, times
[[nodiscard]] std::vector<Target> document_targets();      // site files, cases, plans
[[nodiscard]] std::vector<Target> service_targets();       // bodies of all routes
[[nodiscard]] std::vector<Target> planner_targets();       // requests of other planners
[[nodiscard]] std::vector<Target> source_targets();        // answers of services
[[nodiscard]] std::vector<Target> register_targets();      // registers of Modbus devices
[[nodiscard]] std::vector<Target> broker_targets();        // topics, and gateways behind them
[[nodiscard]] std::vector<Target> hub_targets();           // what other homes' programs say
[[nodiscard]] std::vector<Target> charge_point_targets();  // messages of OCPP
[[nodiscard]] std::vector<Target> all_targets();

// A file of the project, as a seed.
[[nodiscard]] std::string read_seed(std::string_view path);

}  // namespace ohmstead::fuzz
