#include <fmt/format.h>

#include "check_parts.hpp"
#include "device_checks.hpp"

namespace ohmstead::home {
namespace {

bool is_for_batteries(const ManualBlock& block) { return block.kind != ManualKind::water_heating; }

bool is_overlapping(const ManualBlock& one, const ManualBlock& other) {
  return one.start < other.end && other.start < one.end;
}

}  // namespace

void find_manual_problems(const Case& home, Problems& problems) {
  for (std::size_t i = 0; i < home.manual_blocks.size(); ++i) {
    const ManualBlock& block = home.manual_blocks[i];
    const std::string path = join_path("manual_blocks", i);
    if (block.end <= block.start) problems.add(join_path(path, "end"), "must be after start");
    const bool has_aim = block.kind == ManualKind::charge || block.kind == ManualKind::export_;
    const std::string target = join_path(path, "target_soc_pct");
    if (block.target_soc_pct && !has_aim)
      problems.add(target, "only charge and export have a target");
    if (block.target_soc_pct && !(*block.target_soc_pct >= 0.0 && *block.target_soc_pct <= 100.0))
      problems.add(target, fmt::format("{} must be between 0 and 100", *block.target_soc_pct));
    if (!is_for_batteries(block)) continue;
    for (std::size_t j = 0; j < i; ++j) {
      const ManualBlock& other = home.manual_blocks[j];
      if (!is_for_batteries(other) || !is_overlapping(block, other)) continue;
      problems.add(path, fmt::format("overlaps {}", join_path("manual_blocks", j)));
      break;
    }
  }
}

}  // namespace ohmstead::home
