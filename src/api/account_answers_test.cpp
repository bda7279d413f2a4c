#include "account_answers.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace ohmstead::api {
namespace {

using Json = nlohmann::json;
using base::Power;
using base::Seconds;

const base::Time k_start = *base::parse_time("2024-05-11T23:30:00Z");

// Four quarters around midnight: 2 kW planned, 1 or 3 kW drawn.
std::vector<engine::MeasuredSlot> slots() {
  std::vector<engine::MeasuredSlot> all(4);
  for (std::size_t i = 0; i < 4; ++i) {
    all[i].start = k_start + Seconds{900} * static_cast<long>(i);
    all[i].duration = Seconds{900};
    home::DeviceAccount& car = all[i].accounts.emplace_back();
    car.id = "car";
    car.planned = Power{2.0};
    car.actual = Power{i % 2 == 0 ? 1.0 : 3.0};
    car.switches = 1;
    car.writes = 2;
    car.avoided = base::Money{0.1};
  }
  all[1].accounts[0].set_point_error = Power{0.4};
  all[1].accounts[0].response = Seconds{20};
  all[2].accounts[0].response = Seconds{5};
  all[3].accounts[0].cold_k_h = 0.5;
  return all;
}

Json answer(AccountsBy by, int from_s = 0, int to_s = 3600) {
  return Json::parse(answer_accounts(slots(), {k_start + Seconds{from_s}, k_start + Seconds{to_s}},
                                     by, base::Zone::utc()));
}

TEST(Accounts, AreSummedOverTheTime) {
  const Json rows = answer(AccountsBy::total)["rows"];
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0]["start"].get<std::string>(), "2024-05-11T23:30:00Z");
  const Json& car = rows[0]["devices"][0];
  EXPECT_DOUBLE_EQ(car["planned_kwh"].get<double>(), 2.0);
  EXPECT_DOUBLE_EQ(car["actual_kwh"].get<double>(), 2.0);
  EXPECT_DOUBLE_EQ(car["beside_plan_kwh"].get<double>(), 1.0);
  EXPECT_DOUBLE_EQ(car["set_point_error_kw"].get<double>(), 0.4);
  EXPECT_EQ(car["switches"].get<int>(), 4);
  EXPECT_DOUBLE_EQ(car["switches_per_day"].get<double>(), 96.0);
  EXPECT_EQ(car["writes"].get<int>(), 8);
  EXPECT_EQ(car["response_s"].get<int>(), 20);
  EXPECT_DOUBLE_EQ(car["cold_k_h"].get<double>(), 0.5);
  EXPECT_DOUBLE_EQ(car["cold_hours"].get<double>(), 0.25);
  EXPECT_NEAR(car["avoided"].get<double>(), 0.4, 1e-12);
}

TEST(Accounts, HaveRowsByLocalDayAndBySlot) {
  const Json days = answer(AccountsBy::day)["rows"];
  ASSERT_EQ(days.size(), 2U);
  EXPECT_EQ(days[1]["start"].get<std::string>(), "2024-05-12T00:00:00Z");
  EXPECT_DOUBLE_EQ(days[1]["devices"][0]["hours"].get<double>(), 0.5);
  EXPECT_EQ(answer(AccountsBy::slot)["rows"].size(), 4U);
  EXPECT_EQ(answer(AccountsBy::slot, 900, 1800)["rows"].size(), 1U);
  EXPECT_TRUE(answer(AccountsBy::total, 7200, 9000)["rows"].empty());
}

TEST(Accounts, AreSummedUpWhereNothingElseIsAskedFor) {
  net::HttpRequest request;
  EXPECT_EQ(read_accounts_by(request), AccountsBy::total);
  request.query["by"] = "slot";
  EXPECT_EQ(read_accounts_by(request), AccountsBy::slot);
}

}  // namespace
}  // namespace ohmstead::api
