#include "history_routes.hpp"

#include <fmt/format.h>

#include "answers.hpp"
#include "ohmstead/engine/past.hpp"
#include "query.hpp"

namespace ohmstead::api {
namespace {

constexpr base::Seconds k_history{24 * 3600};  // shown when nothing else is asked for

}  // namespace

base::Result<HistoryWish> read_history_wish(const net::HttpRequest& request, base::Time now) {
  const HistoryWish wish{time_in(request.query, "from").value_or(now - k_history),
                         time_in(request.query, "to").value_or(now)};
  if (wish.to < wish.from)
    return base::fail(base::ErrorKind::invalid_input,
                      fmt::format("from: {} is later than to: {}", base::format_time(wish.from),
                                  base::format_time(wish.to)));
  return wish;
}

bool reaches_back(const HistoryWish& wish, const engine::Snapshot& now) {
  return now.measured.empty() || wish.from < now.measured.front().start;
}

HistoryBody history_body(const HistoryWish& wish) {
  return [wish](const std::vector<engine::MeasuredSlot>& slots) {
    return answer_history(slots, wish.from, wish.to);
  };
}

net::HttpResponse answer_remembered(ports::Memory& memory, const HistoryWish& wish,
                                    const HistoryBody& body) {
  // One more than a page tells that there is more.
  const auto slots = engine::remembered_slots(memory, wish.from, wish.to, k_history_page + 1);
  if (!slots) return net::problem(503, slots.error().message);
  return {.body = body(*slots)};
}

}  // namespace ohmstead::api
