// From what the strategies did to what it cost: bills by month and in total, and how they compare.
// Thread rule: pure functions.
//
//   Result<Accounts> accounts = make_accounts(contender.home(), contender.ledger(), months, count);
//   compare(accounts->total, baselines);
#pragma once

#include <vector>

#include "ledger.hpp"
#include "measured_period.hpp"
#include "ohmstead/simulate/backtest.hpp"

namespace ohmstead::simulate {

struct Accounts {
  std::vector<Account> months;
  Account total;
  std::size_t violations = 0;
};

// Bills the first `count` slots of the ledger; `home` is the case they were run on. Fails with
// internal when the evaluator finds that what was done contradicts itself.
[[nodiscard]] base::Result<Accounts> make_accounts(const home::Case& home, const Ledger& ledger,
                                                   const std::vector<MonthRange>& months,
                                                   std::size_t count);

// The same stretch of time by the strategies to compare with; `bound` may be absent.
struct Yardsticks {
  const Account* self_use = nullptr;
  const Account* no_battery = nullptr;
  const Account* bound = nullptr;
};
void compare(Account& account, const Yardsticks& yardsticks);

}  // namespace ohmstead::simulate
