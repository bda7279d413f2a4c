#include "ohmstead/control/actuator.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "ohmstead/control/nearest.hpp"

namespace ohmstead::control {
namespace {

using base::Power;
using base::Seconds;
using home::Command;
using home::Verb;
using std::chrono::hours;

const base::Time k_start = *base::parse_time("2024-05-11T12:00:00Z");
const Command k_self_use{"home", Verb::self_use};

Command charge(double power_kw) { return {"home", Verb::charge, Power{power_kw}}; }

home::Abilities battery() {
  return {.device = "home",
          .verbs = {Verb::self_use, Verb::charge},
          .most = Power{5.0},
          .settles_within = Seconds{10},
          .least_pause = Seconds{30}};
}

class ActuatorTest : public testing::Test {
 protected:
  // A write that the device takes and obeys.
  void obey(const Command& write) {
    actuator_.note(write, now_, true);
    set_ = write;
  }
  std::optional<Command> decide(const Command& wish, Urgency urgency = Urgency::usual) {
    return actuator_.decide(wish, set_, now_, urgency);
  }
  void pass(int seconds) { now_ += Seconds{seconds}; }
  // As long as the device takes to obey, seen to hold.
  void tell(const Command& wish) {
    pass(40);
    const auto write = decide(wish);
    ASSERT_TRUE(write);
    obey(*write);
    pass(12);
    ASSERT_FALSE(decide(wish));
  }

  std::vector<int> pauses_while_deaf(int seconds);

