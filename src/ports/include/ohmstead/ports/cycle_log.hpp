// Where each cycle's case, plan and outlook are kept.
//
// Thread rule: all calls come from one thread. Errors: unavailable (full disk, no permission).
#pragma once

#include "ohmstead/base/result.hpp"
#include "ohmstead/home/outlook.hpp"
#include "ohmstead/home/plan.hpp"

namespace ohmstead::ports {

class CycleLog {
 public:
  virtual ~CycleLog() = default;
  [[nodiscard]] virtual base::Result<void> save(base::Time made_at, const home::Case& home,
                                                const home::Plan& plan,
                                                const home::Outlook& outlook) = 0;
};

}  // namespace ohmstead::ports
