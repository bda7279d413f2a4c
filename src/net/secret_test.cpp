#include "ohmstead/net/secret.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace ohmstead::net {
namespace {

constexpr PasswordCost k_quick{.log2_n = 4, .r = 8, .p = 1};

TEST(SecretTest, digests_are_those_of_the_standard) {
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

// From "password" and the text of the salt; computed with Python's hashlib.scrypt.
TEST(SecretTest, hashes_are_those_of_the_standard) {
  EXPECT_TRUE(is_password("password",
                          "scrypt$4,8,1$00112233445566778899aabbccddeeff$"
                          "af5e90523e8a7d984cecf1f46e8967b19316e188ef17e9e5c1a0aedb2b757294"));
}

TEST(SecretTest, a_password_is_known_again_and_nothing_else_is) {
  const std::string line = hash_password("correct horse", k_quick).value();
  EXPECT_TRUE(is_password("correct horse", line));
  EXPECT_FALSE(is_password("correct horsf", line));
  EXPECT_FALSE(is_password("correct hors", line));
  EXPECT_FALSE(is_password("", line));
  EXPECT_NE(hash_password("correct horse", k_quick).value(), line) << "each has its own salt";
  const std::string usual = hash_password("x").value();
  EXPECT_TRUE(usual.starts_with("scrypt$15,8,3$"));
  EXPECT_TRUE(is_password("x", usual));
}

TEST(SecretTest, lines_of_another_form_are_no_hashes) {
  const std::string salt(32, 'a');
  const std::string hash(64, 'b');
  EXPECT_TRUE(is_password_hash("scrypt$15,8,3$" + salt + "$" + hash));
  for (const std::string& line :
       {std::string{}, std::string{"password"}, "scrypt$15,8$" + salt + "$" + hash,
        "scrypt$15,8,3$" + salt + "$" + hash + "0", "scrypt$15,8,3$" + salt,
        "bcrypt$15,8,3$" + salt + "$" + hash, "scrypt$99,8,3$" + salt + "$" + hash,
        "scrypt$-1,8,3$" + salt + "$" + hash, "scrypt$20,32,3$" + salt + "$" + hash,
        "scrypt$15,8,x$" + salt + "$" + hash,
        "scrypt$15,8,3$" + salt + "$" + std::string(64, 'X')}) {
    EXPECT_FALSE(is_password_hash(line)) << line;
    EXPECT_FALSE(is_password("", line)) << line;
  }
}

TEST(SecretTest, random_texts_differ_and_can_stand_in_headers) {
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) {
    const std::string text = random_text();
    EXPECT_THAT(text, testing::MatchesRegex("[A-Za-z0-9_-]{43}"));
    EXPECT_TRUE(seen.insert(text).second);
  }
}

TEST(SecretTest, compares_whole_texts) {
  EXPECT_TRUE(equals_in_constant_time("", ""));
  EXPECT_TRUE(equals_in_constant_time("abc", "abc"));
  EXPECT_FALSE(equals_in_constant_time("abc", "abd"));
  EXPECT_FALSE(equals_in_constant_time("abc", "ab"));
}

}  // namespace
}  // namespace ohmstead::net
