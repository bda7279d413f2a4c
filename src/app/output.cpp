#include "output.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

#include "ohmstead/base/file.hpp"
#include "style.hpp"

namespace ohmstead::app {
namespace {

constexpr std::size_t k_max_input_mb = 256;

struct CloseFile {
  void operator()(std::FILE* file) const {
    if (file != stdin) std::fclose(file);
  }
};
using OpenFile = std::unique_ptr<std::FILE, CloseFile>;

tl::unexpected<base::Error> cannot_read(const std::string& name, int code) {
  const bool is_missing = code == ENOENT || code == ENOTDIR;
  const auto kind = is_missing ? base::ErrorKind::not_found : base::ErrorKind::invalid_input;
  return base::fail(kind, fmt::format("cannot read {}: {}", name, std::strerror(code)));
}

}  // namespace

base::Result<InputFile> read_input(const std::string& path) {
  InputFile input{path == "-" ? "standard input" : path, {}};
  errno = 0;
  const OpenFile file{path == "-" ? stdin : std::fopen(path.c_str(), "rb")};
  if (!file) return cannot_read(input.name, errno);
  std::string block(1 << 16, '\0');
  while (true) {
    errno = 0;
    const std::size_t count = std::fread(block.data(), 1, block.size(), file.get());
    input.text.append(block, 0, count);
    if (input.text.size() > k_max_input_mb << 20) {
      return base::fail(
          base::ErrorKind::invalid_input,
          fmt::format("cannot read {}: it is larger than {} MB", input.name, k_max_input_mb));
    }
    if (count == block.size()) continue;
    if (std::ferror(file.get()) != 0) return cannot_read(input.name, errno);
    return input;
  }
}

base::Result<void> write_output(std::string_view text) {
  errno = 0;
  const bool is_written =
      std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
  if (is_written) return {};
  if (errno == EPIPE) return base::fail(base::ErrorKind::cancelled, "");
  return base::fail(base::ErrorKind::unavailable,
                    fmt::format("cannot write to standard output: {}", std::strerror(errno)));
}

base::Result<void> write_result_file(const std::string& path, std::string_view text) {
  namespace fs = std::filesystem;
  std::error_code fault;
  const fs::file_status status = fs::status(path, fault);
  if (!fs::exists(status)) return base::write_file(path, text);
  if (fs::is_regular_file(status)) {
    const fs::path target = fs::canonical(path, fault);  // a link stays a link
    return base::write_file(fault ? fs::path{path} : target, text);
  }
  if (fs::is_directory(status)) {
    return base::fail(base::ErrorKind::invalid_input,
                      fmt::format("cannot write {}: it is a folder", path));
  }
  errno = 0;
  const OpenFile file{std::fopen(path.c_str(), "wb")};
  const bool is_written = file &&
                          std::fwrite(text.data(), 1, text.size(), file.get()) == text.size() &&
                          std::fflush(file.get()) == 0;
  if (is_written) return {};
  return base::fail(base::ErrorKind::unavailable,
                    fmt::format("cannot write {}: {}", path, std::strerror(errno)));
}

void write_note(std::string_view text) {
  const std::string line = printable(text) + "\n";
  std::fwrite(line.data(), 1, line.size(), stderr);
}

}  // namespace ohmstead::app
