#include "loxone/packet.hpp"

#include <gtest/gtest.h>

namespace ohmstead::connect {
namespace {

const base::Zone k_prague = base::Zone::load("Europe/Prague").value();
base::Time at(const std::string& text) { return base::parse_time(text).value(); }
const base::Time k_now = at("2024-05-20T12:05:03Z");

std::string fault_of(const std::string& text) {
  const auto packet = parse_loxone_packet(text, k_prague, k_now);
  return packet ? "" : packet.error().message;
}

TEST(LoxonePacket, SaysWhatWhereAndWhen) {
  const auto packet = parse_loxone_packet(
      "2024-05-20 14:05:00;Room Temperature;21.40;Bath;heating;a;b\r\n", k_prague, k_now);
  ASSERT_TRUE(packet) << packet.error().message;
  EXPECT_EQ(packet->at, at("2024-05-20T12:05:00Z"));
  EXPECT_EQ(packet->name, "room_temperature");
  EXPECT_EQ(packet->value, "21.4");
  EXPECT_EQ(packet->room, "bath");
  EXPECT_EQ(packet->type, "heating");
  EXPECT_EQ(packet->tag1, "a");
  EXPECT_EQ(packet->tag2, "b");
  const auto shortest = parse_loxone_packet("2024-05-20T14:05:00;mode;1.000", k_prague, k_now);
  ASSERT_TRUE(shortest);
  EXPECT_EQ(shortest->value, "1");
  EXPECT_EQ(shortest->room, "");
}

TEST(LoxonePacket, AnHourThatHappensTwiceIsTheNearerOne) {
  const std::string text = "2024-10-27 02:30:00;t;1";
  for (const char* time : {"2024-10-27T00:30:00Z", "2024-10-27T01:30:00Z"})
    EXPECT_EQ(parse_loxone_packet(text, k_prague, at(time) + base::Seconds{2})->at, at(time));
  // Half an hour is what clocks there are turned by.
  const base::Zone lord_howe = base::Zone::load("Australia/Lord_Howe").value();
  EXPECT_EQ(
      parse_loxone_packet("2024-04-07 01:45:00;t;1", lord_howe, at("2024-04-06T15:15:01Z"))->at,
      at("2024-04-06T15:15:00Z"));
}

TEST(LoxonePacket, OneThatIsNoneIsRefusedWithAllItsFaults) {
  EXPECT_EQ(fault_of("20.5.2024 14:05;;warm"),
            "its time is not in the form 2024-05-20 14:05:00, it has no name, its value is no "
            "number");
  EXPECT_NE(fault_of("2024-05-20 24:00:00;t;1"), "");
  EXPECT_NE(fault_of("2024-02-30 14:00:00;t;1"), "");
  EXPECT_NE(fault_of("2024-05-20 14:05:00;t;inf"), "");
  for (const char* text : {"", "hello", "a;b", "a;b;c;d;e;f;g;h"})
    EXPECT_EQ(fault_of(text),
              "is no 'time;name;value;room;type;tag1;tag2' of three to seven parts");
}

TEST(LoxoneAddress, NamesAValue) {
  const auto packet =
      parse_loxone_packet("2024-05-20 14:05:00;temperature;21;bath;heating", k_prague, k_now)
          .value();
  for (const char* address : {"temperature", "Temperature?room=Bath",
                              "temperature?type=heating&room=bath", "temperature?tag1="})
    EXPECT_TRUE(read_loxone_address(address).value().means(packet)) << address;
  for (const char* address : {"power", "temperature?room=kitchen", "temperature?room=bath&type=x"})
    EXPECT_FALSE(read_loxone_address(address).value().means(packet)) << address;
  for (const char* bad : {"", "?room=bath", "a;b", "t?bath", "t?place=bath", "t?room=a;b"})
    EXPECT_FALSE(read_loxone_address(bad)) << bad;
}

TEST(LoxoneWrites, AreOfOnePacket) {
  EXPECT_EQ(fault_of_loxone_name("bath_heat"), "");
  for (const char* bad : {"", "a=b", "a;b", "a b", "a\n"}) EXPECT_NE(fault_of_loxone_name(bad), "");
  EXPECT_EQ(fault_of_loxone_text("1;bath_minutes=60"), "");
  for (const std::string& bad : {std::string{}, std::string{"1\n2"}, std::string(600, '1')})
    EXPECT_NE(fault_of_loxone_text(bad), "");
}

}  // namespace
}  // namespace ohmstead::connect
