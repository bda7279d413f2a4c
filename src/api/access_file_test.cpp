#include "ohmstead/api/access_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ohmstead/base/private_file.hpp"
#include "ohmstead/net/secret.hpp"
#include "testing/scratch.hpp"

namespace ohmstead::api {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
namespace fs = std::filesystem;

class AccessFileTest : public ::testing::Test {
 protected:
  [[nodiscard]] std::string fault_of(const std::string& text) const {
    EXPECT_TRUE(base::write_private_file(path_, text));
    const auto access = read_access_file(path_);
    return access ? "" : access.error().message;
  }
  testing::Scratch folder_;
  fs::path path_ = folder_.path / "access.yaml";
};

TEST_F(AccessFileTest, ReadsWhatItWrote) {
  AccessFile access;
  access.password = net::hash_password("correct horse", {4, 8, 1}).value();
  access.planner_routes = PlannerRoutes::this_computer;
  access.tokens.push_back({"wall: box \"#\"", Scope::control, net::sha256_hex("t")});
  access.tokens.push_back({"true", Scope::admin, net::sha256_hex("u")});
  ASSERT_TRUE(write_access_file(path_, access));
  const auto read = read_access_file(path_);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->password, access.password);
  EXPECT_EQ(read->planner_routes, PlannerRoutes::this_computer);
  ASSERT_EQ(read->tokens.size(), 2U);
  EXPECT_EQ(read->tokens[0].name, access.tokens[0].name);
  EXPECT_EQ(read->tokens[0].scope, Scope::control);
  EXPECT_EQ(read->tokens[1].sha256, access.tokens[1].sha256);
  EXPECT_EQ(fs::status(path_).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(AccessFileTest, RefusesWhatOthersMayRead) {
  ASSERT_TRUE(write_access_file(path_, {}));
  fs::permissions(path_, fs::perms::others_read, fs::perm_options::add);
  EXPECT_EQ(read_access_file(path_).error().kind, base::ErrorKind::refused);
}

TEST_F(AccessFileTest, NamesAllFaultsButNoSecret) {
  const std::string fault = fault_of(
      "password: my secret word\n"
      "tokens:\n"
      "  - {name: a, scope: read, sha256: my other secret}\n"
      "  - {name: a, scope: read, sha256: " +
      net::sha256_hex("x") + "}\n");
  EXPECT_THAT(fault, HasSubstr("access.yaml:1:11: password: this is no hash of a password"));
  EXPECT_THAT(fault, HasSubstr("tokens[0].sha256: this is no SHA-256 of a token"));
  EXPECT_THAT(fault, HasSubstr("tokens[1].name: another token has this name"));
  EXPECT_THAT(fault, Not(HasSubstr("secret word")));
  EXPECT_THAT(fault, Not(HasSubstr("other secret")));
  EXPECT_THAT(fault_of("pasword: x\n"), HasSubstr("did you mean"));
  EXPECT_THAT(fault_of("tokens:\n  - {name: a, scope: all, sha256: b}\n"), HasSubstr("scope"));
  EXPECT_THAT(fault_of("planner_routes: some\n"), HasSubstr("planner_routes"));
  EXPECT_THAT(fault_of("- 1\n"), HasSubstr("access.yaml"));
}

}  // namespace
}  // namespace ohmstead::api
