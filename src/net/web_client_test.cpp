#include "ohmstead/net/web_client.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "ohmstead/net/gzip.hpp"
#include "testing/certificate.hpp"
#include "testing/raw_server.hpp"
#include "testing/test_server.hpp"

namespace ohmstead::net {
namespace {

using base::ErrorKind;
using base::Result;
using ::testing::HasSubstr;
using ::testing::Not;

WebOptions local() {
  WebOptions options;
  options.user_agent = "ohmstead/test";
  options.is_proxy_of_environment_used = false;
  return options;
}

Result<WebAnswer> fetch(const std::string& url, WebOptions options = local()) {
  return WebClient{std::move(options)}.fetch({.url = url});
}

std::string raw_answer(std::string_view status, std::string_view headers, std::string_view body) {
  return fmt::format("HTTP/1.1 {}\r\n{}Content-Length: {}\r\nConnection: close\r\n\r\n{}", status,
                     headers, body.size(), body);
}

std::unique_ptr<HttpServer> serve(HttpHandler handler, ServerOptions options = {}) {
  return std::move(HttpServer::open(std::move(options), std::move(handler)).value());
}

std::string at(const HttpServer& server, std::string_view path, std::string_view scheme = "http") {
  return fmt::format("{}://localhost:{}{}", scheme, server.port(), path);
}

TEST(WebClientTest, fetches_a_document_and_names_itself) {
  const RawServer server{raw_answer("200 OK", "ETag: \"7\"\r\n", "hello")};
  const auto answer = WebClient{local()}.fetch(
      {.url = server.url("/a?b=1"), .headers = {{"If-None-Match", "\"6\""}}});
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_TRUE(answer->is_ok());
  EXPECT_EQ(answer->body, "hello");
  ASSERT_NE(answer->find_header("etag"), nullptr);
  EXPECT_EQ(*answer->find_header("etag"), "\"7\"");
  const std::string asked = server.requests().at(0);
  EXPECT_THAT(asked, HasSubstr("GET /a?b=1 HTTP/1.1\r\n"));
  EXPECT_THAT(asked, HasSubstr("User-Agent: ohmstead/test\r\n"));
  EXPECT_THAT(asked, HasSubstr("If-None-Match: \"6\"\r\n"));
  EXPECT_THAT(asked, HasSubstr("Accept-Encoding: gzip, deflate\r\n"));
}

TEST(WebClientTest, posts_a_body_without_waiting_to_be_asked_for_it) {
  TestServer server;
  const auto answer =
      WebClient{local()}.fetch({.url = fmt::format("http://localhost:{}/echo", server.port()),
                                .method = "POST",
                                .headers = {{"Content-Type", "application/json"}},
                                .body = std::string(2000, 'x')});
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body, "POST /echo|" + std::string(2000, 'x'));
}

TEST(WebClientTest, puts_a_body) {
  TestServer server;
  const auto url = fmt::format("http://localhost:{}/echo", server.port());
  EXPECT_EQ(WebClient{local()}.fetch({.url = url, .method = "PUT", .body = "x"}).value().body,
            "PUT /echo|x");
  EXPECT_EQ(WebClient{local()}.fetch({.url = url, .method = "PUT"}).value().body, "PUT /echo|");
  EXPECT_EQ(WebClient{local()}.fetch({.url = url, .method = "DELETE"}).error().kind,
            ErrorKind::invalid_input);
}

// Basic and Digest as the host asks for; the password leaves neither plain under Digest nor at all
// for another host.
TEST(WebClientTest, logs_in_as_the_host_asks_and_there_alone) {
  const auto elsewhere = serve([](const HttpRequest& request, const Reply& reply) {
    const std::string* login = request.find_header("Authorization");
    reply({.body = login == nullptr ? "no login" : *login});
  });
  const auto server = serve([&](const HttpRequest& request, const Reply& reply) {
    if (request.path == "/away")
      return reply({.status = 302, .headers = {{"Location", at(*elsewhere, "/")}}});
    const std::string* login = request.find_header("Authorization");
    if (login != nullptr) return reply({.body = *login + "|" + request.body});
    const bool is_digest = request.path == "/digest";
    reply({.status = 401,
           .headers = {{"WWW-Authenticate", is_digest ? R"(Digest realm="r", nonce="n", qop="auth")"
                                                      : R"(Basic realm="r")"}}});
  });
  const auto ask = [&](std::string_view path, const std::string& method = "GET") {
    return WebClient{local()}
        .fetch({.url = at(*server, path),
                .method = method,
                .body = method == "GET" ? "" : "body",
                .user = "me",
                .password = "hush"})
        .value()
        .body;
  };
  EXPECT_EQ(ask("/basic"), "Basic bWU6aHVzaA==|");
  EXPECT_EQ(ask("/basic", "PUT"), "Basic bWU6aHVzaA==|body");
  const std::string digest = ask("/digest", "POST");
  EXPECT_THAT(digest, HasSubstr(R"(Digest username="me", realm="r", nonce="n")"));
  EXPECT_THAT(digest, HasSubstr("|body"));
  EXPECT_THAT(digest, Not(HasSubstr("hush")));
  EXPECT_EQ(ask("/away"), "no login");
}

TEST(WebClientTest, unpacks_and_counts_what_is_unpacked) {
  const std::string text(300'000, 'a');
  const auto server = serve([&](const HttpRequest&, const Reply& reply) {
    reply({.body = gzip(text), .headers = {{"Content-Encoding", "gzip"}}});
  });
  WebOptions options = local();
  options.body_bytes_max = text.size();
  EXPECT_EQ(fetch(at(*server, "/"), options).value().body, text);
  options.body_bytes_max = text.size() - 1;
  const auto refused = fetch(at(*server, "/"), options);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::invalid_input);
  EXPECT_THAT(refused.error().message, HasSubstr("too large"));
}

TEST(WebClientTest, refuses_what_is_wrongly_packed) {
  const RawServer server{raw_answer("200 OK", "Content-Encoding: gzip\r\n", "no gzip at all")};
  const auto answer = fetch(server.url());
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::invalid_input);
}

