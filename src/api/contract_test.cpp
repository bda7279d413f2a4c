// Every route of the OpenAPI document, called as it says and as it forbids. What a route answers
// must be in the document: its status, its form, its refusals.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <nlohmann/json.hpp>

#include "ohmstead/api/openapi.hpp"
#include "ohmstead/net/secret.hpp"
#include "testing/schema_check.hpp"
#include "testing/small_service.hpp"

namespace ohmstead::api {
namespace {

using net::HttpResponse;
using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::schema_faults;
using testing::SmallService;

constexpr std::array<std::string_view, 3> k_scopes{"read", "control", "admin"};

AccessFile file_of_all_scopes() {
  AccessFile file;
  file.password = net::hash_password("correct horse", {4, 8, 1}).value();
  for (const Scope scope : {Scope::read, Scope::control, Scope::admin}) {
    const std::string name{names_of(scope)[static_cast<std::size_t>(scope)]};
    file.tokens.push_back({name, scope, net::sha256_hex("token-" + name)});
  }
  return file;
}

std::string upper(std::string text) {
  for (char& letter : text) letter = static_cast<char>(std::toupper(letter));
  return text;
}

class ContractTest : public ::testing::Test {
 protected:
  ContractTest() { service_.engine.run_cycle("start"); }

  struct Call {
    std::string method;
    std::string path;
    std::string scope = "admin";  // of the token; empty: none
    std::string body = {};
    std::map<std::string, std::string> query = {};
  };
  HttpResponse ask(const Call& call) {
    std::promise<HttpResponse> answered;
    net::HttpRequest request{.method = call.method,
                             .path = call.path,
                             .query = call.query,
                             .headers = {{"Host", "home.test:9"}},
                             .body = call.body,
                             .remote = "127.0.0.1"};
    if (!call.scope.empty())
      request.headers.emplace_back("Authorization", "Bearer token-" + call.scope);
    service_.api.handle(request,
                        [&](HttpResponse response) { answered.set_value(std::move(response)); });
    return answered.get_future().get();
  }

  // A path that exists: what stands in braces is made first.
  std::string real_path(const std::string& path) {
    const std::size_t brace = path.find('{');
    if (brace == std::string::npos) return path;
    if (path == "/api/v1/plans/{made_at}") {
      const json plans = json::parse(ask({.method = "GET", .path = "/api/v1/plans"}).body);
      return path.substr(0, brace) + plans["plans"][0]["made_at"].get<std::string>();
    }
    EXPECT_EQ(path, "/api/v1/overrides/{id}") << "say here how to make one";
    const json made = json::parse(ask({.method = "POST",
                                       .path = "/api/v1/overrides",
                                       .body = R"({"device":"home","kind":"hold"})"})
                                      .body,
                                  nullptr, false);
    return path.substr(0, brace) + (made.is_object() ? made.value("id", json{0}).dump() : "0");
  }
  std::string body_of(const json& operation) {
    if (!operation.contains("requestBody")) return {};
    if (operation["operationId"] == "put_api_v1_config") {
      json read = json::parse(ask({.method = "GET", .path = "/api/v1/config"}).body);
      return json{{"text", read["text"]}, {"version", read["version"]}}.dump();
    }
    const json& content = operation["requestBody"]["content"]["application/json"];
    return content.contains("example") ? content["example"].dump() : "{}";
  }
  // Other planners' answers are made by the program around; tests/cli asks for them.
  static bool is_answered_here(const std::string& path) {
    return path != "/optimize" && path != "/optimize/charge-schedule";
  }

  void expect_problem(const HttpResponse& response, const json& operation,
                      const std::string& what) {
    EXPECT_GE(response.status, 400) << what;
    EXPECT_LT(response.status, 500) << what;
    EXPECT_TRUE(operation.is_null() ||
                operation["responses"].contains(std::to_string(response.status)))
        << what << " answers " << response.status << ", which the document does not tell";
    EXPECT_EQ(response.content_type, "application/problem+json") << what;
    const json body = json::parse(response.body, nullptr, false);
    EXPECT_THAT(schema_faults(body, document_["components"]["schemas"]["Problem"], document_),
                IsEmpty())
        << what << response.body;
    EXPECT_EQ(body["status"], response.status) << what;
  }
  // What no refused request may change.
  std::string state() {
    return ask({.method = "GET", .path = "/api/v1/plan"}).body +
           ask({.method = "GET", .path = "/api/v1/overrides"}).body +
           ask({.method = "GET", .path = "/api/v1/case"}).body;
  }

