// What the service remembers over restarts: small documents by name, and books of dated entries.
//
// Thread rule: any thread. Errors: unavailable (full disk, no permission, locked).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ohmstead/base/result.hpp"
#include "ohmstead/base/time.hpp"

namespace ohmstead::ports {

class Memory {
 public:
  virtual ~Memory() = default;
  // Nothing where no document of that name was written.
  [[nodiscard]] virtual base::Result<std::optional<std::string>> read(const std::string& name) = 0;
  [[nodiscard]] virtual base::Result<void> write(const std::string& name,
                                                 const std::string& text) = 0;
  struct Entry {
    base::Time at;
    std::string text;
  };
  // All or none; replaces entries of the same times.
  [[nodiscard]] virtual base::Result<void> append_all(const std::string& book,
                                                      const std::vector<Entry>& entries) = 0;
  [[nodiscard]] base::Result<void> append(const std::string& book, base::Time at,
                                          const std::string& text) {
    return append_all(book, {{at, text}});
  }
  // from <= time < to, oldest first.
  [[nodiscard]] virtual base::Result<std::vector<std::string>> entries(const std::string& book,
                                                                       base::Time from,
                                                                       base::Time to) = 0;
};

}  // namespace ohmstead::ports
