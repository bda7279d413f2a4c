#include <SQLiteCpp/Database.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ohmstead/home/bill.hpp"
#include "ohmstead/home/case.hpp"
#include "ohmstead/home/plan.hpp"
#include "ohmstead/store/store.hpp"
#include "scratch.hpp"

namespace ohmstead::store {
namespace {

using base::ErrorKind;
using testing::HasSubstr;

class CyclesTest : public testing::Test {
 protected:
  // Changes the file as nobody should.
  void tamper(const std::string& sql) {
    SQLite::Database{store_.path(), SQLite::OPEN_READWRITE}.exec(sql);
  }

  ScratchFolder folder_;
  Store store_ = Store::open(folder_.file()).value();
};

home::Case small_case() {
  home::Case home;
  home.schema = home::k_case_schema;
  home.name = "small home";
  home.slots = base::SlotGrid::uniform(at(1'719'187'200), base::Seconds{900}, 3);
  home.prices.import = home::Series<home::EnergyPrice>{{0.1 + 0.2, 0.31, -0.05}};
  home.prices.export_ = home::Series<home::EnergyPrice>{{0.08, 0.08, 0.0}};
  home.load = home::Series<home::Power>{{0.4, 1.0 / 3.0, 2.0}};
  home.pv = home::Series<home::Power>{3};
  return home;
}

TEST_F(CyclesTest, of_a_real_home_come_back_bit_for_bit) {
  const std::string home_text = home::write_case(small_case());
  home::Plan plan;
  plan.schema = home::k_plan_schema;
  plan.name = "small home";
  plan.strategy = "optimal";
  plan.money.net_cost = home::Money{0.1 + 0.7};
  plan.money.missed = home::Money{0.5};
  const std::string plan_text = home::write_plan(plan);
  const std::string bill_text = home::write_bill({});

  const auto id = store_.save_cycle({at(1'719'187'200), home_text, plan_text, bill_text});
  ASSERT_TRUE(id) << id.error().message;
  const auto stored = store_.read_plan(*id);
  ASSERT_TRUE(stored) << stored.error().message;
  EXPECT_EQ(stored->plan_json, plan_text);
  EXPECT_EQ(stored->bill_json, bill_text);
  EXPECT_EQ(stored->summary.id, *id);
  EXPECT_EQ(stored->summary.made_at, at(1'719'187'200));
  EXPECT_EQ(stored->summary.name, "small home");
  EXPECT_EQ(stored->summary.strategy, "optimal");
  EXPECT_EQ(stored->summary.status, "optimal");
  EXPECT_EQ(stored->summary.cost, 0.1 + 0.7 - 0.5);
  const auto home = home::read_case(store_.read_case_of_plan(*id).value(), "stored case");
  ASSERT_TRUE(home) << home.error().message;
  EXPECT_EQ(home::write_case(*home), home_text);
  EXPECT_EQ(store_.read_outlook_of_plan(*id).value(), std::nullopt);
}

TEST_F(CyclesTest, have_ascending_ids_and_keep_their_own_texts) {
  for (std::int64_t number = 1; number <= 6; ++number) {
    const auto id = store_.save_cycle(numbered_cycle(number));
    ASSERT_TRUE(id) << id.error().message;
    EXPECT_EQ(*id, number);
  }
  for (std::int64_t number = 1; number <= 6; ++number) {
    EXPECT_EQ(difference(store_, number, number), "");
  }
}

TEST_F(CyclesTest, last_over_closing_and_opening) {
  ASSERT_TRUE(store_.save_cycle(numbered_cycle(1)));
  store_ = Store::open(folder_.file()).value();
  ASSERT_TRUE(store_.save_cycle(numbered_cycle(2)));
  EXPECT_EQ(difference(store_, 1, 1), "");
  EXPECT_EQ(difference(store_, 2, 2), "");
}

TEST_F(CyclesTest, latest_plan_is_the_one_saved_last) {
  EXPECT_EQ(store_.latest_plan().error().kind, ErrorKind::not_found);
  EXPECT_EQ(store_.latest_plan().error().message, store_.path() + ": no plan is stored yet");
  ASSERT_TRUE(store_.save_cycle(numbered_cycle(9)));
  ASSERT_TRUE(store_.save_cycle(numbered_cycle(5)));
  EXPECT_EQ(store_.latest_plan()->summary.id, 2);
  EXPECT_EQ(store_.latest_plan()->plan_json, numbered_cycle(5).plan_json);
}

TEST_F(CyclesTest, are_listed_newest_first) {
  EXPECT_TRUE(store_.list_plans(10)->empty());
  for (std::int64_t number = 1; number <= 4; ++number) {
    ASSERT_TRUE(store_.save_cycle(numbered_cycle(number)));
  }
  const auto plans = store_.list_plans(3);
  ASSERT_TRUE(plans) << plans.error().message;
  ASSERT_EQ(plans->size(), 3U);
  EXPECT_EQ((*plans)[0].id, 4);
  EXPECT_EQ((*plans)[2].id, 2);
  EXPECT_EQ((*plans)[0].name, "home 4");
  EXPECT_EQ((*plans)[0].strategy, "optimal");
  EXPECT_EQ((*plans)[0].status, "good");
  EXPECT_EQ((*plans)[0].made_at, at(4));
  EXPECT_EQ(plans->front().cost, std::nullopt);  // these plans tell none
  EXPECT_TRUE(store_.list_plans(0)->empty());
  EXPECT_EQ(store_.list_plans(std::numeric_limits<std::size_t>::max())->size(), 4U);
}

TEST_F(CyclesTest, unknown_ids_are_not_found) {
  for (const PlanId id : {PlanId{1}, PlanId{0}, PlanId{-7}}) {
    EXPECT_EQ(store_.read_plan(id).error().kind, ErrorKind::not_found);
    EXPECT_EQ(store_.read_case_of_plan(id).error().kind, ErrorKind::not_found);
    EXPECT_EQ(store_.read_outlook_of_plan(id).error().kind, ErrorKind::not_found);
  }
  EXPECT_EQ(store_.read_plan(7).error().message, store_.path() + ": no plan 7");
}

TEST_F(CyclesTest, with_a_wrong_text_are_refused_whole) {
  const auto message_after = [&](auto change) {
    Cycle cycle = numbered_cycle(2);
    change(cycle);
    const auto id = store_.save_cycle(cycle);
    return id ? "saved" : id.error().message;
  };
  EXPECT_EQ(message_after([](Cycle& c) { c.case_json = c.plan_json; }),
            store_.path() + ": new case: schema: 'ohmstead.plan/1' is not ohmstead.case/1");
  EXPECT_EQ(message_after([](Cycle& c) { c.plan_json = "{}"; }),
            store_.path() + ": new plan: schema: missing; expected ohmstead.plan/1");
  EXPECT_EQ(message_after([](Cycle& c) { c.bill_json = "[1]"; }),
            store_.path() + ": new bill: not a JSON object");
  EXPECT_THAT(message_after([](Cycle& c) { c.outlook_json = "{\"number\":"; }),
              HasSubstr(store_.path() + ": new outlook:"));
  EXPECT_TRUE(store_.list_plans(9)->empty());
}

TEST_F(CyclesTest, are_checked_when_read) {
  ASSERT_TRUE(store_.save_cycle(numbered_cycle(2)));
  tamper("UPDATE cases SET json = replace(json, 'case/1', 'case/2')");
  EXPECT_EQ(store_.read_case_of_plan(1).error().message,
            store_.path() + ": case of plan 1: schema: 'ohmstead.case/2' is not ohmstead.case/1");
  tamper("UPDATE plans SET json = substr(json, 1, 40)");
  EXPECT_EQ(store_.read_plan(1).error().kind, ErrorKind::invalid_input);
  EXPECT_THAT(store_.read_plan(1).error().message, HasSubstr(store_.path() + ": plan 1:"));
  tamper("UPDATE plans SET json = '{\"schema\":\"ohmstead.plan/1\"}'; UPDATE bills SET json = ''");
  EXPECT_THAT(store_.latest_plan().error().message, HasSubstr(": bill of plan 1: "));
  tamper("UPDATE outlooks SET json = '7'");
  EXPECT_EQ(store_.read_outlook_of_plan(1).error().message,
            store_.path() + ": outlook of plan 1: not a JSON object");
}

TEST_F(CyclesTest, before_a_time_are_dropped_with_all_that_is_theirs) {
  for (std::int64_t number = 1; number <= 6; ++number) {
    ASSERT_TRUE(store_.save_cycle(numbered_cycle(number)));
  }
  ASSERT_TRUE(store_.append_samples({"load", "kW"}, std::vector{at(1)}, std::vector{1.0}));
  EXPECT_EQ(store_.drop_before(at(4)).value(), 3);
  EXPECT_EQ(store_.drop_before(at(4)).value(), 0);
  EXPECT_EQ(store_.read_plan(3).error().kind, ErrorKind::not_found);
  for (std::int64_t number = 4; number <= 6; ++number) {
    EXPECT_EQ(difference(store_, number, number), "");
  }
  SQLite::Database reader{store_.path()};
  EXPECT_EQ(reader.execAndGet("SELECT count(*) FROM cases").getInt(), 3);
  EXPECT_EQ(reader.execAndGet("SELECT count(*) FROM bills").getInt(), 3);
  EXPECT_EQ(reader.execAndGet("SELECT count(*) FROM outlooks").getInt(), 2);
  EXPECT_EQ(store_.read_samples("load", at(0), at(9))->values.size(), 1U);
}

TEST_F(CyclesTest, never_use_an_id_twice) {
  ASSERT_TRUE(store_.save_cycle(numbered_cycle(1)));
  ASSERT_TRUE(store_.save_cycle(numbered_cycle(2)));
  ASSERT_EQ(store_.drop_before(at(100)).value(), 2);
  EXPECT_EQ(store_.save_cycle(numbered_cycle(3)).value(), 3);
  EXPECT_EQ(difference(store_, 3, 3), "");
}

TEST_F(CyclesTest, give_their_room_back_when_dropped) {
  for (std::int64_t number = 1; number <= 50; ++number) {
    ASSERT_TRUE(store_.save_cycle(numbered_cycle(number, 70'000)));
  }
  const auto pages = [&] {
    return SQLite::Database{store_.path()}.execAndGet("PRAGMA page_count").getInt();
  };
  const int before = pages();
  ASSERT_EQ(store_.drop_before(at(46)).value(), 45);
  EXPECT_LT(pages(), before / 5);
}

TEST_F(CyclesTest, are_seen_by_a_second_store_on_the_same_file) {
  Store other = Store::open(folder_.file()).value();
  ASSERT_TRUE(store_.save_cycle(numbered_cycle(1)));
  EXPECT_EQ(difference(other, 1, 1), "");
  EXPECT_EQ(other.save_cycle(numbered_cycle(2)).value(), 2);
  EXPECT_EQ(difference(store_, 2, 2), "");
}

}  // namespace
}  // namespace ohmstead::store
