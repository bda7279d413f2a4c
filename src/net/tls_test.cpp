// What changes when the server speaks TLS; abuse_test.cpp runs over both.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <fstream>
#include <memory>
#include <thread>
#include <vector>

#include "testing/certificate.hpp"
#include "testing/test_server.hpp"

namespace ohmstead::net {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::StartsWith;
namespace fs = std::filesystem;

constexpr int k_close = 8;
const RawClient::Options k_encrypted{.is_encrypted = true};

class TlsTest : public testing::Test {
 protected:
  TestCertificate certificate_;
};

TEST_F(TlsTest, answers_requests_one_after_the_other) {
  TestServer server{certificate_.in()};
  RawClient client{server.port(), k_encrypted};
  ASSERT_TRUE(client.is_connected());
  EXPECT_EQ(client.ask(get("/echo?a=b")).body, "GET /echo|a=b|");
  const std::string large(500'000, 'x');
  EXPECT_EQ(client.ask(post("/echo", large)).body, "POST /echo|" + large);
  EXPECT_EQ(client.ask(get("/big")).body.size(), 8'000'000U);
  EXPECT_EQ(client.ask(get("/echo", "Connection: close\r\n")).status, 200);
  EXPECT_TRUE(client.is_closed_by_server());
}

TEST_F(TlsTest, tells_the_handler_and_who_asks) {
  bool is_encrypted = false;
  std::string remote;
  const auto server =
      HttpServer::open(certificate_.in(), [&](const HttpRequest& request, const Reply& reply) {
        is_encrypted = request.is_encrypted;
        remote = request.remote;
        reply({});
      }).value();
  EXPECT_EQ((RawClient{server->port(), k_encrypted}.ask(get("/")).status), 200);
  EXPECT_TRUE(is_encrypted);
  EXPECT_EQ(remote, "127.0.0.1");
}

TEST(ProxyTest, a_trusted_one_tells_whom_it_asks_for) {
  std::string remote;
  const auto open = [&](std::vector<std::string> proxies) {
    return HttpServer::open({.trusted_proxies = std::move(proxies)},
                            [&](const HttpRequest& request, const Reply& reply) {
                              remote = request.remote;
                              reply({});
                            });
  };
  const auto server = open({"127.0.0.1"}).value();
  RawClient client{server->port()};
  EXPECT_EQ(client.ask(get("/", "X-Forwarded-For: 10.0.0.7\r\n")).status, 200);
  EXPECT_EQ(remote, "10.0.0.7");
  const auto wary = open({}).value();
  EXPECT_EQ(RawClient{wary->port()}.ask(get("/", "X-Forwarded-For: 10.0.0.7\r\n")).status, 200);
  EXPECT_EQ(remote, "127.0.0.1");
  EXPECT_EQ(open({"my proxy"}).error().message, "'my proxy' is not the IP address of a proxy");
}

TEST_F(TlsTest, sends_events_and_websocket_messages) {
  TestServer server{certificate_.in({.stream_ping = milliseconds{200}})};
  RawClient events{server.port(), k_encrypted};
  events.send(get("/stream"));
  EXPECT_THAT(events.read_until("\r\n\r\n"), StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_EQ(events.read_until("\n\n"), "event: state\ndata: {\"is\":\"first\"}\n\n");
  RawClient messages{server.port(), k_encrypted};
  EXPECT_EQ(messages.open_websocket("/stream").status, 101);
  EXPECT_EQ(messages.read_frame().payload, R"({"event":"state","data":{"is":"first"}})");
  EXPECT_EQ(events.read_until("\n\n"), ":\n\n");
  for (int number = 0; number < 50; ++number) server.server().publish("n", std::to_string(number));
  for (int number = 0; number < 50; ++number) {
    const std::string text = std::to_string(number);
    std::string event = events.read_until("\n\n");
    while (event == ":\n\n") event = events.read_until("\n\n");
    ASSERT_EQ(event, "event: n\ndata: " + text + "\n\n");
  }
  server.server().stop();
  EXPECT_TRUE(events.is_closed_by_server());
}

TEST_F(TlsTest, says_goodbye_to_websockets) {
  TestServer server{certificate_.in()};
  RawClient client{server.port(), k_encrypted};
  EXPECT_EQ(client.open_websocket("/stream").status, 101);
  (void)client.read_frame();
  std::jthread stopping{[&] { server.server().stop(); }};
  const auto goodbye = client.read_frame();
  EXPECT_EQ(goodbye.opcode, k_close);
  client.send_frame(k_close, goodbye.payload);
  EXPECT_TRUE(client.is_closed_by_server());
}

TEST_F(TlsTest, drops_streams_that_are_too_slow) {
  TestServer server{certificate_.in({.stream_queue_bytes_max = 200'000})};
  RawClient slow{server.port(), {.receive_buffer_bytes = 4096, .is_encrypted = true}};
  slow.send(get("/stream"));
  EXPECT_THAT(slow.read_until("\r\n\r\n"), StartsWith("HTTP/1.1 200 OK\r\n"));
  const std::string event = "\"" + std::string(50'000, 'x') + "\"";
  RawClient asking{server.port(), k_encrypted};
  for (int round = 0; round < 2000 && server.server().stream_count() == 1; ++round) {
    server.server().publish("plan", event);
    ASSERT_EQ(asking.ask(get("/echo")).status, 200);
  }
  EXPECT_EQ(server.server().stream_count(), 0U);
}

TEST_F(TlsTest, tells_plain_clients_what_is_spoken_here) {
  TestServer server{certificate_.in()};
  RawClient plain{server.port()};
  const RawAnswer answer = plain.ask(get("/echo"));
  EXPECT_EQ(answer.status, 400);
  EXPECT_THAT(answer.body, HasSubstr("this port speaks HTTPS: the address begins with https://"));
  EXPECT_TRUE(plain.is_closed_by_server());
  RawClient garbled{server.port()};
  garbled.send("what is this\r\n\r\n");
  EXPECT_TRUE(garbled.is_closed_by_server());
  EXPECT_EQ((RawClient{server.port(), k_encrypted}.ask(get("/echo")).status), 200);
}

TEST_F(TlsTest, handshakes_that_dawdle_are_left_and_hold_up_nobody) {
  TestServer server{certificate_.in({.handshake_timeout = milliseconds{500}})};
  std::vector<std::unique_ptr<RawClient>> silent;
  for (int number = 0; number < 50; ++number) {
    silent.push_back(std::make_unique<RawClient>(server.port()));
    if (number % 2 == 0) silent.back()->send("\x16\x03\x01\x02");  // the beginning of a hello
  }
  EXPECT_EQ((RawClient{server.port(), k_encrypted}.ask(get("/echo")).status), 200);
  for (const auto& client : silent) EXPECT_TRUE(client->is_closed_by_server());
}

TEST_F(TlsTest, old_versions_are_refused) {
  TestServer server{certificate_.in()};
  const auto connects = [&](int version) {
    SSL_CTX* const context = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_security_level(context, 0);
    SSL_CTX_set_min_proto_version(context, version);
    SSL_CTX_set_max_proto_version(context, version);
    BIO* const connection = BIO_new_ssl_connect(context);
    BIO_set_conn_hostname(connection, ("127.0.0.1:" + std::to_string(server.port())).c_str());
    const bool is_connected = BIO_do_handshake(connection) == 1;
    BIO_free_all(connection);
    SSL_CTX_free(context);
    return is_connected;
  };
  EXPECT_FALSE(connects(TLS1_VERSION));
  EXPECT_FALSE(connects(TLS1_1_VERSION));
  EXPECT_TRUE(connects(TLS1_2_VERSION));
  EXPECT_TRUE(connects(TLS1_3_VERSION));
}

TEST_F(TlsTest, a_new_certificate_is_for_new_connections) {
  TestServer server{certificate_.in()};
  RawClient before{server.port(), k_encrypted};
  EXPECT_EQ(before.certificate_name(), "localhost");
  certificate_.renew("home.example");
  ASSERT_TRUE(server.server().reload_certificate());
  EXPECT_EQ(before.ask(get("/echo")).status, 200);
  RawClient after{server.port(), k_encrypted};
  EXPECT_EQ(after.certificate_name(), "home.example");
  EXPECT_EQ(after.ask(get("/echo")).status, 200);
  fs::remove(certificate_.key());
  const auto failed = server.server().reload_certificate();
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().message, "there is no file " + certificate_.key().string());
  EXPECT_EQ((RawClient{server.port(), k_encrypted}.certificate_name()), "home.example");
}

TEST_F(TlsTest, says_why_it_cannot_begin) {
  const auto fault = [](const ServerOptions& options) {
    const auto server = HttpServer::open(options, [](const HttpRequest&, const Reply&) {});
    return server ? std::string{} : server.error().message;
  };
  ServerOptions options = certificate_.in();
  options.tls_certificate = "/nowhere/cert.pem";
  EXPECT_EQ(fault(options), "there is no file /nowhere/cert.pem");
  options = certificate_.in();
  options.tls_certificate = options.tls_key;
  EXPECT_THAT(fault(options), HasSubstr("key.pem: no certificate can be read from it"));
  options = certificate_.in();
  const TestCertificate other;
  options.tls_key = other.key();
  EXPECT_THAT(fault(options), HasSubstr("key.pem: no key of "));
  fs::permissions(certificate_.key(), fs::perms::others_read, fs::perm_options::add);
  EXPECT_EQ(fault(certificate_.in()),
            certificate_.key().string() +
                ": everybody may read this key; run: chmod o= " + certificate_.key().string());
}

TEST_F(TlsTest, stops_with_handshakes_and_answers_under_way) {
  TestServer server{certificate_.in()};
  RawClient silent{server.port()};
  RawClient idle{server.port(), k_encrypted};
  EXPECT_EQ(idle.ask(get("/echo")).status, 200);
  RawClient writing{server.port(), {.receive_buffer_bytes = 4096, .is_encrypted = true}};
  writing.send(get("/big"));
  EXPECT_EQ(writing.read_bytes(9), "HTTP/1.1 ");
  server.server().stop();
  EXPECT_TRUE(silent.is_closed_by_server());
  EXPECT_TRUE(idle.is_closed_by_server());
  EXPECT_TRUE(writing.is_closed_by_server());
}

}  // namespace
}  // namespace ohmstead::net
