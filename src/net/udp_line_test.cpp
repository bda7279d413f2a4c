#include "ohmstead/net/udp_line.hpp"

#include <gtest/gtest.h>

#include <mutex>
#include <thread>
#include <vector>

#include "ohmstead/base/clock.hpp"

namespace ohmstead::net {
namespace {

class Heard {
 public:
  void add(std::string_view packet) {
    const std::scoped_lock lock{mutex_};
    all_.emplace_back(packet);
  }
  [[nodiscard]] std::vector<std::string> all() const {
    const std::scoped_lock lock{mutex_};
    return all_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> all_;
};

bool eventually(const std::function<bool()>& holds) {
  const base::Stopwatch watch;
  while (!holds() && watch.elapsed_ms() < 20'000.0)
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  return holds();
}

std::unique_ptr<UdpLine> line_to(const UdpPlace& peer, Heard& heard) {
  return UdpLine::open({peer, 0}, [&heard](std::string_view packet) { heard.add(packet); }).value();
}

TEST(UdpLine, PacketsGoBothWays) {
  Heard at_home, at_peer;
  const auto peer = line_to({"127.0.0.1", 9}, at_peer);
  const auto home = line_to({"127.0.0.1", peer->port()}, at_home);
  ASSERT_TRUE(home->send("a=1"));
  EXPECT_TRUE(eventually([&] { return at_peer.all() == std::vector<std::string>{"a=1"}; }));
  const auto back = line_to({"127.0.0.1", home->port()}, at_peer);
  ASSERT_TRUE(back->send(std::string(3000, 'x')));  // nobody means that
  ASSERT_TRUE(back->send("b"));
  EXPECT_TRUE(eventually([&] { return at_home.all() == std::vector<std::string>{"b"}; }));
  EXPECT_EQ(home->stranger(), "");
}

TEST(UdpLine, StrangersAreNotHeard) {
  Heard at_home, at_stranger;
  const auto home = line_to({"192.0.2.1", 9}, at_home);
  const auto stranger = line_to({"127.0.0.1", home->port()}, at_stranger);
  ASSERT_TRUE(stranger->send("a"));
  EXPECT_TRUE(eventually([&] { return home->stranger() == "127.0.0.1"; }));
  EXPECT_TRUE(at_home.all().empty());
}

TEST(UdpLine, APortHasOneListener) {
  Heard heard;
  const auto first = line_to({"127.0.0.1", 9}, heard);
  const auto second = UdpLine::open({{"127.0.0.1", 9}, first->port()}, [](std::string_view) {});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, base::ErrorKind::unavailable);
  EXPECT_EQ(second.error().message,
            "UDP port " + std::to_string(first->port()) + ": Address already in use");
}

TEST(UdpLine, PlacesAreNumbers) {
  const auto place = parse_udp_place("udp://192.168.1.77:4000");
  ASSERT_TRUE(place);
  EXPECT_EQ(place->address, "192.168.1.77");
  EXPECT_EQ(place->port, 4000);
  EXPECT_EQ(parse_udp_place("udp://[fd00::7]:4000").value().address, "fd00::7");
  for (const char* bad : {"", "udp://", "udp://192.168.1.77", "udp://192.168.1.77:0",
                          "udp://192.168.1.77:4000/", "udp://192.168.1.77:70000", "udp://:4000",
                          "udp://miniserver:4000", "udp://fd00::7:4000", "tcp://192.168.1.77:4000"})
    EXPECT_FALSE(parse_udp_place(bad)) << bad;
}

}  // namespace
}  // namespace ohmstead::net
