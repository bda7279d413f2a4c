#include "ohmstead/net/mqtt_client.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <mutex>
#include <thread>
#include <vector>

#include "testing/certificate.hpp"
#include "testing/raw_server.hpp"
#include "testing/test_broker.hpp"

namespace ohmstead::net {
namespace {

using base::ErrorKind;
using ::testing::HasSubstr;
using ::testing::Not;

MqttOptions options_of(const std::string& url) {
  MqttOptions options = read_mqtt_url(url).value();
  options.first_pause = std::chrono::milliseconds{20};
  options.longest_pause = std::chrono::milliseconds{200};
  options.keep_alive = std::chrono::seconds{5};
  return options;
}

// A client that remembers what came.
class Listener {
 public:
  explicit Listener(MqttOptions options)
      : client_{std::move(options), [this](const MqttMessage& message) {
                  const std::scoped_lock lock{mutex_};
                  messages_.push_back(message);
                }} {}
  explicit Listener(const std::string& url) : Listener{options_of(url)} {}
  ~Listener() { client_.stop(); }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  MqttClient& client() { return client_; }
  Listener& reach() {
    client_.start();
    EXPECT_TRUE(eventually([this] { return client_.state().is_connected; }))
        << client_.state().what;
    return *this;
  }
  [[nodiscard]] bool is_in_trouble(MqttTrouble trouble) {
    return eventually([&] { return client_.state().trouble == trouble; });
  }
  [[nodiscard]] std::vector<MqttMessage> messages() const {
    const std::scoped_lock lock{mutex_};
    return messages_;
  }
  [[nodiscard]] bool hears(std::size_t count) const {
    return eventually([&] { return messages().size() >= count; });
  }

 private:
  mutable std::mutex mutex_;
  std::vector<MqttMessage> messages_;
  MqttClient client_;
};

class MqttClientTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!TestBroker::is_installed()) GTEST_SKIP() << TestBroker::k_absent;
  }
};

// Publishes until it can be heard: subscriptions travel their own way.
bool publishes(Listener& from, const MqttMessage& message) {
  return eventually([&] { return from.client().publish(message).has_value(); });
}

TEST_F(MqttClientTest, brings_messages_in_order_with_both_qualities) {
  const TestBroker broker;
  Listener listener{broker.url()};
  listener.client().subscribe("home/+/power", 1);
  listener.reach();
  for (int i = 0; i < 100; ++i)
    ASSERT_TRUE(publishes(listener, {"home/pv/power", std::to_string(i), i % 2}));
  ASSERT_TRUE(listener.hears(100));
  const auto messages = listener.messages();
  for (std::size_t i = 0; i < 100; ++i) {
    EXPECT_EQ(messages[i].payload, std::to_string(i));
    EXPECT_EQ(messages[i].qos, static_cast<int>(i % 2));
    EXPECT_FALSE(messages[i].is_retained);
  }
}

TEST_F(MqttClientTest, retained_messages_are_named_as_such_when_they_come_late) {
  const TestBroker broker;
  Listener sender{broker.url()};
  sender.client().subscribe("state", 1);
  sender.reach();
  ASSERT_TRUE(publishes(sender, {"state", "on", 1, true}));
  ASSERT_TRUE(sender.hears(1));
  EXPECT_FALSE(sender.messages()[0].is_retained);  // it came as it was said
  Listener late{broker.url()};
  late.reach();
  late.client().subscribe("state", 0);  // while connected
  ASSERT_TRUE(late.hears(1));
  EXPECT_TRUE(late.messages()[0].is_retained);
  EXPECT_EQ(late.messages()[0].payload, "on");
}

TEST_F(MqttClientTest, takes_nothing_to_send_while_there_is_no_broker) {
  TestBroker broker;
  Listener listener{broker.url()};
  EXPECT_EQ(listener.client().publish({"a", "1"}).error().kind, ErrorKind::unavailable);
  listener.reach();
  broker.kill();
  ASSERT_TRUE(listener.is_in_trouble(MqttTrouble::no_answer));
  EXPECT_THAT(listener.client().state().what,
              HasSubstr(fmt::format("no broker answers at 127.0.0.1:{}", broker.port())));
  EXPECT_EQ(listener.client().publish({"a", "1"}).error().kind, ErrorKind::unavailable);
}

TEST_F(MqttClientTest, comes_back_with_its_subscriptions_and_sends_nothing_old) {
  TestBroker broker;
  Listener listener{broker.url()};
  listener.client().subscribe("order", 1);
  listener.reach();
  broker.freeze();
  for (int i = 0; i < 50; ++i) ASSERT_TRUE(listener.client().publish({"order", "old", 1}));
  broker.kill();
  ASSERT_TRUE(listener.is_in_trouble(MqttTrouble::no_answer));
  broker.restart();
  ASSERT_TRUE(publishes(listener, {"order", "new", 1}));
  ASSERT_TRUE(listener.hears(1));
  EXPECT_EQ(listener.messages()[0].payload, "new");
  EXPECT_TRUE(listener.client().state().is_connected);
  EXPECT_EQ(listener.client().state().what, "");
}

