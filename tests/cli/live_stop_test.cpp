// The service ends in a real home: what answers is given back to itself, what does not is not
// waited for.
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>

#include "live_home.hpp"
#include "ohmstead/base/clock.hpp"

namespace ohmstead::cli {
namespace {

// Takes connections and never says a word.
class SilentHost {
 public:
  SilentHost() : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* plain = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(::bind(socket_, plain, size), 0);
    EXPECT_EQ(::listen(socket_, 64), 0);
    EXPECT_EQ(::getsockname(socket_, plain, &size), 0);
    port_ = ntohs(address.sin_port);
  }
  ~SilentHost() { ::close(socket_); }
  SilentHost(const SilentHost&) = delete;
  SilentHost& operator=(const SilentHost&) = delete;
  [[nodiscard]] std::string at(const std::string& scheme) const {
    return scheme + "://127.0.0.1:" + std::to_string(port_);
  }

 private:
  int socket_;
  int port_ = 0;
};

std::string silent_battery(const std::string& id, const std::string& kind, const std::string& url,
                           const std::string& at, const std::string& to) {
  return "  - id: " + id + "\n    kind: " + kind + "\n    url: " + url +
         "\n    readings: [{of: " + id + "_battery, value: soc, at: \"" + at +
         "\", unit: percent}]\n    commands:\n      - device: " + id +
         "_battery\n        verbs:\n          - {verb: self_use, writes: [{to: \"" + to +
         "\", text: \"0\"}]}\n          - {verb: hold, writes: [{to: \"" + to +
         "\", text: \"1\"}]}\n";
}

// The home with its inverter, and beside it one battery of each kind of system, all silent.
std::string site_with_silent(const TestBroker& broker, const SilentHost& host) {
  std::string text = site_with(broker, "full");
  const std::string own = "charge_kw: 3}";
  std::string batteries = own;
  for (const char* id : {"bus_battery", "page_battery", "evcc_battery"})
    batteries += std::string{", {id: "} + id + ", capacity_kwh: 5, charge_kw: 2}";
  text.replace(text.find(own), own.size(), batteries);
  return text + silent_battery("bus", "modbus", host.at("tcp"), "holding:1", "holding:1") +
         silent_battery("page", "http", host.at("http"), "/battery", "PUT /battery") +
         "  - {id: evcc, kind: evcc, url: \"" + host.at("http") +
         "\", devices: [{theirs: battery, ours: evcc_battery}]}\n";
}

TEST_F(LiveHome, EndsThoughDevicesDoNotAnswer) {
  const SilentHost host;
  Serving service{
      {"--site", folder_.write("home.yaml", site_with_silent(*broker_, host)).string()}};
  ASSERT_TRUE(service.is_up()) << service.said();
  (void)service.ask_json("POST /api/v1/overrides",
                         R"({"kind":"hold","device":"battery","minutes":30})");
  ASSERT_TRUE(comes_true([&] { return inverter_->mode() == "hold"; }));
  const base::Stopwatch watch;
  EXPECT_EQ(service.end(), 0);
  std::printf("three devices silent: ended after %.1f s\n", watch.elapsed_ms() / 1000.0);
  EXPECT_LT(watch.elapsed_ms(), 60'000.0);
  EXPECT_TRUE(comes_true([&] { return inverter_->mode() == "auto"; }));
}

TEST_F(LiveHome, EndsThoughItsBrokerHangs) {
  Serving service{{"--site", write_site("full")}};
  ASSERT_TRUE(service.is_up()) << service.said();
  (void)service.ask_json("POST /api/v1/overrides",
                         R"({"kind":"charge","target_soc_pct":90,"minutes":30})");
  ASSERT_TRUE(comes_true([&] { return inverter_->mode() == "charge"; }));
  broker_->freeze();
  const base::Stopwatch watch;
  EXPECT_EQ(service.end(), 0);
  std::printf("the broker hangs: ended after %.1f s\n", watch.elapsed_ms() / 1000.0);
  EXPECT_LT(watch.elapsed_ms(), 60'000.0);
  broker_->thaw();
}

// With so many batteries a plan takes seconds; it is not waited for.
TEST_F(LiveHome, EndsThoughItPlans) {
  std::string text = site_with(*broker_, "full");
  const std::string own = "charge_kw: 3}";
  std::string batteries = own;
  for (int i = 0; i < 12; ++i)
    batteries += ", {id: b" + std::to_string(i) + ", capacity_kwh: " + std::to_string(3 + i) +
                 ", charge_kw: 2, wear_per_kwh: 0.0" + std::to_string(i + 1) + "}";
  text.replace(text.find(own), own.size(), batteries);
  Serving service{{"--site", folder_.write("home.yaml", text).string()}};
  ASSERT_TRUE(service.is_up()) << service.said();
  (void)service.ask("POST /api/v1/plan/run");
  const base::Stopwatch watch;
  EXPECT_EQ(service.end(), 0);
  std::printf("while it plans: ended after %.1f s\n", watch.elapsed_ms() / 1000.0);
  EXPECT_LT(watch.elapsed_ms(), 60'000.0);
}

}  // namespace
}  // namespace ohmstead::cli