  // Called with path, method in capitals and operation.
  template <class Visit>
  void for_all(Visit visit) {
    for (const auto& [path, operations] : document_["paths"].items()) {
      for (const auto& [method, operation] : operations.items())
        visit(path, upper(method), operation);
    }
  }

  SmallService service_{{.file = file_of_all_scopes()}, testing::make_full_site()};
  json document_ = json::parse(openapi("1.2.3"));
};

TEST_F(ContractTest, EveryRouteAnswersAsTheDocumentSays) {
  service_.devices.vehicles = {{.id = "car"}};
  service_.engine.run_cycle("a car came");
  int count = 0;
  for_all([&](const std::string& path, const std::string& method, const json& operation) {
    const std::string what = method + " " + path;
    if (!is_answered_here(path)) return;
    const HttpResponse response =
        ask({.method = method, .path = real_path(path), .body = body_of(operation)});
    const std::string status = std::to_string(response.status);
    ASSERT_TRUE(operation["responses"].contains(status)) << what << ": " << status;
    ++count;
    if (operation.contains("deprecated")) {
      EXPECT_TRUE(response.status == 410) << what << response.body;
      EXPECT_EQ(response.content_type, "application/problem+json") << what;
      EXPECT_EQ(json::parse(response.body)["detail"], operation["summary"]) << what;
      return;
    }
    ASSERT_LT(response.status, 300) << what << response.body;
    if (response.status == 204) {
      EXPECT_EQ(response.body, "") << what;
      return;
    }
    const json& content = operation["responses"][status]["content"];
    if (content.contains("text/event-stream")) {
      EXPECT_TRUE(response.is_stream) << what;
      return;
    }
    if (content.contains("text/html")) {
      EXPECT_THAT(response.content_type, HasSubstr("text/html"));
      return;
    }
    const json body = json::parse(response.body, nullptr, false);
    EXPECT_THAT(schema_faults(body, content["application/json"]["schema"], document_), IsEmpty())
        << what;
  });
  EXPECT_GT(count, 15);
}

// A checker that finds nothing would make the test above worthless.
TEST_F(ContractTest, WrongAnswersAreFound) {
  int count = 0;
  for_all([&](const std::string& path, const std::string& method, const json& operation) {
    if (!operation["responses"].contains("200")) return;
    const json& content = operation["responses"]["200"]["content"];
    if (method != "GET" || !content.contains("application/json")) return;
    const json& schema = content["application/json"]["schema"];
    const json good = json::parse(ask({.method = method, .path = real_path(path)}).body);
    if (good.is_array()) {
      EXPECT_THAT(schema_faults(json::parse("[[1]]"), schema, document_), Not(IsEmpty())) << path;
      return;
    }
    for (const auto& [key, value] : good.items()) {
      if (path == "/api/v1/openapi.json" || path == "/api/v1/config/schema") continue;
      json bad = good;
      bad[key] = json::parse("[[1]]");  // neither a value nor a list of any of our kinds
      EXPECT_THAT(schema_faults(bad, schema, document_), Not(IsEmpty())) << path << " " << key;
      if (key.starts_with("immersion_")) continue;  // any name may follow
      bad = good;
      bad[key + "_"] = value;
      EXPECT_THAT(schema_faults(bad, schema, document_), Not(IsEmpty())) << path << " " << key;
      ++count;
    }
    const json& named =
        document_.at(json::json_pointer{schema["$ref"].get<std::string>().substr(1)});
    for (const json& key : named.value("required", json::array())) {
      json bad = good;
      bad.erase(key.get<std::string>());
      EXPECT_THAT(schema_faults(bad, schema, document_), Not(IsEmpty())) << path << " " << key;
    }
  });
  EXPECT_GT(count, 30);
  const json one = json::parse(R"({"properties":{"a":{"type":"integer","minimum":3},
      "b":{"enum":["x"]},"c":{"type":"array","minItems":1,"items":{"format":"date-time"}},
      "d":{"oneOf":[{"type":"number"},{"type":"array"}]}},"required":["a"]})");
  const auto faults = [&](const char* text) { return schema_faults(json::parse(text), one, one); };
  EXPECT_THAT(faults(R"({"a":3,"b":"x","c":["2026-03-02T10:00:00Z"],"d":1.5})"), IsEmpty());
  EXPECT_THAT(faults(R"({"a":2})"), ElementsAre("a: is too small"));
  EXPECT_THAT(faults(R"({"a":3.5})"), ElementsAre("a: is no integer"));
  EXPECT_THAT(faults(R"({"a":3,"b":"y"})"), ElementsAre(R"(b: "y" is none of ["x"])"));
  EXPECT_THAT(faults(R"({"a":3,"c":["2026"]})"), ElementsAre(R"(c[0]: "2026" is no date-time)"));
  EXPECT_THAT(faults(R"({"a":3,"c":[]})"), ElementsAre("c: is too short"));
  EXPECT_THAT(faults(R"({"a":3,"d":"1"})"), ElementsAre("d: fits 0 of its forms"));
  EXPECT_THAT(faults(R"({"x":1})"),
              ElementsAre("the whole: lacks a", "the whole: 'x' is not in the schema"));
  EXPECT_THAT(schema_faults(1, {{"multipleOf", 2}}, {}),
              ElementsAre("the whole: the schema's word 'multipleOf' is unknown"));
}