TEST_F(MqttClientTest, a_broker_that_falls_silent_is_noticed) {
  TestBroker broker;
  Listener listener{broker.url()};
  listener.reach();
  broker.freeze();
  EXPECT_TRUE(eventually([&] { return !listener.client().state().is_connected; }));
  EXPECT_THAT(listener.client().state().what,
              ::testing::AnyOf(HasSubstr("fell silent"), HasSubstr("no broker answers")));
  broker.thaw();
  EXPECT_TRUE(eventually([&] { return listener.client().state().is_connected; }));
}

TEST_F(MqttClientTest, user_and_password_are_needed_and_never_told) {
  const TestBroker broker{{.user = "ohm", .password = "right one"}};
  MqttOptions options = options_of(broker.url());
  {
    Listener nobody{options};
    nobody.client().start();
    ASSERT_TRUE(nobody.is_in_trouble(MqttTrouble::refused));
    EXPECT_THAT(nobody.client().state().what, HasSubstr("wants a user and a password"));
  }
  options.user = "ohm";
  options.password = "wrong one";
  {
    Listener stranger{options};
    stranger.client().start();
    ASSERT_TRUE(stranger.is_in_trouble(MqttTrouble::refused));
    EXPECT_THAT(stranger.client().state().what, HasSubstr("refused user or password"));
    EXPECT_THAT(stranger.client().state().what, Not(HasSubstr("wrong one")));
  }
  options.password = "right one";
  Listener friendly{options};
  friendly.reach();
}

