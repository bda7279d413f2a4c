#include <gmock/gmock.h>

#include "ohmstead/net/mqtt_client.hpp"

namespace ohmstead::net {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(MqttUrlTest, knows_hosts_ports_and_the_file_of_an_authority) {
  const auto plain = read_mqtt_url("mqtt://broker.local").value();
  EXPECT_EQ(plain.host, "broker.local");
  EXPECT_EQ(plain.port, 1883);
  EXPECT_FALSE(plain.is_tls);
  const auto tls = read_mqtt_url("mqtts://10.0.0.2/?ca_file=/etc/ca.pem").value();
  EXPECT_EQ(tls.port, 8883);
  EXPECT_TRUE(tls.is_tls);
  EXPECT_EQ(tls.ca_file, "/etc/ca.pem");
  const auto six = read_mqtt_url("mqtt://[fd00::1]:2000").value();
  EXPECT_EQ(six.host, "fd00::1");
  EXPECT_EQ(six.port, 2000);
}

TEST(MqttUrlTest, refuses_what_is_none_without_repeating_it) {
  for (const char* url :
       {"", "http://a", "mqtt://", "mqtt://:1883", "mqtt://a:", "mqtt://a:0", "mqtt://a:65536",
        "mqtt://a:1883x", "mqtt://a/topic", "mqtt://a b", "mqtt://[fd00::1", "mqtt://[fd00::1]1",
        "mqtt://a?ca_file=x", "mqtts://a?ca_file=", "mqtts://a?insecure=1"})
    EXPECT_FALSE(read_mqtt_url(url)) << url;
  const auto secret = read_mqtt_url("mqtt://me:hush@broker");
  ASSERT_FALSE(secret);
  EXPECT_THAT(secret.error().message, HasSubstr("user and password do not belong"));
  EXPECT_THAT(secret.error().message, Not(HasSubstr("hush")));
}

TEST(MqttTopicTest, tells_topics_and_filters_apart) {
  EXPECT_TRUE(is_topic("home/meter power"));
  EXPECT_TRUE(is_topic("/"));
  for (const char* topic : {"", "a/+/b", "#", "a\xFF", "+"}) EXPECT_FALSE(is_topic(topic)) << topic;
  EXPECT_FALSE(is_topic(std::string{"a\0b", 3}));
  EXPECT_FALSE(is_topic(std::string(65'536, 'a')));
  EXPECT_TRUE(is_topic(std::string(65'535, 'a')));
  for (const char* filter : {"a", "a/+/b", "+", "#", "a/#"})
    EXPECT_TRUE(is_topic_filter(filter)) << filter;
  for (const char* filter : {"", "a+", "a/b#", "#/a", "a/+b/c"})
    EXPECT_FALSE(is_topic_filter(filter)) << filter;
}

}  // namespace
}  // namespace ohmstead::net
