// The ordinary life of the server: requests, answers, handlers that fail, ends.
#include "ohmstead/net/server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <thread>

#include "testing/test_server.hpp"

namespace ohmstead::net {
namespace {

using base::ErrorKind;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

// A handler that never answers by itself, and is told when nobody waits any more.
struct PatientServer {
  std::promise<std::stop_token> asked;
  Reply reply;
  std::unique_ptr<HttpServer> server =
      HttpServer::open({}, [this](const HttpRequest& request, Reply given) {
        reply = std::move(given);
        asked.set_value(request.gone);
      }).value();
  // Whether it was told within ten seconds.
  static bool is_told(const std::stop_token& gone) {
    std::promise<void> told;
    const std::stop_callback on_gone{gone, [&] { told.set_value(); }};
    return told.get_future().wait_for(std::chrono::seconds{10}) == std::future_status::ready;
  }
};

TEST(ServerTest, tells_a_handler_that_its_client_has_hung_up) {
  PatientServer patient;
  auto client = std::make_unique<RawClient>(patient.server->port());
  client->send(get("/echo") + get("/sent/ahead"));
  const std::stop_token gone = patient.asked.get_future().get();
  EXPECT_FALSE(gone.stop_requested());
  client.reset();
  EXPECT_TRUE(PatientServer::is_told(gone));
}

TEST(ServerTest, tells_a_handler_that_the_server_stops) {
  PatientServer patient;
  RawClient client{patient.server->port()};
  client.send(get("/echo"));
  const std::stop_token gone = patient.asked.get_future().get();
  patient.server->stop();
  EXPECT_TRUE(PatientServer::is_told(gone));
}

TEST(ServerTest, answers_get_with_the_headers_that_all_answers_have) {
  TestServer server;
  RawClient client{server.port()};
  const RawAnswer answer = client.ask(get("/echo"));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "GET /echo|");
  EXPECT_EQ(answer.headers.at("content-type"), "text/plain");
  EXPECT_EQ(answer.headers.at("content-length"), "10");
  EXPECT_EQ(answer.headers.at("cache-control"), "no-store");
  EXPECT_EQ(answer.headers.at("x-content-type-options"), "nosniff");
  EXPECT_EQ(answer.headers.at("referrer-policy"), "no-referrer");
  EXPECT_EQ(answer.headers.at("content-security-policy"),
            "default-src 'none'; frame-ancestors 'none'");
  EXPECT_THAT(answer.headers.at("date"), HasSubstr(" GMT"));
  EXPECT_FALSE(answer.headers.contains("connection"));
  EXPECT_FALSE(answer.headers.contains("access-control-allow-origin"));
}

TEST(ServerTest, gives_pages_a_policy_and_leaves_the_headers_of_the_handler_alone) {
  TestServer server;
  RawClient client{server.port()};
  const RawAnswer answer = client.ask(get("/page"));
  EXPECT_THAT(answer.headers.at("content-security-policy"), HasSubstr("default-src 'self'"));
  EXPECT_EQ(answer.headers.at("cache-control"), "max-age=9");
}

TEST(ServerTest, hands_bodies_and_queries_to_the_handler) {
  TestServer server;
  RawClient client{server.port()};
  EXPECT_EQ(client.ask(post("/echo?b=2&a=x%20y+z&c", "hello")).body,
            "POST /echo|a=x y z|b=2|c=|hello");
  EXPECT_EQ(client.ask(post("/echo", "")).body, "POST /echo|");
}

TEST(ServerTest, reads_chunked_bodies) {
  TestServer server;
  RawClient client{server.port()};
  const RawAnswer answer = client.ask(
      "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: Chunked\r\n\r\n"
      "5\r\nhello\r\n6;note=\"x\"\r\n world\r\n0\r\nHost: evil.example\r\n\r\n");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "POST /echo|hello world");
  EXPECT_EQ(client.ask(get("/echo")).status, 200) << "the connection goes on after the body";
}

TEST(ServerTest, keeps_a_connection_for_many_requests_until_it_is_to_be_closed) {
  TestServer server;
  RawClient client{server.port()};
  for (int number = 0; number < 100; ++number) {
    const std::string path = "/echo?n=" + std::to_string(number);
    ASSERT_EQ(client.ask(get(path)).body, "GET /echo|n=" + std::to_string(number) + "|");
  }
  EXPECT_EQ(server.server().connection_count(), 1U);
  const RawAnswer last = client.ask(get("/echo", "Connection: close\r\n"));
  EXPECT_EQ(last.status, 200);
  EXPECT_EQ(last.headers.at("connection"), "close");
  EXPECT_TRUE(client.is_closed_by_server());
}

