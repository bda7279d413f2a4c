#include "run_program.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>

namespace ohmstead::cli {
namespace {

namespace fs = std::filesystem;

// What a new process needs, made before the fork: after it a child may not allocate, because
// another thread may have held the allocator at that moment, for ever.
class Words {
 public:
  explicit Words(std::vector<std::string> words) : words_{std::move(words)} {
    for (std::string& word : words_) pointers_.push_back(word.data());
    pointers_.push_back(nullptr);
  }
  Words(const Words&) = delete;
  Words& operator=(const Words&) = delete;
  [[nodiscard]] char* const* pointers() const { return pointers_.data(); }

 private:
  std::vector<std::string> words_;
  std::vector<char*> pointers_;
};

Words words_of_program(const std::vector<std::string>& words) {
  std::vector<std::string> all{OHMSTEAD_BINARY};
  all.insert(all.end(), words.begin(), words.end());
  return Words{std::move(all)};
}

void redirect(const char* path, int flags, int number) {
  const int file = ::open(path, flags, 0600);
  if (file < 0 || ::dup2(file, number) < 0) ::_exit(126);
  ::close(file);
}

[[noreturn]] void become(const Words& words, const Words& variables, const Surroundings& around,
                         const fs::path& in, const fs::path& out, const fs::path& err) {
  redirect(in.c_str(), O_RDONLY, STDIN_FILENO);
  redirect(out.c_str(), O_WRONLY | O_CREAT, STDOUT_FILENO);
  if (around.is_reader_gone) {
    int ends[2];
    if (::pipe(ends) != 0 || ::dup2(ends[1], STDOUT_FILENO) < 0) ::_exit(126);
    ::close(ends[0]);
    ::close(ends[1]);
  }
  redirect(err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, STDERR_FILENO);
  if (::chdir(around.folder.c_str()) != 0) ::_exit(126);
  if (around.memory_limit_mb > 0) {
    const rlim_t limit = static_cast<rlim_t>(around.memory_limit_mb) << 20;
    const rlimit memory{limit, limit};
    ::setrlimit(RLIMIT_AS, &memory);
  }
  ::execve(OHMSTEAD_BINARY, words.pointers(), variables.pointers());
  ::_exit(127);
}

}  // namespace

Outcome run_program(const std::vector<std::string>& words, const Surroundings& around) {
  const ScratchFolder scratch;
  const fs::path in = scratch.write("in", around.standard_input);
  const fs::path out =
      around.standard_output.empty() ? scratch.path() / "out" : around.standard_output;
  const fs::path err = scratch.path() / "err";
  const Words all = words_of_program(words);
  std::vector<std::string> given = around.variables;  // of two with one name the first counts
  given.insert(given.end(), {"PATH=/usr/bin:/bin", "LANG=C.UTF-8",
                             "XDG_STATE_HOME=" + (scratch.path() / "state").string()});
  const Words variables{std::move(given)};
  const pid_t child = ::fork();
  if (child == 0) become(all, variables, around, in, out, err);
  if (around.kill_after_ms > 0) {
    std::this_thread::sleep_for(std::chrono::milliseconds{around.kill_after_ms});
    ::kill(child, SIGINT);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  Outcome outcome;
  outcome.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  if (around.standard_output.empty()) outcome.out = read_text(out);
  outcome.err = read_text(err);
  return outcome;
}

RunningProgram start_program(const std::vector<std::string>& words) {
  const Words all = words_of_program(words);
  const Words variables{{"PATH=/usr/bin:/bin", "LANG=C.UTF-8"}};
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return {};
  const pid_t child = ::fork();
  if (child == 0) {
    if (::dup2(ends[1], STDOUT_FILENO) < 0) ::_exit(126);
    redirect("/dev/null", O_RDONLY, STDIN_FILENO);
    redirect("/dev/null", O_WRONLY, STDERR_FILENO);
    ::execve(OHMSTEAD_BINARY, all.pointers(), variables.pointers());
    ::_exit(127);
  }
  ::close(ends[1]);
  return {child, ends[0]};
}

ScratchFolder::ScratchFolder() {
  std::string pattern = (fs::temp_directory_path() / "ohmstead-XXXXXX").string();
  path_ = ::mkdtemp(pattern.data());
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

fs::path ScratchFolder::write(const std::string& name, const std::string& text) const {
  std::ofstream file{path_ / name, std::ios::binary};
  file << text;
  return path_ / name;
}

std::string read_text(const fs::path& path) {
  std::ifstream file{path, std::ios::binary};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace ohmstead::cli