TEST(WebClientTest, tells_when_to_try_again_by_seconds_or_by_the_answers_own_clock) {
  const auto retry_after = [](std::string_view headers) {
    const RawServer server{raw_answer("429 Too Many Requests", headers, "{}")};
    return fetch(server.url()).value().retry_after;
  };
  EXPECT_EQ(retry_after("Retry-After: 120\r\n"), std::chrono::seconds{120});
  EXPECT_EQ(retry_after("Date: Wed, 21 Oct 2015 07:28:00 GMT\r\n"
                        "Retry-After: Wed, 21 Oct 2015 07:38:00 GMT\r\n"),
            std::chrono::minutes{10});
  EXPECT_EQ(retry_after("Retry-After: 99999999999999999999\r\n"), std::chrono::hours{24});
  EXPECT_EQ(retry_after("Date: Wed, 21 Oct 2015 07:28:00 GMT\r\n"
                        "Retry-After: Wed, 21 Oct 2015 07:00:00 GMT\r\n"),
            std::chrono::seconds{0});
  EXPECT_EQ(retry_after("Retry-After: soon\r\n"), std::nullopt);
  EXPECT_EQ(retry_after(""), std::nullopt);
}

TEST(WebClientTest, says_what_a_status_means) {
  const auto error = [](int status) {
    return status_error({.url = "https://prices.example/x?key=secret"}, {.status = status});
  };
  EXPECT_EQ(error(401).kind, ErrorKind::refused);
  EXPECT_EQ(error(404).kind, ErrorKind::not_found);
  EXPECT_EQ(error(429).kind, ErrorKind::unavailable);
  EXPECT_EQ(error(503).kind, ErrorKind::unavailable);
  EXPECT_EQ(error(400).kind, ErrorKind::invalid_input);
  EXPECT_EQ(error(429).message, "prices.example: it was asked too often (429 Too Many Requests)");
}

TEST(WebClientTest, reports_connections_that_end_too_early) {
  for (const std::string answer :
       {"", "HTTP/1.1 200 OK\r\nContent-Le",
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"}) {
    const RawServer server{answer};
    const auto fetched = fetch(server.url());
    ASSERT_FALSE(fetched) << answer;
    EXPECT_EQ(fetched.error().kind, ErrorKind::unavailable) << answer;
    EXPECT_THAT(fetched.error().message, HasSubstr("before the answer was whole")) << answer;
  }
}

TEST(WebClientTest, gives_up_on_servers_that_say_nothing) {
  const RawServer server{"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe", true};
  WebOptions options = local();
  options.total_timeout = std::chrono::milliseconds{50};
  const auto answer = fetch(server.url(), options);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::timed_out);
}

TEST(WebClientTest, stops_at_once_when_asked_to) {
  TestServer server;
  std::stop_source source;
  std::jthread stopper{[&] {
    const Reply reply = server.wait_for_later();  // the request is under way
    source.request_stop();
  }};
  WebOptions options = local();
  options.total_timeout = std::chrono::hours{1};
  const auto answer = WebClient{options}.fetch(
      {.url = fmt::format("http://localhost:{}/later", server.port())}, source.get_token());
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::cancelled);
  const auto before = WebClient{options}.fetch(
      {.url = fmt::format("http://localhost:{}/echo", server.port())}, source.get_token());
  ASSERT_FALSE(before);
  EXPECT_EQ(before.error().kind, ErrorKind::cancelled);
}