  Actuator actuator_{battery()};
  base::Time now_ = k_start;
  std::optional<Command> set_ = k_self_use;  // what the device says
};

// Somebody sets it to charge while the emergency stop holds.
TEST_F(ActuatorTest, WhatKeepsALimitIsRepeatedBeyondTheBudget) {
  home::Abilities worn = battery();
  worn.most_writes_a_day = 1;
  actuator_ = Actuator{worn};
  tell(charge(2.0));
  pass(40);
  const auto stopped = decide(k_self_use, Urgency::urgent);
  ASSERT_TRUE(stopped);
  obey(*stopped);
  pass(12);
  ASSERT_FALSE(decide(k_self_use, Urgency::urgent));
  set_ = charge(3.0);
  pass(12);
  EXPECT_TRUE(decide(k_self_use, Urgency::urgent));
  EXPECT_FALSE(decide(k_self_use, Urgency::usual)) << "somebody's wish";
}

TEST_F(ActuatorTest, WritesOnceAndThenOnlyWhatChanges) {
  tell(charge(3.0));
  for (int i = 0; i < 100; ++i) {
    pass(5);
    EXPECT_FALSE(decide(charge(3.0)));
    EXPECT_FALSE(decide(charge(3.09)));  // within the dead band
  }
  EXPECT_TRUE(decide(charge(3.5)));
  EXPECT_EQ(actuator_.writes_in(hours{24}, now_), 1);
}

TEST_F(ActuatorTest, LeavesAPauseBetweenWrites) {
  obey(charge(3.0));
  pass(15);
  EXPECT_FALSE(decide(k_self_use));
  EXPECT_TRUE(decide(k_self_use, Urgency::urgent));
  pass(16);
  EXPECT_TRUE(decide(k_self_use));
}

TEST_F(ActuatorTest, KeepsTheBudgetOfAMemoryThatWearsOut) {
  home::Abilities worn = battery();
  worn.most_writes_a_day = 30;
  actuator_ = Actuator{worn};
  int writes = 0;
  for (int minute = 0; minute < 24 * 60; ++minute) {
    pass(60);
    if (const auto write = decide(charge(minute % 2 == 0 ? 1.0 : 2.0))) {
      obey(*write);
      ++writes;
    }
  }
  EXPECT_EQ(writes, 30);
  pass(3600 * 24);
  EXPECT_TRUE(decide(charge(4.0)));
}

// Accepted, and never done: seconds between one write and the next.
std::vector<int> ActuatorTest::pauses_while_deaf(int seconds) {
  std::vector<int> pauses;
  int since = 0;
  for (int second = 0; second < seconds; second += 5) {
    pass(5);
    since += 5;
    const auto write = decide(charge(3.0));
    EXPECT_TRUE(second < 65 || !actuator_.alarm().empty()) << second;
    if (!write) continue;
    actuator_.note(*write, now_, true);
    if (second > 0) pauses.push_back(since);
    since = 0;
  }
  return pauses;
}

TEST_F(ActuatorTest, IsTriedEachMinuteForAnHourThenMoreSlowlyAndRaisesAnAlarm) {
  const std::vector<int> pauses = pauses_while_deaf(2 * 3600);
  ASSERT_GE(pauses.size(), 75U);
  EXPECT_TRUE(std::all_of(pauses.begin(), pauses.begin() + 65, [](int s) { return s <= 60; }));
  EXPECT_EQ(pauses.back(), 300);
  EXPECT_NE(actuator_.alarm().find("charge at 3 kW"), std::string::npos) << actuator_.alarm();
  set_ = charge(3.0);
  pass(5);
  EXPECT_FALSE(decide(charge(3.0)));
  EXPECT_TRUE(actuator_.alarm().empty());
}

TEST_F(ActuatorTest, AMemoryThatWearsOutIsTriedLessOften) {
  home::Abilities worn = battery();
  worn.most_writes_a_day = 300;
  actuator_ = Actuator{worn};
  EXPECT_LE(pauses_while_deaf(3600).size(), 16U);
}

TEST_F(ActuatorTest, GivingBackWaitsForNoPauseAndForNoBudgetButForOtherPeople) {
  tell(charge(3.0));
  pass(1);
  obey(charge(4.0));
  pass(1);
  EXPECT_FALSE(decide(k_self_use));
  const auto write = decide(k_self_use, Urgency::give_back);
  ASSERT_TRUE(write);
  EXPECT_EQ(write->verb, Verb::self_use);
  // Refused: not at every look again, but soon, and without using up the budget.
  for (int i = 0; i < 30; ++i) {
    actuator_.note(*write, now_, false);
    EXPECT_FALSE(decide(k_self_use, Urgency::give_back));
    pass(5);
    ASSERT_TRUE(decide(k_self_use, Urgency::give_back));
  }
  EXPECT_EQ(actuator_.writes_in(hours{1}, now_), 2);
}

TEST_F(ActuatorTest, WhatIsRefusedIsAnAlarmUntilItIsNotWishedAnyMore) {
  EXPECT_FALSE(decide(k_self_use));  // it does so already
  for (int i = 0; i < 200; ++i) {
    if (const auto write = decide(charge(3.0))) actuator_.note(*write, now_, false);
    pass(20);
  }
  EXPECT_FALSE(actuator_.alarm().empty());
  EXPECT_FALSE(decide(k_self_use));
  EXPECT_TRUE(actuator_.alarm().empty());
}

TEST_F(ActuatorTest, GivingBackLeavesWhatSomebodyElseSet) {
  tell(charge(3.0));
  set_ = charge(1.0);  // by hand
  pass(60);
  EXPECT_FALSE(decide(charge(3.0)));
  ASSERT_TRUE(actuator_.foreign());
  EXPECT_FALSE(decide(k_self_use, Urgency::give_back));
}

TEST_F(ActuatorTest, ARefusedWriteIsTriedAgain) {
  pass(40);
  ASSERT_TRUE(decide(charge(3.0)));
  actuator_.note(charge(3.0), now_, false);
  EXPECT_FALSE(actuator_.told());
  pass(5);
  EXPECT_FALSE(decide(charge(3.0)));
  pass(30);
  EXPECT_TRUE(decide(charge(3.0)));
}

TEST_F(ActuatorTest, RespectsAChangeThatSomebodyElseMade) {
  tell(charge(3.0));
  set_ = k_self_use;
  pass(5);
  set_ = charge(5.0);  // on the device's own display
  EXPECT_FALSE(decide(charge(3.0)));
  ASSERT_TRUE(actuator_.foreign());
  EXPECT_NEAR(actuator_.foreign()->command.power.value(), 5.0, 1e-9);
  for (int minute = 0; minute < 89; ++minute) {
    pass(60);
    EXPECT_FALSE(decide(k_self_use));
  }
  EXPECT_TRUE(decide(k_self_use, Urgency::urgent));  // a limit passes it
  pass(120);
  EXPECT_TRUE(decide(k_self_use));
  EXPECT_FALSE(actuator_.foreign());
}

TEST_F(ActuatorTest, WhatSomebodyElseSetEndsThoughTheDeviceFellSilent) {
  tell(charge(3.0));
  set_ = charge(5.0);
  pass(40);
  EXPECT_FALSE(decide(charge(3.0)));
  ASSERT_TRUE(actuator_.foreign());
  set_.reset();  // it says nothing of itself any more
  pass(89 * 60);
  EXPECT_FALSE(decide(charge(3.0)));
  pass(120);
  const auto write = decide(charge(3.0));
  ASSERT_TRUE(write);
  actuator_.note(*write, now_, true);
  pass(600);
  EXPECT_FALSE(decide(charge(3.0)));
}

TEST_F(ActuatorTest, TakesNeitherItsOwnLateWriteNorARestartForSomebodyElse) {
  tell(charge(3.0));
  pass(40);
  const auto write = decide(k_self_use);
  ASSERT_TRUE(write);
  actuator_.note(*write, now_, true);
  pass(5);
  EXPECT_FALSE(decide(k_self_use));  // still shows the old command
  EXPECT_FALSE(actuator_.foreign());
  set_ = k_self_use;
  pass(10);
  EXPECT_FALSE(decide(k_self_use));

  tell(charge(2.0));
  pass(300);  // unheard: it restarts and follows the home, as it came from the factory
  set_ = k_self_use;
  EXPECT_TRUE(decide(charge(2.0)));
  EXPECT_FALSE(actuator_.foreign());
}

TEST_F(ActuatorTest, AnOlderWriteOfItsOwnThatArrivesLateIsNobodysWish) {
  tell(charge(3.0));
  tell(charge(1.0));
  set_ = charge(3.0);  // overtaken on its way
  pass(20);
  EXPECT_TRUE(decide(charge(1.0)));
  EXPECT_FALSE(actuator_.foreign());
}

TEST_F(ActuatorTest, RefreshesWhatADeviceWouldForget) {
  home::Abilities forgetful = battery();
  forgetful.refresh_every = Seconds{60};
  forgetful.tells_what_is_set = false;
  actuator_ = Actuator{forgetful, {.most_changes_an_hour = 200}};
  set_.reset();
  int writes = 0;
  for (int second = 0; second < 600; second += 5) {
    pass(5);
    if (const auto write = decide(charge(3.0))) {
      actuator_.note(*write, now_, true);
      ++writes;
    }
  }
  EXPECT_EQ(writes, 10);
  EXPECT_TRUE(actuator_.alarm().empty());
}

TEST_F(ActuatorTest, AClockThatIsSetBackDoesNotLockItUp) {
  tell(charge(3.0));
  now_ -= hours{48};
  pass(60);
  EXPECT_TRUE(decide(k_self_use));
}

TEST_F(ActuatorTest, WhatHoldsAlreadyIsNotWrittenAfterARestart) {
  pass(5);
  EXPECT_FALSE(decide(k_self_use));
  ASSERT_TRUE(actuator_.told());
  EXPECT_EQ(actuator_.told()->verb, Verb::self_use);
  EXPECT_EQ(actuator_.writes_in(hours{24}, now_), 0);
  EXPECT_TRUE(decide(charge(3.0)));
}

TEST_F(ActuatorTest, WhatADoubtedDeviceSaysNextIsNobodysWish) {
  tell(charge(3.0));
  actuator_.doubt();
  set_ = k_self_use;  // what it really did
  pass(60);
  EXPECT_TRUE(decide(charge(3.0)));
  EXPECT_FALSE(actuator_.foreign());
}

TEST_F(ActuatorTest, ADeafDeviceIsStillToldWhatIsNew) {
  for (int second = 0; second < 3600; second += 5) {
    pass(5);
    if (const auto write = decide(charge(3.0))) actuator_.note(*write, now_, true);
  }
  const auto write = decide(charge(1.0));
  ASSERT_TRUE(write || !actuator_.alarm().empty());
  pass(300);
  EXPECT_TRUE(decide(charge(1.0)));
}

TEST_F(ActuatorTest, ADeviceThatIsBackIsToldAtOnceWhatItDidNotTake) {
  EXPECT_FALSE(decide(k_self_use));  // it does so already
  set_.reset();
  for (int second = 0; second < 3600; second += 5) {
    pass(5);
    if (const auto write = decide(charge(3.0))) actuator_.note(*write, now_, false);
  }
  EXPECT_FALSE(actuator_.alarm().empty());
  set_ = k_self_use;
  pass(5);
  EXPECT_TRUE(decide(charge(3.0)));
}

// Its connection was not up yet when the program began.
TEST_F(ActuatorTest, ADeviceThatIsHeardForTheFirstTimeIsToldAtOnce) {
  set_.reset();
  const auto first = decide(charge(3.0));
  ASSERT_TRUE(first);
  actuator_.note(*first, now_, false);
  pass(1);
  EXPECT_FALSE(decide(charge(3.0)));
  set_ = k_self_use;
  EXPECT_TRUE(decide(charge(3.0)));
  // What it does already is not told.
  set_.reset();
  Actuator other{battery()};
  other.note(*other.decide(charge(3.0), {}, now_, Urgency::usual), now_, false);
  EXPECT_FALSE(other.decide(charge(3.0), charge(3.0), now_, Urgency::usual));
  EXPECT_EQ(other.told()->power, Power{3.0});
}

// A device that loses writes, answers late and restarts: within minutes of the last disturbance it
// does what is wanted, without a flood of writes.
TEST_F(ActuatorTest, BringsAnUnreliableDeviceToItsWish) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    std::mt19937 random{seed};
    actuator_ = Actuator{battery()};
    set_ = k_self_use;
    std::optional<std::pair<base::Time, Command>> coming;
    Command wish = k_self_use;
    for (int second = 0; second < 4 * 3600; second += 5) {
      pass(5);
      const bool is_disturbed = second < 2 * 3600;
      if (is_disturbed && random() % 60 == 0) wish = random() % 2 == 0 ? charge(3.0) : k_self_use;
      if (coming && now_ >= coming->first) {
        set_ = coming->second;
        coming.reset();
      }
      const bool is_heard = !is_disturbed || random() % 3 != 0;
      const auto write =
          actuator_.decide(wish, is_heard ? set_ : std::nullopt, now_, Urgency::usual);
      if (!write) continue;
      const bool is_lost = is_disturbed && random() % 3 == 0;
      actuator_.note(*write, now_, !is_lost || random() % 2 == 0);
      if (!is_lost) coming = {now_ + Seconds{5}, *write};
    }
    EXPECT_TRUE(is_same(*set_, wish, Power{})) << seed;
    EXPECT_LE(actuator_.writes_in(hours{4}, now_), 80) << seed;
    EXPECT_TRUE(actuator_.alarm().empty()) << seed << actuator_.alarm();
  }
}

}  // namespace
}  // namespace ohmstead::control
