#include "commands.hpp"
#include "ohmstead/home/bill.hpp"
#include "ohmstead/plan/evaluate.hpp"
#include "output.hpp"
#include "render.hpp"

namespace ohmstead::app {
namespace {

// Both files are read before anything is said, so that the problems of both are listed.
base::Result<home::Bill> make_bill(const BillRequest& request) {
  const auto case_input = read_input(request.case_file);
  if (!case_input) return tl::unexpected{case_input.error()};
  const auto plan_input = read_input(request.plan_file);
  if (!plan_input) return tl::unexpected{plan_input.error()};
  const auto home = home::read_case(case_input->text, case_input->name);
  const auto plan = home::read_plan(plan_input->text, plan_input->name);
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
  if (request.case_file == "-" && request.plan_file == "-") {
    return base::fail(base::ErrorKind::invalid_input,
                      "--case and --plan cannot both be read from standard input");
  }
  const auto bill = make_bill(request);
  if (!bill) return tl::unexpected{bill.error()};
  return write_output(request.is_json ? home::write_bill(*bill) + '\n'
                                      : render_bill(*bill, find_style()));
}

}  // namespace ohmstead::app
