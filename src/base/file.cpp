#include "ohmstead/base/file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "ohmstead/base/private_file.hpp"

namespace ohmstead::base {
namespace {

// Closes a file descriptor at the end of its scope.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_{number} {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] bool is_open() const { return number_ >= 0; }
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

tl::unexpected<Error> system_failure(const char* what, const std::filesystem::path& path) {
  const int code = errno;
  const ErrorKind kind = code == ENOENT ? ErrorKind::not_found : ErrorKind::unavailable;
  return fail(kind, fmt::format("cannot {} {}: {}", what, path.string(), std::strerror(code)));
}

bool write_all(int descriptor, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(descriptor, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return ::fsync(descriptor) == 0;
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path) {
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (!file.is_open()) return system_failure("read", path);
  std::string content;
  std::string block(1 << 16, '\0');
  while (true) {
    const ssize_t count = ::read(file.number(), block.data(), block.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return system_failure("read", path);
    if (count == 0) return content;
    content.append(block, 0, static_cast<std::size_t>(count));
  }
}

namespace {

constexpr mode_t k_private = 0600;

Result<void> write_with_rights(const std::filesystem::path& path, std::string_view content,
                               mode_t rights) {
  const std::filesystem::path unfinished = path.string() + fmt::format(".{}.part", ::getpid());
  {
    const Descriptor file{
        ::open(unfinished.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, rights)};
    if (!file.is_open()) return system_failure("write", path);
    // One that an earlier run left behind may have other rights.
    const bool is_safe = rights != k_private || ::fchmod(file.number(), rights) == 0;
    if (!is_safe || !write_all(file.number(), content)) {
      auto failure = system_failure("write", path);
      ::unlink(unfinished.c_str());
      return failure;
    }
  }
  if (::rename(unfinished.c_str(), path.c_str()) != 0) {
    auto failure = system_failure("write", path);
    ::unlink(unfinished.c_str());
    return failure;
  }
  return {};
}

}  // namespace

Result<void> write_file(const std::filesystem::path& path, std::string_view content) {
  return write_with_rights(path, content, 0644);
}

Result<void> write_private_file(const std::filesystem::path& path, std::string_view content) {
  return write_with_rights(path, content, k_private);
}

Result<std::string> read_private_file(const std::filesystem::path& path) {
  auto content = read_file(path);
  if (!content) return content;
  struct stat facts{};
  if (::stat(path.c_str(), &facts) != 0 || (facts.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return fail(ErrorKind::refused, fmt::format("{}: others may read this file; run: chmod 600 {}",
                                                path.string(), path.string()));
  }
  return content;
}

}  // namespace ohmstead::base
