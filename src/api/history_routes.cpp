#include "history_routes.hpp"

#include <fmt/format.h>

#include "answers.hpp"
#include "ohmstead/engine/past.hpp"

namespace ohmstead::api {
namespace {

constexpr base::Seconds k_history{24 * 3600};  // shown when nothing else is asked for

}  // namespace

base::Result<HistoryWish> read_history_wish(const net::HttpRequest& request, base::Time now) {
  HistoryWish wish{now - k_history, now};
  std::string problems;
  const auto read = [&](const char* key, base::Time& time) {
    const auto found = request.query.find(key);
    if (found == request.query.end()) return;
    const auto value = base::parse_time(found->second);
    if (value)
      time = *value;
    else
      problems += fmt::format("{}{}: '{}' is no time such as 2024-06-24T10:00:00Z",
                              problems.empty() ? "" : "\n", key, found->second);
  };
  read("from", wish.from);
  read("to", wish.to);
  if (problems.empty() && wish.to < wish.from)
    problems = fmt::format("from: {} is later than to: {}", base::format_time(wish.from),
                           base::format_time(wish.to));
  if (!problems.empty()) return base::fail(base::ErrorKind::invalid_input, problems);
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
