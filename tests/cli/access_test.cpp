// The service with a password: set, started, signed in to, looked at from outside.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "serving.hpp"

namespace ohmstead::cli {
namespace {

using Json = nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;
namespace fs = std::filesystem;

constexpr fs::perms k_private = fs::perms::owner_read | fs::perms::owner_write;

class AccessCommands : public ::testing::Test {
 protected:
  [[nodiscard]] Outcome set_password(const std::string& typed) const {
    return run_program({"password", "--file", file_}, {.standard_input = typed});
  }
  [[nodiscard]] std::string make_token(const std::string& name, const std::string& scope) const {
    const Outcome made = run_program({"token", "--file", file_, "--name", name, "--scope", scope});
    EXPECT_EQ(made.code, 0) << made.err;
    return made.out.substr(0, made.out.find('\n'));
  }
  ScratchFolder folder_;
  std::string file_ = (folder_.path() / "access.yaml").string();
};

TEST_F(AccessCommands, KeepNothingThatLetsIn) {
  const Outcome set = set_password("correct horse\n");
  EXPECT_EQ(set.code, 0) << set.err;
  EXPECT_EQ(set.out,
            file_ + " has the password; start with: ohmstead run --access " + file_ + "\n");
  const std::string token = make_token("wallbox", "control");
  EXPECT_THAT(token, ::testing::MatchesRegex("ohmstead_[A-Za-z0-9_-]{43}"));
  const std::string text = read_text(file_);
  EXPECT_EQ(fs::status(file_).permissions(), k_private);
  EXPECT_THAT(text, HasSubstr("scrypt$15,8,3$"));
  EXPECT_THAT(text, Not(HasSubstr("correct horse")));
  EXPECT_THAT(text, Not(HasSubstr(token)));
  EXPECT_THAT(text, HasSubstr("name: \"wallbox\"\n    scope: control"));
  EXPECT_EQ(set_password("another horse").code, 0);
  EXPECT_THAT(read_text(file_), HasSubstr("wallbox")) << "tokens outlive a new password";
}

TEST_F(AccessCommands, SayWhatIsWrong) {
  const Outcome shorter = set_password("short\n");
  EXPECT_EQ(shorter.code, 2);
  EXPECT_EQ(shorter.err, "a password has at least 8 letters\n");
  EXPECT_EQ(set_password("").code, 2);
  EXPECT_FALSE(fs::exists(file_));
  EXPECT_EQ(run_program({"token", "--file", file_, "--name", "a b"}).code, 2);
  (void)make_token("a", "read");
  const Outcome again = run_program({"token", "--file", file_, "--name", "a"});
  EXPECT_EQ(again.code, 2);
  EXPECT_EQ(again.err, file_ + " has a token 'a' already; take it out first\n");
  EXPECT_EQ(run_program({"token", "--file", file_, "--name", "b", "--scope", "all"}).code, 2);
  fs::permissions(file_, fs::perms::group_read, fs::perm_options::add);
  const Outcome open = run_program({"run", "--port", "0", "--access", file_});
  EXPECT_EQ(open.code, 2);
  EXPECT_EQ(open.err, file_ + ": others may read this file; run: chmod 600 " + file_ + "\n");
}

TEST_F(AccessCommands, TheServiceStaysOnThisComputerWithoutAPassword) {
  const Outcome open = run_program({"run", "--port", "0", "--address", "0.0.0.0"});
  EXPECT_EQ(open.code, 2);
  EXPECT_EQ(open.err,
            "--address 0.0.0.0: whoever reaches this could give your home orders; set a password "
            "with `ohmstead password --file access.yaml` and add `--access access.yaml` (or "
            "`--allow-open`, behind a proxy that asks for one)\n");
  const Outcome missing = run_program({"run", "--port", "0", "--access", file_});
  EXPECT_EQ(missing.code, 2);
  EXPECT_THAT(missing.err, HasSubstr("; make it with: ohmstead password --file " + file_));
  Serving insisted{{"--address", "0.0.0.0", "--allow-open"}};
  ASSERT_TRUE(insisted.is_up());
  EXPECT_EQ(insisted.ask_json("GET /api/v1/session")["is_needed"], false);
}

TEST_F(AccessCommands, TheServiceAsksForIt) {
  ASSERT_EQ(set_password("correct horse\n").code, 0);
  const std::string token = make_token("looker", "admin");
  const std::string audit = (folder_.path() / "audit.jsonl").string();
  Serving service{{"--address", "0.0.0.0", "--access", file_, "--audit", audit}};
  ASSERT_TRUE(service.is_up());
  EXPECT_THAT(service.ask("GET /api/v1/plan"), HasSubstr("HTTP/1.1 401 "));
  EXPECT_THAT(service.ask("POST /api/v1/session", R"({"password":"correct hors"})"),
              HasSubstr("HTTP/1.1 401 "));
  const std::string opened = service.ask("POST /api/v1/session", R"({"password":"correct horse"})");
  EXPECT_THAT(opened, HasSubstr("HTTP/1.1 200 "));
  const std::size_t at = opened.find("ohmstead_session=");
  ASSERT_NE(at, std::string::npos);
  const std::string cookie = "Cookie: " + opened.substr(at, opened.find(';', at) - at);
  const Json session = service.ask_json("GET /api/v1/session", "", {cookie});
  EXPECT_EQ(session["is_open"], true);
  EXPECT_THAT(service.ask("POST /api/v1/plan/run", "", {cookie}), HasSubstr("HTTP/1.1 403 "));
  EXPECT_THAT(service.ask("POST /api/v1/plan/run", "",
                          {cookie, "X-CSRF-Token: " + session["csrf"].get<std::string>()}),
              HasSubstr("HTTP/1.1 202 "));
  EXPECT_THAT(service.ask("GET /api/v1/audit", "", {"Authorization: Bearer " + token}),
              HasSubstr("HTTP/1.1 200 "));
  EXPECT_EQ(service.end(), 0);
  const std::string log = read_text(audit);
  EXPECT_THAT(log, HasSubstr("\"what\":\"sign in\",\"status\":200"));
  EXPECT_THAT(log, HasSubstr("\"what\":\"POST /api/v1/plan/run\",\"status\":202"));
  EXPECT_THAT(log, Not(HasSubstr("correct")));
  EXPECT_EQ(fs::status(audit).permissions(), k_private);
}

TEST_F(AccessCommands, TheServiceSpeaksHttps) {
  const std::string certificate = (folder_.path() / "cert.pem").string();
  const std::string key = (folder_.path() / "key.pem").string();
  if (std::system(("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 "
                   "-subj /CN=localhost -keyout " +
                   key + " -out " + certificate + " 2>/dev/null")
                      .c_str()) != 0)
    GTEST_SKIP() << "the program openssl is not installed";
  Serving service{{"--tls-cert", certificate, "--tls-key", key}};
  ASSERT_TRUE(service.is_up());
  EXPECT_THAT(service.said(), HasSubstr("Ohmstead is at https://127.0.0.1:"));
  EXPECT_THAT(service.ask("GET /api/v1/status"), HasSubstr("this port speaks HTTPS"));
  const Outcome lonely = run_program({"run", "--tls-cert", certificate});
  EXPECT_EQ(lonely.code, 2);
  EXPECT_THAT(lonely.err, HasSubstr("--tls-key"));
}

}  // namespace
}  // namespace ohmstead::cli
