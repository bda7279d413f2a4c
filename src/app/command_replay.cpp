#include <fmt/format.h>

#include "commands.hpp"
#include "ohmstead/describe/node.hpp"
#include "output.hpp"
#include "plan_store.hpp"

namespace ohmstead::app {
namespace {

using base::ErrorKind;
using base::fail;
using base::Result;

// What the command that made the plan put in front of the planner's own notes.
Result<std::vector<std::string>> read_outlook_notes(const store::Store& store, store::PlanId id) {
  std::vector<std::string> notes;
  const auto outlook = store.read_outlook_of_plan(id);
  if (!outlook) return tl::unexpected{outlook.error()};
  if (!*outlook) return notes;
  const auto tree = describe::parse_json(**outlook, store.path());
  if (!tree) return tl::unexpected{tree.error()};
  if (const describe::Node* list = tree->find("notes")) {
    for (const describe::Node& note : list->items) notes.push_back(note.text);
  }
  return notes;
}

std::optional<plan::Strategy> find_strategy(const std::string& name) {
  for (std::size_t i = 0; i < plan::k_strategy_names.size(); ++i) {
    if (plan::k_strategy_names[i] == name) return static_cast<plan::Strategy>(i);
  }
  return std::nullopt;
}

// The plan as a text, without the one number that the machine's mood decides.
std::string comparable(home::Plan plan) {
  plan.solve_ms = 0.0;
  return home::write_plan(plan);
}

home::Plan make_again(const home::Case& home, const home::Plan& stored, plan::Strategy strategy,
                      const std::vector<std::string>& notes) {
  home::Plan plan;
  // A plan that the linear engine made where the value function would do was asked for it.
  for (const plan::Engine engine : {plan::Engine::automatic, plan::Engine::linear}) {
    plan::PlanOptions options;
    options.strategy = strategy;
    options.engine = engine;
    options.language = stored.language;
    plan = plan::Planner{}.make_plan(home, options);
    if (plan.solver == stored.solver) break;
  }
  plan.notes.insert(plan.notes.begin(), notes.begin(), notes.end());
  return plan;
}

std::size_t first_difference(const std::string& a, const std::string& b) {
  std::size_t at = 0;
  while (at < a.size() && at < b.size() && a[at] == b[at]) ++at;
  return at;
}

std::string excerpt(const std::string& text, std::size_t at) {
  const std::size_t from = at < 30 ? 0 : at - 30;
  return text.substr(from, 80);
}

}  // namespace

Result<void> command_replay(const ReplayRequest& request) {
  const auto path = request.database.empty() ? default_database("ohmstead.db")
                                             : Result<std::filesystem::path>{request.database};
  if (!path) return tl::unexpected{path.error()};
  const auto store = store::Store::open(*path, {.can_create = false});
  if (!store) return tl::unexpected{store.error()};
  const auto stored = store->read_plan(request.plan_id);
  if (!stored) return tl::unexpected{stored.error()};
  const auto case_json = store->read_case_of_plan(request.plan_id);
  if (!case_json) return tl::unexpected{case_json.error()};
  const auto notes = read_outlook_notes(*store, request.plan_id);
  if (!notes) return tl::unexpected{notes.error()};
  const std::string place = fmt::format("{}: plan {}", store->path(), request.plan_id);
  const auto plan = home::read_plan(stored->plan_json, place);
  if (!plan) return tl::unexpected{plan.error()};
  const auto home = home::read_case(*case_json, place);
  if (!home) return tl::unexpected{home.error()};
  const auto strategy = find_strategy(plan->strategy);
  if (!strategy)
    return fail(ErrorKind::invalid_input,
                fmt::format("{}: unknown strategy '{}'", place, plan->strategy));
  const home::Plan again = make_again(*home, *plan, *strategy, *notes);
  const std::string before = comparable(*plan), after = comparable(again);
  if (before == after) {
    return write_output(
        fmt::format("plan {} of {}: made again from its case, equal in all {} slots ({} {})\n",
                    request.plan_id, base::format_time(stored->summary.made_at), plan->slots.size(),
                    fmt::format("{:.4f}", plan->money.net_cost.value()), plan->currency));
  }
  const std::size_t at = first_difference(before, after);
  return fail(ErrorKind::internal,
              fmt::format("{}: made again it differs\n  stored: ...{}...\n  again:  ...{}...",
                          place, excerpt(before, at), excerpt(after, at)));
}

}  // namespace ohmstead::app
