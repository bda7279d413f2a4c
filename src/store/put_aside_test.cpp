// A damaged database is renamed, all else stays.
#include "ohmstead/store/put_aside.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "ohmstead/base/file.hpp"
#include "ohmstead/store/store.hpp"
#include "scratch.hpp"

namespace ohmstead::store {
namespace {

void fill(const std::filesystem::path& path) {
  Store store = Store::open(path).value();
  for (std::int64_t number = 1; number <= 20; ++number)
    ASSERT_TRUE(store.save_cycle(numbered_cycle(number, 20'000)));
}

void overwrite(const std::filesystem::path& path, std::streamoff from, std::size_t bytes) {
  std::fstream file{path, std::ios::in | std::ios::out | std::ios::binary};
  file.seekp(from);
  const std::string rubbish(bytes, '\x5a');
  file.write(rubbish.data(), static_cast<std::streamsize>(rubbish.size()));
}

TEST(PutAsideTest, a_damaged_one_makes_room_and_keeps_its_bytes) {
  const ScratchFolder folder;
  const auto path = folder.path() / "home.db";
  for (const char* name : {"home.db.damaged", "home.db.damaged-2"}) {
    fill(path);
    overwrite(path, 3 * 4096, 40 * 4096);
    const std::string before = base::read_file(path.string()).value();
    ASSERT_FALSE(Store::open(path));
    const auto aside = put_damaged_aside(path);
    ASSERT_TRUE(aside);
    ASSERT_TRUE(*aside);
    EXPECT_EQ((*aside)->filename(), name);
    EXPECT_EQ(base::read_file((*aside)->string()).value(), before);
    EXPECT_FALSE(std::filesystem::exists(path));
  }
  EXPECT_TRUE(Store::open(path));
}

TEST(PutAsideTest, so_does_one_whose_beginning_is_rubbish) {
  const ScratchFolder folder;
  const auto path = folder.path() / "home.db";
  fill(path);
  overwrite(path, 0, 4096);
  const auto aside = put_damaged_aside(path);
  ASSERT_TRUE(aside && *aside);
  EXPECT_TRUE(Store::open(path));
}

TEST(PutAsideTest, what_is_sound_or_no_database_of_ours_stays) {
  const ScratchFolder folder;
  const auto sound = folder.path() / "home.db";
  fill(sound);
  const auto notes = folder.path() / "notes.yaml";
  std::ofstream{notes} << "name: a home\nthis is no database at all, and nobody must move it\n";
  for (const auto& path : {sound, notes, folder.path() / "absent.db"}) {
    const auto aside = put_damaged_aside(path);
    ASSERT_TRUE(aside);
    EXPECT_FALSE(*aside) << path;
  }
  EXPECT_TRUE(std::filesystem::exists(notes));
}

TEST(StoreFiles, AreForTheirOwnerAlone) {
  const ScratchFolder folder;
  const Store store = Store::open(folder.path() / "home.db").value();
  for (const auto& each : std::filesystem::directory_iterator{folder.path()})
    EXPECT_EQ(each.status().permissions() & std::filesystem::perms::mask,
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write)
        << each.path();
}

}  // namespace
}  // namespace ohmstead::store