TEST_F(MqttClientTest, speaks_tls_to_a_broker_that_it_can_trust) {
  const TestCertificate papers;
  const TestBroker broker{{.certificate = papers.certificate(), .key = papers.key()}};
  Listener listener{broker.url()};
  listener.client().subscribe("a", 0);
  listener.reach();
  const std::string text(100'000, 'x');
  ASSERT_TRUE(publishes(listener, {"a", text}));
  ASSERT_TRUE(listener.hears(1));
  EXPECT_EQ(listener.messages()[0].payload, text);
}

TEST_F(MqttClientTest, refuses_certificates_of_others) {
  const TestCertificate papers;
  const TestCertificate others{"elsewhere.example"};
  const TestBroker broker{{.certificate = papers.certificate(), .key = papers.key()}};
  const TestBroker elsewhere{{.certificate = others.certificate(), .key = others.key()}};
  const auto trouble = [](const std::string& url) {
    Listener listener{url};
    listener.client().start();
    EXPECT_TRUE(listener.is_in_trouble(MqttTrouble::not_encrypted))
        << listener.client().state().what;
    EXPECT_FALSE(listener.client().state().is_connected);
    return listener.client().state().what;
  };
  EXPECT_THAT(trouble(fmt::format("mqtts://localhost:{}", broker.port())),
              HasSubstr("is not trusted"));
  EXPECT_THAT(trouble(elsewhere.url()), HasSubstr("is for another host"));
  EXPECT_THAT(trouble(fmt::format("mqtts://localhost:{}?ca_file={}", broker.port(),
                                  (papers.folder() / "none.pem").string())),
              HasSubstr("cannot be read"));
  const TestBroker plain;
  EXPECT_THAT(trouble(fmt::format("mqtts://localhost:{}?ca_file={}", plain.port(),
                                  papers.certificate().string())),
              HasSubstr("or there is no TLS"));
}

TEST_F(MqttClientTest, drops_what_is_too_large_or_no_text_and_goes_on) {
  const TestBroker broker;
  Listener sender{broker.url()};
  sender.reach();
  MqttOptions options = options_of(broker.url());
  options.payload_bytes_max = 1000;
  Listener listener{options};
  listener.client().subscribe("a", 1);
  listener.client().subscribe("ready", 1);
  listener.reach();
  ASSERT_TRUE(eventually([&] {
    (void)sender.client().publish({"ready", "?"});
    return !listener.messages().empty();
  }));
  ASSERT_TRUE(publishes(sender, {"a", std::string(1001, 'x'), 1}));
  ASSERT_TRUE(publishes(sender, {"a", "no \xFF text", 1}));
  ASSERT_TRUE(publishes(sender, {"a", std::string(1000, 'y'), 1}));
  ASSERT_TRUE(eventually([&] { return listener.messages().back().topic == "a"; }));
  EXPECT_EQ(listener.messages().back().payload, std::string(1000, 'y'));
  EXPECT_EQ(listener.client().publish({"a", std::string(1001, 'x')}).error().kind,
            ErrorKind::invalid_input);
  EXPECT_EQ(listener.client().publish({"a/#", "x"}).error().kind, ErrorKind::invalid_input);
  EXPECT_EQ(listener.client().publish({"a", "x", 2}).error().kind, ErrorKind::invalid_input);
}

TEST_F(MqttClientTest, what_waits_to_be_sent_is_bounded) {
  TestBroker broker;
  MqttOptions options = options_of(broker.url());
  options.queue_messages_max = 10;
  Listener listener{options};
  listener.reach();
  broker.freeze();
  int taken = 0;
  while (taken < 10'000 && listener.client().publish({"a", "x", 1})) ++taken;
  EXPECT_LE(taken, 10 + 20);  // that wait, and that were sent unanswered
  broker.thaw();
  EXPECT_TRUE(publishes(listener, {"a", "x", 1}));
}

TEST_F(MqttClientTest, the_last_will_is_said_when_it_is_gone_and_not_when_it_leaves) {
  TestBroker broker;
  Listener watcher{broker.url()};
  watcher.client().subscribe("alive", 1);
  watcher.reach();
  MqttOptions options = options_of(broker.url());
  options.client_id = "twin";
  options.last_will = MqttMessage{"alive", "gone", 1, true};
  {
    Listener leaving{options};
    leaving.reach();
    ASSERT_TRUE(leaving.client().publish({"alive", "leaving", 1, true}));
  }  // what waits is sent before it leaves
  ASSERT_TRUE(watcher.hears(1));
  EXPECT_EQ(watcher.messages()[0].payload, "leaving");
  Listener first{options};
  first.reach();
  options.last_will.reset();
  Listener second{options};
  second.client().start();  // the broker throws out the first
  ASSERT_TRUE(watcher.hears(2));
  EXPECT_EQ(watcher.messages()[1].payload, "gone");
}

TEST_F(MqttClientTest, callbacks_may_publish_and_greet_at_each_connection) {
  TestBroker broker;
  std::mutex mutex;
  std::vector<std::string> heard;
  MqttClient* self = nullptr;
  MqttClient client{options_of(broker.url()),
                    [&](const MqttMessage& message) {
                      const std::scoped_lock lock{mutex};
                      heard.push_back(message.payload);
                      if (message.payload != "hello") return;
                      EXPECT_TRUE(self->publish({"a", "echo", 1}));
                    },
                    [&] { EXPECT_TRUE(self->publish({"a", "hello", 1})); }};
  self = &client;
  client.subscribe("a", 1);
  const auto has = [&](std::size_t count) {
    return eventually([&] {
      const std::scoped_lock lock{mutex};
      return heard.size() >= count;
    });
  };
  client.start();
  ASSERT_TRUE(has(2));
  broker.restart();
  ASSERT_TRUE(has(4));
  client.stop();
  EXPECT_THAT(heard, ::testing::ElementsAre("hello", "echo", "hello", "echo"));
}

TEST_F(MqttClientTest, many_threads_may_publish_at_once) {
  const TestBroker broker;
  Listener listener{broker.url()};
  listener.client().subscribe("a", 1);
  listener.reach();
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i)
      threads.emplace_back([&] {
        for (int j = 0; j < 200; ++j) EXPECT_TRUE(publishes(listener, {"a", "x", j % 2}));
      });
  }
  EXPECT_TRUE(listener.hears(800));
}

TEST(MqttTroubleTest, a_host_without_a_name_or_a_broker) {
  Listener nobody{"mqtt://broker.invalid"};
  nobody.client().start();
  ASSERT_TRUE(nobody.is_in_trouble(MqttTrouble::unknown_host));
  EXPECT_EQ(nobody.client().state().what, "no host is called broker.invalid");
  const RawServer no_broker{"HTTP/1.1 400 Bad Request\r\n\r\n"};
  Listener lost{"mqtt" + no_broker.url("").substr(4)};
  lost.client().start();
  ASSERT_TRUE(lost.is_in_trouble(MqttTrouble::no_answer));
}

TEST(MqttTroubleTest, a_host_that_says_nothing_is_left_after_a_while) {
  const RawServer silent{"", true};
  for (const std::string scheme : {"mqtt", "mqtts"}) {
    MqttOptions options = options_of(scheme + silent.url("").substr(4));
    options.answer_timeout = std::chrono::milliseconds{100};
    Listener listener{options};
    listener.client().start();
    EXPECT_TRUE(listener.is_in_trouble(MqttTrouble::no_answer)) << scheme;
  }
}

TEST(MqttTroubleTest, stopping_at_any_time_is_fine) {
  const RawServer silent{"", true};
  for (int i = 0; i < 20; ++i) {
    Listener listener{i % 2 ? "mqtt://broker.invalid" : "mqtt" + silent.url("").substr(4)};
    if (i % 4 < 2) listener.client().start();
    if (i % 3 == 0) std::this_thread::sleep_for(std::chrono::milliseconds{i});
  }
}

}  // namespace
}  // namespace ohmstead::net
