// Who comes in, who does not, and what is told about it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <nlohmann/json.hpp>

#include "ohmstead/base/file.hpp"
#include "ohmstead/net/secret.hpp"
#include "scopes.hpp"
#include "testing/scratch.hpp"
#include "testing/small_service.hpp"

namespace ohmstead::api {
namespace {

using net::HttpHeaders;
using net::HttpResponse;
using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::SmallService;

constexpr const char* k_password = "correct horse";
constexpr const char* k_looker = "ohmstead_looker";
constexpr const char* k_orderer = "ohmstead_orderer";
constexpr const char* k_owner = "ohmstead_owner";

AccessFile small_file() {
  AccessFile file;
  file.password = net::hash_password(k_password, {4, 8, 1}).value();
  file.tokens = {{"looker", Scope::read, net::sha256_hex(k_looker)},
                 {"orderer", Scope::control, net::sha256_hex(k_orderer)},
                 {"owner", Scope::admin, net::sha256_hex(k_owner)}};
  return file;
}

const std::string* find_header(const HttpResponse& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return &value;
  }
  return nullptr;
}

class AccessTest : public ::testing::Test {
 protected:
  AccessTest() { service_.engine.run_cycle("start"); }

  HttpResponse ask(const std::string& method, const std::string& path, HttpHeaders headers = {},
                   const std::string& body = "", const std::string& remote = "192.168.1.5") {
    std::promise<HttpResponse> answered;
    service_.api.handle({.method = method,
                         .path = path,
                         .headers = std::move(headers),
                         .body = body,
                         .remote = remote},
                        [&](HttpResponse response) { answered.set_value(std::move(response)); });
    HttpResponse response = answered.get_future().get();
    everything_said_ += response.body;
    for (const auto& [name, value] : response.headers) {
      if (name != "Set-Cookie") everything_said_ += name + ": " + value + "\n";
    }
    return response;
  }
  HttpResponse ask_with(const std::string& token, const std::string& method,
                        const std::string& path, const std::string& body = "") {
    return ask(method, path, {{"Authorization", "Bearer " + token}}, body);
  }
  HttpResponse sign_in(const std::string& password, const std::string& remote = "192.168.1.5") {
    return ask("POST", "/api/v1/session", {}, json{{"password", password}}.dump(), remote);
  }
  // "ohmstead_session=<id>" of an answer to sign_in().
  static std::string cookie_of(const HttpResponse& response) {
    const std::string* cookie = find_header(response, "Set-Cookie");
    return cookie == nullptr ? "" : cookie->substr(0, cookie->find(';'));
  }
  json records() { return json::parse(ask_with(k_owner, "GET", "/api/v1/audit").body)["entries"]; }

