#include <unistd.h>

#include <filesystem>

#include "ohmstead/api/access_file.hpp"
#include "ohmstead/base/private_file.hpp"
#include "ohmstead/home/case.hpp"
#include "ohmstead/home/plan.hpp"
#include "ohmstead/home/site.hpp"
#include "targets.hpp"

namespace ohmstead::fuzz {
namespace {

void read_site(const std::string& text) {
  const auto site = home::read_site(text, "site.yaml");
  if (!site) base::expect(!site.error().message.empty(), "a refusal says why");
}

// What was read and written reads back.
void read_case(const std::string& text) {
  const auto home = home::read_case(text, "case.json");
  if (!home) return base::expect(!home.error().message.empty(), "a refusal says why");
  const std::string written = home::write_case(*home);
  const auto again = home::read_case(written, "case.json");
  base::expect(again && home::write_case(*again) == written, "a case reads back");
}

void read_plan(const std::string& text) {
  const auto plan = home::read_plan(text, "plan.json");
  if (!plan) return;
  const std::string written = home::write_plan(*plan);
  const auto again = home::read_plan(written, "plan.json");
  base::expect(again && home::write_plan(*again) == written, "a plan reads back");
}

void read_access(const std::string& text) {
  static const std::string k_path = (std::filesystem::temp_directory_path() /
                                     ("ohmstead_fuzz_" + std::to_string(::getpid()) + ".yaml"))
                                        .string();
  base::expect(base::write_private_file(k_path, text).has_value(), "a file can be written");
  auto access = api::read_access_file(k_path);
  if (access) {
    base::expect(api::write_access_file(k_path, *access).has_value(), "a file can be written");
    const auto again = api::read_access_file(k_path);
    base::expect(again && again->tokens.size() == access->tokens.size(), "tokens read back");
  }
  std::filesystem::remove(k_path);
}

}  // namespace

std::vector<Target> document_targets() {
  const std::string plan =
      R"({"schema":"ohmstead.plan/1","case":"a","status":"optimal","slots":[]})";
  return {{"site",
           read_site,
           {read_seed("examples/minimal/site.yaml"), read_seed("examples/french-home/site.yaml")},
           2000},
          {"case",
           read_case,
           {read_seed("tests/cli/good/cars.json"), read_seed("tests/cli/good/grid.json")},
           3000},
          {"plan", read_plan, {plan}},
          {"access_file",
           read_access,
           {"password: \"\"\nplanner_routes: everyone\ntokens:\n  - name: a\n    scope: read\n"
            "    sha256: 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n"},
           200}};
}

}  // namespace ohmstead::fuzz
