// The service as a program of its own: started, asked over HTTP, ended by a signal.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "run_program.hpp"

namespace ohmstead::cli {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

constexpr int k_patience_ms = 20'000;

// A running `ohmstead serve` on a free port; ended with the object.
class Serving {
 public:
  Serving() : program_{start_program({"serve", "--port", "0", "--speed", "600"})} {
    std::string text;
    while (text.find("Ctrl-C") == std::string::npos) {
      const std::string more = read_some(program_.out);
      if (more.empty()) break;
      text += more;
    }
    const std::size_t place = text.find("127.0.0.1:");
    if (place != std::string::npos) port_ = std::stoi(text.substr(place + 10));
  }
  ~Serving() {
    if (program_.id > 0) (void)end();
    ::close(program_.out);
  }
  Serving(const Serving&) = delete;
  Serving& operator=(const Serving&) = delete;

  [[nodiscard]] bool is_up() const { return port_ > 0; }
  // Exit code after a polite signal.
  int end() {
    ::kill(program_.id, SIGTERM);
    int status = 0;
    ::waitpid(program_.id, &status, 0);
    program_.id = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  // The whole answer, header and all; `rest` are further header lines and the body.
  [[nodiscard]] std::string ask(const std::string& line, const std::string& body = "") const {
    const int connection = connect_to();
    const std::string text =
        line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" +
        (body.empty() ? "" : "Content-Length: " + std::to_string(body.size()) + "\r\n") + "\r\n" +
        body;
    EXPECT_EQ(::send(connection, text.data(), text.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(text.size()));
    std::string answer;
    for (std::string more = read_some(connection); !more.empty(); more = read_some(connection))
      answer += more;
    ::close(connection);
    return answer;
  }
  [[nodiscard]] Json ask_json(const std::string& line, const std::string& body = "") const {
    const std::string answer = ask(line, body);
    const std::size_t gap = answer.find("\r\n\r\n");
    EXPECT_NE(gap, std::string::npos) << answer;
    return Json::parse(answer.substr(gap + 4), nullptr, false);
  }
  // What a stream of events says until it says `wanted`.
  [[nodiscard]] std::string listen(const std::string& path, const std::string& wanted) const {
    const int connection = connect_to();
    const std::string text = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    EXPECT_GT(::send(connection, text.data(), text.size(), MSG_NOSIGNAL), 0);
    std::string heard;
    while (heard.find(wanted) == std::string::npos) {
      const std::string more = read_some(connection);
      if (more.empty()) break;
      heard += more;
    }
    ::close(connection);
    return heard;
  }

 private:
  [[nodiscard]] int connect_to() const {
    const int connection = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port_));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(connection, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    return connection;
  }
  // What comes next; empty at the end, or when nothing comes for long.
  [[nodiscard]] static std::string read_some(int file) {
    pollfd waiting{.fd = file, .events = POLLIN, .revents = 0};
    if (::poll(&waiting, 1, k_patience_ms) <= 0) return {};
    std::string text(65536, '\0');
    const ssize_t count = ::read(file, text.data(), text.size());
    text.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return text;
  }

  RunningProgram program_;
  int port_ = 0;
};

TEST(Serve, AnswersAndGoesOnPlanning) {
  Serving service;
  ASSERT_TRUE(service.is_up());
  const std::string heard = service.listen("/api/v1/events", "\"cycle\":3");
  EXPECT_NE(heard.find("event: snapshot"), std::string::npos) << heard;
  EXPECT_NE(heard.find("\"cycle\":3"), std::string::npos) << heard;
  const Json status = service.ask_json("GET /api/v1/status");
  EXPECT_EQ(status["name"], "French home");
  EXPECT_EQ(status["speed"], 600.0);
  EXPECT_EQ(status["plan"]["status"], "optimal");
  EXPECT_GE(status["cycle"], 3);
  EXPECT_GE(service.ask_json("GET /api/v1/history")["slots"].size(), 2U);
  EXPECT_EQ(service.ask_json("GET /api/v1/health")["status"], "ok");
  EXPECT_EQ(service.ask("GET /api/v1/nothing").substr(0, 12), "HTTP/1.1 404");
  const Json what_if = service.ask_json("POST /api/v1/what-if", "{}");
  EXPECT_EQ(what_if["plan"]["schema"], "ohmstead.plan/1") << what_if;
  EXPECT_EQ(service.end(), 0);
}

TEST(Serve, AnswersOtherPlannersRequests) {
  Serving service;
  ASSERT_TRUE(service.is_up());
  const fs::path own = fs::path{OHMSTEAD_SOURCE_DIR} / "tests/peers/data/evcc";
  std::string request;
  for (const auto& entry : fs::directory_iterator{own}) {
    const Json text = Json::parse(read_text(entry.path()), nullptr, false);
    if (text.is_object() && text.contains("request")) request = text["request"].dump();
  }
  ASSERT_FALSE(request.empty());
  const Json answer = service.ask_json("POST /optimize/charge-schedule", request);
  EXPECT_EQ(answer["status"], "Optimal") << answer;
  EXPECT_EQ(service.ask("POST /optimize/charge-schedule", "{}").substr(0, 12), "HTTP/1.1 400");
  EXPECT_EQ(service.ask("GET /optimize/health").substr(0, 12), "HTTP/1.1 200");
  EXPECT_EQ(service.ask("POST /optimize?start_hour=x", "{}").substr(0, 12), "HTTP/1.1 422");
}

TEST(Serve, SaysWhyItCannotStart) {
  Serving service;
  ASSERT_TRUE(service.is_up());
  EXPECT_EQ(run_program({"serve", "--speed", "0"}).err,
            "--speed: more than 0 and at most 100000 seconds in each second\n");
  EXPECT_EQ(run_program({"serve", "--speed", "0"}).code, 2);
  EXPECT_EQ(run_program({"serve", "--at", "2020-01-01"}).err,
            "--at: the measurements reach from 2024-03-01T00:00:00Z to 2024-11-01T00:00:00Z\n");
  const Outcome outcome = run_program({"serve", "--address", "300.1.2.3"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_NE(outcome.err.find("300.1.2.3"), std::string::npos) << outcome.err;
}

}  // namespace
}  // namespace ohmstead::cli
