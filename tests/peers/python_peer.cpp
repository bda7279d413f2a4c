#include "python_peer.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace ohmstead::peers {
namespace {

namespace fs = std::filesystem;

const fs::path k_environments{OHMSTEAD_PEERS_FOLDER};
const fs::path k_scripts = fs::path{OHMSTEAD_SOURCE_DIR} / "tests/peers";

int run(const std::string& command) { return std::system(command.c_str()); }

// Test programs that run side by side want the same environments; one makes each.
class MakersTurn {
 public:
  explicit MakersTurn(const fs::path& lock)
      : file_{::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)} {
    if (file_ >= 0) ::flock(file_, LOCK_EX);
  }
  ~MakersTurn() {
    if (file_ >= 0) ::close(file_);
  }
  MakersTurn(const MakersTurn&) = delete;
  MakersTurn& operator=(const MakersTurn&) = delete;

 private:
  int file_;
};

// The interpreter of an environment that has the packages; empty and `why_not` where there is none.
fs::path interpreter_with(const std::string& packages, std::string& why_not) {
  std::string name = packages;
  std::replace_if(name.begin(), name.end(), [](char c) { return c == ' ' || c == '='; }, '-');
  const fs::path folder = k_environments / name;
  const fs::path python = folder / "bin/python";
  const fs::path done = folder / "ready";
  fs::create_directories(k_environments);
  const MakersTurn turn{k_environments / (name + ".lock")};
  if (fs::exists(done)) return python;
  const std::string quiet = " >'" + (k_environments / "log").string() + "' 2>&1";
  if (run("timeout 120 python3 -m venv --clear '" + folder.string() + "'" + quiet) != 0) {
    why_not = "python3 with venv is not installed";
    return {};
  }
  if (run("timeout 240 '" + python.string() +
          "' -m pip install --disable-pip-version-check --no-input " + packages + quiet) != 0) {
    why_not = "the Python package index could not give " + packages;
    return {};
  }
  std::ofstream{done} << "\n";
  return python;
}

}  // namespace

PythonPeer::PythonPeer(const std::string& packages, const std::string& script,
                       const std::vector<std::string>& words) {
  const fs::path python = interpreter_with(packages, why_not_);
  if (python.empty()) return;
  std::array<int, 2> to{};
  std::array<int, 2> from{};
  if (::pipe2(to.data(), O_CLOEXEC) != 0 || ::pipe2(from.data(), O_CLOEXEC) != 0) {
    why_not_ = "no pipe";
    return;
  }
  std::vector<std::string> all{python.string(), (k_scripts / script).string()};
  all.insert(all.end(), words.begin(), words.end());
  std::vector<char*> arguments;
  arguments.reserve(all.size() + 1);
  for (std::string& word : all) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  id_ = ::fork();
  if (id_ == 0) {
    ::dup2(to[0], STDIN_FILENO);
    ::dup2(from[1], STDOUT_FILENO);
    ::execv(arguments[0], arguments.data());
    ::_exit(127);
  }
  ::close(to[0]);
  ::close(from[1]);
  in_ = to[1];
  out_ = from[0];
  if (id_ < 0) why_not_ = "no process";
}

PythonPeer::~PythonPeer() { end(); }

void PythonPeer::end() {
  if (id_ > 0) {
    ::kill(id_, SIGKILL);
    ::waitpid(id_, nullptr, 0);
  }
  id_ = 0;
  for (int* each : {&in_, &out_}) {
    if (*each >= 0) ::close(*each);
    *each = -1;
  }
}

std::string PythonPeer::read_line(int patience_s) {
  if (passed_over_.empty()) return next_line(patience_s);
  std::string line = std::move(passed_over_.front());
  passed_over_.pop_front();
  return line;
}

std::string PythonPeer::next_line(int patience_s) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{patience_s};
  for (;;) {
    if (const std::size_t end = waiting_.find('\n'); end != std::string::npos) {
      std::string line = waiting_.substr(0, end);
      waiting_.erase(0, end + 1);
      return line;
    }
    pollfd asked{out_, POLLIN, 0};
    std::array<char, 4096> bytes{};
    if (std::chrono::steady_clock::now() > until) return {};
    if (::poll(&asked, 1, 100) <= 0) continue;
    const ssize_t count = ::read(out_, bytes.data(), bytes.size());
    if (count <= 0) return {};
    waiting_.append(bytes.data(), static_cast<std::size_t>(count));
  }
}

std::string PythonPeer::read_until(const std::string& beginning, int patience_s) {
  const auto fits = [&](const std::string& line) { return line.starts_with(beginning); };
  if (const auto kept = std::ranges::find_if(passed_over_, fits); kept != passed_over_.end()) {
    std::string line = std::move(*kept);
    passed_over_.erase(kept);
    return line;
  }
  for (;;) {
    std::string line = next_line(patience_s);
    if (line.empty() || fits(line)) return line;
    passed_over_.push_back(std::move(line));
  }
}

void PythonPeer::say(const std::string& line) {
  const std::string whole = line + "\n";
  if (::write(in_, whole.data(), whole.size()) != static_cast<ssize_t>(whole.size()))
    waiting_.clear();
}

}  // namespace ohmstead::peers
