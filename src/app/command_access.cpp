#include <fmt/format.h>
#include <signal.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <optional>

#include "commands.hpp"
#include "ohmstead/net/secret.hpp"
#include "output.hpp"

namespace ohmstead::app {
namespace {

using base::ErrorKind;
using base::Result;

constexpr std::size_t k_password_letters_min = 8;
constexpr std::size_t k_password_bytes_max = 1024;

// Keeps what is typed from being shown while it lives, where standard input is a terminal.
class Unseen {
 public:
  Unseen() : is_terminal_{::isatty(STDIN_FILENO) == 1 && ::tcgetattr(STDIN_FILENO, &before_) == 0} {
    if (!is_terminal_) return;
    // Ctrl-C only ends the reading, so that the terminal shows again what is typed.
    struct sigaction wake{};
    wake.sa_handler = [](int) {};
    ::sigaction(SIGINT, &wake, &interrupt_before_);
    termios unseen = before_;
    unseen.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &unseen);
  }
  ~Unseen() {
    if (!is_terminal_) return;
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    ::sigaction(SIGINT, &interrupt_before_, nullptr);
  }
  Unseen(const Unseen&) = delete;
  Unseen& operator=(const Unseen&) = delete;
  [[nodiscard]] bool is_terminal() const { return is_terminal_; }

 private:
  termios before_{};
  struct sigaction interrupt_before_{};
  bool is_terminal_;
};

// Nothing when it was interrupted.
std::optional<std::string> read_line() {
  std::string line;
  char letter = 0;
  ssize_t count = 0;
  while ((count = ::read(STDIN_FILENO, &letter, 1)) == 1 && letter != '\n') line += letter;
  if (count < 0) return std::nullopt;
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

Result<std::string> read_new_password() {
  const Unseen unseen;
  if (unseen.is_terminal()) std::cerr << "New password: " << std::flush;
  auto password = read_line();
  auto again = password;
  if (unseen.is_terminal() && password) {
    std::cerr << "\nOnce more: " << std::flush;
    again = read_line();
  }
  if (unseen.is_terminal()) std::cerr << "\n";
  if (!password || !again) return base::fail(ErrorKind::cancelled, "the password stays as it was");
  if (*again != *password) return base::fail(ErrorKind::invalid_input, "these were two passwords");
  if (password->size() < k_password_letters_min)
    return base::fail(ErrorKind::invalid_input,
                      fmt::format("a password has at least {} letters", k_password_letters_min));
  if (password->size() > k_password_bytes_max)
    return base::fail(ErrorKind::invalid_input,
                      fmt::format("a password has at most {} bytes", k_password_bytes_max));
  return *std::move(password);
}

// What is there already; nothing yet when there is no such file.
Result<api::AccessFile> read_or_begin(const std::string& file) {
  auto access = api::read_access_file(file);
  if (!access && access.error().kind == ErrorKind::not_found) return api::AccessFile{};
  return access;
}

bool is_name(const std::string& name) {
  return !name.empty() && name.size() <= 64 &&
         std::all_of(name.begin(), name.end(), [](char letter) {
           return std::string_view{
                      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-"}
                      .find(letter) != std::string_view::npos;
         });
}

}  // namespace

Result<void> command_password(const PasswordRequest& request) {
  auto access = read_or_begin(request.file);
  if (!access) return tl::unexpected{access.error()};
  const auto password = read_new_password();
  if (!password) return tl::unexpected{password.error()};
  auto hash = net::hash_password(*password);
  if (!hash) return tl::unexpected{hash.error()};
  access->password = std::move(*hash);
  if (auto written = api::write_access_file(request.file, *access); !written) return written;
  return write_output(fmt::format("{} has the password; start with: ohmstead run --access {}\n",
                                  request.file, request.file));
}

Result<void> command_token(const TokenRequest& request) {
  if (!is_name(request.name))
    return base::fail(ErrorKind::invalid_input,
                      "--name: 1 to 64 letters, digits, '_', '.' and '-'");
  auto access = read_or_begin(request.file);
  if (!access) return tl::unexpected{access.error()};
  const auto has_name = [&](const api::AccessToken& token) { return token.name == request.name; };
  if (std::any_of(access->tokens.begin(), access->tokens.end(), has_name))
    return base::fail(
        ErrorKind::conflict,
        fmt::format("{} has a token '{}' already; take it out first", request.file, request.name));
  const std::string token = "ohmstead_" + net::random_text();
  access->tokens.push_back({request.name, request.scope, net::sha256_hex(token)});
  if (auto written = api::write_access_file(request.file, *access); !written) return written;
  write_note("This token is shown this once; programs send it as: Authorization: Bearer TOKEN");
  return write_output(token + "\n");
}

}  // namespace ohmstead::app
