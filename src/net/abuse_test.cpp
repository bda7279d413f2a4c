// What attackers and broken clients send, in raw bytes, one by one. After each of them the server
// still answers others.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
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

TEST_P(AbuseTest, who_ends_a_request_before_it_is_whole_is_told) {
  for (const std::string& bytes :
       {std::string{"GET /echo HTTP/1.1\r\nHo"}, k_head + "Content-Length: 10\r\n\r\nhel",
        k_head + "Transfer-Encoding: chunked\r\n\r\n5\r\nhel"}) {
    RawClient client{server_.port(), options_};
    client.send(bytes);
    client.finish_sending();
    EXPECT_EQ(client.read_answer().status, 400) << bytes;
    EXPECT_TRUE(client.is_closed_by_server());
  }
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

}  // namespace
}  // namespace ohmstead::net
