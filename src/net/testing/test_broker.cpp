#include "testing/test_broker.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <thread>
#include <vector>

namespace ohmstead::net {
namespace {

std::string find_program(const char* name) {
  for (const char* folder : {"/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin"}) {
    std::string path = fmt::format("{}/{}", folder, name);
    if (::access(path.c_str(), X_OK) == 0) return path;
  }
  return {};
}

// The plug-in of mosquitto that refuses subscriptions; its plain access files only keep silent.
std::string find_access_rules() {
  for (const char* folder : {"/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu",
                             "/usr/lib/arm-linux-gnueabihf", "/usr/lib", "/usr/local/lib"}) {
    std::string path = fmt::format("{}/mosquitto_dynamic_security.so", folder);
    if (::access(path.c_str(), R_OK) == 0) return path;
  }
  return {};
}

// Anybody may publish, and read this one topic.
std::string rules_of(const std::string& readable) {
  return fmt::format(
      R"({{"defaultACLAccess":{{"publishClientSend":true,"publishClientReceive":true,)"
      R"("subscribe":false,"unsubscribe":true}},"anonymousGroup":"all",)"
      R"("groups":[{{"groupname":"all","roles":[{{"rolename":"reader"}}]}}],)"
      R"("roles":[{{"rolename":"reader","acls":[{{"acltype":"subscribeLiteral",)"
      R"("topic":"{}","allow":true}}]}}]}})",
      readable);
}

pid_t spawn(std::vector<std::string> words) {
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child != 0) return child;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(1);
  const int nowhere = ::open("/dev/null", O_RDWR);
  for (const int stream : {0, 1, 2}) ::dup2(nowhere, stream);
  ::execv(arguments.front(), arguments.data());
  ::_exit(127);
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

std::uint16_t free_port() {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  auto* plain = reinterpret_cast<sockaddr*>(&address);
  const bool is_bound =
      ::bind(socket, plain, size) == 0 && ::getsockname(socket, plain, &size) == 0;
  ::close(socket);
  if (!is_bound) throw std::runtime_error{"no loopback port for the test"};
  return ntohs(address.sin_port);
}

bool accepts(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  const sockaddr_in address = loopback(port);
  const bool is_there =
      ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  ::close(socket);
  return is_there;
}

}  // namespace

bool TestBroker::has_access_rules() { return !find_access_rules().empty(); }

void rest_between_looks() { std::this_thread::sleep_for(std::chrono::milliseconds{10}); }

bool TestBroker::is_installed() { return !find_program("mosquitto").empty(); }

TestBroker::TestBroker(TestBrokerOptions options) : options_{std::move(options)} {
  std::string pattern = (std::filesystem::temp_directory_path() / "ohmstead_mqtt_XXXXXX").string();
  folder_ = ::mkdtemp(pattern.data());
  if (!options_.user.empty()) {
    const pid_t writer = spawn({find_program("mosquitto_passwd"), "-c", "-b",
                                (folder_ / "people").string(), options_.user, options_.password});
    ::waitpid(writer, nullptr, 0);
  }
  for (int attempt = 0; attempt < 5; ++attempt) {  // another program may take the port meanwhile
    port_ = free_port();
    if (start()) return;
  }
  std::filesystem::remove_all(folder_);
  throw std::runtime_error{"the broker does not start"};
}

TestBroker::~TestBroker() {
  kill();
  std::filesystem::remove_all(folder_);
}

std::string TestBroker::url() const {
  return options_.certificate.empty()
             ? fmt::format("mqtt://127.0.0.1:{}", port_)
             : fmt::format("mqtts://localhost:{}?ca_file={}", port_, options_.certificate.string());
}

bool TestBroker::start() {
  const auto path = folder_ / "mosquitto.conf";
  {
    std::ofstream file{path};
    file << fmt::format("listener {} 127.0.0.1\npersistence false\nset_tcp_nodelay true\n", port_);
    if (::geteuid() == 0) file << "user root\n";  // else it may not read its files
    if (options_.user.empty())
      file << "allow_anonymous true\n";
    else
      file << "allow_anonymous false\npassword_file " << (folder_ / "people").string() << '\n';
    if (!options_.certificate.empty())
      file << "certfile " << options_.certificate.string() << "\nkeyfile " << options_.key.string()
           << '\n';
    if (!options_.readable.empty()) {
      std::ofstream{folder_ / "rules.json"} << rules_of(options_.readable);
      file << "plugin " << find_access_rules() << "\nplugin_opt_config_file "
           << (folder_ / "rules.json").string() << '\n';
    }
    file << options_.more;
  }
  process_ = spawn({find_program("mosquitto"), "-c", path.string()});
  const bool is_up =
      eventually([this] { return accepts(port_) || ::waitpid(process_, nullptr, WNOHANG) != 0; });
  if (is_up && ::kill(process_, 0) == 0) return true;
  process_ = -1;
  return false;
}

void TestBroker::kill() {
  if (process_ <= 0) return;
  ::kill(process_, SIGKILL);
  ::waitpid(process_, nullptr, 0);
  process_ = -1;
}

void TestBroker::restart() {
  kill();
  if (!start()) throw std::runtime_error{"the broker does not start again"};
}

void TestBroker::freeze() { ::kill(process_, SIGSTOP); }
void TestBroker::thaw() { ::kill(process_, SIGCONT); }

}  // namespace ohmstead::net
