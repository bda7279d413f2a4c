// The server of lines against raw clients on loopback.
#include "ohmstead/net/socket_server.hpp"

#include <gmock/gmock.h>

#include <condition_variable>
#include <mutex>

#include "testing/raw_client.hpp"

namespace ohmstead::net {
namespace {

using ::testing::HasSubstr;

constexpr int k_text = 1;
constexpr int k_binary = 2;
constexpr int k_close = 8;
constexpr const char* k_speaks = "Sec-WebSocket-Protocol: other, test1.0\r\n";

// Says back what it hears, and keeps a record.
class Lines {
 public:
  explicit Lines(ServerOptions options = {}) {
    SocketRules rules;
    rules.subprotocol = "test1.0";
    rules.refusal = [](const HttpRequest& request) {
      if (request.path == "/unknown") return 404;
      return request.path == "/locked" ? 401 : 0;
    };
    rules.on_open = [this](SocketId id, const HttpRequest& request) {
      note("open " + request.path);
      last_ = id;
    };
    rules.on_text = [this](SocketId id, std::string_view text) {
      if (text == "throw") throw std::runtime_error{"inside"};
      server_->send(id, "heard " + std::string{text});
    };
    rules.on_close = [this](SocketId) { note("close"); };
    options.on_fault = [this](std::string_view what) { note("fault " + std::string{what}); };
    server_ = std::move(SocketServer::open(std::move(options), std::move(rules)).value());
  }

  [[nodiscard]] std::uint16_t port() const { return server_->port(); }
  [[nodiscard]] SocketServer& server() { return *server_; }
  [[nodiscard]] SocketId last() const { return last_; }
  bool has(const std::string& line, std::size_t times = 1) {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, std::chrono::seconds{20}, [&] {
      return static_cast<std::size_t>(std::count(notes_.begin(), notes_.end(), line)) >= times;
    });
  }

 private:
  void note(const std::string& line) {
    const std::lock_guard lock{mutex_};
    notes_.push_back(line);
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> notes_;
  std::atomic<SocketId> last_{0};
  std::unique_ptr<SocketServer> server_;
};

TEST(SocketServerTest, speaks_both_ways_under_its_subprotocol) {
  Lines lines;
  RawClient client{lines.port()};
  const RawAnswer answer = client.open_websocket("/station/A%201", k_speaks);
  ASSERT_EQ(answer.status, 101);
  EXPECT_EQ(answer.headers.at("sec-websocket-protocol"), "test1.0");
  EXPECT_TRUE(lines.has("open /station/A 1"));
  for (const char* text : {"one", "two"}) {
    ASSERT_TRUE(client.send_frame(k_text, text));
    EXPECT_EQ(client.read_frame().payload, std::string{"heard "} + text);
  }
  lines.server().send(lines.last(), "by ourselves");
  EXPECT_EQ(client.read_frame().payload, "by ourselves");
  lines.server().send(lines.last() + 7, "to nobody");
  lines.server().close(lines.last());
  EXPECT_EQ(client.read_frame().opcode, k_close);
  EXPECT_TRUE(lines.has("close"));
}

TEST(SocketServerTest, refuses_whom_it_does_not_know) {
  Lines lines;
  const auto status = [&](const std::string& path, const std::string& headers) {
    RawClient client{lines.port()};
    return client.open_websocket(path, headers).status;
  };
  EXPECT_EQ(status("/a", ""), 400);
  EXPECT_EQ(status("/a", "Sec-WebSocket-Protocol: test2.0\r\n"), 400);
  EXPECT_EQ(status("/unknown", k_speaks), 404);
  RawClient locked{lines.port()};
  const RawAnswer answer = locked.open_websocket("/locked", k_speaks);
  EXPECT_EQ(answer.status, 401);
  EXPECT_THAT(answer.headers.at("www-authenticate"), HasSubstr("Basic"));
  RawClient plain{lines.port()};
  EXPECT_EQ(plain.ask(get("/a")).status, 426);
}

// Devices use any name and odd origins; pages of browsers stay out.
TEST(SocketServerTest, takes_any_name_but_no_page) {
  Lines lines;
  const auto status = [&](const std::string& host, const std::string& origin) {
    RawClient client{lines.port()};
    const std::string from = origin.empty() ? "" : "Origin: " + origin + "\r\n";
    return client
        .ask("GET /a HTTP/1.1\r\nHost: " + host + "\r\n" + from +
             "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
             "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
             k_speaks + "\r\n")
        .status;
  };
  EXPECT_EQ(status("ohmstead.fritz.box:8887", ""), 101);
  EXPECT_EQ(status("192.168.1.5:8887", "file://"), 101);
  EXPECT_EQ(status("192.168.1.5:8887", "http://192.168.1.5:8887"), 101);
  EXPECT_EQ(status("192.168.1.5:8887", "http://evil.example"), 403);
  EXPECT_EQ(status("evil.example:8887", "http://evil.example:8887"), 403);
  EXPECT_EQ(status("192.168.1.5:8887", "null"), 403);
}

TEST(SocketServerTest, drops_what_is_too_long_or_no_text) {
  ServerOptions options;
  options.message_bytes_max = 1000;
  Lines lines{options};
  RawClient longer{lines.port()};
  ASSERT_EQ(longer.open_websocket("/a", k_speaks).status, 101);
  ASSERT_TRUE(longer.send_frame(k_text, std::string(1001, 'x')));
  EXPECT_TRUE(lines.has("close"));
  EXPECT_TRUE(longer.is_closed_by_server());
  RawClient bytes{lines.port()};
  ASSERT_EQ(bytes.open_websocket("/b", k_speaks).status, 101);
  ASSERT_TRUE(bytes.send_frame(k_binary, "x"));
  EXPECT_TRUE(lines.has("close", 2));
  RawClient rude{lines.port()};
  ASSERT_EQ(rude.open_websocket("/c", k_speaks).status, 101);
  ASSERT_TRUE(rude.send_frame(k_text, "throw"));
  EXPECT_TRUE(lines.has("fault inside"));
  EXPECT_TRUE(lines.has("close", 3));
}

TEST(SocketServerTest, has_a_limit_and_says_goodbye) {
  ServerOptions options;
  options.streams_max = 1;
  Lines lines{options};
  RawClient first{lines.port()};
  ASSERT_EQ(first.open_websocket("/a", k_speaks).status, 101);
  RawClient second{lines.port()};
  EXPECT_EQ(second.open_websocket("/b", k_speaks).status, 503);
  lines.server().stop();
  EXPECT_TRUE(lines.has("close"));
  EXPECT_EQ(first.read_frame().opcode, k_close);
}

}  // namespace
}  // namespace ohmstead::net