  base::TurnedClock clock_{testing::at("2026-03-02T10:00:00Z")};
  std::vector<std::string> notes_;
  testing::Scratch folder_;
  SmallService service_{{.file = small_file(),
                         .path = folder_.path / "access.yaml",
                         .audit_path = folder_.path / "audit.jsonl",
                         .clock = &clock_,
                         .on_note = [this](std::string_view note) { notes_.emplace_back(note); },
                         .on_ended = [this] { ++ended_; }}};
  int ended_ = 0;
  std::string everything_said_;
};

TEST(Scopes, StandInOneTable) {
  EXPECT_EQ(needed_scope("GET", "/"), std::nullopt);
  EXPECT_EQ(needed_scope("GET", "/assets/index.js"), std::nullopt);
  EXPECT_EQ(needed_scope("GET", "/health"), std::nullopt);
  EXPECT_EQ(needed_scope("GET", "/api/v1/status"), Scope::read);
  EXPECT_EQ(needed_scope("GET", "/api/v1/new-thing"), Scope::read);
  EXPECT_EQ(needed_scope("POST", "/api/v1/what-if"), Scope::control);
  EXPECT_EQ(needed_scope("DELETE", "/api/v1/session"), Scope::read);
  EXPECT_EQ(needed_scope("DELETE", "/api/v1/overrides/3"), Scope::control);
  EXPECT_EQ(needed_scope("POST", "/api/v1/new-thing"), Scope::admin) << "until the table says less";
  EXPECT_EQ(needed_scope("GET", "/api/v1/audit"), Scope::admin);
  EXPECT_EQ(needed_scope("POST", "/api/v1/sessions"), Scope::admin);
}

TEST_F(AccessTest, StrangersSeeTheDashboardsFilesAndNothingOfTheHome) {
  for (const char* path : {"/api/v1/status", "/api/v1/plan", "/api/v1/events", "/api/v1/ws",
                           "/api/v1/nothing", "/api/v1/audit"}) {
    const HttpResponse response = ask("GET", path);
    EXPECT_EQ(response.status, 401) << path;
    EXPECT_EQ(response.content_type, "application/problem+json");
    EXPECT_NE(find_header(response, "WWW-Authenticate"), nullptr);
  }
  EXPECT_EQ(ask("POST", "/api/v1/plan/run").status, 401);
  EXPECT_EQ(ask("POST", "/api/v1/what-if", {}, "{}").status, 401);
  EXPECT_EQ(ask("DELETE", "/api/v1/session").status, 401);
  EXPECT_EQ(ask("GET", "/").status, 200);
  EXPECT_EQ(ask("GET", "/health").body, R"({"status":"ok"})");
  EXPECT_THAT(ask_with(k_looker, "GET", "/health").body, HasSubstr("components"));
}

TEST_F(AccessTest, TokensMayWhatTheirScopeSays) {
  EXPECT_EQ(ask_with(k_looker, "GET", "/api/v1/status").status, 200);
  const HttpResponse refused = ask_with(k_looker, "POST", "/api/v1/plan/run");
  EXPECT_EQ(refused.status, 403);
  EXPECT_THAT(refused.body,
              HasSubstr("this needs the scope control; the token looker has the scope read"));
  EXPECT_EQ(ask_with(k_orderer, "POST", "/api/v1/plan/run").status, 202) << "needs no X-CSRF-Token";
  EXPECT_EQ(ask_with(k_orderer, "GET", "/api/v1/audit").status, 403);
  EXPECT_EQ(ask_with(k_owner, "GET", "/api/v1/audit").status, 200);
  EXPECT_EQ(ask_with("ohmstead_looked", "GET", "/api/v1/status").status, 401);
  EXPECT_EQ(ask_with("", "GET", "/api/v1/status").status, 401);
  EXPECT_EQ(ask_with(small_file().tokens[0].sha256, "GET", "/api/v1/status").status, 401);
  EXPECT_EQ(
      ask("GET", "/api/v1/status", {{"Authorization", std::string{"Basic "} + k_looker}}).status,
      401);
}

TEST_F(AccessTest, ThePasswordOpensASession) {
  json session = json::parse(ask("GET", "/api/v1/session").body);
  EXPECT_EQ(session, json::parse(R"({"is_needed":true,"is_open":false,"scopes":[]})"));
  EXPECT_EQ(sign_in("wrong").status, 401);
  const HttpResponse opened = sign_in(k_password);
  ASSERT_EQ(opened.status, 200);
  const std::string* cookie = find_header(opened, "Set-Cookie");
  ASSERT_NE(cookie, nullptr);
  EXPECT_THAT(*cookie, ::testing::MatchesRegex("ohmstead_session=[A-Za-z0-9_-]{43}; Path=/; "
                                               "HttpOnly; SameSite=Strict; Max-Age=2592000"));
  session = json::parse(opened.body);
  EXPECT_EQ(session["is_open"], true);
  EXPECT_EQ(session["scopes"], json::parse(R"(["read","control","admin"])"));
  const std::string csrf = session["csrf"];
  const HttpHeaders known{{"Cookie", "a=b; " + cookie_of(opened) + "; c"}};
  EXPECT_EQ(json::parse(ask("GET", "/api/v1/session", known).body)["csrf"], csrf);
  EXPECT_EQ(ask("GET", "/api/v1/status", known).status, 200);

  EXPECT_EQ(ask("POST", "/api/v1/plan/run", known).status, 403) << "without X-CSRF-Token";
  HttpHeaders proven = known;
  proven.emplace_back("X-CSRF-Token", csrf + "x");
  EXPECT_EQ(ask("POST", "/api/v1/plan/run", proven).status, 403);
  proven.back().second = csrf;
  EXPECT_EQ(ask("POST", "/api/v1/plan/run", proven).status, 202);
  EXPECT_EQ(ask("DELETE", "/api/v1/session", known).status, 403);
  EXPECT_EQ(ended_, 0);
  const HttpResponse closed = ask("DELETE", "/api/v1/session", proven);
  EXPECT_EQ(ended_, 1);
  EXPECT_EQ(closed.status, 204);
  EXPECT_THAT(*find_header(closed, "Set-Cookie"), HasSubstr("Max-Age=0"));
  EXPECT_EQ(ask("GET", "/api/v1/status", known).status, 401);
}

TEST_F(AccessTest, TheCookieIsSecureWhereTheConnectionIs) {
  const auto cookie = [&](bool is_encrypted, HttpHeaders headers) {
    std::promise<HttpResponse> answered;
    service_.api.handle({.method = "POST",
                         .path = "/api/v1/session",
                         .headers = std::move(headers),
                         .body = json{{"password", k_password}}.dump(),
                         .is_encrypted = is_encrypted},
                        [&](HttpResponse response) { answered.set_value(std::move(response)); });
    return *find_header(answered.get_future().get(), "Set-Cookie");
  };
  EXPECT_THAT(cookie(false, {}), Not(HasSubstr("Secure")));
  EXPECT_THAT(cookie(true, {}), HasSubstr("; Secure"));
  EXPECT_THAT(cookie(false, {{"X-Forwarded-Proto", "https"}}), HasSubstr("; Secure"));
}

TEST_F(AccessTest, SessionsEndAfterSilenceAndWithANewSignIn) {
  const HttpHeaders first{{"Cookie", cookie_of(sign_in(k_password))}};
  clock_.time += std::chrono::days{6};
  EXPECT_EQ(ask("GET", "/api/v1/status", first).status, 200);
  const HttpResponse again =
      ask("POST", "/api/v1/session", first, json{{"password", k_password}}.dump());
  EXPECT_EQ(ask("GET", "/api/v1/status", first).status, 401) << "no two ids for one browser";
  const HttpHeaders second{{"Cookie", cookie_of(again)}};
  EXPECT_EQ(ask("GET", "/api/v1/status", second).status, 200);
  clock_.time += std::chrono::days{7};
  EXPECT_EQ(ask("GET", "/api/v1/status", second).status, 401);
  EXPECT_EQ(ask("GET", "/api/v1/status", {{"Cookie", "ohmstead_session="}}).status, 401);
}

TEST_F(AccessTest, WrongPasswordsHaveToWait) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(sign_in("guess").status, 401) << i;
  const HttpResponse refused = sign_in(k_password);
  EXPECT_EQ(refused.status, 429) << "the right one as well, or guessing would go on";
  EXPECT_EQ(*find_header(refused, "Retry-After"), "1");
  EXPECT_EQ(sign_in(k_password, "192.168.1.6").status, 200) << "another address";
  clock_.time += std::chrono::seconds{1};
  EXPECT_EQ(sign_in("guess").status, 401);
  EXPECT_EQ(*find_header(sign_in("guess"), "Retry-After"), "2");
  clock_.time += std::chrono::seconds{2};
  EXPECT_EQ(sign_in(k_password).status, 200);
}