TEST(ServerTest, answers_requests_that_were_sent_ahead_in_their_order) {
  TestServer server;
  RawClient client{server.port()};
  client.send(get("/echo?n=1") + post("/echo?n=2", "two") + get("/nothing") + get("/echo?n=4"));
  EXPECT_EQ(client.read_answer().body, "GET /echo|n=1|");
  EXPECT_EQ(client.read_answer().body, "POST /echo|n=2|two");
  EXPECT_EQ(client.read_answer().status, 404);
  EXPECT_EQ(client.read_answer().body, "GET /echo|n=4|");
}

TEST(ServerTest, takes_a_request_in_single_bytes) {
  TestServer server;
  RawClient client{server.port()};
  for (const char letter : post("/echo", "abc")) ASSERT_TRUE(client.send({&letter, 1}));
  EXPECT_EQ(client.read_answer().body, "POST /echo|abc");
}

TEST(ServerTest, answers_head_as_get_without_the_body) {
  TestServer server;
  RawClient client{server.port()};
  client.send("HEAD /echo HTTP/1.1\r\nHost: localhost\r\n\r\n" + get("/echo"));
  const RawAnswer head = client.read_answer(true);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.headers.at("content-length"), "10");
  EXPECT_EQ(client.read_answer().body, "GET /echo|");
}

TEST(ServerTest, answers_options_itself_and_allows_other_sites_nothing) {
  TestServer server;
  RawClient client{server.port()};
  const RawAnswer answer =
      client.ask("OPTIONS /echo HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n\r\n");
  EXPECT_EQ(answer.status, 204);
  EXPECT_THAT(answer.headers.at("allow"), HasSubstr("POST"));
  EXPECT_FALSE(answer.headers.contains("content-length"));
  EXPECT_FALSE(answer.headers.contains("access-control-allow-origin"));
  EXPECT_EQ(client.ask("OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n").status, 204);
  EXPECT_EQ(client.ask(get("/echo")).status, 200);
}

TEST(ServerTest, asks_for_the_body_of_a_client_that_waits_to_be_asked) {
  TestServer server;
  RawClient client{server.port()};
  client.send(
      "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nExpect: "
      "100-continue\r\n\r\n");
  EXPECT_EQ(client.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_EQ(client.ask("abc").body, "POST /echo|abc");
}

TEST(ServerTest, writes_problems_as_problem_json) {
  TestServer server;
  RawClient client{server.port()};
  const RawAnswer answer = client.ask(get("/a%22b"));
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(answer.headers.at("content-type"), "application/problem+json");
  EXPECT_EQ(answer.body, R"({"type":"about:blank","title":"Not Found","status":404,)"
                         R"("detail":"there is nothing at /a\"b"})"
                         "\n");
}

TEST(ServerTest, tells_nothing_of_a_handler_that_throws_but_reports_it) {
  TestServer server;
  RawClient client{server.port()};
  const RawAnswer answer = client.ask(get("/throw"));
  EXPECT_EQ(answer.status, 500);
  EXPECT_THAT(answer.body, Not(HasSubstr("secret")));
  EXPECT_EQ(client.ask(get("/echo")).status, 200);
  EXPECT_THAT(server.faults(), ElementsAre("secret of the house"));
}

TEST(ServerTest, answers_for_handlers_that_forget_to_or_split_headers) {
  TestServer server;
  RawClient client{server.port()};
  EXPECT_EQ(client.ask(get("/drop")).status, 500);
  const RawAnswer split = client.ask(get("/split"));
  EXPECT_EQ(split.status, 500);
  EXPECT_FALSE(split.headers.contains("set-cookie"));
  EXPECT_EQ(server.faults().size(), 2U);
}

TEST(ServerTest, takes_an_answer_from_another_thread_once) {
  TestServer server;
  RawClient client{server.port()};
  client.send(get("/later"));
  const Reply reply = server.wait_for_later();
  std::jthread{[&] {
    reply({.body = "1"});
    reply({.body = "2"});
  }};
  EXPECT_EQ(client.read_answer().body, "1");
  EXPECT_EQ(client.ask(get("/echo")).body, "GET /echo|");
}

