#include "commands.hpp"
#include "output.hpp"

namespace ohmstead::app {

base::Result<void> command_import_case(const ImportCaseRequest& request) {
  const auto input = read_input(request.file);
  if (!input) return tl::unexpected{input.error()};
  if (request.family != Family::a && request.format != PeerFormat::family)
    return base::fail(base::ErrorKind::invalid_input, "--family: only with --from family");
  if (request.start_hour && request.format != PeerFormat::eos)
    return base::fail(base::ErrorKind::invalid_input, "--start-hour: only with --from eos");
  const auto imported = import_case(request.format, input->text, input->name, request.case_name,
                                    request.family, request.start_hour);
  if (!imported) return tl::unexpected{imported.error()};
  for (const std::string& note : imported->notes) write_note("note: " + note);
  const std::string text = home::write_case(imported->home) + '\n';
  if (request.out_file.empty()) return write_output(text);
  return write_result_file(request.out_file, text);
}

}  // namespace ohmstead::app
