// The newest of a series of immutable values, shared between threads.
//
// A reader keeps what it got as long as it likes; a writer never waits for readers. (A mutex, since
// g++ 12's atomic shared_ptr is not known to the thread sanitizer.) Thread rule: any thread.
//
//   SnapshotCell<Plan> newest;
//   newest.set(std::move(plan));
//   if (auto plan = newest.get()) show(*plan);
#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace ohmstead::base {

template <class T>
class SnapshotCell {
 public:
  // Null until the first set().
  [[nodiscard]] std::shared_ptr<const T> get() const {
    const std::scoped_lock lock{mutex_};
    return value_;
  }
  void set(T value) {
    auto made = std::make_shared<const T>(std::move(value));
    const std::scoped_lock lock{mutex_};
    value_.swap(made);
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const T> value_;
};

}  // namespace ohmstead::base
