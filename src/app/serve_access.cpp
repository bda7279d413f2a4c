#include "serve_access.hpp"

#include <fmt/format.h>

#include "output.hpp"

namespace ohmstead::app {
namespace {

bool is_this_computer_alone(const std::string& address) {
  return address == "localhost" || address == "::1" || address.starts_with("127.");
}

}  // namespace

base::Result<api::AccessOptions> read_access_options(const ServeRequest& request) {
  api::AccessOptions options;
  options.audit_path = request.audit_file;
  options.on_note = [](std::string_view note) { write_note(note); };
  if (!request.access_file.empty()) {
    auto file = api::read_access_file(request.access_file);
    if (!file && file.error().kind == base::ErrorKind::not_found)
      return base::fail(base::ErrorKind::not_found,
                        fmt::format("{}; make it with: ohmstead password --file {}",
                                    file.error().message, request.access_file));
    if (!file) return tl::unexpected{file.error()};
    if (!file->lets_somebody_in())
      return base::fail(
          base::ErrorKind::invalid_input,
          fmt::format("{}: without password and tokens nobody could come in; run: ohmstead "
                      "password --file {}",
                      request.access_file, request.access_file));
    options.file = std::move(*file);
    options.path = request.access_file;
  }
  if (!options.file && !request.is_open_allowed && !is_this_computer_alone(request.address))
    return base::fail(
        base::ErrorKind::refused,
        fmt::format("--address {}: whoever reaches this could give your home orders; set a "
                    "password with `ohmstead password --file access.yaml` and add `--access "
                    "access.yaml` (or `--allow-open`, behind a proxy that asks for one)",
                    request.address));
  return options;
}

}  // namespace ohmstead::app
