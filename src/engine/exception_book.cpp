#include "exception_book.hpp"

namespace ohmstead::engine {
namespace {

constexpr const char* k_name = "exceptions";

}  // namespace

ExceptionBook::ExceptionBook(ports::Memory* memory) : memory_{memory} {
  if (memory_ == nullptr) return;
  const auto text = memory_->read(k_name);
  if (!text || !*text) return;
  if (auto kept = home::read_exceptions(**text)) exceptions_ = std::move(*kept);
}

void ExceptionBook::set(home::Exceptions exceptions) {
  const std::scoped_lock lock{mutex_};
  exceptions_ = std::move(exceptions);
  if (memory_ != nullptr) (void)memory_->write(k_name, home::write_exceptions(exceptions_));
}

home::Exceptions ExceptionBook::open_at(base::Time now) const {
  const std::scoped_lock lock{mutex_};
  return home::still_open(exceptions_, now);
}

}  // namespace ohmstead::engine
