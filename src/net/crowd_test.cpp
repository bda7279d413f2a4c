// Clients that are slow and clients that are many: the server leaves the ones, tells the others,
// and those inside notice nothing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <chrono>
#include <memory>
#include <vector>

#include "testing/certificate.hpp"
#include "testing/test_server.hpp"

namespace ohmstead::net {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

ServerOptions hasty(ServerOptions options = {}) {
  options.header_timeout = milliseconds{500};
  options.body_timeout = milliseconds{500};
  options.idle_timeout = milliseconds{500};
  return options;
}

TEST(DawdlingTest, clients_that_dawdle_are_left) {
  TestServer server{hasty()};
  RawClient silent{server.port()};
  RawClient half{server.port()};
  half.send("GET /echo HTTP/1.1\r\nHo");
  RawClient bodiless{server.port()};
  bodiless.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nhello");
  RawClient idle{server.port()};
  EXPECT_EQ(idle.ask(get("/echo")).status, 200);
  EXPECT_TRUE(silent.is_closed_by_server());
  EXPECT_EQ(half.read_answer().status, 408);
  EXPECT_TRUE(half.is_closed_by_server());
  EXPECT_EQ(bodiless.read_answer().status, 408);
  EXPECT_TRUE(bodiless.is_closed_by_server());
  EXPECT_TRUE(idle.is_closed_by_server());
}

TEST(DawdlingTest, an_encrypted_line_is_told_too) {
  const TestCertificate certificate;
  TestServer server{hasty(certificate.in())};
  const RawClient::Options encrypted{.is_encrypted = true};
  RawClient bodiless{server.port(), encrypted};
  bodiless.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nhello");
  EXPECT_EQ(bodiless.read_answer().status, 408);
  EXPECT_TRUE(bodiless.is_closed_by_server());
}

TEST(DawdlingTest, a_header_in_drops_that_never_ends_is_cut_off) {
  TestServer server{hasty()};
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
