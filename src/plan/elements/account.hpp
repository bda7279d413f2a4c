// Where elements book what their devices cost. Used by the evaluator and by searches that need the
// same money. Units: money; the amounts of violations say theirs. Thread rule: one thread.
#pragma once

#include <string>
#include <vector>

#include "ohmstead/home/bill.hpp"
#include "ohmstead/home/case.hpp"

namespace ohmstead::plan {

class Account {
 public:
  explicit Account(const home::Case& home) : home_{&home} {}

  void add_comfort(double money) { comfort_ += money; }
  void add_wear(double money) { wear_ += money; }
  // Steers the plan and is nobody's money.
  void add_weight(double money) { weights_ += money; }
  // A wish or a bound that gave way in `slot`, by `amount` of `unit`. Rounding is not a violation.
  void add_missed(std::size_t slot, const std::string& what, double amount, const char* unit,
                  double money) {
    if (amount <= k_smallest_violation) return;
    missed_ += money;
    violations_.push_back({home_->slots.start(slot), what, amount, unit, home::Money{money}});
  }
  // Worth of what is stored at the end less that at the start.
  void add_stored_change(double money) { stored_change_ += money; }

  // All of it, lower is better.
  [[nodiscard]] double total() const {
    return comfort_ + wear_ + weights_ + missed_ - stored_change_;
  }
  void add_to(home::Bill& bill) const {
    bill.money.comfort += home::Money{comfort_};
    bill.money.wear += home::Money{wear_};
    bill.money.weights += home::Money{weights_};
    bill.money.missed += home::Money{missed_};
    bill.money.stored_value_change += home::Money{stored_change_};
    bill.violations.insert(bill.violations.end(), violations_.begin(), violations_.end());
  }

 private:
  static constexpr double k_smallest_violation = 1e-7;

  const home::Case* home_;
  double comfort_ = 0.0;
  double wear_ = 0.0;
  double weights_ = 0.0;
  double missed_ = 0.0;
  double stored_change_ = 0.0;
  std::vector<home::Violation> violations_;
};

}  // namespace ohmstead::plan
