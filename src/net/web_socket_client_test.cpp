#include "ohmstead/net/web_socket_client.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <mutex>
#include <thread>

#include "testing/certificate.hpp"
#include "testing/raw_server.hpp"
#include "testing/web_socket_peer.hpp"

namespace ohmstead::net {
namespace {

using base::ErrorKind;
using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using Link = WebSocketPeer::Link;

// What a client told, for the test's thread.
class Heard {
 public:
  WebSocketEvents events() {
    return {.opened = [this] { add("opened"); },
            .said = [this](const std::string& text) { add("said " + text); },
            .ended =
                [this](const WebSocketEnd& end) {
                  const std::scoped_lock lock{mutex_};
                  ends_.push_back(end);
                }};
  }
  std::vector<std::string> all() const {
    const std::scoped_lock lock{mutex_};
    return all_;
  }
  std::size_t end_count() const {
    const std::scoped_lock lock{mutex_};
    return ends_.size();
  }
  WebSocketEnd first_end() const {
    EXPECT_TRUE(wait_until([this] { return end_count() > 0; }));
    const std::scoped_lock lock{mutex_};
    return ends_.empty() ? WebSocketEnd{} : ends_.front();
  }

 private:
  void add(std::string text) {
    const std::scoped_lock lock{mutex_};
    all_.push_back(std::move(text));
  }
  mutable std::mutex mutex_;
  std::vector<std::string> all_;
  std::vector<WebSocketEnd> ends_;
};

WebSocketOptions quick(const std::string& url) {
  return {.url = url, .first_wait = milliseconds{20}, .longest_wait = milliseconds{100}};
}

std::unique_ptr<WebSocketClient> start(WebSocketOptions options, Heard& heard) {
  auto client = WebSocketClient::make(std::move(options), heard.events());
  EXPECT_TRUE(client.has_value());
  (*client)->start();
  return *std::move(client);
}

void echo(Link& link, const std::string& text) { link.say("re " + text); }

TEST(WebSocketClientTest, says_and_hears) {
  const WebSocketPeer peer{{.came = [](Link& link) { link.say("hello"); }, .heard = echo}};
  Heard heard;
  WebSocketOptions options = quick(peer.url("/api/socket?a=1"));
  options.headers = {{"Authorization", "Bearer x"}};
  const auto client = start(options, heard);
  ASSERT_TRUE(wait_until([&] { return heard.all().size() == 2; }));
  EXPECT_TRUE(client->is_open());
  ASSERT_TRUE(client->send("one"));
  ASSERT_TRUE(client->send("two"));
  ASSERT_TRUE(wait_until([&] { return heard.all().size() == 4; }));
  EXPECT_THAT(heard.all(), ElementsAre("opened", "said hello", "said re one", "said re two"));
  EXPECT_THAT(peer.openings().at(0), HasSubstr("GET /api/socket?a=1 HTTP/1.1\r\n"));
  EXPECT_THAT(peer.openings().at(0), HasSubstr("Authorization: Bearer x\r\n"));
  EXPECT_THAT(peer.openings().at(0), HasSubstr("User-Agent: ohmstead\r\n"));
  EXPECT_LT(client->silent_for(), milliseconds{10'000});
}

TEST(WebSocketClientTest, comes_back_after_the_connection_was_cut) {
  WebSocketPeer peer{{.heard = echo}};
  Heard heard;
  const auto client = start(quick(peer.url()), heard);
  ASSERT_TRUE(wait_until([&] { return client->is_open(); }));
  peer.cut_all();
  EXPECT_EQ(heard.first_end().why.kind, ErrorKind::unavailable);
  EXPECT_THAT(heard.first_end().why.message, HasSubstr("127.0.0.1"));
  ASSERT_TRUE(wait_until([&] { return peer.openings().size() >= 2 && client->is_open(); }));
  ASSERT_TRUE(client->send("again"));
  EXPECT_TRUE(wait_until([&] { return heard.all().back() == "said re again"; }));
}

TEST(WebSocketClientTest, tells_the_code_of_a_goodbye) {
  const WebSocketPeer peer{{.came = [](Link& link) { link.close(1008); }}};
  Heard heard;
  const auto client = start(quick(peer.url()), heard);
  EXPECT_EQ(heard.first_end().close_code, 1008);
}

TEST(WebSocketClientTest, refuses_large_messages_and_bytes) {
  const WebSocketPeer large{{.came = [](Link& link) { link.say(std::string(5000, 'x')); }}};
  Heard of_large;
  WebSocketOptions options = quick(large.url());
  options.message_bytes_max = 4096;
  const auto client = start(options, of_large);
  EXPECT_EQ(of_large.first_end().why.kind, ErrorKind::invalid_input);
  EXPECT_THAT(of_large.first_end().why.message, HasSubstr("too large"));

  const WebSocketPeer bytes{{.came = [](Link& link) { link.say_bytes("x"); }}};
  Heard of_bytes;
  const auto other = start(quick(bytes.url()), of_bytes);
  EXPECT_EQ(of_bytes.first_end().why.kind, ErrorKind::invalid_input);
  EXPECT_THAT(of_bytes.all(), ElementsAre("opened"));
}

TEST(WebSocketClientTest, gives_up_a_peer_that_falls_silent) {
  const WebSocketPeer peer{{.came = [](Link& link) { link.fall_silent(); }}};
  Heard heard;
  WebSocketOptions options = quick(peer.url());
  options.ping_every = milliseconds{100};
  const auto client = start(options, heard);
  EXPECT_EQ(heard.first_end().why.kind, ErrorKind::timed_out);
}

TEST(WebSocketClientTest, hears_answers_to_pings) {
  const WebSocketPeer peer{{}};
  Heard heard;
  WebSocketOptions options = quick(peer.url());
  options.ping_every = milliseconds{200};
  const auto client = start(options, heard);
  ASSERT_TRUE(wait_until([&] { return client->is_open(); }));
  // Without pings it would be given up after twice that, and without their answers, too.
  ASSERT_TRUE(wait_until([&] { return client->silent_for() > milliseconds{150}; }));
  EXPECT_TRUE(wait_until([&] { return client->silent_for() < milliseconds{100}; }));
  EXPECT_EQ(heard.end_count(), 0U);
}

TEST(WebSocketClientTest, says_in_words_why_nothing_opens) {
  Heard heard;
  const RawServer page{"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"};
  const auto at_page = start(quick("ws" + page.url().substr(4)), heard);
  EXPECT_THAT(heard.first_end().why.message, HasSubstr("no WebSocket there (404 Not Found)"));

  Heard of_door;
  const RawServer door{"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n"};
  const auto at_door = start(quick("ws" + door.url().substr(4)), of_door);
  EXPECT_EQ(of_door.first_end().why.kind, ErrorKind::refused);

  Heard of_noise;
  const RawServer noise{"220 mail ready\r\n\r\n"};
  const auto at_noise = start(quick("ws" + noise.url().substr(4)), of_noise);
  EXPECT_EQ(of_noise.first_end().why.kind, ErrorKind::invalid_input);

  std::uint16_t free_port = 0;
  {
    free_port = WebSocketPeer{{}}.port();
  }
  Heard of_nobody;
  const auto at_nobody = start(quick(fmt::format("ws://127.0.0.1:{}/", free_port)), of_nobody);
  EXPECT_THAT(of_nobody.first_end().why.message, HasSubstr("takes no connection"));

  Heard of_mute;
  const RawServer mute{"", true};
  WebSocketOptions options = quick("ws" + mute.url().substr(4));
  options.opening_timeout = milliseconds{200};
  const auto at_mute = start(options, of_mute);
  EXPECT_EQ(of_mute.first_end().why.kind, ErrorKind::timed_out);
}

TEST(WebSocketClientTest, speaks_tls_with_whom_it_trusts) {
  const TestCertificate paper{"localhost"};
  const WebSocketPeer peer{{.heard = echo, .certificate = paper.certificate(), .key = paper.key()}};
  Heard heard;
  WebSocketOptions options = quick(peer.url());
  options.ca_file = paper.certificate();
  const auto client = start(options, heard);
  ASSERT_TRUE(wait_until([&] { return client->is_open(); }));
  ASSERT_TRUE(client->send("secret"));
  EXPECT_TRUE(wait_until([&] { return heard.all().back() == "said re secret"; }));

  Heard of_stranger;
  const auto stranger = start(quick(peer.url()), of_stranger);
  EXPECT_EQ(of_stranger.first_end().why.kind, ErrorKind::refused);
  EXPECT_THAT(of_stranger.first_end().why.message, HasSubstr("certificate is not trusted"));

  Heard of_namesake;
  options.url = fmt::format("wss://127.0.0.1:{}/", peer.port());
  const auto namesake = start(options, of_namesake);
  EXPECT_THAT(of_namesake.first_end().why.message, HasSubstr("not made out to this name"));
}

TEST(WebSocketClientTest, takes_no_messages_while_nothing_is_open_or_too_much_waits) {
  Heard heard;
  const auto nobody = start(quick("ws://127.0.0.1:1/"), heard);
  ASSERT_TRUE(wait_until([&] { return heard.end_count() > 0; }));
  EXPECT_EQ(nobody->send("x").error().kind, ErrorKind::unavailable);

  const WebSocketPeer peer{{}};
  Heard of_peer;
  WebSocketOptions options = quick(peer.url());
  options.queue_bytes_max = 10;
  const auto client = start(options, of_peer);
  ASSERT_TRUE(wait_until([&] { return client->is_open(); }));
  EXPECT_TRUE(client->send("short"));
  EXPECT_EQ(client->send(std::string(11, 'x')).error().kind, ErrorKind::unavailable);
}

TEST(WebSocketClientTest, waits_as_long_as_it_is_asked_to) {
  const WebSocketPeer peer{{}};
  Heard heard;
  const auto client = start(quick(peer.url()), heard);
  ASSERT_TRUE(wait_until([&] { return client->is_open(); }));
  client->reopen_after(std::chrono::hours{1});
  EXPECT_EQ(heard.first_end().why.kind, ErrorKind::cancelled);
  std::this_thread::sleep_for(milliseconds{200});  // many first waits
  EXPECT_EQ(peer.openings().size(), 1U);
  EXPECT_FALSE(client->is_open());
}

TEST(WebSocketClientTest, stops_in_every_state_and_tells_nothing_afterwards) {
  const WebSocketPeer peer{{}};
  const RawServer mute{"", true};
  for (const std::string& url :
       {peer.url(), "ws" + mute.url().substr(4), std::string{"ws://127.0.0.1:1/"}}) {
    for (const int pause_ms : {0, 3, 40}) {
      Heard heard;
      const auto client = start(quick(url), heard);
      std::this_thread::sleep_for(milliseconds{pause_ms});
      client->stop();
      const auto count = heard.end_count() + heard.all().size();
      std::this_thread::sleep_for(milliseconds{2});
      EXPECT_EQ(heard.end_count() + heard.all().size(), count);
    }
  }
  // A goodbye that crosses messages under way.
  const WebSocketPeer talker{{.came = [](Link& link) {
    for (int i = 0; i < 200; ++i) link.say("news");
  }}};
  for (int i = 0; i < 50; ++i) {
    Heard heard;
    const auto client = start(quick(talker.url()), heard);
    ASSERT_TRUE(wait_until([&] { return heard.all().size() > 3; }));
    client->stop();
  }
  Heard heard;
  const auto never_started = WebSocketClient::make(quick(peer.url()), heard.events());
  EXPECT_TRUE(never_started.has_value());
}

TEST(WebSocketClientTest, refuses_what_is_no_address_of_a_websocket) {
  for (const std::string bad : {"http://x/", "ws://", "ws://me:secret@x/", "x"}) {
    const auto made = WebSocketClient::make({.url = bad}, {});
    ASSERT_FALSE(made.has_value()) << bad;
    EXPECT_EQ(made.error().kind, ErrorKind::invalid_input);
    EXPECT_THAT(made.error().message, Not(HasSubstr("secret")));
  }
  EXPECT_FALSE(WebSocketClient::make({.url = "ws://x/", .headers = {{"A", "b\r\nC: d"}}}, {}));
  EXPECT_EQ(
      WebSocketClient::make({.url = "wss://x/", .ca_file = "/nowhere/ca.pem"}, {}).error().kind,
      ErrorKind::not_found);
}

}  // namespace
}  // namespace ohmstead::net
