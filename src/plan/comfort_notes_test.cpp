#include "comfort_notes.hpp"

#include <gtest/gtest.h>

#include "ohmstead/plan/planner.hpp"
#include "testing/random_rooms.hpp"

namespace ohmstead::plan {
namespace {

using home::Language;

std::vector<std::string> notes_of(const home::Case& home, const home::Plan& plan,
                                  Language language = Language::en) {
  return comfort_notes(home, plan, Speaker{home, language});
}

// A plan in which the room has these temperatures and the heater these powers.
home::Plan plan_of(const home::Case& home, const std::vector<double>& temperatures_c,
                   const std::vector<double>& power_kw) {
  home::Plan plan;
  for (std::size_t t = 0; t < temperatures_c.size(); ++t) {
    home::PlanSlot slot;
    slot.devices.resize(2);
    slot.devices[0].id = "room";
    slot.devices[0].temperature = base::Celsius{temperatures_c[t]};
    slot.devices[1].id = "heater";
    slot.devices[1].power = base::Power{power_kw[t]};
    plan.slots.push_back(slot);
  }
  (void)home;
  return plan;
}

TEST(ComfortNotes, SayHowColdHowLongAndWhy) {
  const home::Case home = make_one_room(4);  // comfortable from 20 to 23
  const home::Plan plan = plan_of(home, {20.5, 19.2, 18.0, 19.6}, {1.0, 1.0, 1.0, 0.0});
  const auto notes = notes_of(home, plan);
  ASSERT_EQ(notes.size(), 1U);
  // 0.8 + 2.0 + 0.4 K of a quarter of an hour each: 0.8 K h at 0.15
  EXPECT_EQ(notes[0],
            "Room room: up to 2.0 °C too cold (at 00:45), 0.8 °C·h in all, counted as 0.12 EUR: it "
            "is heated with all the power there is");
}

TEST(ComfortNotes, NameTheLimitThatLeavesNoRoom) {
  home::Case home = make_one_room(4);
  home.power_limits = {{"fuse", base::Power{0.5}, {"heater"}, {}}};
  const home::Plan plan = plan_of(home, {19.0, 18.0, 18.0, 19.0}, {0.0, 0.0, 0.0, 0.0});
  auto notes = notes_of(home, plan, Language::de);
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_NE(notes[0].find("Die Grenze fuse lässt nicht mehr Wärme zu"), std::string::npos);
  home.power_limits[0].limit = base::Power{2.0};
  notes = notes_of(home, plan, Language::sv);
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_NE(notes[0].find("mer värme skulle kosta mer"), std::string::npos);
}

TEST(ComfortNotes, TellWarmthOfHeatingFromThatOfTheSun) {
  const home::Case home = make_one_room(4);
  auto notes = notes_of(home, plan_of(home, {23.0, 24.0, 24.0, 23.0}, {0.0, 0.0, 0.0, 1.0}));
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_NE(notes[0].find("too warm (at 00:30)"), std::string::npos);
  EXPECT_NE(notes[0].find("its heating is off"), std::string::npos);
  notes = notes_of(home, plan_of(home, {23.0, 24.0, 24.0, 23.0}, {1.0, 0.0, 0.0, 0.0}));
  EXPECT_NE(notes.at(0).find("cheaper than later"), std::string::npos);
}

TEST(ComfortNotes, AreSilentWhereLittleIsMissed) {
  const home::Case home = make_one_room(4);
  EXPECT_TRUE(notes_of(home, plan_of(home, {19.95, 19.95, 20.0, 23.05}, {0, 0, 0, 0})).empty());
  EXPECT_TRUE(notes_of(home, home::Plan{}).empty());
}

TEST(ComfortNotes, ComeWithThePlanThatIsExplained) {
  home::Case home = make_one_room(8);
  home.zones[0].temperature = base::Celsius{14.0};
  home.zones[0].mass->temperature = base::Celsius{14.0};
  const home::Plan plan = Planner{}.make_plan(home, {.time_limit_s = 5.0});
  ASSERT_FALSE(plan.notes.empty());
  EXPECT_NE(plan.notes.back().find("it is heated with all the power there is"), std::string::npos);
  EXPECT_GT(plan.money.comfort.value(), 0.0);
  EXPECT_TRUE(Planner{}.make_plan(home, {.is_explained = false}).notes.empty());
}

}  // namespace
}  // namespace ohmstead::plan
