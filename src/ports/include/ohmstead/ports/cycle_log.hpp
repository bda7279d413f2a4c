// Where each cycle's case, plan and outlook are kept.
//
// Thread rule: any thread. Errors: unavailable (full disk, no permission).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ohmstead/base/result.hpp"
#include "ohmstead/home/outlook.hpp"
#include "ohmstead/home/plan.hpp"

namespace ohmstead::ports {

struct KeptPlan {
  base::Time made_at;
  std::string strategy;
  std::string status;
  std::optional<base::Money> cost = std::nullopt;  // as planned
};

class CycleLog {
 public:
  virtual ~CycleLog() = default;
  [[nodiscard]] virtual base::Result<void> save(base::Time made_at, const home::Case& home,
                                                const home::Plan& plan,
                                                const home::Outlook& outlook) = 0;
  // What people should know of it although it works: an older one was damaged and put aside.
  [[nodiscard]] virtual std::string concern() const { return {}; }
  // Forgets cycles made before `time`.
  [[nodiscard]] virtual base::Result<void> forget_before(base::Time time) = 0;
  // Newest first.
  [[nodiscard]] virtual base::Result<std::vector<KeptPlan>> list(std::size_t limit) = 0;
  // The plan made then, as JSON; not_found when there is none.
  [[nodiscard]] virtual base::Result<std::string> plan_made_at(base::Time made_at) = 0;
};

}  // namespace ohmstead::ports
