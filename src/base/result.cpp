#include "ohmstead/base/result.hpp"

#include <stdexcept>

namespace ohmstead::base {

tl::unexpected<Error> fail(ErrorKind kind, std::string message) {
  return tl::unexpected<Error>{Error{kind, std::move(message), std::nullopt}};
}

Error in_context(std::string_view place, Error error) {
  error.message = std::string{place} + ": " + error.message;
  return error;
}

int exit_code(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::invalid_input:
    case ErrorKind::not_found:
    case ErrorKind::refused:
    case ErrorKind::conflict:
      return 2;
    case ErrorKind::unavailable:
    case ErrorKind::timed_out:
    case ErrorKind::infeasible:
    case ErrorKind::cancelled:
    case ErrorKind::internal:
      return 3;
  }
  return 3;
}

void expect(bool holds, std::string_view what) {
  if (!holds) throw std::logic_error{std::string{what}};
}

}  // namespace ohmstead::base
