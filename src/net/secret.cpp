#include "ohmstead/net/secret.hpp"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <span>

#include "text.hpp"

namespace ohmstead::net {
namespace {

using Bytes = std::array<unsigned char, 32>;
constexpr std::size_t k_salt_bytes = 16;
constexpr std::uint64_t k_memory_max = std::uint64_t{256} * 1024 * 1024;
constexpr std::string_view k_hex = "0123456789abcdef";

std::string to_hex(std::span<const unsigned char> bytes) {
  std::string text;
  text.reserve(2 * bytes.size());
  for (const unsigned char byte : bytes) {
    text += k_hex[byte >> 4U];
    text += k_hex[byte & 0x0FU];
  }
  return text;
}

void fill_with_chance(std::span<unsigned char> bytes) {
  base::expect(RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1,
               "the system gives no random numbers");
}

struct ParsedHash {
  PasswordCost cost;
  std::string salt;
  std::string hash;
};

bool is_hex(std::string_view text, std::size_t bytes) {
  return text.size() == 2 * bytes && text.find_first_not_of(k_hex) == std::string_view::npos;
}

std::uint64_t memory_of(PasswordCost cost) {
  return std::uint64_t{128} * static_cast<std::uint64_t>(cost.r) *
         ((std::uint64_t{1} << static_cast<unsigned>(cost.log2_n)) +
          static_cast<std::uint64_t>(cost.p) + 2);
}

std::optional<ParsedHash> parse_hash(std::string_view line) {
  const auto parts = split(line, '$');
  if (parts.size() != 4 || parts[0] != "scrypt") return std::nullopt;
  const auto numbers = split(parts[1], ',');
  if (numbers.size() != 3) return std::nullopt;
  std::array<int, 3> read{};
  for (std::size_t i = 0; i < read.size(); ++i) {
    const auto [end, error] =
        std::from_chars(numbers[i].data(), numbers[i].data() + numbers[i].size(), read[i]);
    if (error != std::errc{} || end != numbers[i].data() + numbers[i].size()) return std::nullopt;
  }
  const PasswordCost cost{read[0], read[1], read[2]};
  const bool is_bearable = cost.log2_n >= 1 && cost.log2_n <= 20 && cost.r >= 1 && cost.r <= 32 &&
                           cost.p >= 1 && cost.p <= 16 && memory_of(cost) <= k_memory_max;
  if (!is_bearable || !is_hex(parts[2], k_salt_bytes) || !is_hex(parts[3], Bytes{}.size()))
    return std::nullopt;
  return ParsedHash{cost, std::string{parts[2]}, std::string{parts[3]}};
}

// In hexadecimal; the text of the salt is what is hashed. Empty when OpenSSL refuses.
std::string scrypt_hex(std::string_view password, std::string_view salt, PasswordCost cost) {
  Bytes key{};
  const int is_done = EVP_PBE_scrypt(
      password.data(), password.size(), reinterpret_cast<const unsigned char*>(salt.data()),
      salt.size(), std::uint64_t{1} << static_cast<unsigned>(cost.log2_n),
      static_cast<std::uint64_t>(cost.r), static_cast<std::uint64_t>(cost.p), 2 * k_memory_max,
      key.data(), key.size());
  return is_done == 1 ? to_hex(key) : std::string{};
}

}  // namespace

std::string random_text() {
  constexpr std::string_view k_letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  Bytes bytes{};
  fill_with_chance(bytes);
  std::string text;
  unsigned waiting = 0;
  unsigned bits = 0;
  for (const unsigned char byte : bytes) {
    waiting = (waiting << 8U) | byte;
    for (bits += 8; bits >= 6; bits -= 6) text += k_letters[(waiting >> (bits - 6U)) & 0x3FU];
  }
  text += k_letters[(waiting << (6U - bits)) & 0x3FU];
  return text;
}

std::string sha256_hex(std::string_view text) {
  Bytes digest{};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  return to_hex(digest);
}

bool equals_in_constant_time(std::string_view left, std::string_view right) {
  return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

base::Result<std::string> hash_password(std::string_view password, PasswordCost cost) {
  std::array<unsigned char, k_salt_bytes> salt{};
  fill_with_chance(salt);
  const std::string salt_text = to_hex(salt);
  const std::string hash = scrypt_hex(password, salt_text, cost);
  std::string line =
      fmt::format("scrypt${},{},{}${}${}", cost.log2_n, cost.r, cost.p, salt_text, hash);
  if (!is_password_hash(line))
    return base::fail(base::ErrorKind::internal, "the password could not be hashed");
  return line;
}

bool is_password_hash(std::string_view line) { return parse_hash(line).has_value(); }

bool is_password(std::string_view password, std::string_view line) {
  const auto parsed = parse_hash(line);
  if (!parsed) return false;
  return equals_in_constant_time(scrypt_hex(password, parsed->salt, parsed->cost), parsed->hash);
}

}  // namespace ohmstead::net
