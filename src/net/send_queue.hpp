// What waits to be sent to one client of a stream. Events are shared between the clients' queues;
// a client whose queue is full is too slow and is to be dropped, never waited for.
// Thread rule: the server's thread.
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <utility>

namespace ohmstead::net {

class SendQueue {
 public:
  explicit SendQueue(std::size_t bytes_max) : bytes_max_{bytes_max} {}

  // False, and nothing changes, when more than the limit would wait. One event always fits.
  [[nodiscard]] bool push(std::shared_ptr<const std::string> text) {
    if (!texts_.empty() && bytes_ + text->size() > bytes_max_) return false;
    bytes_ += text->size();
    texts_.push_back(std::move(text));
    return true;
  }
  [[nodiscard]] bool is_empty() const { return texts_.empty(); }
  // Precondition of both: not empty. The front stays until its bytes have been taken.
  [[nodiscard]] const std::string& front() const { return *texts_.front(); }
  void pop() {
    bytes_ -= texts_.front()->size();
    texts_.pop_front();
  }

 private:
  std::deque<std::shared_ptr<const std::string>> texts_;
  std::size_t bytes_ = 0;
  std::size_t bytes_max_;
};

}  // namespace ohmstead::net
