#include <fmt/format.h>

#include <algorithm>

#include "check_parts.hpp"
#include "device_checks.hpp"
#include "ohmstead/home/manual_wish.hpp"

namespace ohmstead::home {
namespace {

bool is_overlapping(const ManualBlock& one, const ManualBlock& other) {
  return one.start < other.end && other.start < one.end;
}

// The batteries, or else the one device, that a block is about.
std::string subject_of(const ManualBlock& block) {
  return block.kind == ManualKind::water_heating && block.device.empty() ? "water heaters"
                                                                         : block.device;
}

bool has_same_subject(const ManualBlock& one, const ManualBlock& other) {
  const std::string a = subject_of(one), b = subject_of(other);
  return a == b;
}

void check_device(const Case& home, const ManualBlock& block, const std::string& path,
                  Problems& problems) {
  if (block.device.empty()) {
    const bool needs_one = block.kind == ManualKind::on || block.kind == ManualKind::off;
    if (needs_one) problems.add(path, "on and off need a device");
    return;
  }
  const auto kinds = manual_kinds_of(home, block.device);
  if (kinds.empty()) {
    problems.add(join_path(path, "device"),
                 fmt::format("'{}' is no battery, car, heater or appliance", block.device));
  } else if (std::find(kinds.begin(), kinds.end(), block.kind) == kinds.end()) {
    problems.add(join_path(path, "kind"),
                 fmt::format("{} knows {}", block.device, list_names(kinds)));
  }
}

void check_target(const Case& home, const ManualBlock& block, const std::string& path,
                  Problems& problems) {
  if (!block.target_soc_pct) return;
  const std::string target = join_path(path, "target_soc_pct");
  const bool has_aim = block.kind == ManualKind::charge || block.kind == ManualKind::export_;
  const bool is_battery =
      block.device.empty() ||
      std::any_of(home.batteries.begin(), home.batteries.end(),
                  [&](const Battery& battery) { return battery.id == block.device; });
  if (!has_aim || !is_battery)
    problems.add(target, "only charge and export of batteries have a target");
  if (!(*block.target_soc_pct >= 0.0 && *block.target_soc_pct <= 100.0))
    problems.add(target, fmt::format("{} must be between 0 and 100", *block.target_soc_pct));
}

}  // namespace

void find_manual_problems(const Case& home, Problems& problems) {
  for (std::size_t i = 0; i < home.manual_blocks.size(); ++i) {
    const ManualBlock& block = home.manual_blocks[i];
    const std::string path = join_path("manual_blocks", i);
    if (block.end <= block.start) problems.add(join_path(path, "end"), "must be after start");
    check_device(home, block, path, problems);
    check_target(home, block, path, problems);
    for (std::size_t j = 0; j < i; ++j) {
      const ManualBlock& other = home.manual_blocks[j];
      if (!has_same_subject(block, other) || !is_overlapping(block, other)) continue;
      problems.add(path, fmt::format("overlaps {}", join_path("manual_blocks", j)));
      break;
    }
  }
}

}  // namespace ohmstead::home
