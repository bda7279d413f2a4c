#include "serve_access.hpp"

#include <fmt/format.h>

#include "output.hpp"

namespace ohmstead::app {
namespace {

bool is_this_computer_alone(const std::string& address) {
  return address == "localhost" || address == "::1" || address.starts_with("127.");
}

}  // namespace

base::Result<api::AccessOptions> read_access_options(const RunRequest& request) {
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
  if (request.tls_certificate_file.empty() && !is_this_computer_alone(request.address))
    write_note(
        "Without --tls-cert whoever listens in this network can read what is sent, passwords too; "
        "docs/security.md tells what to do");
  return options;
}

net::ServerOptions server_options(const RunRequest& request) {
  return {.address = request.address,
          .port = request.port,
          .allowed_hosts = request.allowed_hosts,
          .trusted_proxies = request.trusted_proxies,
          .tls_certificate = request.tls_certificate_file,
          .tls_key = request.tls_key_file,
          .on_fault = [](std::string_view fault) { write_note(fault); }};
}

std::string origin(const RunRequest& request, std::uint16_t port) {
  const bool is_v6 = request.address.find(':') != std::string::npos;
  return fmt::format("{}://{}{}{}:{}/", request.tls_certificate_file.empty() ? "http" : "https",
                     is_v6 ? "[" : "", request.address, is_v6 ? "]" : "", port);
}

}  // namespace ohmstead::app
