// Name and password as HTTP's Basic sends them (RFC 7617). Thread rule: pure function.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ohmstead::connect {

struct BasicLogin {
  std::string user;
  std::string password;
};

// Of "Basic QTpi"; nothing where it is none.
[[nodiscard]] std::optional<BasicLogin> read_basic_login(std::string_view header);

}  // namespace ohmstead::connect
