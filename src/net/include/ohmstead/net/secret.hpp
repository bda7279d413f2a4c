// Passwords and tokens: random texts, digests, and password hashes that take long to guess.
//
// A hash is one line with all that is needed to check it: "scrypt$15,8,3$<salt>$<hash>" stands for
// N = 2^15, r = 8, p = 3 (RFC 7914; 32 MB and a fraction of a second), salt and hash in
// hexadecimal. Thread rule: pure functions but for the system's random source; hash_password() and
// is_password() are too slow for the server's thread.
//
//   const std::string line = hash_password(typed).value();
//   if (is_password(typed, line)) ...
#pragma once

#include <string>
#include <string_view>

#include "ohmstead/base/result.hpp"

namespace ohmstead::net {

// 256 random bits as 43 letters, digits, "-" and "_".
[[nodiscard]] std::string random_text();
// 64 small hexadecimal digits.
[[nodiscard]] std::string sha256_hex(std::string_view text);
// How long it takes tells nothing but the lengths.
[[nodiscard]] bool equals_in_constant_time(std::string_view left, std::string_view right);

// As a power of two, and the other two numbers of scrypt.
struct PasswordCost {
  int log2_n = 15;
  int r = 8;
  int p = 3;
};
[[nodiscard]] base::Result<std::string> hash_password(std::string_view password,
                                                      PasswordCost cost = {});
// Whether a line has the form above, with numbers that this machine can bear (at most 256 MB).
[[nodiscard]] bool is_password_hash(std::string_view line);
[[nodiscard]] bool is_password(std::string_view password, std::string_view line);

}  // namespace ohmstead::net
