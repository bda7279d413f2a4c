// What became of the plan by device: /api/v1/history/accounts.
//
// Thread rule: pure functions.
#pragma once

#include "history_routes.hpp"
#include "ohmstead/base/zone.hpp"

namespace ohmstead::api {

enum class AccountsBy { total, day, slot };
constexpr auto names_of(AccountsBy) {
  return std::array<std::string_view, 3>{"total", "day", "slot"};
}

// `total` when nothing is named.
[[nodiscard]] AccountsBy read_accounts_by(const net::HttpRequest& request);

// Of slots that end after `wish.from` and begin before `wish.to`, at most a page of history.
[[nodiscard]] std::string answer_accounts(const std::vector<engine::MeasuredSlot>& slots,
                                          const HistoryWish& wish, AccountsBy by,
                                          const base::Zone& zone);

// `zone` must outlive it.
[[nodiscard]] HistoryBody accounts_body(const HistoryWish& wish, AccountsBy by,
                                        const base::Zone& zone);

}  // namespace ohmstead::api