TEST(WebClientTest, says_when_nobody_is_there) {
  std::string url;
  {
    const RawServer gone{""};
    url = gone.url();
  }
  const auto answer = fetch(url);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::unavailable);
  EXPECT_THAT(answer.error().message, HasSubstr("takes no connection"));
}

TEST(WebClientTest, follows_few_redirects_and_takes_no_secret_to_another_host) {
  const auto elsewhere = serve([](const HttpRequest& request, const Reply& reply) {
    const std::string* key = request.find_header("X-Api-Key");
    reply({.body = key == nullptr ? "no key" : *key});
  });
  const auto server = serve([&](const HttpRequest& request, const Reply& reply) {
    if (request.path == "/here") return reply({.status = 302, .headers = {{"Location", "/end"}}});
    if (request.path == "/loop") return reply({.status = 307, .headers = {{"Location", "/loop"}}});
    if (request.path == "/away")
      return reply({.status = 301, .headers = {{"Location", at(*elsewhere, "/")}}});
    if (request.path == "/file")
      return reply({.status = 302, .headers = {{"Location", "file:///etc/passwd"}}});
    const std::string* key = request.find_header("X-Api-Key");
    reply({.body = key == nullptr ? "no key" : *key});
  });
  const auto ask = [&](std::string_view path, std::string method = "GET") {
    return WebClient{local()}.fetch(
        {.url = at(*server, path), .method = std::move(method), .headers = {{"X-Api-Key", "7"}}});
  };
  EXPECT_EQ(ask("/here").value().body, "7");
  EXPECT_EQ(ask("/away").value().body, "no key");
  EXPECT_THAT(ask("/loop").error().message, HasSubstr("too many redirects"));
  EXPECT_EQ(ask("/file").error().kind, ErrorKind::invalid_input);
  EXPECT_EQ(ask("/here", "POST").error().kind, ErrorKind::refused);
}

TEST(WebClientTest, believes_only_certificates_it_knows) {
  const TestCertificate certificate;
  const auto server = serve([](const HttpRequest&, const Reply& reply) { reply({.body = "in"}); },
                            certificate.in());
  const auto unknown = fetch(at(*server, "/", "https"));
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().kind, ErrorKind::refused);
  EXPECT_THAT(unknown.error().message, HasSubstr("certificate is not trusted"));
  WebOptions options = local();
  options.ca_file = certificate.certificate();
  EXPECT_EQ(fetch(at(*server, "/", "https"), options).value().body, "in");
  const TestCertificate other{"elsewhere.example"};
  const auto misnamed =
      serve([](const HttpRequest&, const Reply& reply) { reply({.body = "in"}); }, other.in());
  options.ca_file = other.certificate();
  EXPECT_EQ(fetch(at(*misnamed, "/", "https"), options).error().kind, ErrorKind::refused);
}

TEST(WebClientTest, does_not_leave_https_by_a_redirect) {
  const TestCertificate certificate;
  const auto server = serve(
      [](const HttpRequest&, const Reply& reply) {
        reply({.status = 302, .headers = {{"Location", "http://localhost:1/"}}});
      },
      certificate.in());
  WebOptions options = local();
  options.ca_file = certificate.certificate();
  const auto answer = fetch(at(*server, "/", "https"), options);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::refused);
  EXPECT_THAT(answer.error().message, HasSubstr("unencrypted"));
}

TEST(WebClientTest, refuses_other_schemes_and_bad_headers_and_tells_no_secret) {
  for (const std::string url : {"file:///etc/passwd", "ftp://x.example/", "", "https://", "x y",
                                "http://me:hush@x.example/"}) {
    const auto answer = fetch(url);
    ASSERT_FALSE(answer) << url;
    EXPECT_EQ(answer.error().kind, ErrorKind::invalid_input) << url;
    EXPECT_THAT(answer.error().message, Not(HasSubstr("hush")));
  }
  const auto split = WebClient{local()}.fetch(
      {.url = "http://localhost:1/?token=hush", .headers = {{"X-Key", "hush\r\nHost: evil"}}});
  ASSERT_FALSE(split);
  EXPECT_EQ(split.error().kind, ErrorKind::invalid_input);
  EXPECT_THAT(split.error().message, Not(HasSubstr("hush")));
}

TEST(WebClientTest, encodes_what_stands_in_an_address) {
  EXPECT_EQ(encode_url_part("DE-LU a/b?c&d=\xc3\xa9"), "DE-LU%20a%2Fb%3Fc%26d%3D%C3%A9");
  EXPECT_EQ(host_of("https://a.example:8443/x?y"), "a.example:8443");
  EXPECT_EQ(host_of("nonsense://"), "");
}

}  // namespace
}  // namespace ohmstead::net
