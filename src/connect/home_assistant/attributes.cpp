#include "home_assistant/attributes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "parts/local_times.hpp"

namespace ohmstead::connect {
namespace {

using base::Seconds;
using base::Time;
using describe::join_path;
using describe::Node;
using describe::NodeKind;

constexpr std::array<std::string_view, 7> k_start_keys{
    "start", "start_time", "period_start", "time", "date", "datetime", "from"};
constexpr std::array<std::string_view, 5> k_end_keys{"end", "end_time", "period_end", "till", "to"};
constexpr Seconds k_longest_step = std::chrono::hours{1};

template <class Keys>
const Node* find_any(const Node& row, const Keys& keys) {
  for (const std::string_view key : keys) {
    if (has_value(row, key)) return row.find(key);
  }
  return nullptr;
}

// EMHASS names the value as the entity; there is just one besides the time.
const Node* find_other(const Node& row, const Node* time) {
  const Node* other = nullptr;
  for (const describe::Member& member : row.members) {
    if (&member.value == time) continue;
    if (other != nullptr) return nullptr;
    other = &member.value;
  }
  return other;
}

// Some write the first second of an interval.
Time without_first_second(Time time) {
  return time.time_since_epoch() % std::chrono::minutes{1} == Seconds{1} ? time - Seconds{1} : time;
}

std::optional<Time> read_time(Reading& in, const std::string& text, const std::string& path,
                              LocalTimes& times) {
  const auto read = times.next(text);
  if (read.verdict == LocalTimes::Verdict::bad) in.problems.add(path, "has no time that is one");
  if (read.verdict != LocalTimes::Verdict::time) return std::nullopt;
  return without_first_second(read.time);
}

// Steps may change from five minutes to half an hour on the way: a row lasts until the next, up to
// an hour; the last one as long as the one before.
void end_rows(std::vector<EntityRow>& rows) {
  std::stable_sort(rows.begin(), rows.end(),
                   [](const EntityRow& a, const EntityRow& b) { return a.from < b.from; });
  Seconds step = k_longest_step;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i + 1 < rows.size() && rows[i + 1].from > rows[i].from)
      step = std::min(k_longest_step, rows[i + 1].from - rows[i].from);
    if (rows[i].to == rows[i].from) rows[i].to = rows[i].from + step;
  }
}

}  // namespace

net::WebRequest ask_entity(const std::string& address, const std::string& entity,
                           const std::string& token) {
  return {.url = fmt::format("{}/api/states/{}", address, net::encode_url_part(entity)),
          .headers = {{"Authorization", "Bearer " + token}, {"Accept", "application/json"}}};
}

const Node* find_attributes(Reading& in, const Node& root) {
  const std::string state = in.text(root, "", "state");
  if (state == "unavailable") in.problems.add("state", "the entity is unavailable");
  const Node* attributes = in.map(root, "", "attributes");
  return in.problems.is_empty() ? attributes : nullptr;
}

std::vector<EntityRow> read_rows(Reading& in, const Node& attributes, std::string_view name,
                                 const std::vector<std::string_view>& value_keys,
                                 const base::Zone& zone) {
  std::vector<EntityRow> rows;
  const Node* list = attributes.find(name);
  if (list == nullptr) return rows;
  const std::string path = join_path("attributes", name);
  LocalTimes starts{zone};
  if (list->kind == NodeKind::map) {
    for (const describe::Member& member : list->members) {
      const std::string at = join_path(path, member.key);
      if (const auto from = read_time(in, member.key, at, starts))
        rows.push_back({*from, *from, &member.value, nullptr, at});
    }
    end_rows(rows);
    return rows;
  }
  if (list->kind != NodeKind::list) in.problems.add(path, "expected a list");
  LocalTimes ends{zone};
  for (std::size_t i = 0; i < list->items.size(); ++i) {
    const Node& item = list->items[i];
    const std::string at = join_path(path, i);
    const Node* start = find_any(item, k_start_keys);
    const Node* end = find_any(item, k_end_keys);
    const Node* value = find_any(item, value_keys);
    if (value == nullptr && start != nullptr) value = find_other(item, start);
    if (start == nullptr || value == nullptr) {
      in.problems.add(at, start == nullptr ? "has no time" : "has no value that is known");
      continue;
    }
    const auto from = read_time(in, start->text, at, starts);
    const auto to = end == nullptr ? from : read_time(in, end->text, at, ends);
    if (from && to) rows.push_back({*from, *to, value, &item, at});
  }
  end_rows(rows);
  return rows;
}

}  // namespace ohmstead::connect
