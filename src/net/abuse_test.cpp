// What attackers and broken clients send, in raw bytes, one by one. After each of them the server
// still answers others.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <chrono>
#include <memory>
#include <random>
#include <vector>

#include "testing/certificate.hpp"
#include "testing/test_server.hpp"

namespace ohmstead::net {
namespace {

using std::chrono::milliseconds;
using testing::AnyOf;
using testing::HasSubstr;

const std::string k_head = "POST /echo HTTP/1.1\r\nHost: localhost\r\n";

// Over plain connections and over TLS.
class AbuseTest : public testing::TestWithParam<bool> {
 protected:
  // The status of the first answer to these bytes; 0 when the server closed without one.
  int status_of(const std::string& bytes) {
    RawClient client{server_.port(), options_};
    return client.ask(bytes).status;
  }
  // The same, and the connection must not be used any more: what follows could be misread.
  int last_status_of(const std::string& bytes) {
    RawClient client{server_.port(), options_};
    const int status = client.ask(bytes).status;
    EXPECT_TRUE(client.is_closed_by_server());
    return status;
  }
  void TearDown() override { EXPECT_EQ(status_of(get("/echo")), 200); }

  const RawClient::Options options_{.is_encrypted = GetParam()};
  TestCertificate certificate_;
  TestServer server_{GetParam() ? certificate_.in() : ServerOptions{}};
};
INSTANTIATE_TEST_SUITE_P(Both, AbuseTest, testing::Bool(),
                         [](const auto& both) { return both.param ? "encrypted" : "plain"; });

TEST_P(AbuseTest, two_ways_to_tell_the_length) {
  const std::string smuggled = "0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n";
  EXPECT_EQ(
      last_status_of(k_head + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" + smuggled),
      400);
  EXPECT_EQ(
      last_status_of(k_head + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n" + smuggled),
      400);
  EXPECT_EQ(last_status_of(k_head + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!"), 400);
  EXPECT_EQ(last_status_of(k_head + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello"), 400);
  EXPECT_EQ(last_status_of(k_head + "Content-Length: 5, 6\r\n\r\nhello!"), 400);
}

TEST_P(AbuseTest, lengths_that_are_no_numbers) {
  for (const char* length : {"-1", "+5", "0x5", "5 5", "1e1", "", "99999999999999999999999"}) {
    EXPECT_EQ(last_status_of(k_head + "Content-Length: " + length + "\r\n\r\nhello"), 400)
        << length;
  }
}

TEST_P(AbuseTest, transfer_codings_other_than_chunked) {
  for (const char* coding : {"gzip", "gzip, chunked", "chunked, gzip", "chunked, chunked",
                             "identity", "xchunked", "chunked\r\nTransfer-Encoding: gzip"}) {
    EXPECT_THAT(last_status_of(k_head + "Transfer-Encoding: " + coding + "\r\n\r\n0\r\n\r\n"),
                AnyOf(400, 501))
        << coding;
  }
}

TEST_P(AbuseTest, broken_chunks) {
  const std::string head = k_head + "Transfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(last_status_of(head + "xyz\r\nhello\r\n0\r\n\r\n"), 400);
  EXPECT_EQ(last_status_of(head + "-5\r\nhello\r\n0\r\n\r\n"), 400);
  EXPECT_EQ(last_status_of(head + "5\r\nhelloworld\r\n0\r\n\r\n"), 400);
  EXPECT_EQ(last_status_of(head + "fffffffffffffffff\r\nhello\r\n0\r\n\r\n"), 400);
  EXPECT_EQ(last_status_of(head + "ffffffffffffffff\r\nhello\r\n0\r\n\r\n"), 413);
}

TEST_P(AbuseTest, a_chunk_line_without_end) {
  EXPECT_GE(
      last_status_of(k_head + "Transfer-Encoding: chunked\r\n\r\n5;" + std::string(200'000, 'x')),
      400);
}

TEST_P(AbuseTest, a_header_that_is_too_large) {
  EXPECT_EQ(last_status_of(get("/echo", "X: " + std::string(20'000, 'x') + "\r\n")), 431);
  EXPECT_EQ(last_status_of(get("/" + std::string(20'000, 'x'))), 431);
  EXPECT_EQ(last_status_of("GET / HTTP/1.1\r\nHost: localhost\r\n" + std::string(300'000, 'x')),
            431);
  std::string many;
  for (int number = 0; number < 2000; ++number) many += "X: 123456\r\n";
  EXPECT_EQ(last_status_of(get("/echo", many)), 431);
  EXPECT_EQ(status_of(get("/echo", "X: " + std::string(15'000, 'x') + "\r\n")), 200);
}

TEST_P(AbuseTest, a_body_that_is_too_large) {
  const std::string large(1024 * 1024 + 1, 'x');
  EXPECT_EQ(last_status_of(post("/echo", large)), 413);
  EXPECT_EQ(last_status_of(k_head + "Content-Length: 99999999999\r\n\r\nhello"), 413);
  std::string chunked = k_head + "Transfer-Encoding: chunked\r\n\r\n";
  for (int chunk = 0; chunk < 9; ++chunk) {
    chunked += "20000\r\n" + std::string(0x20000, 'x') + "\r\n";
  }
  EXPECT_EQ(last_status_of(chunked + "0\r\n\r\n"), 413);
  EXPECT_EQ(status_of(post("/echo", large.substr(1))), 200);
}

TEST_P(AbuseTest, versions_other_than_1_1) {
  EXPECT_EQ(last_status_of("GET /echo HTTP/1.0\r\nHost: localhost\r\n\r\n"), 505);
  EXPECT_EQ(last_status_of("POST /echo HTTP/1.0\r\nHost: localhost\r\n"
                           "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
            505);
  EXPECT_GE(last_status_of("GET /echo HTTP/2.0\r\nHost: localhost\r\n\r\n"), 400);
  EXPECT_GE(last_status_of("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), 400);
  EXPECT_GE(last_status_of("GET /echo\r\n\r\n"), 400);
}

TEST_P(AbuseTest, hosts_that_are_missing_double_foreign_or_no_hosts) {
  const auto status = [&](const std::string& hosts) {
    return status_of("GET /echo HTTP/1.1\r\n" + hosts + "\r\n");
  };
  EXPECT_EQ(status(""), 400);
  EXPECT_EQ(status("Host: localhost\r\nHost: localhost\r\n"), 400);
  EXPECT_EQ(status("Host:\r\n"), 400);
  EXPECT_EQ(status("Host: local host\r\n"), 400);
  EXPECT_EQ(status("Host: user@localhost\r\n"), 400);
  EXPECT_EQ(status("Host: localhost:http\r\n"), 400);
  EXPECT_EQ(status("Host: rebound.example\r\n"), 403);
  EXPECT_EQ(status("Host: localhost.rebound.example\r\n"), 403);
  EXPECT_EQ(status("Host: 127.0.0.1.rebound.example:80\r\n"), 403);
  EXPECT_EQ(status("Host: 192.168.1.5\r\n"), 403) << "listens on the loopback address only";
  EXPECT_EQ(status("Host: LOCALHOST.:8080\r\n"), 200);
  EXPECT_EQ(status("Host: 127.0.0.1:8080\r\n"), 200);
  EXPECT_EQ(status("Host: [::1]:8080\r\n"), 200);
}

TEST_P(AbuseTest, requests_that_pages_of_other_sites_send) {
  for (const char* origin : {"http://evil.example", "https://localhost.evil.example", "null",
                             "http://localhost:3000", "file://", "localhost"}) {
    const std::string header = std::string{"Origin: "} + origin + "\r\n";
    EXPECT_EQ(status_of(post("/echo", "x", header)), 403) << origin;
    EXPECT_EQ(status_of(get("/stream", header)), 403) << origin;
  }
  EXPECT_EQ(status_of(post("/echo", "x", "Origin: http://localhost\r\n")), 200);
}

TEST_P(AbuseTest, paths_that_lead_elsewhere) {
  for (const char* path : {"/../etc/passwd",
                           "/a/../../etc",
                           "/a/..",
                           "/./a",
                           "/%2e%2e/etc",
                           "/.%2E/etc",
                           "/a%2f..%2fb",
                           "/a%5c..%5cb",
                           "/a\\..\\b",
                           "/a%00.html",
                           "/a%0d%0aX:y",
                           "/%",
                           "/%1",
                           "/%zz",
                           "/%+1",
                           "/%c0%af",
                           "/%ff",
                           "/%ed%a0%80",
                           "/a#b",
                           "/echo?a=%",
                           "/echo?a=%zz",
                           "/echo?a=%00",
                           "/echo?a=1&a=2",
                           "/echo?%ff=1",
                           "http://localhost/echo",
                           "localhost:80",
                           "*",
                           "echo"}) {
    EXPECT_EQ(status_of(get(path)), 400) << path;
  }
  EXPECT_EQ(status_of(get("/...")), 404);
  EXPECT_EQ(status_of(get("//echo")), 404);
}

TEST_P(AbuseTest, bytes_that_do_not_belong_there) {
  using namespace std::string_literals;
  EXPECT_EQ(last_status_of("GET /ec\0ho HTTP/1.1\r\nHost: localhost\r\n\r\n"s), 400);
  EXPECT_EQ(last_status_of("GET /echo HTTP/1.1\r\nHost: local\0host\r\n\r\n"s), 400);
  EXPECT_EQ(last_status_of("GET /echo HTTP/1.1\r\nHo\0st: localhost\r\n\r\n"s), 400);
  EXPECT_EQ(last_status_of("GET /echo HTTP/1.1\r\nHost : localhost\r\n\r\n"), 400);
  EXPECT_EQ(last_status_of("GET /echo HTTP/1.1\r\n Host: localhost\r\n\r\n"), 400);
  EXPECT_GE(last_status_of("GET /echo HTTP/1.1\nHost: localhost\n\n"), 400);
  EXPECT_EQ(last_status_of("GET  /echo HTTP/1.1\r\nHost: localhost\r\n\r\n"), 400);
  EXPECT_EQ(last_status_of("\x16\x03\x01\x02\x01\xfc\x03\x03 hello over TLS\r\n\r\n"s), 400);
  EXPECT_EQ(last_status_of(std::string(100, '\0')), 400);
}

TEST_P(AbuseTest, methods_and_expectations_that_nobody_knows) {
  for (const char* method : {"TRACE", "CONNECT", "BREW", "get"}) {
    EXPECT_EQ(status_of(std::string{method} + " /echo HTTP/1.1\r\nHost: localhost\r\n\r\n"), 501)
        << method;
  }
  EXPECT_EQ(last_status_of(post("/echo", "x", "Expect: a-miracle\r\n")), 417);
  EXPECT_EQ(last_status_of(post("/echo", "x", "Content-Encoding: gzip\r\n")), 415);
}

TEST_P(AbuseTest, refusals_are_problems_and_close_when_a_body_follows) {
  RawClient client{server_.port(), options_};
  const RawAnswer answer = client.ask(post("/%", "GET /smuggled HTTP/1.1\r\n\r\n"));
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.headers.at("content-type"), "application/problem+json");
  EXPECT_EQ(answer.headers.at("connection"), "close");
  EXPECT_TRUE(client.is_closed_by_server());
}

TEST_P(AbuseTest, clients_that_leave_in_the_middle) {
  for (const std::string& bytes :
       {std::string{"G"}, std::string{"GET /echo HTTP/1.1\r\n"}, get("/big"),
        k_head + "Content-Length: 10\r\n\r\nhel", get("/stream"), get("/later")}) {
    for (int round = 0; round < 5; ++round) {
      RawClient client{server_.port(), options_};
      client.send(bytes);
    }
  }
  RawClient half_closed{server_.port(), options_};
  half_closed.send(get("/echo"));
  half_closed.finish_sending();
  EXPECT_EQ(half_closed.read_answer().status, 200);
  EXPECT_TRUE(half_closed.is_closed_by_server());
}

// Requests with a few bytes changed, cut or doubled: whatever they mean, the server goes on.
TEST_P(AbuseTest, requests_that_noise_has_changed) {
  using namespace std::string_view_literals;
  const std::vector<std::string> sound{
      get("/echo?a=%20b&c=d", "Accept: */*\r\nOrigin: http://localhost\r\n"),
      post("/echo", "hello", "Expect: 100-continue\r\n"),
      k_head + "Transfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n0\r\nX: y\r\n\r\n"};
  constexpr std::string_view k_noise = "\r\n :;%,\0\x7f\xff/.0aZ"sv;
  std::mt19937 random{7};
  const auto below = [&](std::size_t count) { return random() % count; };
  for (int round = 0; round < (GetParam() ? 300 : 1500); ++round) {
    std::string bytes = sound[below(sound.size())];
    for (std::size_t change = 0; change <= below(4); ++change) {
      const std::size_t at = below(bytes.size());
      switch (below(3)) {
        case 0:
          bytes[at] = k_noise[below(k_noise.size())];
          break;
        case 1:
          bytes.erase(at, 1 + below(5));
          break;
        default:
          bytes.insert(at, bytes.substr(below(bytes.size()), below(20)));
      }
      if (bytes.empty()) bytes = "x";
    }
    RawClient client{server_.port(), options_};
    client.send(bytes);
    client.finish_sending();
    const RawAnswer answer = client.read_answer();
    ASSERT_TRUE(answer.status == 0 || answer.status == 100 || answer.status >= 200) << bytes;
  }
}

const ServerOptions k_hasty{.header_timeout = milliseconds{500},
                            .body_timeout = milliseconds{500},
                            .idle_timeout = milliseconds{500}};

TEST(DawdlingTest, clients_that_dawdle_are_left) {
  TestServer server{k_hasty};
  RawClient silent{server.port()};
  RawClient half{server.port()};
  half.send("GET /echo HTTP/1.1\r\nHo");
  RawClient bodiless{server.port()};
  bodiless.send(k_head + "Content-Length: 10\r\n\r\nhello");
  RawClient idle{server.port()};
  EXPECT_EQ(idle.ask(get("/echo")).status, 200);
  EXPECT_TRUE(silent.is_closed_by_server());
  EXPECT_TRUE(half.is_closed_by_server());
  EXPECT_TRUE(bodiless.is_closed_by_server());
  EXPECT_TRUE(idle.is_closed_by_server());
}

TEST(DawdlingTest, a_header_in_drops_that_never_ends_is_cut_off) {
  TestServer server{k_hasty};
  RawClient dripping{server.port(), {.patience = milliseconds{20}}};
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{10};
  dripping.send("GET /echo HTTP/1.1\r\nX: ");
  bool is_closed = false;
  while (!is_closed && std::chrono::steady_clock::now() < end) {
    is_closed = !dripping.send("x") || dripping.is_closed_by_server();
  }
  EXPECT_TRUE(is_closed);
}

TEST(CrowdTest, connections_beyond_the_limit_are_told_so) {
  TestServer server{{.connections_max = 3}};
  std::vector<std::unique_ptr<RawClient>> inside;
  for (int number = 0; number < 3; ++number) {
    inside.push_back(std::make_unique<RawClient>(server.port()));
    ASSERT_EQ(inside.back()->ask(get("/echo")).status, 200);
  }
  RawClient outside{server.port()};
  EXPECT_EQ(outside.ask(get("/echo")).status, 503);
  EXPECT_TRUE(outside.is_closed_by_server());
  EXPECT_EQ(inside.front()->ask(get("/echo")).status, 200);
}

TEST(CrowdTest, one_address_leaves_room_for_the_others) {
  TestServer server{{.connections_max = 100, .connections_of_address_max = 3}};
  std::vector<std::unique_ptr<RawClient>> greedy;
  for (int number = 0; number < 40; ++number)
    greedy.push_back(std::make_unique<RawClient>(server.port()));
  ASSERT_EQ(greedy.front()->ask(get("/echo")).status, 200);
  const RawAnswer refused = greedy[3]->ask(get("/echo"));
  EXPECT_EQ(refused.status, 429);
  EXPECT_THAT(refused.body, HasSubstr("too many connections from one address"));
  EXPECT_EQ(greedy[20]->ask(get("/echo")).status, 0) << "only closed";
  RawClient other{server.port(), {.from = "127.0.0.2"}};
  EXPECT_EQ(other.ask(get("/echo")).status, 200);
  greedy.clear();
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{10};
  int status = 0;  // the server notices in its own time that they are gone
  while (status != 200 && std::chrono::steady_clock::now() < end)
    status = RawClient{server.port()}.ask(get("/echo")).status;
  EXPECT_EQ(status, 200);
}

TEST(CrowdTest, a_trusted_proxy_has_no_share_of_its_own) {
  TestServer server{{.trusted_proxies = {"127.0.0.1"}, .connections_of_address_max = 1}};
  RawClient first{server.port()};
  RawClient second{server.port()};
  EXPECT_EQ(first.ask(get("/echo")).status, 200);
  EXPECT_EQ(second.ask(get("/echo")).status, 200);
}

TEST(CrowdTest, a_thousand_connections_leave_those_inside_alone) {
  rlimit files{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &files), 0);
  rlimit more = files;
  more.rlim_cur = std::min<rlim_t>(files.rlim_max, 4096);
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &more), 0);
  {
    TestServer server{{.connections_max = 100, .connections_of_address_max = 1000}};
    RawClient inside{server.port()};
    ASSERT_EQ(inside.ask(get("/echo")).status, 200);
    std::vector<std::unique_ptr<RawClient>> crowd;
    for (int number = 0; number < 1000; ++number) {
      crowd.push_back(std::make_unique<RawClient>(server.port()));
      ASSERT_TRUE(crowd.back()->is_connected()) << number;
    }
    EXPECT_EQ(inside.ask(get("/echo")).status, 200);
    EXPECT_LE(server.server().connection_count(), 132U);
    int answered = 0;
    int refused = 0;
    for (const auto& client : crowd) {
      const int status = client->ask(get("/echo")).status;
      answered += status == 200 ? 1 : 0;
      refused += status == 503 || status == 0 ? 1 : 0;
    }
    EXPECT_EQ(answered, 99);
    EXPECT_EQ(refused, 901);
    crowd.clear();
    EXPECT_EQ(inside.ask(get("/echo")).status, 200);
  }
  ::setrlimit(RLIMIT_NOFILE, &files);
}

TEST(CrowdTest, a_server_without_free_files_recovers) {
  TestServer server;
  rlimit files{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &files), 0);
  auto waiting = std::make_unique<RawClient>(server.port());
  ASSERT_EQ(waiting->ask(get("/echo")).status, 200);
  std::vector<std::unique_ptr<RawClient>> crowd;
  rlimit few = files;
  few.rlim_cur = 60;
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &few), 0);
  while (crowd.size() < 100) {
    auto client = std::make_unique<RawClient>(server.port());
    if (!client->is_connected()) break;
    crowd.push_back(std::move(client));
  }
  EXPECT_LT(crowd.size(), 100U);
  EXPECT_EQ(waiting->ask(get("/echo")).status, 200);
  crowd.clear();
  EXPECT_EQ(RawClient{server.port()}.ask(get("/echo")).status, 200);
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &files), 0);
}

}  // namespace
}  // namespace ohmstead::net
