#include <gtest/gtest.h>

#include "ohmstead/store/store.hpp"
#include "scratch.hpp"

namespace ohmstead::store {
namespace {

TEST(MemoryTest, keeps_documents_by_name) {
  const ScratchFolder folder;
  {
    auto store = Store::open(folder.file());
    ASSERT_TRUE(store);
    EXPECT_FALSE(store->find_document("overrides").value());
    ASSERT_TRUE(store->write_document("overrides", "{\"a\":1}"));
    ASSERT_TRUE(store->write_document("overrides", "{\"a\":2}"));
    ASSERT_TRUE(store->write_document("ledger", "{}"));
  }
  const auto again = Store::open(folder.file());
  ASSERT_TRUE(again);
  EXPECT_EQ(again->find_document("overrides").value(), "{\"a\":2}");
  EXPECT_EQ(again->find_document("ledger").value(), "{}");
}

TEST(MemoryTest, keeps_books_in_the_order_of_time) {
  const ScratchFolder folder;
  auto store = Store::open(folder.file());
  ASSERT_TRUE(store);
  ASSERT_TRUE(store->append_entries("days", {{at(2000), "b"}, {at(1000), "a"}}));
  ASSERT_TRUE(store->append_entries("days", {{at(2000), "c"}}));
  ASSERT_TRUE(store->append_entries("slots", {{at(1000), "other"}}));
  EXPECT_EQ(store->read_entries("days", at(0), at(9999)).value(),
            (std::vector<std::string>{"a", "c"}));
  EXPECT_EQ(store->read_entries("days", at(1001), at(2000)).value(), std::vector<std::string>{});
  EXPECT_EQ(store->read_entries("nothing", at(0), at(9999)).value(), std::vector<std::string>{});
}

}  // namespace
}  // namespace ohmstead::store
