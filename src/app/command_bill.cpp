#include <fmt/format.h>

#include "commands.hpp"
#include "follow_schedule.hpp"
#include "ohmstead/home/bill.hpp"
#include "ohmstead/plan/evaluate.hpp"
#include "output.hpp"
#include "render.hpp"

namespace ohmstead::app {
namespace {

// The plan of a plan file, or what a schedule makes of the case.
base::Result<home::Plan> read_any_plan(const BillRequest& request, const InputFile& input,
                                       const base::Result<home::Case>& home) {
  if (request.schedule_file.empty()) return home::read_plan(input.text, input.name);
  const auto schedule = read_schedule(input.text, input.name);
  if (!schedule) return tl::unexpected{schedule.error()};
  if (!home) return home::Plan{};  // the problems of the case are told
  auto plan = follow_schedule(*home, *schedule);
  if (!plan) return tl::unexpected{base::in_context(input.name, plan.error())};
  return plan;
}

// Both files are read before anything is said, so that the problems of both are listed.
base::Result<home::Bill> make_bill(const BillRequest& request) {
  const auto case_input = read_input(request.case_file);
  if (!case_input) return tl::unexpected{case_input.error()};
  const auto plan_input =
      read_input(request.schedule_file.empty() ? request.plan_file : request.schedule_file);
  if (!plan_input) return tl::unexpected{plan_input.error()};
  const auto home = home::read_case(case_input->text, case_input->name);
  const auto plan = read_any_plan(request, *plan_input, home);
  if (!home && !plan) {
    base::Error both = home.error();
    both.message += '\n' + plan.error().message;
    return tl::unexpected{std::move(both)};
  }
  if (!home) return tl::unexpected{home.error()};
  if (!plan) return tl::unexpected{plan.error()};
  auto bill = plan::evaluate(*home, *plan);
  if (!bill) return tl::unexpected{base::in_context(plan_input->name, bill.error())};
  return bill;
}

}  // namespace

base::Result<void> command_bill(const BillRequest& request) {
  if (request.plan_file.empty() == request.schedule_file.empty()) {
    return base::fail(base::ErrorKind::invalid_input, "give --plan FILE or --schedule FILE");
  }
  if (request.case_file == "-" && (request.plan_file == "-" || request.schedule_file == "-")) {
    return base::fail(base::ErrorKind::invalid_input,
                      fmt::format("--case and {} cannot both be read from standard input",
                                  request.plan_file == "-" ? "--plan" : "--schedule"));
  }
  const auto bill = make_bill(request);
  if (!bill) return tl::unexpected{bill.error()};
  return write_output(request.is_json ? home::write_bill(*bill) + '\n'
                                      : render_bill(*bill, find_style()));
}

}  // namespace ohmstead::app
