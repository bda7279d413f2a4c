#include "api_answer.hpp"
#include "commands.hpp"
#include "output.hpp"

namespace ohmstead::app {

base::Result<void> command_answer(const AnswerRequest& request) {
  if (request.start_hour && request.api != AnswerApi::eos)
    return base::fail(base::ErrorKind::invalid_input, "--start-hour: only with --api eos");
  const auto input = read_input(request.file);
  if (!input) return tl::unexpected{input.error()};
  const ApiAnswer answer =
      request.api == AnswerApi::eos
          ? answer_eos(input->text, input->name, request.start_hour, request.time_limit_s)
          : answer_evcc(input->text, input->name, request.time_limit_s);
  for (const std::string& note : answer.notes) write_note("note: " + note);
  if (auto written = write_output(answer.body + '\n'); !written) return written;
  if (answer.is_refused()) return base::fail(base::ErrorKind::invalid_input, answer.refusal);
  return {};
}

}  // namespace ohmstead::app
