// The bus against the project's own HTTP server on loopback.
#include "http/http_bus.hpp"

#include <gmock/gmock.h>

#include <functional>
#include <mutex>
#include <thread>

#include "http/http_address.hpp"
#include "ohmstead/net/server.hpp"
#include "testing/document.hpp"

namespace ohmstead::connect {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

bool eventually(const std::function<bool()>& holds) {
  const base::Stopwatch watch;
  while (watch.elapsed_ms() < 20'000.0) {
    if (holds()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  return holds();
}

// Answers what it is told to, and keeps what it was asked.
class WebDevice {
 public:
  explicit WebDevice(std::uint16_t port = 0) {
    net::ServerOptions options;
    options.port = port;
    server_ = std::move(net::HttpServer::open(options, [this](const net::HttpRequest& request,
                                                              const net::Reply& reply) {
                          reply(answer(request));
                        }).value());
  }
  [[nodiscard]] std::uint16_t port() const { return server_->port(); }
  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port()); }
  void put(const std::string& path, const std::string& body) {
    const std::lock_guard lock{mutex_};
    bodies_[path] = body;
  }
  void ask_for(const std::string& authorization) {
    const std::lock_guard lock{mutex_};
    wanted_ = authorization;
  }
  std::vector<std::string> written() {
    const std::lock_guard lock{mutex_};
    return written_;
  }

 private:
  net::HttpResponse answer(const net::HttpRequest& request) {
    const std::lock_guard lock{mutex_};
    const std::string* given = request.find_header("Authorization");
    if (!wanted_.empty() && (given == nullptr || *given != wanted_)) {
      net::HttpResponse refused = net::problem(401);
      refused.headers.emplace_back("WWW-Authenticate", "Basic realm=\"x\"");
      return refused;
    }
    if (request.method != "GET" || !request.query.empty()) {
      const std::string* type = request.find_header("Content-Type");
      std::string line = request.method + " " + request.path;
      for (const auto& [key, value] : request.query) line += " " + key + "=" + value;
      if (!request.body.empty()) line += " " + (type == nullptr ? "?" : *type) + " " + request.body;
      written_.push_back(line);
      if (request.path == "/broken") return net::problem(400, "no such mode");
      return {.body = "{}"};
    }
    const auto found = bodies_.find(request.path);
    if (found == bodies_.end()) return net::problem(404);
    return {.body = found->second};
  }

  std::mutex mutex_;
  std::map<std::string, std::string> bodies_;
  std::vector<std::string> written_;
  std::string wanted_;
  std::unique_ptr<net::HttpServer> server_;
};

class HttpBusTest : public testing::Test {
 protected:
  std::unique_ptr<PointBus> bus(const std::string& url, const std::vector<std::string>& addresses) {
    connection_.id = "plug";
    connection_.kind = home::ConnectionKind::http;
    connection_.url = url;
    connection_.every_s = 0.02;
    auto made = make_http_bus(connection_, {site_, secrets_, clock_});
    EXPECT_TRUE(made) << made.error().message;
    for (const std::string& address : addresses) (*made)->watch(address);
    (*made)->start();
    return std::move(*made);
  }
  static std::string text(const PointBus& bus, const std::string& address) {
    const auto told = bus.told(address);
    return told ? told->text : "nothing";
  }

