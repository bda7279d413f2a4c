// A bad day as a file: what goes wrong when, what people ask for, what must hold afterwards.
//
// Times count in minutes from `from`. Beside what a file expects, every scenario must pass no
// limit, leave no device stuck, not switch to and fro, and book all energy that was bought. Thread
// rule: plain values, pure functions.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "drill_fault.hpp"
#include "loaded_site.hpp"
#include "ohmstead/home/manual_block.hpp"

namespace ohmstead::drill {

struct ScenarioFault {
  FaultKind kind = FaultKind::gone;
  double after_min = 0.0;
  double lasts_min = 0.0;
};

// Set by hand.
struct ScenarioOrder {
  double after_min = 0.0;
  home::ManualKind kind = home::ManualKind::charge;
  std::string device = "home";
  double minutes = 90.0;
};

// as_wanted: what is wanted of it now. as_told: what it was told last. Else that verb.
enum class Doing {
  as_wanted,
  as_told,
  self_use,
  hold,
  charge,
  discharge,
  export_,
  automatic,
  off,
  on
};
constexpr auto names_of(Doing) {
  return std::array<std::string_view, 10>{"as_wanted", "as_told", "self_use",  "hold", "charge",
                                          "discharge", "export",  "automatic", "off",  "on"};
}

// Of every moment from `after_min` until `until_min`, or the end.
struct Expectation {
  double after_min = 0.0;
  std::optional<double> until_min;
  std::string device;  // empty: of none
  Doing does = Doing::as_wanted;
  std::string health;  // what health says, a part of it; "fine": that all is well
};

struct Scenario {
  std::string title;
  std::string site = "site.yaml";  // of examples/french-home
  base::Time from;
  double hours = 6.0;
  double capacity_kwh = 40.0;  // of the battery, which is half full: not filled in the middle of it
  std::vector<ScenarioFault> faults;
  std::vector<ScenarioOrder> orders;
  std::vector<Expectation> expect;
  std::int64_t most_changes_an_hour = 6;
  std::int64_t most_writes = 60;
  double lost_kwh = 0.05;  // bought and not booked, at most
};

[[nodiscard]] base::Result<Scenario> read_scenario(const std::string& text,
                                                   const std::string& file);

// What did not hold, a sentence each; empty: all did.
[[nodiscard]] std::vector<std::string> run_scenario(const Scenario& scenario,
                                                    const app::LoadedSite& home);

}  // namespace ohmstead::drill
