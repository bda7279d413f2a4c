// What was measured: from the snapshot, or from further back by a worker.
//
// Thread rule: pure functions; answer_remembered() waits for the database.
#pragma once

#include "ohmstead/api/api.hpp"

namespace ohmstead::api {

struct HistoryWish {
  base::Time from, to;
};

// The last 24 hours when nothing is named. All problems at once.
[[nodiscard]] base::Result<HistoryWish> read_history_wish(const net::HttpRequest& request,
                                                          base::Time now);
// Whether slots of it may be older than those of the snapshot.
[[nodiscard]] bool reaches_back(const HistoryWish& wish, const engine::Snapshot& now);
[[nodiscard]] net::HttpResponse answer_remembered(ports::Memory& memory, const HistoryWish& wish);

}  // namespace ohmstead::api
