#include "plan_cases.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "ohmstead/base/file.hpp"

namespace ohmstead::bench {
namespace {

namespace fs = std::filesystem;
using app::PeerFormat;

void add_folder(std::vector<PlanCase>& cases, const std::string& group, PeerFormat format,
                const fs::path& folder, const std::string& start) {
  if (!fs::exists(folder)) return;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator{folder}) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(start) && name.ends_with(".json")) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files)
    cases.push_back({group, file.stem().string(), format, file, "", app::Family::a});
}

}  // namespace

std::vector<PlanCase> find_plan_cases() {
  const fs::path project{OHMSTEAD_SOURCE_DIR};
  const fs::path peers = project.parent_path() / "shared/cases";  // may be absent
  std::vector<PlanCase> cases;
  for (std::size_t i = 0; i < app::k_family_names.size(); ++i) {
    for (int number = 1; number <= 10; ++number) {
      const std::string name = fmt::format("home-{}", number);
      cases.push_back({fmt::format("family {}", app::k_family_names[i]), name, PeerFormat::family,
                       project / "tests/data/families" / (name + ".json"), "",
                       static_cast<app::Family>(i)});
    }
  }
  const fs::path data = project / "tests/peers/data";
  add_folder(cases, "emhass", PeerFormat::emhass, data / "emhass", "emhass_summer");
  add_folder(cases, "eos", PeerFormat::eos, data / "eos", "eos-case");
  const fs::path evcc = fs::exists(peers) ? peers / "evcc/cases" : data / "evcc";
  add_folder(cases, "evcc", PeerFormat::evcc, evcc, "");
  add_folder(cases, "evcc stress", PeerFormat::evcc, peers / "evcc/stress", "");
  add_folder(cases, "haeo", PeerFormat::haeo, peers / "haeo/scenarios", "scenario");
  const fs::path epl = peers / "epl/cases.json";
  for (const char* part :
       {"readme-battery", "battery-price-1", "battery-carbon-1", "synthetic-battery-168h"}) {
    if (fs::exists(epl)) cases.push_back({"epl", part, PeerFormat::epl, epl, part, app::Family::a});
  }
  return cases;
}

base::Result<home::Case> read_plan_case(const PlanCase& each) {
  const auto text = base::read_file(each.file);
  if (!text) return tl::unexpected{text.error()};
  auto imported = app::import_case(each.format, *text, each.file.string(), each.part, each.family);
  if (!imported) return tl::unexpected{imported.error()};
  return std::move(imported->home);
}

}  // namespace ohmstead::bench
