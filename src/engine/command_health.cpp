#include "command_health.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace ohmstead::engine {

std::pair<Health, std::string> command_health(const base::Result<void>& done,
                                              const std::vector<std::string>& faults, Stage stage,
                                              bool is_answered) {
  if (!done) return {Health::failed, done.error().message};
  if (!faults.empty()) return {Health::degraded, fmt::format("{}", fmt::join(faults, "; "))};
  if (!is_answered)
    return {Health::degraded, "no device answers: orders reach them when they are back"};
  return {Health::ok,
          stage == Stage::partial ? "accepted; partial: batteries alone are told" : "accepted"};
}

}  // namespace ohmstead::engine
