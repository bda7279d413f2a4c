// The homes of the families and of other planners, as far as they are at hand.
//
// Thread rule: pure functions.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "ohmstead/app/import_case.hpp"
#include "ohmstead/home/case.hpp"

namespace ohmstead::bench {

struct PlanCase {
  std::string group, name;
  app::PeerFormat format = app::PeerFormat::family;
  std::filesystem::path file;
  std::string part;  // of a file with several
  app::Family family = app::Family::a;
};

[[nodiscard]] std::vector<PlanCase> find_plan_cases();
[[nodiscard]] base::Result<home::Case> read_plan_case(const PlanCase& each);

}  // namespace ohmstead::bench
