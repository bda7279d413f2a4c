#include "api_answer.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "eos_case.hpp"
#include "evcc_case.hpp"
#include "ohmstead/plan/planner.hpp"

namespace ohmstead::app {
namespace {

home::Plan make_plan(const home::Case& home, double time_limit_s) {
  return plan::Planner{}.make_plan(home, {.time_limit_s = time_limit_s, .is_explained = false});
}

ApiAnswer refuse_evcc(const EvccProblems& problems) {
  return {write_evcc_problems(problems), {}, problems.to_text()};
}

// As web frameworks say it: `detail` has a text per problem, without the name of the request.
ApiAnswer refuse_eos(const std::string& message, const std::string& name) {
  nlohmann::ordered_json body;
  body["detail"] = nlohmann::ordered_json::array();
  for (std::size_t at = 0; at <= message.size();) {
    const std::size_t end = std::min(message.find('\n', at), message.size());
    std::string line = message.substr(at, end - at);
    if (line.starts_with(name + ':')) line.erase(0, name.size() + 1);
    if (line.starts_with(' ')) line.erase(0, 1);
    body["detail"].push_back(std::move(line));
    at = end + 1;
  }
  return {body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), {}, message};
}

}  // namespace

ApiAnswer answer_evcc(const std::string& text, const std::string& name, double time_limit_s) {
  const auto tree = describe::parse_json(text, name);
  if (!tree)
    return refuse_evcc({fmt::format("The request is not JSON: {}", tree.error().message), {}});
  EvccRequest request;
  if (const EvccProblems problems = read_evcc_request(*tree, request); !problems.is_empty())
    return refuse_evcc(problems);
  const EvccCase made = make_evcc_case(request);
  if (const auto checked = home::check_case(made.home, name); !checked)
    return refuse_evcc({checked.error().message, {}});
  return {write_evcc_answer(request, made, make_plan(made.home, time_limit_s)), made.notes, {}};
}

ApiAnswer answer_eos(const std::string& text, const std::string& name,
                     std::optional<std::int64_t> start_hour, double time_limit_s) {
  const auto tree = describe::parse_json(text, name);
  if (!tree) return refuse_eos(tree.error().message, name);
  const auto request = read_eos_request(*tree, name, start_hour);
  if (!request) return refuse_eos(request.error().message, name);
  const home::Case home = make_eos_case(*request, EosCarLosses::billed);
  if (const auto checked = home::check_case(home, name); !checked)
    return refuse_eos(checked.error().message, name);
  ApiAnswer answer{write_eos_answer(*request, make_plan(home, time_limit_s)), {}, {}};
  if (is_eos_body(*tree) && !start_hour) answer.notes.emplace_back(k_no_start_hour_note);
  return answer;
}

}  // namespace ohmstead::app
