// Kills a writing program again and again, at moments that nobody chose: nothing it reported as
// saved may be missing afterwards, and nothing may be there by half.
#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <random>
#include <thread>

#include "ohmstead/base/file.hpp"
#include "ohmstead/store/store.hpp"
#include "scratch.hpp"

namespace ohmstead::store {
namespace {

constexpr std::size_t k_plan_bytes =
    70'000;  // as a real one: a checkpoint falls due every 50 cycles
constexpr int k_kills = 30;

// In the child: opens the store, reports 0, then saves cycles for ever and reports each one's id.
[[noreturn]] void write_for_ever(const std::filesystem::path& path, int report) {
  const auto tell = [report](std::int64_t number) {
    if (::write(report, &number, sizeof number) != sizeof number) ::_exit(2);
  };
  auto store = Store::open(path);
  if (!store) ::_exit(3);
  tell(0);
  const auto last = store->list_plans(1);
  for (std::int64_t number = last->empty() ? 1 : last->front().id + 1;; ++number) {
    const auto id = store->save_cycle(numbered_cycle(number, k_plan_bytes));
    if (!id || *id != number) ::_exit(4);
    tell(number);
    const auto added = store->append_samples({"load", "kW"}, std::vector{at(number)},
                                             std::vector{static_cast<double>(number)});
    if (!added) ::_exit(5);
    tell(-number);
    if (number % 40 == 0 && !store->drop_before(at(number - 100))) ::_exit(6);
  }
}

struct Reported {
  bool is_open = false;
  std::int64_t cycle = 0;   // last one that was saved
  std::int64_t sample = 0;  // last one that was saved
};

// Lets a child write for `patience` after it has opened the store (or from its start), then kills
// it.
Reported write_and_kill(const std::filesystem::path& path, std::chrono::microseconds patience,
                        bool is_opened_first) {
  int ends[2];
  base::expect(::pipe(ends) == 0, "a pipe can be made");
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    write_for_ever(path, ends[1]);
  }
  ::close(ends[1]);
  Reported reported;
  std::int64_t number = 0;
  if (is_opened_first) reported.is_open = ::read(ends[0], &number, sizeof number) == sizeof number;
  std::this_thread::sleep_for(patience);
  ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status)) << "the child ended by itself: " << WEXITSTATUS(status);
  while (::read(ends[0], &number, sizeof number) == sizeof number) {
    reported.is_open = true;
    if (number > 0) reported.cycle = number;
    if (number < 0) reported.sample = -number;
  }
  ::close(ends[0]);
  return reported;
}

void expect_sound(const std::filesystem::path& path) {
  SQLite::Database database{path.string()};
  EXPECT_EQ(database.execAndGet("PRAGMA integrity_check").getString(), "ok");
  EXPECT_EQ(database.execAndGet("SELECT count(*) FROM pragma_foreign_key_check").getInt(), 0);
  EXPECT_EQ(database.execAndGet("SELECT count(*) FROM plans").getInt(),
            database.execAndGet("SELECT count(*) FROM bills").getInt());
  EXPECT_EQ(database.execAndGet("SELECT count(*) FROM plans").getInt(),
            database.execAndGet("SELECT count(*) FROM cases").getInt());
}

TEST(CrashTest, loses_nothing_that_was_reported_as_saved) {
  const ScratchFolder folder;
  std::mt19937 random{20240624};
  std::uniform_int_distribution<int> patience_us{0, 60'000};
  std::int64_t saved = 0;
  std::int64_t sampled = 0;
  for (int kill = 0; kill < k_kills; ++kill) {
    SCOPED_TRACE("kill " + std::to_string(kill));
    const Reported reported =
        write_and_kill(folder.file(), std::chrono::microseconds{patience_us(random)}, true);
    ASSERT_TRUE(reported.is_open);
    const auto store = Store::open(folder.file());
    ASSERT_TRUE(store) << store.error().message;
    saved = std::max(saved, reported.cycle);
    sampled = std::max(sampled, reported.sample);
    const auto plans = store->list_plans(1'000'000).value();
    const std::int64_t newest = plans.empty() ? 0 : plans.front().id;
    EXPECT_GE(newest, saved);
    EXPECT_LE(newest, saved + 1);
    for (const PlanSummary& plan : plans) {
      ASSERT_EQ(difference(*store, plan.id, plan.id, k_plan_bytes), "") << "plan " << plan.id;
    }
    // Dropping takes the oldest only, so what is there has no holes.
    if (!plans.empty()) {
      EXPECT_EQ(plans.front().id - plans.back().id + 1, static_cast<std::int64_t>(plans.size()));
    }
    if (sampled > 0) {
      const Samples samples = store->read_samples("load", at(sampled), at(sampled + 1)).value();
      EXPECT_EQ(samples.values, std::vector{static_cast<double>(sampled)});
    }
    saved = newest;
    expect_sound(folder.file());
  }
  EXPECT_GT(saved, 0);
}

TEST(CrashTest, while_a_store_is_made_leaves_one_that_opens) {
  std::mt19937 random{7};
  std::uniform_int_distribution<int> patience_us{0, 12'000};
  for (int kill = 0; kill < k_kills; ++kill) {
    SCOPED_TRACE("kill " + std::to_string(kill));
    const ScratchFolder folder;
    const Reported reported =
        write_and_kill(folder.file(), std::chrono::microseconds{patience_us(random)}, false);
    const auto store = Store::open(folder.file());
    ASSERT_TRUE(store) << store.error().message;
    for (std::int64_t id = 1; id <= reported.cycle; ++id) {
      EXPECT_EQ(difference(*store, id, id, k_plan_bytes), "");
    }
    expect_sound(folder.file());
  }
}

// A power cut may leave any part of the log unwritten. What is kept must be the first cycles,
// whole.
TEST(CrashTest, with_a_torn_log_keeps_the_first_cycles_whole) {
  const ScratchFolder folder;
  constexpr std::int64_t k_cycles = 8;
  const std::string killed = run_in_child([&]() -> std::string {
    auto store = Store::open(folder.file()).value();
    for (std::int64_t number = 1; number <= k_cycles; ++number) {
      if (auto id = store.save_cycle(numbered_cycle(number, 5'000)); !id) return id.error().message;
    }
    ::_exit(0);  // without closing: the log stays
  });
  ASSERT_EQ(killed, "");
  const std::string log_name = folder.file().string() + "-wal";
  const std::string log = base::read_file(log_name).value();
  const std::string file = base::read_file(folder.file()).value();
  ASSERT_GT(log.size(), 50'000U);

  std::mt19937 random{1};
  std::int64_t longest = 0;
  for (int cut = 0; cut <= 40; ++cut) {
    SCOPED_TRACE("cut " + std::to_string(cut));
    const std::size_t length = cut == 40 ? log.size() : random() % log.size();
    std::string torn = log.substr(0, length);
    if (cut % 2 == 1 && length > 1'000) torn[length - 1 - random() % 1'000] ^= 0x10;
    const ScratchFolder copy;
    ASSERT_TRUE(base::write_file(copy.file(), file));
    ASSERT_TRUE(base::write_file(copy.file().string() + "-wal", torn));
    const auto store = Store::open(copy.file());
    ASSERT_TRUE(store) << store.error().message;
    const auto count = static_cast<std::int64_t>(store->list_plans(100)->size());
    for (std::int64_t id = 1; id <= count; ++id) EXPECT_EQ(difference(*store, id, id, 5'000), "");
    longest = std::max(longest, count);
    expect_sound(copy.file());
  }
  EXPECT_EQ(longest, k_cycles);
}

}  // namespace
}  // namespace ohmstead::store