TEST_F(ContractTest, WhoLacksTheScopeIsRefusedWithoutEffect) {
  const std::string before = state();
  for_all([&](const std::string& path, const std::string& method, const json& operation) {
    const std::string what = method + " " + path;
    const std::string real = path.substr(0, path.find('{')) + (path.ends_with('}') ? "1" : "");
    const HttpResponse nobody =
        ask({.method = method, .path = real, .scope = "", .body = body_of(operation)});
    if (!operation.contains("x-scope")) {
      EXPECT_TRUE(path == "/api/v1/session" || (nobody.status != 401 && nobody.status != 403))
          << what;
      return;
    }
    EXPECT_EQ(nobody.status, 401) << what;
    expect_problem(nobody, operation, what);
    expect_problem(ask({.method = method, .path = real, .scope = "guess"}), operation, what);
    for (const std::string_view scope : k_scopes) {
      if (scope == operation["x-scope"]) break;
      const HttpResponse refused = ask({.method = method,
                                        .path = real,
                                        .scope = std::string{scope},
                                        .body = body_of(operation)});
      EXPECT_EQ(refused.status, 403) << what << " with " << scope;
      expect_problem(refused, operation, what);
    }
  });
  EXPECT_EQ(state(), before);
}

TEST_F(ContractTest, OtherMethodsAreRefusedAndNamed) {
  const std::string before = state();
  for (const auto& [path, operations] : document_["paths"].items()) {
    if (path.find('{') != std::string::npos) continue;
    std::string allowed;
    for (const auto& [method, ignored] : operations.items())
      allowed += (allowed.empty() ? "" : ", ") + upper(method);
    for (const std::string method : {"GET", "POST", "PUT", "PATCH", "DELETE"}) {
      if (allowed.find(method) != std::string::npos) continue;
      const HttpResponse refused = ask({.method = method, .path = path, .body = "{}"});
      EXPECT_EQ(refused.status, 405) << method << " " << path;
      expect_problem(refused, nullptr, path);
      std::string told;
      for (const auto& [name, value] : refused.headers) told += name == "Allow" ? value : "";
      EXPECT_EQ(told.size(), allowed.size()) << method << " " << path << ": " << told;
    }
  }
  EXPECT_EQ(state(), before);
}

TEST_F(ContractTest, BadParametersAreRefused) {
  for_all([&](const std::string& path, const std::string& method, const json& operation) {
    if (!is_answered_here(path)) return;
    for (const json& parameter : operation.value("parameters", json::array())) {
      const auto name = parameter["name"].get<std::string>();
      const bool is_in_path = parameter["in"] == "path";
      for (const std::string bad : {"nonsense", "-1", "1e99", "2026-02-30T00:00:00Z"}) {
        Call call{.method = method, .path = path, .body = body_of(operation)};
        if (is_in_path)
          call.path = path.substr(0, path.find('{')) + bad;
        else
          call.query[name] = bad;
        expect_problem(ask(call), operation, method + " " + path + " " + name + "=" + bad);
      }
    }
  });
}

// With all faults at once, and what the route takes instead.
TEST_F(ContractTest, UnknownParametersAreRefusedWithoutEffect) {
  const std::string before = state();
  int count = 0;
  for_all([&](const std::string& path, const std::string& method, const json& operation) {
    if (operation.contains("tags") || !path.starts_with("/api/v1/")) return;
    const std::string what = method + " " + path;
    Call call{.method = method, .path = path, .body = body_of(operation)};
    call.path = path.substr(0, path.find('{')) + (path.ends_with('}') ? "1" : "");
    call.query = {{"form", "x"}, {"untill", ""}};
    std::string taken;
    for (const json& parameter : operation.value("parameters", json::array())) {
      if (parameter["in"] == "path") continue;
      taken += (taken.empty() ? "" : ", ") + parameter["name"].get<std::string>();
    }
    const std::string why =
        taken.empty() ? "is unknown: this takes no parameters" : "is unknown: this takes " + taken;
    const HttpResponse refused = ask(call);
    EXPECT_EQ(refused.status, 400) << what;
    expect_problem(refused, operation, what);
    EXPECT_EQ(json::parse(refused.body)["detail"], "form: " + why + "\nuntill: " + why) << what;
    ++count;
  });
  EXPECT_GT(count, 30);
  EXPECT_EQ(state(), before);
}

