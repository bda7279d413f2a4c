#include "audit.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>
#include <utility>

#include "ohmstead/base/file.hpp"

namespace ohmstead::api {
namespace {

constexpr std::size_t k_lines_max = 1000;
constexpr double k_refusals_at_once = 20.0;
constexpr double k_refusals_per_s = 0.1;

std::string line_of(const AuditEntry& entry, std::size_t left_out) {
  nlohmann::ordered_json line{{"at", base::format_time(entry.at)},
                              {"who", entry.who},
                              {"address", entry.address},
                              {"what", entry.what},
                              {"status", entry.status}};
  if (!entry.detail.empty()) line["detail"] = entry.detail;
  if (left_out > 0) line["left_out"] = left_out;
  return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

Audit::Audit(std::filesystem::path path, Note on_note, std::size_t file_bytes_max)
    : path_{std::move(path)},
      on_note_{std::move(on_note)},
      file_bytes_max_{file_bytes_max},
      refusals_left_{k_refusals_at_once} {
  const auto text = path_.empty() ? std::string{} : base::read_file(path_).value_or("");
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string line = text.substr(begin, end - begin);
    if (nlohmann::json::accept(line)) lines_.push_back(std::move(line));
    if (lines_.size() > k_lines_max) lines_.pop_front();
    begin = end + 1;
  }
  if (!path_.empty()) append_to_file("");  // whether that goes well is told now
}

void Audit::add(const AuditEntry& entry) {
  const std::scoped_lock lock{mutex_};
  keep(entry, 0);
}

void Audit::add_refusal(const AuditEntry& entry) {
  const std::scoped_lock lock{mutex_};
  const auto passed_s =
      static_cast<double>(std::max(entry.at - refusals_at_, base::Seconds{0}).count());
  refusals_left_ = std::min(k_refusals_at_once, refusals_left_ + passed_s * k_refusals_per_s);
  refusals_at_ = entry.at;
  if (refusals_left_ < 1.0) {
    ++left_out_;
    return;
  }
  refusals_left_ -= 1.0;
  keep(entry, std::exchange(left_out_, 0));
}

void Audit::keep(const AuditEntry& entry, std::size_t left_out) {
  lines_.push_back(line_of(entry, left_out));
  if (lines_.size() > k_lines_max) lines_.pop_front();
  if (!path_.empty()) append_to_file(lines_.back() + "\n");
}

void Audit::append_to_file(const std::string& text) {
  struct stat facts{};
  if (::stat(path_.c_str(), &facts) == 0 &&
      static_cast<std::size_t>(facts.st_size) + text.size() > file_bytes_max_) {
    ::rename(path_.c_str(), (path_.string() + ".1").c_str());
  }
  const int file = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  const bool is_written =
      file >= 0 && ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  if (!is_written && !has_failed_ && on_note_)
    on_note_(fmt::format("cannot write {}: {}", path_.string(), std::strerror(errno)));
  has_failed_ = !is_written;
  if (file >= 0) ::close(file);
}

std::string Audit::newest(std::size_t limit) const {
  const std::scoped_lock lock{mutex_};
  std::string text = R"({"entries":[)";
  const std::size_t count = std::min(limit, lines_.size());
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) text += ',';
    text += lines_[lines_.size() - 1 - i];
  }
  return text + "]}";
}

}  // namespace ohmstead::api
