// Runs the built program and keeps what it printed.
//
//   Outcome out = run_program({"plan", "--case", "home.json"}, {.folder = "/tmp"});
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace ohmstead::cli {

struct Surroundings {
  std::filesystem::path folder = std::filesystem::current_path();
  std::string standard_input{};
  std::vector<std::string> variables{};  // NAME=value, on top of an otherwise fixed environment
  std::filesystem::path
      standard_output{};        // a file or device to write to instead of keeping the text
  bool is_reader_gone = false;  // standard output is a pipe that nobody reads
  int kill_after_ms = 0;        // > 0: Ctrl-C after so long
  int memory_limit_mb = 0;      // > 0: address space
};

struct Outcome {
  int code = -1;  // exit code, or 128 + signal
  std::string out;
  std::string err;
};

[[nodiscard]] Outcome run_program(const std::vector<std::string>& words,
                                  const Surroundings& around = {});

// A program that goes on running; whoever starts it ends it and closes `out`.
struct RunningProgram {
  int id = 0;    // of the process
  int out = -1;  // what it prints can be read here
};
[[nodiscard]] RunningProgram start_program(const std::vector<std::string>& words);

// A new empty folder that is removed at the end of its scope.
class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  std::filesystem::path write(const std::string& name, const std::string& text) const;

 private:
  std::filesystem::path path_;
};

[[nodiscard]] std::string read_text(const std::filesystem::path& path);

}  // namespace ohmstead::cli