TEST_F(ContractTest, UnknownAndBadParametersAreToldTogether) {
  const HttpResponse refused = ask({.method = "GET",
                                    .path = "/api/v1/history/accounts",
                                    .query = {{"by", "week"}, {"form", "x"}, {"to", "now"}}});
  EXPECT_EQ(json::parse(refused.body)["detail"],
            "by: 'week' is none of total, day, slot\n"
            "form: is unknown: this takes from, to, by, language\n"
            "to: 'now' is no time such as 2024-06-24T10:00:00Z");
}

TEST_F(ContractTest, RoutesOfOlderSystemsTakeMoreThanTheyNeed) {
  for (const char* path : {"/api/v1/prices/current", "/api/status", "/summary", "/health", "/docs"})
    EXPECT_EQ(ask({.method = "GET", .path = path, .query = {{"_", "1"}}}).status, 200) << path;
}

TEST_F(ContractTest, MalformedBodiesAreRefusedWithoutEffect) {
  const std::string before = state();
  const std::vector<std::string> bodies{"",
                                        "{",
                                        "[1]",
                                        "1",
                                        "null",
                                        "\"text\"",
                                        "{\"a\":}",
                                        R"({"no_such_key":1})",
                                        "\xff\xfe",
                                        R"({"a":1}{"a":1})",
                                        std::string(60'000, '['),
                                        "{\"overrides\":" + std::string(60'000, '[')};
  for_all([&](const std::string& path, const std::string& method, const json& operation) {
    if (!operation.contains("requestBody") || !is_answered_here(path)) return;
    for (const std::string& body : bodies)
      expect_problem(ask({.method = method, .path = path, .body = body}), operation,
                     method + " " + path + " with " + body.substr(0, 30));
  });
  EXPECT_EQ(state(), before);
}

TEST_F(ContractTest, TheDocumentIsWhole) {
  EXPECT_EQ(document_["openapi"], "3.1.0");
  EXPECT_EQ(document_["info"]["version"], "1.2.3");
  std::set<std::string> ids;
  std::set<std::string> named;
  const std::string text = document_.dump();
  for_all([&](const std::string& path, const std::string& method, const json& operation) {
    EXPECT_TRUE(ids.insert(operation["operationId"]).second) << method << path;
    EXPECT_FALSE(operation["summary"].get<std::string>().empty()) << method << path;
  });
  for (std::size_t at = text.find("\"$ref\":\""); at != std::string::npos;
       at = text.find("\"$ref\":\"", at + 1)) {
    const std::string target = text.substr(at + 8, text.find('"', at + 8) - at - 8);
    EXPECT_TRUE(document_.contains(json::json_pointer{target.substr(1)})) << target;
    named.insert(target.substr(target.rfind('/') + 1));
  }
  for (const auto& [name, ignored] : document_["components"]["schemas"].items())
    EXPECT_TRUE(named.contains(name)) << name << " is named nowhere";
}

// The page has what the document has, and nothing that a browser would load or run.
TEST_F(ContractTest, ThePageForPeopleHasEveryRoute) {
  const std::string page = ask({.method = "GET", .path = "/docs", .scope = ""}).body;
  for_all([&](const std::string& path, const std::string&, const json& operation) {
    EXPECT_THAT(page, HasSubstr("<code>" + path + "</code>"));
    EXPECT_THAT(page, HasSubstr(operation["summary"].get<std::string>()));
  });
  for (const auto& [name, ignored] : document_["components"]["schemas"].items())
    EXPECT_THAT(page, HasSubstr("id=\"schema-" + name + "\""));
  EXPECT_THAT(page, HasSubstr("http://home.test:9/api/v1/plan")) << "as it was asked for";
  for (const char* foreign :
       {"<script", "src=", "url(", "@import", "<link", "http://www", "https://"})
    EXPECT_EQ(page.find(foreign), std::string::npos) << foreign;
}

}  // namespace
}  // namespace ohmstead::api
