// What `check` says of a site file that promises more than its devices can be told.
#include <gtest/gtest.h>

#include "run_program.hpp"

namespace ohmstead::cli {
namespace {

TEST(CheckCommand, TellsWhatTheSiteFilePromisesBeyondItsDrivers) {
  const ScratchFolder scratch;
  scratch.write("home.yaml", R"(name: Home
timezone: Europe/Berlin
tariff: {import: {fixed_per_kwh: 0.3}}
batteries: [{id: battery, capacity_kwh: 10, charge_kw: 5}]
connections:
  - id: gateway
    kind: http
    url: http://127.0.0.1:9
    readings: [{of: battery, value: soc, at: /s, pointer: /soc, unit: percent}]
    commands:
      - device: battery
        most_kw: 2
        verbs:
          - {verb: self_use, writes: [{to: PUT /mode, text: auto}]}
          - {verb: charge, writes: [{to: PUT /watts, text: "{x * 1000}"}]}
)");
  const Outcome outcome = run_program({"check", "--site", "home.yaml"}, {.folder = scratch.path()});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_NE(outcome.out.find("note: battery: it can be told to charge with 2 kW at most, the site "
                             "file says 5\n"
                             "note: battery: it cannot be told to export: no plan sells what it "
                             "holds\n"),
            std::string::npos)
      << outcome.out;
}

}  // namespace
}  // namespace ohmstead::cli
