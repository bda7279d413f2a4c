// The exceptions that hold, over restarts where there is a memory.
//
// Thread rule: any thread.
#pragma once

#include <mutex>

#include "ohmstead/home/exceptions.hpp"
#include "ohmstead/ports/memory.hpp"

namespace ohmstead::engine {

class ExceptionBook {
 public:
  // `memory` may be null; it must outlive the book.
  explicit ExceptionBook(ports::Memory* memory);

  void set(home::Exceptions exceptions);
  [[nodiscard]] home::Exceptions open_at(base::Time now) const;

 private:
  ports::Memory* memory_;
  mutable std::mutex mutex_;
  home::Exceptions exceptions_;
};

}  // namespace ohmstead::engine
