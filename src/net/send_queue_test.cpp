#include "send_queue.hpp"

#include <gtest/gtest.h>

namespace ohmstead::net {
namespace {

std::shared_ptr<const std::string> text(std::size_t size) {
  return std::make_shared<const std::string>(size, 'x');
}

TEST(SendQueueTest, refuses_what_would_be_too_much_and_recovers) {
  SendQueue queue{10};
  EXPECT_TRUE(queue.is_empty());
  EXPECT_TRUE(queue.push(text(4)));
  EXPECT_TRUE(queue.push(text(6)));
  EXPECT_FALSE(queue.push(text(1)));
  EXPECT_EQ(queue.front().size(), 4U);
  queue.pop();
  EXPECT_EQ(queue.front().size(), 6U);
  EXPECT_FALSE(queue.push(text(5)));
  EXPECT_TRUE(queue.push(text(4)));
  queue.pop();
  queue.pop();
  EXPECT_TRUE(queue.is_empty());
}

TEST(SendQueueTest, takes_one_event_of_any_size) {
  SendQueue queue{10};
  EXPECT_TRUE(queue.push(text(1000)));
  EXPECT_FALSE(queue.push(text(1)));
}

}  // namespace
}  // namespace ohmstead::net
