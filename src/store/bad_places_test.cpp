// Files, folders and disks on which a store cannot work: one clear message each, and no harm done.
#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Transaction.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <thread>  // brings unshare() with it
#include <vector>

#include "ohmstead/base/file.hpp"
#include "ohmstead/store/store.hpp"
#include "scratch.hpp"

namespace ohmstead::store {
namespace {

using base::ErrorKind;
using base::Result;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

constexpr StoreOptions k_impatient{.busy_timeout = std::chrono::milliseconds{20}};

// "kind: message", or "open" when that is what it is.
std::string outcome_of(const Result<Store>& store) {
  if (store) return "open";
  return std::to_string(static_cast<int>(store.error().kind)) + ": " + store.error().message;
}

std::string expected_outcome(ErrorKind kind, const std::string& message) {
  return std::to_string(static_cast<int>(kind)) + ": " + message;
}

void fill(const std::filesystem::path& path) {
  Store store = Store::open(path).value();
  for (std::int64_t number = 1; number <= 20; ++number) {
    ASSERT_TRUE(store.save_cycle(numbered_cycle(number, 20'000)));
  }
}

TEST(OpenTest, makes_the_file_and_its_folders) {
  const ScratchFolder folder;
  const auto path = folder.path() / "a" / "b" / "home.db";
  const auto store = Store::open(path);
  ASSERT_TRUE(store) << store.error().message;
  EXPECT_EQ(store->path(), path.string());
  SQLite::Database reader{path.string()};
  EXPECT_EQ(reader.execAndGet("PRAGMA journal_mode").getString(), "wal");
  EXPECT_EQ(reader.execAndGet("PRAGMA auto_vacuum").getInt(), 2);
  EXPECT_EQ(
      reader
          .execAndGet("SELECT count(*) FROM pragma_table_list WHERE type = 'table' AND strict = 0 "
                      "AND name NOT LIKE 'sqlite_%'")
          .getInt(),
      0);
}

TEST(OpenTest, without_leave_to_create_misses_a_missing_file) {
  const ScratchFolder folder;
  const auto path = folder.path() / "sub" / "home.db";
  EXPECT_EQ(outcome_of(Store::open(path, {.can_create = false})),
            expected_outcome(ErrorKind::not_found, path.string() + ": there is no database"));
  EXPECT_FALSE(std::filesystem::exists(path.parent_path()));
  fill(folder.file());
  EXPECT_TRUE(Store::open(folder.file(), {.can_create = false}));
}

TEST(OpenTest, needs_a_name) {
  EXPECT_EQ(outcome_of(Store::open("")),
            expected_outcome(ErrorKind::invalid_input, "the database needs a file name"));
}

TEST(OpenTest, by_many_at_once_makes_one_store) {
  for (int round = 0; round < 5; ++round) {
    const ScratchFolder folder;
    std::atomic<int> count_open = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 6; ++i) {
      threads.emplace_back([&] {
        auto store = Store::open(folder.file());
        EXPECT_TRUE(store) << store.error().message;
        const auto id = store ? store->save_cycle(numbered_cycle(1)) : PlanId{0};
        EXPECT_TRUE(id) << id.error().message;
        ++count_open;
      });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(count_open, 6);
    EXPECT_EQ(Store::open(folder.file())->list_plans(99)->size(), 6U);
  }
}

TEST(OpenTest, refuses_a_folder_in_place_of_the_file) {
  const ScratchFolder folder;
  EXPECT_EQ(outcome_of(Store::open(folder.path())),
            expected_outcome(ErrorKind::invalid_input,
                             folder.path().string() + ": is a folder, not a database"));
}

TEST(OpenTest, refuses_what_is_not_a_database) {
  const ScratchFolder folder;
  const std::string text = "tariff:\n  import:\n" + std::string(5'000, '#');
  ASSERT_TRUE(base::write_file(folder.file(), text));
  EXPECT_EQ(outcome_of(Store::open(folder.file())),
            expected_outcome(ErrorKind::invalid_input,
                             folder.file().string() +
                                 ": not a database, or one whose beginning is damaged; it was "
                                 "left as it is. Name another file, or move this one away to "
                                 "start anew"));
  EXPECT_EQ(base::read_file(folder.file()).value(), text);
}

TEST(OpenTest, refuses_another_programs_database) {
  const ScratchFolder folder;
  SQLite::Database{folder.file().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE}.exec(
      "CREATE TABLE holidays (day TEXT)");
  const auto before = base::read_file(folder.file()).value();
  EXPECT_EQ(outcome_of(Store::open(folder.file())),
            expected_outcome(ErrorKind::invalid_input,
                             folder.file().string() +
                                 ": a database of another program; it was left as it is. "
                                 "Name another file"));
  EXPECT_EQ(base::read_file(folder.file()).value(), before);
}

TEST(OpenTest, leaves_the_log_of_a_refused_file_alone) {
  const ScratchFolder folder;
  fill(folder.file());
  ASSERT_EQ(run_in_child([&]() -> std::string {
              SQLite::Database newer{folder.file().string(), SQLite::OPEN_READWRITE};
              newer.exec("INSERT INTO schema_version VALUES (7, 'from the future')");
              ::_exit(0);  // without closing: the line stands in the log alone
            }),
            "");
  const std::string log_name = folder.file().string() + "-wal";
  const std::string file = base::read_file(folder.file()).value();
  const std::string log = base::read_file(log_name).value();
  ASSERT_FALSE(log.empty());
  EXPECT_THAT(outcome_of(Store::open(folder.file())), HasSubstr("written by a newer ohmstead"));
  EXPECT_EQ(base::read_file(folder.file()).value(), file);
  EXPECT_EQ(base::read_file(log_name).value(), log);
}

class DamageTest : public testing::Test {
 protected:
  void SetUp() override {
    fill(folder_.file());
    bytes_ = base::read_file(folder_.file()).value();
    ASSERT_GT(bytes_.size(), 400'000U);
  }

  // Puts `bytes` in the file's place and expects one message about it and the bytes left alone.
  void expect_refused(const std::string& bytes, const std::string& detail) {
    std::filesystem::remove(folder_.file());
    ASSERT_TRUE(base::write_file(folder_.file(), bytes));
    const auto store = Store::open(folder_.file());
    ASSERT_FALSE(store);
    EXPECT_EQ(store.error().kind, ErrorKind::invalid_input);
    const std::string name = folder_.file().string();
    EXPECT_THAT(store.error().message, StartsWith(name + ": the database is damaged (" + detail));
    EXPECT_THAT(store.error().message,
                HasSubstr("it was left as it is. Rescue what can be read with: sqlite3 " + name +
                          " .recover"));
    EXPECT_EQ(store.error().message.find('\n'), std::string::npos);
    EXPECT_EQ(base::read_file(folder_.file()).value(), bytes);
  }

  ScratchFolder folder_;
  std::string bytes_;
};

TEST_F(DamageTest, of_pages_is_noticed) {
  std::string bytes = bytes_;
  for (std::size_t page = 3; page < bytes.size() / 4096; page += 5)
    bytes.replace(page * 4096, 512, 512, '\x5a');
  expect_refused(bytes, "");
}

TEST_F(DamageTest, of_a_cut_off_file_is_noticed) { expect_refused(bytes_.substr(0, 200'000), ""); }

TEST_F(DamageTest, of_the_list_of_tables_is_noticed) {
  std::string bytes = bytes_;
  bytes.replace(100, 8, 8, '\xff');
  expect_refused(bytes, "");
}

TEST_F(DamageTest, of_a_missing_version_is_noticed) {
  SQLite::Database{folder_.file().string(), SQLite::OPEN_READWRITE}.exec(
      "DROP TABLE schema_version");
  expect_refused(base::read_file(folder_.file()).value(), "its table schema_version is missing");
}

TEST_F(DamageTest, at_any_place_never_does_worse_than_a_message) {
  for (std::size_t start = 0; start + 64 < bytes_.size(); start += bytes_.size() / 60) {
    SCOPED_TRACE("byte " + std::to_string(start));
    std::string bytes = bytes_;
    bytes.replace(start, 64, 64, '\xa7');
    std::filesystem::remove(folder_.file());
    ASSERT_TRUE(base::write_file(folder_.file(), bytes));
    const auto store = Store::open(folder_.file());
    if (!store) {
      EXPECT_EQ(store.error().kind, ErrorKind::invalid_input) << store.error().message;
      EXPECT_EQ(base::read_file(folder_.file()).value(), bytes);
      continue;
    }
    for (PlanId id = 1; id <= 20;
         ++id) {  // the inside of a text: found by its own check, or harmless
      const auto plan = store->read_plan(id);
      if (plan) continue;
      EXPECT_EQ(plan.error().kind, ErrorKind::invalid_input) << plan.error().message;
    }
  }
}

TEST(LockTest, of_the_whole_file_stops_opening) {
  const ScratchFolder folder;
  fill(folder.file());
  SQLite::Database other{folder.file().string(), SQLite::OPEN_READWRITE};
  other.exec(
      "PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; DELETE FROM bills WHERE plan_id = 1");
  EXPECT_EQ(outcome_of(Store::open(folder.file(), k_impatient)),
            expected_outcome(ErrorKind::unavailable,
                             folder.file().string() +
                                 ": locked by another program (waited 0.02 s); nothing was "
                                 "changed. Stop that program or try again"));
}

TEST(LockTest, by_another_writer_stops_saving_until_it_ends) {
  const ScratchFolder folder;
  Store store = Store::open(folder.file(), k_impatient).value();
  ASSERT_TRUE(store.save_cycle(numbered_cycle(1)));
  SQLite::Database other{folder.file().string(), SQLite::OPEN_READWRITE};
  {
    const SQLite::Transaction lock{other, SQLite::TransactionBehavior::IMMEDIATE};
    const auto failed = store.save_cycle(numbered_cycle(2));
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().kind, ErrorKind::unavailable);
    EXPECT_THAT(failed.error().message, HasSubstr("locked by another program (waited 0.02 s)"));
    EXPECT_EQ(store.append_samples({"load", "kW"}, {}, {}).error().kind, ErrorKind::unavailable);
    EXPECT_EQ(store.drop_before(at(9)).error().kind, ErrorKind::unavailable);
    EXPECT_EQ(difference(store, 1, 1), "") << "reading goes on";
    EXPECT_TRUE(Store::open(folder.file(), k_impatient)) << "opening goes on";
  }
  EXPECT_EQ(store.save_cycle(numbered_cycle(2)).value(), 2);
}

TEST(ReadOnlyTest, place_under_a_file) {
  const ScratchFolder folder;
  ASSERT_TRUE(base::write_file(folder.file("plain"), "text"));
  const auto path = folder.file("plain") / "home.db";
  EXPECT_EQ(outcome_of(Store::open(path)),
            expected_outcome(
                ErrorKind::unavailable,
                path.string() + ": cannot make the folder of the database: Not a directory"));
}

TEST(ReadOnlyTest, place_that_the_kernel_keeps_for_itself) {
  EXPECT_THAT(outcome_of(Store::open("/proc/ohmstead.db")),
              StartsWith(expected_outcome(ErrorKind::unavailable, "/proc/ohmstead.db: cannot ")));
}

// Permission bits do not bind root, so root runs these as the user nobody, in a child.
std::string open_as_nobody(const std::filesystem::path& path) {
  return run_in_child([&]() -> std::string {
    if (::geteuid() == 0 && ::seteuid(65534) != 0) return "skip";
    return outcome_of(Store::open(path));
  });
}

TEST(ReadOnlyTest, folder) {
  const ScratchFolder folder;
  ASSERT_EQ(::chmod(folder.path().c_str(), 0555), 0);
  const std::string outcome = open_as_nobody(folder.file());
  if (outcome == "skip") GTEST_SKIP() << "cannot become the user nobody here";
  EXPECT_EQ(outcome, expected_outcome(ErrorKind::unavailable,
                                      folder.file().string() + ": cannot write the database: " +
                                          folder.path().string() + ": Permission denied"));
  const auto deeper = folder.path() / "new" / "home.db";
  EXPECT_EQ(open_as_nobody(deeper),
            expected_outcome(
                ErrorKind::unavailable,
                deeper.string() + ": cannot make the folder of the database: Permission denied"));
}

TEST(ReadOnlyTest, file) {
  const ScratchFolder folder;
  fill(folder.file());
  const auto before = base::read_file(folder.file()).value();
  ASSERT_EQ(::chmod(folder.file().c_str(), 0444), 0);
  ASSERT_EQ(::chmod(folder.path().c_str(), 0755), 0);
  const std::string outcome = open_as_nobody(folder.file());
  if (outcome == "skip") GTEST_SKIP() << "cannot become the user nobody here";
  EXPECT_EQ(outcome, expected_outcome(ErrorKind::unavailable,
                                      folder.file().string() + ": cannot write the database: " +
                                          folder.file().string() + ": Permission denied"));
  EXPECT_EQ(base::read_file(folder.file()).value(), before);
}

const std::string k_safe = "nothing was changed, all that was saved before is safe";

// The limit ends in the same result code of SQLite as a full disk, and can be had everywhere.
TEST(FullDiskTest, limit_on_the_size_keeps_what_is_there) {
  const ScratchFolder folder;
  Store store = Store::open(folder.file(), {.max_size_mb = 1}).value();
  std::int64_t saved = 0;
  Result<PlanId> last = store.save_cycle(numbered_cycle(1, 50'000));
  for (; last && saved < 100; last = store.save_cycle(numbered_cycle(saved + 1, 50'000)))
    saved = *last;
  ASSERT_FALSE(last);
  EXPECT_GT(saved, 10);
  EXPECT_EQ(last.error().kind, ErrorKind::unavailable);
  const std::string why = ": the database has reached its limit of 1 MB or the disk of ";
  EXPECT_THAT(last.error().message,
              AllOf(StartsWith(store.path() + why + folder.path().string() + " ("),
                    testing::EndsWith(" MB free) is full; " + k_safe)));
  for (std::int64_t id = 1; id <= saved; ++id) EXPECT_EQ(difference(store, id, id, 50'000), "");
  EXPECT_EQ(store.list_plans(1000)->size(), static_cast<std::size_t>(saved));
  EXPECT_EQ(store.drop_before(at(saved / 2)).value(), saved / 2 - 1);
  EXPECT_TRUE(store.save_cycle(numbered_cycle(saved + 1, 50'000)));
}

// Mounts a file system of its own at `place`, seen by this process alone. Not everybody may.
bool mount_small_disk(const std::string& place, const char* size) {
  const std::string user = std::to_string(::geteuid());
  const int wanted = CLONE_NEWNS | (::geteuid() == 0 ? 0 : CLONE_NEWUSER);
  if (::unshare(wanted) != 0) return false;
  if ((wanted & CLONE_NEWUSER) != 0)
    std::ofstream{"/proc/self/uid_map"} << user << " " << user << " 1";
  if (::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return false;
  return ::mount("none", place.c_str(), "tmpfs", 0, size) == 0;
}

std::string fill_small_disk(const std::filesystem::path& path) {
  auto store = Store::open(path);
  if (!store) return "open: " + store.error().message;
  std::int64_t saved = 0;
  Result<PlanId> last = store->save_cycle(numbered_cycle(1, 50'000));
  for (; last && saved < 100; last = store->save_cycle(numbered_cycle(saved + 1, 50'000)))
    saved = *last;
  if (saved < 3 || last) return "saved " + std::to_string(saved);
  std::string lost;
  for (std::int64_t id = 1; id <= saved; ++id) lost += difference(*store, id, id, 50'000);
  return lost + outcome_of(tl::unexpected{last.error()});
}

TEST(FullDiskTest, really_full_keeps_what_is_there) {
  const ScratchFolder folder;
  const std::string outcome = run_in_child([&]() -> std::string {
    if (!mount_small_disk(folder.path().string(), "size=1m")) return "skip";
    return fill_small_disk(folder.file());
  });
  if (outcome == "skip") GTEST_SKIP() << "a small disk cannot be mounted here";
  const std::string why = ": no space left on the disk of " + folder.path().string() + " (0.";
  EXPECT_THAT(
      outcome,
      AllOf(StartsWith(expected_outcome(ErrorKind::unavailable, folder.file().string() + why)),
            testing::EndsWith(" MB free): free some there; " + k_safe)));
}

TEST(FullDiskTest, full_from_the_start) {
  const ScratchFolder folder;
  for (const char* size : {"size=4k", "size=12k", "size=24k", "size=40k", "size=64k"}) {
    const std::string outcome = run_in_child([&]() -> std::string {
      if (!mount_small_disk(folder.path().string(), size)) return "skip";
      return outcome_of(Store::open(folder.file()));
    });
    if (outcome == "skip") GTEST_SKIP() << "a small disk cannot be mounted here";
    EXPECT_THAT(outcome, StartsWith(expected_outcome(
                             ErrorKind::unavailable,
                             folder.file().string() + ": no space left on the disk")))
        << size;
  }
}

TEST(ReadOnlyTest, disk) {
  const ScratchFolder folder;
  const std::string outcome = run_in_child([&]() -> std::string {
    const std::string place = folder.path().string();
    if (!mount_small_disk(place, "size=8m")) return "skip";
    fill(folder.file());
    if (::mount("none", place.c_str(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr) != 0)
      return "skip";
    return outcome_of(Store::open(folder.file()));
  });
  if (outcome == "skip") GTEST_SKIP() << "a disk cannot be mounted here";
  EXPECT_EQ(outcome, expected_outcome(ErrorKind::unavailable,
                                      folder.file().string() + ": cannot write the database: " +
                                          folder.file().string() + ": Read-only file system"));
}

}  // namespace
}  // namespace ohmstead::store
