#include <fmt/format.h>

#include "commands.hpp"
#include "evcc_case.hpp"
#include "output.hpp"

namespace ohmstead::app {
namespace {

// A refusal is an answer too: its body goes to standard output, its text to standard error.
base::Result<void> refuse(const EvccProblems& problems) {
  if (auto written = write_output(write_evcc_problems(problems) + '\n'); !written) return written;
  return base::fail(base::ErrorKind::invalid_input, problems.to_text());
}

}  // namespace

base::Result<void> command_answer(const AnswerRequest& request) {
  const auto input = read_input(request.file);
  if (!input) return tl::unexpected{input.error()};
  const auto tree = describe::parse_json(input->text, input->name);
  if (!tree) return refuse({fmt::format("The request is not JSON: {}", tree.error().message), {}});
  EvccRequest asked;
  if (const EvccProblems problems = read_evcc_request(*tree, asked); !problems.is_empty())
    return refuse(problems);
  const EvccCase made = make_evcc_case(asked);
  if (const auto checked = home::check_case(made.home, input->name); !checked)
    return refuse({checked.error().message, {}});
  for (const std::string& note : made.notes) write_note("note: " + note);
  plan::Planner planner;
  const plan::PlanOptions options{.time_limit_s = request.time_limit_s, .is_explained = false};
  return write_output(write_evcc_answer(asked, made, planner.make_plan(made.home, options)) + '\n');
}

}  // namespace ohmstead::app