  home::Site site_;
  std::vector<home::Secret> secrets_{{"plug_password", "hush"}, {"plug_token", "t0ken"}};
  base::SystemClock clock_;
  home::Connection connection_;
};

TEST_F(HttpBusTest, asks_each_path_and_keeps_what_it_said) {
  WebDevice device;
  device.put("/api/status", R"({"power":12})");
  device.put("/api/meter", "7");
  const auto made = bus(device.url() + "/api/", {"/status", "meter", "/absent"});
  ASSERT_TRUE(eventually([&] { return made->fault().empty(); }));
  EXPECT_EQ(text(*made, "/status"), R"({"power":12})");
  EXPECT_EQ(text(*made, "meter"), "7");
  EXPECT_EQ(text(*made, "/absent"), "nothing");
  EXPECT_TRUE(eventually([&] { return !made->fault_of("/absent", false).empty(); }));
  EXPECT_THAT(made->fault_of("/absent", false), HasSubstr("it knows no such thing"));
  EXPECT_EQ(made->fault_of("/status", false), "");
  device.put("/api/status", R"({"power":13})");
  EXPECT_TRUE(eventually([&] { return text(*made, "/status") == R"({"power":13})"; }));
}

TEST_F(HttpBusTest, writes_in_order_by_put_post_and_get) {
  WebDevice device;
  device.put("/status", "{}");
  const auto made = bus(device.url(), {"/status"});
  ASSERT_TRUE(eventually([&] { return made->fault().empty(); }));
  ASSERT_TRUE(made->write("PUT /mode", R"({"mode":"charge"})"));
  ASSERT_TRUE(made->write("POST /power", "1500"));
  ASSERT_TRUE(made->write("POST /form", "on=1&w=2"));
  ASSERT_TRUE(made->write("PUT /word", "eco mode"));
  ASSERT_TRUE(made->write("GET /relay/0?turn=", "on"));
  ASSERT_TRUE(made->write("POST /press", ""));
  ASSERT_TRUE(eventually([&] { return made->is_idle(); }));
  ASSERT_EQ(device.written().size(), 6U);
  EXPECT_THAT(device.written(), ElementsAre(R"(PUT /mode application/json {"mode":"charge"})",
                                            "POST /power application/json 1500",
                                            "POST /form application/x-www-form-urlencoded on=1&w=2",
                                            "PUT /word text/plain; charset=utf-8 eco mode",
                                            "GET /relay/0 turn=on", "POST /press"));
}

TEST_F(HttpBusTest, what_is_not_taken_is_told) {
  WebDevice device;
  device.put("/status", "{}");
  const auto made = bus(device.url(), {"/status"});
  ASSERT_TRUE(eventually([&] { return made->fault().empty(); }));
  ASSERT_TRUE(made->write("PUT /broken", "x"));
  EXPECT_TRUE(eventually([&] { return !made->fault_of("PUT /broken", true).empty(); }));
  EXPECT_THAT(made->fault_of("PUT /broken", true), HasSubstr("PUT /broken: 'x' was not taken"));
  EXPECT_EQ(made->fault(), "");
  EXPECT_EQ(made->write("/status", "x").error().kind, base::ErrorKind::invalid_input);
}

TEST_F(HttpBusTest, logs_in_and_says_when_it_may_not) {
  WebDevice device;
  device.put("/status", "{}");
  device.ask_for("Basic YWRtaW46aHVzaA==");  // admin:hush
  {
    const auto made = bus(device.url(), {"/status"});
    EXPECT_TRUE(eventually([&] {
      return made->fault().find("see user, password or token of connection plug") !=
             std::string::npos;
    }));
    EXPECT_EQ(made->write("PUT /mode", "x").error().kind, base::ErrorKind::unavailable);
  }
  connection_.user = "admin";
  connection_.password = "plug_password";
  {
    const auto made = bus(device.url(), {"/status"});
    EXPECT_TRUE(eventually([&] { return made->fault().empty(); })) << made->fault();
    EXPECT_EQ(made->fault().find("hush"), std::string::npos);
  }
  connection_.user.clear();
  connection_.password.clear();
  connection_.token = "plug_token";
  device.ask_for("Bearer t0ken");
  const auto made = bus(device.url(), {"/status"});
  EXPECT_TRUE(eventually([&] { return made->fault().empty(); })) << made->fault();
}

TEST_F(HttpBusTest, comes_back_after_the_device_was_gone) {
  auto device = std::make_unique<WebDevice>();
  const std::uint16_t port = device->port();
  device->put("/status", "1");
  const auto made = bus(device->url(), {"/status"});
  ASSERT_TRUE(eventually([&] { return made->fault().empty(); }));
  device.reset();
  ASSERT_TRUE(eventually([&] { return !made->fault().empty(); }));
  EXPECT_EQ(text(*made, "/status"), "1");
  EXPECT_EQ(made->write("PUT /mode", "x").error().kind, base::ErrorKind::unavailable);
  device = std::make_unique<WebDevice>(port);
  device->put("/status", "2");
  EXPECT_TRUE(eventually([&] { return text(*made, "/status") == "2"; }));
  EXPECT_TRUE(eventually([&] { return made->fault().empty(); }));
  EXPECT_TRUE(device->written().empty());
}

TEST_F(HttpBusTest, a_device_that_is_only_written_to_can_be_tried_again) {
  auto device = std::make_unique<WebDevice>();
  const std::uint16_t port = device->port();
  const auto made = bus(device->url(), {});
  device.reset();
  ASSERT_TRUE(made->write("PUT /mode", "x"));
  ASSERT_TRUE(eventually([&] { return !made->fault().empty(); }));
  device = std::make_unique<WebDevice>(port);
  ASSERT_TRUE(made->write("PUT /mode", "y"));
  EXPECT_TRUE(eventually([&] { return device->written().size() == 1; }));
  EXPECT_TRUE(eventually([&] { return made->fault().empty(); }));
}

TEST(HttpAddress, tells_what_is_none) {
  EXPECT_EQ(fault_of_http_address("/status?x=1", false), "");
  EXPECT_EQ(fault_of_http_address("PUT /mode", true), "");
  EXPECT_THAT(fault_of_http_address("/mode", true), HasSubstr("begin with PUT, POST or GET"));
  EXPECT_THAT(fault_of_http_address("DELETE /mode", true), HasSubstr("PUT, POST or GET"));
  EXPECT_THAT(fault_of_http_address("GET /mode", false), HasSubstr("a path alone"));
  EXPECT_THAT(fault_of_http_address("", false), HasSubstr("no path"));
  EXPECT_THAT(fault_of_http_address("PUT ", true), HasSubstr("no path"));
  EXPECT_THAT(fault_of_http_address("//other.example/x", false), HasSubstr("the host belongs"));
  EXPECT_THAT(fault_of_http_address("http://other.example/x", false), HasSubstr("the host"));
  EXPECT_THAT(fault_of_http_address("/x?to=http://other.example", false), testing::IsEmpty());
  EXPECT_THAT(fault_of_http_address("/a\r\nHost:b", false), HasSubstr("%20"));
  EXPECT_EQ(write_request("http://h/", "GET /relay?turn=", "on&timer=6 0#").url,
            "http://h/relay?turn=on&timer=6%200%23");
}

TEST_F(HttpBusTest, an_address_or_login_that_is_none_is_refused) {
  const auto fault = [&](const std::string& url) {
    connection_.url = url;
    const auto made = make_http_bus(connection_, {site_, secrets_, clock_});
    return made ? "" : made.error().message;
  };
  EXPECT_EQ(fault("http://192.168.1.9/api"), "");
  EXPECT_THAT(fault("http://admin:hush@192.168.1.9"), HasSubstr("url: "));
  EXPECT_THAT(fault("ftp://192.168.1.9"), HasSubstr("url: "));
  EXPECT_THAT(fault("http://192.168.1.9?x=1"), HasSubstr("url: "));
  connection_.password = "none";
  EXPECT_THAT(fault("http://192.168.1.9"), HasSubstr("password: "));
  connection_.password = "plug_password";
  EXPECT_THAT(fault("http://192.168.1.9"), HasSubstr("user: missing"));
  connection_.profile = "brand";
  EXPECT_THAT(fault("http://192.168.1.9"), HasSubstr("profile: there are no ready points"));
}

TEST_F(HttpBusTest, the_example_of_its_page_is_understood) {
  const home::Site site = documented_site(OHMSTEAD_SOURCE_DIR, "http");
  ASSERT_EQ(site.connections.size(), 2U);
  for (const home::Connection& connection : site.connections) {
    const auto made = make_http_bus(connection, {site, secrets_, clock_});
    ASSERT_TRUE(made) << made.error().message;
    const auto driver = make_driver(connection, {site, secrets_, clock_});
    EXPECT_TRUE(driver) << driver.error().message;
    const Addresses all = addresses_of(connection);
    EXPECT_GE(all.read.size(), 2U);
    for (const std::string& address : all.read) EXPECT_EQ((*made)->fault_of(address, false), "");
    for (const std::string& address : all.written) EXPECT_EQ((*made)->fault_of(address, true), "");
  }
}

}  // namespace
}  // namespace ohmstead::connect
