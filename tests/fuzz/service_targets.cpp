#include <future>

#include "ohmstead/net/secret.hpp"
#include "response_text.hpp"
#include "routes.hpp"
#include "targets.hpp"
#include "testing/small_service.hpp"

namespace ohmstead::fuzz {
namespace {

net::HttpResponse ask(api::Api& api, const net::HttpRequest& request) {
  std::promise<net::HttpResponse> answered;
  api.handle(request, [&](net::HttpResponse response) { answered.set_value(std::move(response)); });
  return answered.get_future().get();
}

// First line "METHOD PATH?QUERY", the rest is the body. The answer can be sent, and is no failure
// of ours.
void ask_service(const std::string& text) {
  static api::testing::SmallService service;
  static const bool k_is_planned = [] {
    service.engine.run_cycle("start");
    return true;
  }();
  (void)k_is_planned;
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::size_t gap = std::min(text.find(' '), end);
  const std::size_t mark = std::min(text.find('?', gap), end);
  net::HttpRequest request{.method = text.substr(0, gap),
                           .path = gap < mark ? text.substr(gap + 1, mark - gap - 1) : "/",
                           .body = end < text.size() ? text.substr(end + 1) : "",
                           .remote = "127.0.0.1"};
  if (mark < end) {
    const std::string pair = text.substr(mark + 1, end - mark - 1);
    const std::size_t equals = std::min(pair.find('='), pair.size());
    request.query[pair.substr(0, equals)] = pair.substr(std::min(equals + 1, pair.size()));
  }
  if (!request.path.starts_with('/')) request.path = "/";
  const net::HttpResponse response = ask(service.api, request);
  base::expect(response.status != 500, "an answer of 500");
  base::expect(!net::fault_of(response), "an answer can be sent");
}

// Signing in with any headers and body: nobody gets in.
void sign_in(const std::string& text) {
  static api::testing::SmallService service{
      {.file = api::AccessFile{.password = net::hash_password("correct horse", {4, 8, 1}).value(),
                               .tokens = {{"a", api::Scope::read, net::sha256_hex("t")}}}}};
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string head = text.substr(0, end);
  const std::string body = end < text.size() ? text.substr(end + 1) : "";
  for (const char* header : {"Cookie", "Authorization", "X-CSRF-Token"}) {
    const auto status = ask(service.api, {.method = "POST",
                                          .path = "/api/v1/plan/run",
                                          .headers = {{header, head}},
                                          .remote = "127.0.0.1"})
                            .status;
    base::expect(status == 401, "nobody gives orders");
  }
  const auto status = ask(service.api, {.method = "POST",
                                        .path = "/api/v1/session",
                                        .headers = {{"Cookie", head}},
                                        .body = body,
                                        .remote = "127.0.0.1"})
                          .status;
  base::expect(status == 400 || status == 401 || status == 429, "nobody gets in");
}

}  // namespace

std::vector<Target> service_targets() {
  std::vector<std::string> seeds;
  for (const api::Route& route : api::routes()) {
    std::string seed = std::string{route.method} + " " + std::string{route.path};
    if (!route.parameters.empty()) seed += "?" + std::string{route.parameters[0].name} + "=1";
    seeds.push_back(seed + "\n" + std::string{route.body_example});
  }
  seeds.emplace_back("POST /api/v1/what-if\n{\"load_kw\":[3,3,3,3,3,3,3,3],\"batteries\":[]}");
  return {{"service", ask_service, std::move(seeds), 10000},
          {"sign_in",
           sign_in,
           {"ohmstead_session=abc; a=b\n{\"password\":\"guess\"}", "Bearer ohmstead_x\n{}"},
           5000}};
}

}  // namespace ohmstead::fuzz
