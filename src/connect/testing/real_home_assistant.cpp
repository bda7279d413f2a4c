#include "testing/real_home_assistant.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <stdexcept>

#include "ohmstead/describe/node.hpp"

namespace ohmstead::connect {
namespace {

constexpr int k_patience_ms = 90'000;

// A line, or what came until the end.
std::string read_line(int from) {
  std::string line;
  char c = 0;
  pollfd asked{from, POLLIN, 0};
  while (::poll(&asked, 1, k_patience_ms) > 0 && ::read(from, &c, 1) == 1 && c != '\n') line += c;
  return line;
}

}  // namespace

std::string RealHomeAssistant::python() {
  const char* path = std::getenv("OHMSTEAD_HOME_ASSISTANT");
  return path == nullptr ? std::string{} : path;
}

RealHomeAssistant::RealHomeAssistant() {
  std::string pattern = (std::filesystem::temp_directory_path() / "ohmstead_hub_XXXXXX").string();
  folder_ = ::mkdtemp(pattern.data());
  start();
}

RealHomeAssistant::~RealHomeAssistant() {
  end();
  std::filesystem::remove_all(folder_);
}

void RealHomeAssistant::start() {
  std::array<std::string, 4> words{
      python(),
      (std::filesystem::path{OHMSTEAD_SOURCE_DIR} / "tests/peers/home_assistant/serve.py").string(),
      folder_.string(), std::to_string(port_)};
  std::array<char*, 5> arguments{words[0].data(), words[1].data(), words[2].data(),
                                 port_ == 0 ? nullptr : words[3].data(), nullptr};
  std::array<int, 2> in{}, out{};
  if (::pipe2(in.data(), O_CLOEXEC) != 0 || ::pipe2(out.data(), O_CLOEXEC) != 0)
    throw std::runtime_error{"no pipe for the test"};
  const pid_t parent = ::getpid();
  process_ = ::fork();
  if (process_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(1);
    ::dup2(in[0], 0);
    ::dup2(out[1], 1);
    ::dup2(::open("/dev/null", O_WRONLY), 2);
    ::execv(arguments[0], arguments.data());
    ::_exit(127);
  }
  ::close(in[0]);
  ::close(out[1]);
  to_ = in[1];
  const std::string line = read_line(out[0]);
  ::close(out[0]);
  const auto told = describe::parse_json(line, "serve.py");
  if (!told || told->find("port") == nullptr) {
    end();
    throw std::runtime_error{"Home Assistant does not start: " + line};
  }
  port_ = static_cast<std::uint16_t>(std::stoi(told->find("port")->text));
  token_ = told->find("token")->text;
  read_only_token_ = told->find("read_only_token")->text;
}

void RealHomeAssistant::end() {
  if (process_ <= 0) return;
  ::close(to_);
  const auto is_over = [this](int tries) {
    for (; tries > 0; --tries) {
      if (::waitpid(process_, nullptr, WNOHANG) != 0) return true;
      ::usleep(50'000);
    }
    return false;
  };
  if (!is_over(400)) {
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
  }
  process_ = -1;
}

void RealHomeAssistant::use_broker(std::uint16_t port) const {
  say(fmt::format("broker {}", port));
}

void RealHomeAssistant::say(const std::string& line) const {
  const std::string all = line + "\n";
  if (::write(to_, all.data(), all.size()) != static_cast<ssize_t>(all.size()))
    throw std::runtime_error{"Home Assistant is gone"};
}

void RealHomeAssistant::set(const std::string& entity, const std::string& state,
                            const std::string& attributes) const {
  say(fmt::format("set {} {} {}", entity, state, attributes));
}

void RealHomeAssistant::remove(const std::string& entity) const { say("remove " + entity); }

void RealHomeAssistant::record(const std::string& entity, const std::string& unit,
                               const std::string& rows) const {
  say(fmt::format("record {} {} {}", entity, unit, rows));
}

}  // namespace ohmstead::connect