TEST_F(AccessTest, TriesThatComeTogetherCountOneAfterTheOther) {
  constexpr int k_tries = 9;
  std::vector<std::promise<int>> answered(k_tries);
  for (int i = 0; i < k_tries; ++i) {
    service_.api.handle({.method = "POST",
                         .path = "/api/v1/session",
                         .body = R"({"password":"guess"})",
                         .remote = "192.168.1.5"},
                        [&answered, i](const HttpResponse& response) {
                          answered[static_cast<std::size_t>(i)].set_value(response.status);
                        });
  }
  int wrong = 0;
  for (auto& answer : answered) wrong += answer.get_future().get() == 401 ? 1 : 0;
  EXPECT_EQ(wrong, 5);
}

TEST_F(AccessTest, BodiesThatAreNoPasswordChangeNothing) {
  for (const std::string& body :
       {std::string{}, std::string{"{}"}, std::string{"[1]"}, std::string{R"({"password":1})"},
        std::string{R"({"password":"correct horse","x":1})"}, std::string{"\"correct horse\""},
        json{{"password", std::string(2000, 'x')}}.dump(), std::string(100'000, '[')}) {
    EXPECT_EQ(ask("POST", "/api/v1/session", {}, body).status, 400) << body.substr(0, 50);
  }
  EXPECT_EQ(ask_with(k_owner, "PUT", "/api/v1/session", "{}").status, 405);
  EXPECT_EQ(sign_in(k_password).status, 200) << "none of them counted as wrong";
}

TEST_F(AccessTest, TooManyRequestsHaveToWait) {
  for (int i = 0; i < 300; ++i) ASSERT_EQ(ask_with(k_looker, "GET", "/api/v1/status").status, 200);
  const HttpResponse refused = ask_with(k_looker, "GET", "/api/v1/status");
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(*find_header(refused, "Retry-After"), "1");
  EXPECT_EQ(ask("GET", "/health", {}, "", "127.0.0.1").status, 200);
}

TEST_F(AccessTest, OrdersAndSignInsAreRecorded) {
  (void)sign_in("guess");
  (void)sign_in(k_password);
  (void)ask_with(k_looker, "GET", "/api/v1/status");
  (void)ask_with(k_looker, "POST", "/api/v1/plan/run");
  (void)ask_with(k_orderer, "POST", "/api/v1/plan/run");
  (void)ask_with(k_owner, "POST", "/api/v1/overrides", R"({"device":"home","kind":"charge"})");
  const json told = records();
  ASSERT_EQ(told.size(), 5U) << told;
  EXPECT_EQ(told[0]["what"], "POST /api/v1/overrides");
  EXPECT_EQ(told[0]["detail"], R"({"device":"home","kind":"charge"})");
  EXPECT_EQ(told[1], json::parse(R"({"at":"2026-03-02T10:00:00Z","who":"token orderer",
      "address":"192.168.1.5","what":"POST /api/v1/plan/run","status":202})"));
  EXPECT_EQ(told[2]["status"], 403);
  EXPECT_EQ(told[3]["who"], "password");
  EXPECT_EQ(told[3]["status"], 200);
  EXPECT_EQ(told[4]["who"], "nobody");
  EXPECT_EQ(told[4]["status"], 401);
  EXPECT_EQ(service_
                .ask({.method = "GET",
                      .path = "/api/v1/audit",
                      .query = {{"limit", "x"}},
                      .headers = {{"Authorization", std::string{"Bearer "} + k_owner}}})
                .status,
            400);
}

TEST_F(AccessTest, NoSecretIsEverTold) {
  const HttpResponse opened = sign_in(k_password);
  const std::string id = cookie_of(opened).substr(std::string{"ohmstead_session="}.size());
  const std::string csrf = json::parse(opened.body)["csrf"];
  (void)sign_in("correct hors");
  (void)ask("POST", "/api/v1/session", {}, R"({"password":"correct hors","a":1})");
  (void)ask("POST", "/api/v1/session", {}, R"({"password":"correct hors)");
  for (const char* token : {k_looker, k_orderer, "ohmstead_guess"}) {
    (void)ask_with(token, "POST", "/api/v1/plan/run");
    (void)ask_with(token, "POST", "/api/v1/nothing");
    (void)ask_with(token, "POST", "/optimize/charge-schedule", "{}");
  }
  (void)ask("POST", "/api/v1/plan/run", {{"Cookie", cookie_of(opened)}, {"X-CSRF-Token", "x"}});
  (void)records();
  std::string all = everything_said_;
  all += base::read_file(folder_.path / "audit.jsonl").value();
  for (const std::string& note : notes_) all += note;
  for (const std::string& secret :
       {std::string{k_password}, std::string{"correct hors"}, id, std::string{k_looker},
        std::string{k_orderer}, std::string{"ohmstead_guess"}, small_file().tokens[0].sha256}) {
    EXPECT_EQ(all.find(secret), std::string::npos) << secret;
  }
  EXPECT_NE(all.find(csrf), std::string::npos) << "the one thing that its page must know";
}

TEST_F(AccessTest, AFileThatChangesIsReadAgain) {
  const std::filesystem::path path = folder_.path / "access.yaml";
  const HttpHeaders known{{"Cookie", cookie_of(sign_in(k_password))}};
  AccessFile changed = small_file();
  changed.password = net::hash_password("another horse", {4, 8, 1}).value();
  changed.tokens.erase(changed.tokens.begin());
  ASSERT_TRUE(write_access_file(path, changed));
  clock_.time += std::chrono::seconds{2};
  EXPECT_EQ(ask("GET", "/api/v1/status", known).status, 401) << "of the old password";
  EXPECT_EQ(ended_, 1);
  EXPECT_EQ(ask_with(k_looker, "GET", "/api/v1/status").status, 401);
  EXPECT_EQ(ask_with(k_orderer, "GET", "/api/v1/status").status, 200);
  EXPECT_EQ(sign_in(k_password).status, 401);
  EXPECT_EQ(sign_in("another horse").status, 200);

  std::filesystem::permissions(path, std::filesystem::perms::others_read,
                               std::filesystem::perm_options::add);
  std::filesystem::last_write_time(path, std::filesystem::file_time_type::clock::now());
  clock_.time += std::chrono::seconds{2};
  EXPECT_EQ(ask("GET", "/api/v1/status").status, 401);
  EXPECT_EQ(ask_with(k_orderer, "GET", "/api/v1/status").status, 200);
  ASSERT_EQ(notes_.size(), 2U);
  EXPECT_THAT(notes_[1], HasSubstr("others may read this file"));
  std::filesystem::remove(path);
  clock_.time += std::chrono::seconds{2};
  EXPECT_EQ(ask("GET", "/api/v1/status").status, 401) << "a lost file opens nothing";
  EXPECT_EQ(ask_with(k_orderer, "GET", "/api/v1/status").status, 200);
}

TEST(AccessAnew, TakesTheFileAsItIsByNow) {
  const testing::Scratch folder;
  const std::filesystem::path path = folder.path / "access.yaml";
  AccessFile changed = small_file();
  changed.tokens.erase(changed.tokens.begin());
  ASSERT_TRUE(write_access_file(path, changed));
  SmallService service{{.file = small_file(), .path = path}};
  EXPECT_EQ(service
                .ask({.method = "GET",
                      .path = "/api/v1/status",
                      .headers = {{"Authorization", std::string{"Bearer "} + k_looker}}})
                .status,
            401);
}

TEST_F(AccessTest, PlannersRoutesFollowTheirKeyAndIgnoreTokens) {
  const auto optimize = [&](PlannerRoutes allowed, const std::string& remote) {
    AccessFile file = small_file();
    file.planner_routes = allowed;
    SmallService service{{.file = file}};
    return service
        .ask({.method = "GET",
              .path = "/optimize/health",
              .headers = {{"Authorization", "Bearer of-evcc"}},
              .remote = remote})
        .status;
  };
  EXPECT_EQ(optimize(PlannerRoutes::everyone, "192.168.1.5"), 200);
  EXPECT_EQ(optimize(PlannerRoutes::this_computer, "192.168.1.5"), 403);
  EXPECT_EQ(optimize(PlannerRoutes::this_computer, "127.0.0.1"), 200);
  EXPECT_EQ(optimize(PlannerRoutes::nobody, "127.0.0.1"), 403);
}

TEST(OpenAccess, WithoutAFileEverybodyMayEverything) {
  SmallService service;
  service.engine.run_cycle("start");
  EXPECT_EQ(
      json::parse(service.get("/api/v1/session").body),
      json::parse(R"({"is_needed":false,"is_open":true,"scopes":["read","control","admin"]})"));
  EXPECT_EQ(service.ask({.method = "POST", .path = "/api/v1/plan/run"}).status, 202);
  const auto signed_in = service.ask(
      {.method = "POST", .path = "/api/v1/session", .body = R"({"password":"anything"})"});
  EXPECT_EQ(signed_in.status, 200);
  EXPECT_EQ(find_header(signed_in, "Set-Cookie"), nullptr);
  EXPECT_EQ(service.ask({.method = "DELETE", .path = "/api/v1/session"}).status, 204);
  EXPECT_EQ(json::parse(service.get("/api/v1/audit").body)["entries"][0]["who"], "anybody");
}

TEST(OpenAccess, TokensAloneLetNobodyInByPassword) {
  AccessFile file = small_file();
  file.password.clear();
  SmallService service{{.file = file}};
  EXPECT_EQ(service.ask({.method = "POST", .path = "/api/v1/session", .body = R"({"password":""})"})
                .status,
            403);
}

}  // namespace
}  // namespace ohmstead::api
