// The documents of a memory, kept as soon as there is room: one that could not be written waits and
// is tried again, so that what people set while the disk was full outlives the service all the
// same.
//
// Books pass through as they are. Thread rule: any thread.
#pragma once

#include <map>
#include <mutex>

#include "ohmstead/ports/memory.hpp"

namespace ohmstead::engine {

class KeptDocuments final : public ports::Memory {
 public:
  explicit KeptDocuments(ports::Memory& memory) : memory_{memory} {}

  // What waits is read as it was to be written.
  [[nodiscard]] base::Result<std::optional<std::string>> read(const std::string& name) override;
  [[nodiscard]] base::Result<void> write(const std::string& name, const std::string& text) override;
  [[nodiscard]] base::Result<void> append_all(const std::string& book,
                                              const std::vector<Entry>& entries) override;
  [[nodiscard]] base::Result<std::vector<std::string>> entries(const std::string& book,
                                                               base::Time from,
                                                               base::Time to) override;

  // Tries again what waits.
  void retry();
  // Why that document waits; empty: it is kept.
  [[nodiscard]] std::string why_unkept(const std::string& name) const;

 private:
  struct Waiting {
    std::string text, why;
  };
  [[nodiscard]] base::Result<void> write_now(const std::string& name, const std::string& text);

  ports::Memory& memory_;
  mutable std::mutex mutex_;
  std::map<std::string, Waiting> waiting_;
};

}  // namespace ohmstead::engine
