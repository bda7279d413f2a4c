#include "replay_routes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "ohmstead/describe/node.hpp"

namespace ohmstead::api {
namespace {

using Json = nlohmann::ordered_json;
using base::Result;

constexpr std::chrono::days k_longest{366};

class Reader {
 public:
  Reader(const base::Zone& zone, const Json& body) : zone_{&zone}, body_{&body} {}

  ReplayWish read() {
    for (const auto& [key, ignored] : body_->items()) {
      if (key != "from" && key != "to" && key != "strategies")
        problems_.push_back(fmt::format("{}: unknown; there are from, to and strategies", key));
    }
    ReplayWish wish;
    const bool has_from = read_time("from", false, wish.from);
    const bool has_to = read_time("to", true, wish.to);
    read_strategies(wish);
    if (has_from && has_to && wish.from >= wish.to) problems_.emplace_back("to: is before from");
    if (has_from && has_to && wish.to - wish.from > k_longest + std::chrono::hours{1})
      problems_.push_back(fmt::format("to: at most {} days after from", k_longest.count()));
    return wish;
  }
  [[nodiscard]] const std::vector<std::string>& problems() const { return problems_; }

 private:
  bool read_time(const char* key, bool is_end, base::Time& time) {
    const auto found = body_->find(key);
    const std::string text =
        found != body_->end() && found->is_string() ? found->get<std::string>() : std::string{};
    if (const auto date = base::parse_date(text)) {
      time = zone_->day_start(is_end ? base::next_day(*date) : *date);
      return true;
    }
    if (const auto given = base::parse_time(text)) {
      time = *given;
      return true;
    }
    problems_.push_back(fmt::format(
        "{}: '{}' is neither a date such as 2024-06-24 nor a time such as 2024-06-24T10:00:00Z",
        key, text));
    return false;
  }

  void read_strategies(ReplayWish& wish) {
    const auto found = body_->find("strategies");
    if (found == body_->end()) {
      wish.strategies = {"optimal", "self_use", "no_battery"};
      return;
    }
    if (!found->is_array() || found->empty()) {
      problems_.push_back(
          fmt::format("strategies: a list with some of {}", fmt::join(k_replay_strategies, ", ")));
      return;
    }
    for (const Json& each : *found) {
      const std::string name = each.is_string() ? each.get<std::string>() : each.dump();
      if (std::find(k_replay_strategies.begin(), k_replay_strategies.end(), name) ==
          k_replay_strategies.end())
        problems_.push_back(fmt::format("strategies: '{}' is not one of {}", name.substr(0, 40),
                                        fmt::join(k_replay_strategies, ", ")));
      else if (std::find(wish.strategies.begin(), wish.strategies.end(), name) !=
               wish.strategies.end())
        problems_.push_back(fmt::format("strategies: '{}' stands there twice", name));
      else
        wish.strategies.push_back(name);
      if (problems_.size() > k_replay_strategies.size()) return;
    }
  }

  const base::Zone* zone_;
  const Json* body_;
  std::vector<std::string> problems_;
};

int status_of(base::ErrorKind kind) {
  using enum base::ErrorKind;
  if (kind == invalid_input || kind == not_found) return 422;
  return kind == cancelled || kind == unavailable || kind == timed_out ? 503 : 500;
}

}  // namespace

Result<ReplayWish> read_replay_wish(const base::Zone& zone, const std::string& text) {
  if (const auto readable = describe::parse_json(text, "body"); !readable)
    return tl::unexpected{readable.error()};
  const Json body = Json::parse(text, nullptr, false);
  if (!body.is_object())
    return base::fail(base::ErrorKind::invalid_input, "the body must be a JSON object");
  Reader reader{zone, body};
  ReplayWish wish = reader.read();
  if (!reader.problems().empty())
    return base::fail(base::ErrorKind::invalid_input,
                      fmt::format("{}", fmt::join(reader.problems(), "\n")));
  return wish;
}

net::HttpResponse answer_replay(const Service& service, const ReplayWish& wish,
                                const std::stop_token& stop) {
  auto table = service.replay(wish, stop);
  if (!table) return net::problem(status_of(table.error().kind), table.error().message);
  return {.body = std::move(*table)};
}

}  // namespace ohmstead::api
