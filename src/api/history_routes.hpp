// What was measured: from the snapshot, or from further back by a worker.
//
// Thread rule: pure functions; answer_remembered() waits for the database.
#pragma once

#include <functional>

#include "ohmstead/api/api.hpp"

namespace ohmstead::api {

struct HistoryWish {
  base::Time from, to;
};

using HistoryBody = std::function<std::string(const std::vector<engine::MeasuredSlot>&)>;
[[nodiscard]] HistoryBody history_body(const HistoryWish& wish);

// The last 24 hours when nothing is named. invalid_input: it ends before it begins.
[[nodiscard]] base::Result<HistoryWish> read_history_wish(const net::HttpRequest& request,
                                                          base::Time now);
// Whether slots of it may be older than those of the snapshot.
[[nodiscard]] bool reaches_back(const HistoryWish& wish, const engine::Snapshot& now);
[[nodiscard]] net::HttpResponse answer_remembered(ports::Memory& memory, const HistoryWish& wish,
                                                  const HistoryBody& body);

}  // namespace ohmstead::api