TEST(ServerTest, forgets_answers_that_come_after_the_client_or_the_server_has_gone) {
  TestServer server;
  auto client = std::make_unique<RawClient>(server.port());
  client->send(get("/later"));
  const Reply for_nobody = server.wait_for_later();
  client.reset();
  for_nobody({.body = "1"});
  RawClient second{server.port()};
  second.send(get("/later"));
  const Reply after_the_end = server.wait_for_later();
  server.end();
  std::jthread{[&] { after_the_end({.body = "1"}); }};
  EXPECT_EQ(second.read_answer().status, 0);
}

TEST(ServerTest, answers_504_when_the_handler_takes_too_long) {
  TestServer server{{.reply_timeout = std::chrono::milliseconds{20}}};
  RawClient client{server.port()};
  EXPECT_EQ(client.ask(get("/later")).status, 504);
  server.wait_for_later()({.body = "1"});
  EXPECT_EQ(client.ask(get("/echo")).body, "GET /echo|");
}

TEST(ServerTest, sends_large_answers_whole) {
  TestServer server;
  RawClient client{server.port()};
  EXPECT_EQ(client.ask(get("/big")).body.size(), 8'000'000U);
}

TEST(ServerTest, says_in_one_sentence_why_it_cannot_listen) {
  TestServer server;
  const auto open = [](ServerOptions options) {
    return HttpServer::open(std::move(options), [](const HttpRequest&, const Reply&) {});
  };
  const auto taken = open({.port = server.port()});
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().kind, ErrorKind::conflict);
  EXPECT_EQ(taken.error().message,
            "cannot listen on 127.0.0.1:" + std::to_string(server.port()) + ": the port is in use");
  const auto nonsense = open({.address = "my house"});
  ASSERT_FALSE(nonsense);
  EXPECT_EQ(nonsense.error().kind, ErrorKind::invalid_input);
  EXPECT_THAT(nonsense.error().message, HasSubstr("'my house' is not an IP address"));
  const auto foreign = open({.address = "192.0.2.1"});
  ASSERT_FALSE(foreign);
  EXPECT_EQ(foreign.error().kind, ErrorKind::unavailable);
  EXPECT_THAT(foreign.error().message, HasSubstr("not one of this machine"));
  const auto bad_host = open({.allowed_hosts = {"good.example", "http://bad.example/"}});
  ASSERT_FALSE(bad_host);
  EXPECT_THAT(bad_host.error().message, HasSubstr("'http://bad.example/' is not a host name"));
}

TEST(ServerTest, listens_on_all_addresses_of_both_kinds_at_once) {
  auto server = HttpServer::open({.address = "::"}, [](const HttpRequest& request, Reply reply) {
    reply({.body = request.remote});
  });
  if (!server) GTEST_SKIP() << server.error().message;
  RawClient client{(*server)->port()};
  const auto ask_as = [&](const char* host) {
    return client.ask(std::string{"GET / HTTP/1.1\r\nHost: "} + host + "\r\n\r\n");
  };
  EXPECT_EQ(ask_as("127.0.0.1").body, "127.0.0.1") << "not ::ffff:127.0.0.1";
  EXPECT_EQ(ask_as("192.168.1.5:8080").status, 200);
  EXPECT_EQ(ask_as("[fd00::1]:8080").status, 200);
  EXPECT_EQ(ask_as("evil.example").status, 403);
}

TEST(ServerTest, can_be_started_again_on_the_same_port_at_once) {
  TestServer server;
  RawClient client{server.port()};
  EXPECT_EQ(client.ask(get("/echo")).status, 200);
  const std::uint16_t port = server.port();
  server.end();
  TestServer second{{.port = port}};
  RawClient again{port};
  EXPECT_EQ(again.ask(get("/echo")).status, 200);
}

TEST(ServerTest, stops_with_idle_waiting_and_writing_connections) {
  TestServer server;
  RawClient idle{server.port()};
  EXPECT_EQ(idle.ask(get("/echo")).status, 200);
  RawClient fresh{server.port()};
  RawClient half{server.port()};
  half.send("GET /ec");
  RawClient waiting{server.port()};
  waiting.send(get("/later"));
  const Reply reply = server.wait_for_later();
  RawClient writing{server.port(), {.receive_buffer_bytes = 4096}};
  writing.send(get("/big"));
  EXPECT_EQ(writing.read_bytes(9), "HTTP/1.1 ");
  server.server().stop();
  EXPECT_TRUE(idle.is_closed_by_server());
  EXPECT_TRUE(fresh.is_closed_by_server());
  EXPECT_TRUE(half.is_closed_by_server());
  EXPECT_TRUE(waiting.is_closed_by_server());
  EXPECT_FALSE(RawClient{server.port()}.is_connected());
  server.server().stop();
}

}  // namespace
}  // namespace ohmstead::net
