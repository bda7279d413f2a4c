// Streams of events: who gets what, who is dropped, how they end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "testing/test_server.hpp"

namespace ohmstead::net {
namespace {

using std::chrono::milliseconds;
using testing::AnyOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

constexpr int k_text = 1;
constexpr int k_close = 8;
constexpr int k_ping = 9;
constexpr int k_pong = 10;

// An event client that has read its first event.
std::unique_ptr<RawClient> event_client(TestServer& server, RawClient::Options options = {}) {
  auto client = std::make_unique<RawClient>(server.port(), options);
  client->send(get("/stream", "Accept: text/event-stream\r\n"));
  EXPECT_THAT(client->read_until("\r\n\r\n"), StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_EQ(client->read_until("\n\n"), "event: state\ndata: {\"is\":\"first\"}\n\n");
  return client;
}

// A WebSocket client that has read its first message.
std::unique_ptr<RawClient> websocket_client(TestServer& server, RawClient::Options options = {}) {
  auto client = std::make_unique<RawClient>(server.port(), options);
  const RawAnswer answer = client->open_websocket("/stream");
  EXPECT_EQ(answer.status, 101);
  EXPECT_EQ(client->read_frame().payload, R"({"event":"state","data":{"is":"first"}})");
  return client;
}

// Asks until the server has noticed; each question is a turn of the server's thread.
bool comes_to(TestServer& server, std::size_t streams) {
  RawClient asking{server.port()};
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
  while (server.server().stream_count() != streams) {
    if (std::chrono::steady_clock::now() > end || asking.ask(get("/echo")).status != 200) {
      return false;
    }
  }
  return true;
}

unsigned close_code(const RawClient::Frame& frame) {
  if (frame.opcode != k_close || frame.payload.size() < 2) return 0;
  return static_cast<unsigned char>(frame.payload[0]) * 256U +
         static_cast<unsigned char>(frame.payload[1]);
}

TEST(StreamsTest, sends_server_sent_events_to_all_in_order) {
  TestServer server;
  const auto first = event_client(server);
  const auto second = event_client(server);
  EXPECT_EQ(server.server().stream_count(), 2U);
  server.server().publish("plan", "{\"a\":\n1}");
  server.server().publish("live.power", "2");
  for (RawClient* client : {first.get(), second.get()}) {
    EXPECT_EQ(client->read_until("\n\n"), "event: plan\ndata: {\"a\":\ndata: 1}\n\n");
    EXPECT_EQ(client->read_until("\n\n"), "event: live.power\ndata: 2\n\n");
  }
}

TEST(StreamsTest, tells_event_clients_what_kind_of_answer_this_is) {
  TestServer server;
  RawClient client{server.port()};
  client.send(get("/silent"));
  const std::string head = client.read_until("\r\n\r\n");
  EXPECT_THAT(head, HasSubstr("\r\nContent-Type: text/event-stream\r\n"));
  EXPECT_THAT(head, HasSubstr("\r\nCache-Control: no-store\r\n"));
  EXPECT_THAT(head, HasSubstr("\r\nConnection: close\r\n"));
  EXPECT_EQ(head.find("Content-Length"), std::string::npos);
  RawClient curious{server.port()};
  curious.send("HEAD /stream HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(curious.read_answer(true).headers.at("content-type"), "text/event-stream");
  EXPECT_TRUE(curious.is_closed_by_server());
}

TEST(StreamsTest, opens_websockets_and_sends_them_messages) {
  TestServer server;
  RawClient first{server.port()};
  const RawAnswer answer = first.open_websocket(
      "/stream", "Sec-WebSocket-Extensions: permessage-deflate\r\nOrigin: http://localhost\r\n");
  ASSERT_EQ(answer.status, 101);
  // The key and its answer are the example of RFC 6455.
  EXPECT_EQ(answer.headers.at("sec-websocket-accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  EXPECT_FALSE(answer.headers.contains("sec-websocket-extensions"));
  EXPECT_EQ(first.read_frame().payload, R"({"event":"state","data":{"is":"first"}})");
  const auto second = websocket_client(server);
  const std::string large = "\"" + std::string(100'000, 'x') + "\"";
  server.server().publish("plan", "1");
  server.server().publish("plan", large);
  for (RawClient* client : {&first, second.get()}) {
    const auto frame = client->read_frame();
    EXPECT_EQ(frame.opcode, k_text);
    EXPECT_EQ(frame.payload, R"({"event":"plan","data":1})");
    EXPECT_EQ(client->read_frame().payload, R"({"event":"plan","data":)" + large + "}");
  }
}

TEST(StreamsTest, loses_no_event_between_the_first_and_those_published_meanwhile) {
  std::atomic<int> state{0};
  const auto server = HttpServer::open({}, [&](const HttpRequest&, const Reply& reply) {
                        reply({.body = std::to_string(state), .is_stream = true});
                      }).value();
  std::jthread publisher{[&](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      const int next = state + 1;
      state = next;
      server->publish("n", std::to_string(next));
      std::this_thread::yield();
    }
  }};
  for (int round = 0; round < 20; ++round) {
    RawClient client{server->port()};
    client.send(get("/"));
    client.read_until("\r\n\r\n");
    const auto number = [&] {
      std::string event = client.read_until("\n\n");
      return std::stoi("0" + event.substr(std::min(event.size(), event.find("data: ") + 6)));
    };
    const int snapshot = number();
    int last = number();
    EXPECT_LE(last, snapshot + 1);
    for (int event = 0; event < 20; ++event) {
      const int next = number();
      ASSERT_EQ(next, last + 1);
      last = next;
    }
  }
}

TEST(StreamsTest, serves_both_kinds_while_several_threads_publish) {
  TestServer server;
  const auto events = event_client(server);
  const auto messages = websocket_client(server);
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&] {
        for (int number = 0; number < 50; ++number) server.server().publish("n", "1");
      });
    }
  }
  for (int number = 0; number < 200; ++number) {
    ASSERT_EQ(events->read_until("\n\n"), "event: n\ndata: 1\n\n");
    ASSERT_EQ(messages->read_frame().payload, R"({"event":"n","data":1})");
  }
}

TEST(StreamsTest, breaks_silence_with_signs_of_life) {
  TestServer server{{.stream_ping = milliseconds{200}}};
  const auto events = event_client(server);
  EXPECT_EQ(events->read_until("\n\n"), ":\n\n");
  EXPECT_EQ(events->read_until("\n\n"), ":\n\n");
  const auto messages = websocket_client(server);
  for (int turn = 0; turn < 3; ++turn) {
    const auto frame = messages->read_frame();
    ASSERT_EQ(frame.opcode, k_ping);
    messages->send_frame(k_pong, frame.payload);
  }
}

TEST(StreamsTest, drops_a_websocket_that_leaves_pings_unanswered) {
  TestServer server{{.stream_ping = milliseconds{50}}};
  const auto mute = websocket_client(server);
  EXPECT_TRUE(mute->is_closed_by_server());
  EXPECT_TRUE(comes_to(server, 0));
}

TEST(StreamsTest, forgets_clients_that_leave) {
  TestServer server;
  auto events = event_client(server);
  auto messages = websocket_client(server);
  auto polite = websocket_client(server);
  EXPECT_EQ(server.server().stream_count(), 3U);
  polite->send_frame(k_close, "\x03\xe8");
  EXPECT_EQ(close_code(polite->read_frame()), 1000U);
  EXPECT_TRUE(polite->is_closed_by_server());
  polite.reset();
  EXPECT_TRUE(comes_to(server, 2));
  events.reset();
  messages.reset();
  EXPECT_TRUE(comes_to(server, 0));
  server.server().publish("plan", "1");
}

TEST(StreamsTest, answers_pings_and_ignores_messages) {
  TestServer server;
  const auto client = websocket_client(server);
  client->send_frame(k_text, R"({"do":"something"})");
  client->send_frame(k_text, std::string(60'000, 'x'));
  client->send_frame(k_ping, "are you there");
  const auto pong = client->read_frame();
  EXPECT_EQ(pong.opcode, k_pong);
  EXPECT_EQ(pong.payload, "are you there");
}

TEST(StreamsTest, closes_websockets_that_break_the_rules) {
  TestServer server;
  auto large = websocket_client(server);
  large->send_frame(k_text, std::string(70'000, 'x'));
  EXPECT_EQ(close_code(large->read_frame()), 1009U);
  auto huge = websocket_client(server);
  huge->send("\x81\xff\x7f\xff\xff\xff\xff\xff\xff\xff....");
  EXPECT_THAT(close_code(huge->read_frame()), AnyOf(1009U, 1002U));
  auto bare = websocket_client(server);
  bare->send("\x81\x01x");
  EXPECT_EQ(close_code(bare->read_frame()), 1002U) << "not masked";
  auto garbled = websocket_client(server);
  garbled->send_frame(k_text, "\xff\xfe");
  EXPECT_EQ(close_code(garbled->read_frame()), 1007U) << "not UTF-8";
  // They are given until the next sign of life to leave by themselves.
  for (auto* client : {&large, &huge, &bare, &garbled}) client->reset();
  EXPECT_TRUE(comes_to(server, 0));
}

TEST(StreamsTest, refuses_websockets_of_other_sites_and_where_there_is_no_stream) {
  TestServer server{{.allowed_hosts = {"home.example"}}};
  const auto status = [&](std::string_view path, std::string_view headers) {
    return RawClient{server.port()}.open_websocket(path, headers).status;
  };
  EXPECT_EQ(status("/stream", "Origin: http://evil.example\r\n"), 403);
  EXPECT_EQ(status("/stream", "Origin: null\r\n"), 403);
  EXPECT_EQ(status("/stream", "Origin: http://localhost:81\r\n"), 403) << "another port";
  EXPECT_EQ(status("/stream", "Origin: https://home.example\r\n"), 101);
  EXPECT_EQ(status("/echo", ""), 200);
  EXPECT_EQ(status("/nothing", ""), 404);
  RawClient old{server.port()};
  RawAnswer told =
      old.ask(get("/stream",
                  "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 8\r\n"
                  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"));
  EXPECT_EQ(told.status, 426);
  EXPECT_EQ(told.headers["sec-websocket-version"], "13");
  EXPECT_EQ(told.headers["content-type"], "application/problem+json");
  EXPECT_TRUE(comes_to(server, 0));
}

TEST(StreamsTest, tells_every_fault_of_a_websocket_handshake) {
  TestServer server;
  RawClient client{server.port()};
  const RawAnswer told = client.ask(
      get("/stream", "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n"));
  EXPECT_EQ(told.status, 426);
  EXPECT_THAT(told.body, HasSubstr("Sec-WebSocket-Key is not 16 bytes in base 64; "
                                   "Sec-WebSocket-Version is not 13"));
  const RawAnswer keyless = client.ask(
      get("/stream", "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"));
  EXPECT_EQ(keyless.status, 400);
  EXPECT_THAT(keyless.body, HasSubstr("Sec-WebSocket-Key is missing"));
  EXPECT_EQ(client.ask(get("/echo")).status, 200) << "the connection is kept";
}

TEST(StreamsTest, tells_who_does_not_open_a_websocket_where_there_is_nothing_else) {
  TestServer server;
  RawClient client{server.port()};
  RawAnswer told = client.ask(get("/socket"));
  EXPECT_EQ(told.status, 426);
  EXPECT_EQ(told.headers["upgrade"], "websocket");
  EXPECT_THAT(told.body, HasSubstr("'Upgrade: websocket' is missing"));
  EXPECT_EQ(client.open_websocket("/socket").status, 101);
  RawClient wordy{server.port()};
  EXPECT_EQ(wordy.open_websocket("/socket", "Content-Length: 0\r\n").status, 101);
}

TEST(StreamsTest, opens_no_more_streams_to_one_address_than_its_share) {
  TestServer server{{.streams_of_address_max = 1}};
  const auto first = event_client(server);
  RawClient second{server.port()};
  EXPECT_EQ(second.ask(get("/stream")).status, 429);
  RawClient other{server.port(), {.from = "127.0.0.2"}};
  EXPECT_EQ(other.open_websocket("/stream").status, 101);
}

TEST(StreamsTest, opens_no_more_streams_than_the_limit) {
  TestServer server{{.streams_max = 2}};
  const auto first = event_client(server);
  auto second = websocket_client(server);
  RawClient third{server.port()};
  EXPECT_EQ(third.ask(get("/stream")).status, 503);
  EXPECT_EQ(third.ask(get("/echo")).status, 200);
  second.reset();
  EXPECT_TRUE(comes_to(server, 1));
  EXPECT_EQ(third.open_websocket("/stream").status, 101);
}

TEST(StreamsTest, answers_only_get_with_a_stream) {
  TestServer server;
  RawClient client{server.port()};
  EXPECT_EQ(client.ask(post("/stream", "")).status, 500);
  EXPECT_THAT(server.faults(), ElementsAre("a request other than GET was answered by a stream"));
}

TEST(StreamsTest, refuses_event_names_that_would_break_out) {
  TestServer server;
  EXPECT_THROW(server.server().publish("a\ndata: b", "1"), std::logic_error);
  EXPECT_THROW(server.server().publish("", "1"), std::logic_error);
}

// `slow` never reads; `quick` reads each event before the next is published.
void expect_slow_is_dropped(TestServer& server, RawClient& slow) {
  const auto quick = event_client(server);
  ASSERT_EQ(server.server().stream_count(), 2U);
  const std::string event = "\"" + std::string(50'000, 'x') + "\"";
  int rounds = 0;
  while (server.server().stream_count() == 2 && rounds < 2000) {
    server.server().publish("plan", event);
    ASSERT_EQ(quick->read_until("\n\n").size(), event.size() + 20) << rounds;
    ++rounds;
  }
  EXPECT_EQ(server.server().stream_count(), 1U);
  EXPECT_LT(slow.drain(), static_cast<std::size_t>(rounds) * event.size());
  server.server().publish("plan", "1");
  EXPECT_EQ(quick->read_until("\n\n"), "event: plan\ndata: 1\n\n");
}

TEST(StreamsTest, drops_event_clients_that_are_too_slow) {
  TestServer server{{.stream_queue_bytes_max = 200'000}};
  const auto slow = event_client(server, {.receive_buffer_bytes = 4096});
  expect_slow_is_dropped(server, *slow);
}

TEST(StreamsTest, drops_websockets_that_are_too_slow) {
  TestServer server{{.stream_queue_bytes_max = 200'000}};
  const auto slow = websocket_client(server, {.receive_buffer_bytes = 4096});
  expect_slow_is_dropped(server, *slow);
}

TEST(StreamsTest, drops_event_clients_that_take_nothing_for_too_long) {
  TestServer server{{.write_timeout = milliseconds{50}}};
  const auto slow = event_client(server, {.receive_buffer_bytes = 4096});
  server.server().publish("plan", "\"" + std::string(20'000'000, 'x') + "\"");
  EXPECT_TRUE(comes_to(server, 0));
}

TEST(StreamsTest, stops_with_open_streams_and_says_goodbye) {
  TestServer server;
  const auto events = event_client(server);
  const auto polite = websocket_client(server);
  const auto mute = websocket_client(server);
  std::jthread stopping{[&] { server.server().stop(); }};
  const auto goodbye = polite->read_frame();
  EXPECT_EQ(close_code(goodbye), 1001U);
  polite->send_frame(k_close, goodbye.payload);
  EXPECT_TRUE(events->is_closed_by_server());
  EXPECT_TRUE(polite->is_closed_by_server());
  EXPECT_TRUE(mute->is_closed_by_server());
  stopping.join();
  server.server().publish("plan", "1");
  EXPECT_EQ(server.server().stream_count(), 0U);
}

TEST(StreamsTest, ends_all_streams_and_opens_new_ones) {
  TestServer server;
  const auto events = event_client(server);
  const auto messages = websocket_client(server);
  RawClient other{server.port()};
  EXPECT_EQ(other.ask(get("/echo")).status, 200);
  server.server().end_streams();
  EXPECT_TRUE(events->is_closed_by_server());
  EXPECT_EQ(close_code(messages->read_frame()), 1001U);
  EXPECT_EQ(other.ask(get("/echo")).status, 200);
  EXPECT_TRUE(comes_to(server, 0));
  (void)event_client(server);
}

TEST(StreamsTest, stops_at_once_when_all_say_goodbye) {
  TestServer server{{.stop_timeout = milliseconds{120'000}}};
  auto polite = websocket_client(server);
  const auto events = event_client(server);
  const auto begin = std::chrono::steady_clock::now();
  std::jthread stopping{[&] { server.server().stop(); }};
  polite->send_frame(k_close, polite->read_frame().payload);
  polite.reset();
  stopping.join();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds{60});
  EXPECT_EQ(server.server().connection_count(), 0U);
}

}  // namespace
}  // namespace ohmstead::net
