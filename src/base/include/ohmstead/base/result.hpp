// Expected failures as values: Result<T> holds a T or an Error.
//
// Error kinds decide exit codes and retries in one place (exit_code below). Misuse of an interface
// is not an Error: expect() throws std::logic_error, caught only at command and cycle borders.
// Thread rule: plain values, no shared state.
//
//   Result<Site> site = read_site(text, "site.yaml");
//   if (!site) { print(site.error().message); return exit_code(site.error().kind); }
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace ohmstead::base {

enum class ErrorKind {
  invalid_input,
  not_found,
  unavailable,
  timed_out,
  refused,
  conflict,
  infeasible,
  cancelled,
  internal,
};

// A place in a text file; line and column count from 1, 0 means unknown.
struct SourcePos {
  std::string file;
  int line = 0;
  int column = 0;
};

// `message` is complete for people: when a reader found several problems it holds one line for
// each, in the form `file:line:column: path: what is wrong`.
struct Error {
  ErrorKind kind = ErrorKind::internal;
  std::string message;
  std::optional<SourcePos> position = std::nullopt;
};

template <class T>
using Result = tl::expected<T, Error>;

// Shorthand for returning an Error: `return fail(ErrorKind::not_found, "no such plan");`
[[nodiscard]] tl::unexpected<Error> fail(ErrorKind kind, std::string message);

// `Error` with `place: ` before its message, for example the file that was being read.
[[nodiscard]] Error in_context(std::string_view place, Error error);

// 0 never; 2 when the input or the request is at fault, 3 for everything else.
[[nodiscard]] int exit_code(ErrorKind kind);

// Precondition: throws std::logic_error with `what` when `holds` is false.
void expect(bool holds, std::string_view what);

}  // namespace ohmstead::base
