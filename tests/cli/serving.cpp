#include "serving.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>

namespace ohmstead::cli {
namespace {

constexpr int k_patience_ms = 60'000;

// What comes next; empty at the end, or when nothing comes for long.
std::string read_some(int file) {
  pollfd waiting{.fd = file, .events = POLLIN, .revents = 0};
  if (::poll(&waiting, 1, k_patience_ms) <= 0) return {};
  std::string text(65536, '\0');
  const ssize_t count = ::read(file, text.data(), text.size());
  text.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
  return text;
}

std::vector<std::string> words_of(const std::vector<std::string>& more_words) {
  std::vector<std::string> words{"run", "--port", "0"};
  if (std::find(more_words.begin(), more_words.end(), "--speed") == more_words.end())
    words.insert(words.end(), {"--speed", "600"});
  words.insert(words.end(), more_words.begin(), more_words.end());
  return words;
}

}  // namespace

Serving::Serving(const std::vector<std::string>& more_words)
    : program_{start_program(words_of(more_words))} {
  while (said_.find("Ctrl-C") == std::string::npos) {
    const std::string more = read_some(program_.out);
    if (more.empty()) break;
    said_ += more;
  }
  const std::size_t place = said_.find("://");
  const std::size_t colon = said_.find(':', place == std::string::npos ? place : place + 3);
  if (colon != std::string::npos) port_ = std::stoi(said_.substr(colon + 1));
}

Serving::~Serving() {
  if (program_.id > 0) (void)end();
  ::close(program_.out);
}

void Serving::send_signal(int number) const { ::kill(program_.id, number); }

int Serving::end() {
  ::kill(program_.id, SIGTERM);
  int status = 0;
  ::waitpid(program_.id, &status, 0);
  program_.id = 0;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::string Serving::ask(const std::string& line, const std::string& body,
                         const std::vector<std::string>& headers) const {
  const int connection = connect_to();
  std::string text = line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
  for (const std::string& header : headers) text += header + "\r\n";
  if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  text += "\r\n" + body;
  EXPECT_EQ(::send(connection, text.data(), text.size(), MSG_NOSIGNAL),
            static_cast<ssize_t>(text.size()));
  std::string answer;
  for (std::string more = read_some(connection); !more.empty(); more = read_some(connection))
    answer += more;
  ::close(connection);
  return answer;
}

nlohmann::json Serving::ask_json(const std::string& line, const std::string& body,
                                 const std::vector<std::string>& headers) const {
  const std::string answer = ask(line, body, headers);
  const std::size_t gap = answer.find("\r\n\r\n");
  EXPECT_NE(gap, std::string::npos) << answer;
  return nlohmann::json::parse(answer.substr(gap + 4), nullptr, false);
}

nlohmann::json Serving::device(const std::string& id) const {
  for (const nlohmann::json& each :
       ask_json("GET /api/v1/devices").value("devices", nlohmann::json::array()))
    if (each["id"] == id) return each;
  return nlohmann::json::object();
}

std::string Serving::listen(const std::string& path, const std::string& wanted) const {
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

int Serving::connect_to() const {
  const int connection = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port_));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(::connect(connection, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  return connection;
}

}  // namespace ohmstead::cli
