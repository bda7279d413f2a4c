// What was done, by whom, when and with what result: one JSON line for each order and each try to
// sign in. No passwords, tokens or session ids are ever handed to it.
//
// The file is for its owner alone. At 1 MB it becomes FILE.1, and the FILE.1 before it goes. The
// newest thousand lines are also in memory, those of the file from the start on. Refused requests
// may be many: of them 20 at once and then one each ten seconds are kept, with the number left out.
// Thread rule: any thread.
#pragma once

#include <cstddef>
#include <deque>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

#include "ohmstead/base/time.hpp"

namespace ohmstead::api {

struct AuditEntry {
  base::Time at;
  std::string who;      // "password", "token wallbox", "nobody"
  std::string address;  // of the client
  std::string what;     // "POST /api/v1/plan/run", "sign in"
  int status = 0;       // of the answer
  std::string detail = {};
};

class Audit {
 public:
  using Note = std::function<void(std::string_view)>;
  // An empty path keeps lines in memory alone. `on_note` is told once when the file fails.
  Audit(std::filesystem::path path, Note on_note, std::size_t file_bytes_max = 1'000'000);

  void add(const AuditEntry& entry);
  // Answers of 401, 403 and 429.
  void add_refusal(const AuditEntry& entry);
  // {"entries":[...]}, newest first.
  [[nodiscard]] std::string newest(std::size_t limit) const;

 private:
  void keep(const AuditEntry& entry, std::size_t left_out);
  void append_to_file(const std::string& text);

  mutable std::mutex mutex_;
  std::filesystem::path path_;
  Note on_note_;
  std::size_t file_bytes_max_;
  std::deque<std::string> lines_;  // oldest first
  bool has_failed_ = false;
  double refusals_left_;
  base::Time refusals_at_;
  std::size_t left_out_ = 0;
};

}  // namespace ohmstead::api
