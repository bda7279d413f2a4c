#include "child.hpp"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

#include "ohmstead/base/clock.hpp"

namespace ohmstead::bench {
namespace {

using base::ErrorKind;
using base::fail;

std::string read_to_end(int pipe_end) {
  std::string text;
  std::array<char, 65536> buffer{};
  for (;;) {
    const ssize_t got = read(pipe_end, buffer.data(), buffer.size());
    if (got <= 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(got));
  }
}

// Starts the command with its standard output in `pipe_end`; its process id, or -1.
pid_t start(const std::vector<std::string>& command, int pipe_end) {
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const pid_t child = fork();
  if (child != 0) return child;
  dup2(pipe_end, STDOUT_FILENO);
  execv(arguments[0], arguments.data());
  _exit(127);
}

double to_ms(const timeval& time) {
  return 1e3 * static_cast<double>(time.tv_sec) + 1e-3 * static_cast<double>(time.tv_usec);
}

}  // namespace

base::Result<ChildRun> run_child(const std::vector<std::string>& command) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) return fail(ErrorKind::unavailable, "no pipe");
  ChildRun run;
  const base::Stopwatch watch;
  const pid_t child = start(command, ends[1]);
  close(ends[1]);
  if (child > 0) run.output = read_to_end(ends[0]);
  close(ends[0]);
  if (child < 0) return fail(ErrorKind::unavailable, "cannot start " + command[0]);
  int status = 0;
  rusage usage{};
  if (wait4(child, &status, 0, &usage) != child) return fail(ErrorKind::internal, "lost the child");
  run.wall_ms = watch.elapsed_ms();
  run.cpu_ms = to_ms(usage.ru_utime) + to_ms(usage.ru_stime);
  run.peak_mb = static_cast<double>(usage.ru_maxrss) / 1024.0;
  run.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return run;
}

}  // namespace ohmstead::bench
