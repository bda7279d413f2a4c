#include "ohmstead/forecast/rooms.hpp"

#include <gtest/gtest.h>

#include <numbers>

#include "ohmstead/forecast/walk_rooms.hpp"
#include "room_fit.hpp"
#include "testing/sample_load.hpp"
#include "testing/shared_table.hpp"

namespace ohmstead::forecast {
namespace {

using namespace std::chrono_literals;
using testing::at;
using testing::noise;

struct TrueRoom {
  double capacity_kwh_per_k = 3.0;
  double loss_kw_per_k = 0.05;
  double aperture_m2 = 1.0;
  double base_c = 20.0;
};

// A house whose equations are known, in steps of a minute; heated by chance for 2 h at a time.
RoomsPast sample_rooms(const std::vector<TrueRoom>& rooms, double between_kw_per_k, int days,
                       bool is_heated) {
  RoomsPast past;
  past.outdoor = {at("2024-01-01T00:00:00Z"), 1800s, {}, {}};
  past.sun = past.outdoor;
  std::vector<double> now(rooms.size());
  for (std::size_t i = 0; i < rooms.size(); ++i) {
    past.rooms.push_back({"room " + std::to_string(i), past.outdoor, past.outdoor, {}});
    now[i] = rooms[i].base_c;
  }
  for (int cell = 0; cell < days * 48; ++cell) {
    const double hour = 0.5 * (cell % 48);
    const double outdoor = 4.0 + 6.0 * noise(static_cast<std::size_t>(cell / 48)) -
                           4.0 * std::cos(2.0 * std::numbers::pi * (hour - 3.0) / 24.0);
    const double sun =
        hour > 8.0 && hour < 16.0 ? 0.5 * noise(static_cast<std::size_t>(cell / 6) + 5000) : 0.0;
    past.outdoor.values.push_back(outdoor);
    past.sun.values.push_back(sun);
    std::vector<double> sums(rooms.size(), 0.0), heats(rooms.size());
    for (std::size_t i = 0; i < rooms.size(); ++i)
      heats[i] = is_heated && noise(static_cast<std::size_t>(cell / 4) + 900 * i) > 0.6 ? 2.0 : 0.0;
    for (int minute = 0; minute < 30; ++minute) {
      const std::vector<double> before = now;
      for (std::size_t i = 0; i < rooms.size(); ++i) {
        double kw =
            heats[i] + rooms[i].aperture_m2 * sun - rooms[i].loss_kw_per_k * (before[i] - outdoor);
        for (std::size_t j = 0; j < rooms.size(); ++j)
          kw += between_kw_per_k * (before[j] - before[i]);
        now[i] += kw / rooms[i].capacity_kwh_per_k / 60.0;
        sums[i] += now[i] / 30.0;
      }
    }
    for (std::size_t i = 0; i < rooms.size(); ++i) {
      const double sensor = 0.1 * (noise(static_cast<std::size_t>(cell) + 77777 * (i + 1)) - 0.5);
      past.rooms[i].temperature.values.push_back(sums[i] + sensor);
      past.rooms[i].heat.values.push_back(heats[i]);
    }
  }
  if (!is_heated) past.rooms[0].heat = {};
  return past;
}

base::Time end_of(const RoomsPast& past) { return past.outdoor.slot_start(past.outdoor.size()); }

void expect_near(const Estimate& found, double truth, double share) {
  EXPECT_NEAR(found.value, truth, share * truth);
  EXPECT_LT(std::abs(found.value - truth), 4.0 * found.standard_error) << found.value;
  EXPECT_LT(found.relative_error(), 0.5);
}

TEST(Rooms, FindsLossAndCapacityOfAHeatedRoom) {
  const RoomsPast past = sample_rooms({{}}, 0.0, 30, true);
  const RoomsModel model = RoomsModel::train(past, end_of(past));
  const RoomFit& fit = model.fits().front();
  EXPECT_EQ(fit.verdict, RoomVerdict::identified) << fit.reason;
  expect_near(fit.capacity_kwh_per_k, 3.0, 0.1);
  expect_near(fit.loss_kw_per_k, 0.05, 0.15);
  expect_near(fit.aperture_m2, 1.0, 0.2);
  expect_near(fit.time_constant_h, 60.0, 0.15);
}

TEST(Rooms, WithoutHeatItTellsTheTimeConstantAndSaysThatThisIsAll) {
  RoomsPast past = sample_rooms({{3.0, 0.05, 0.0, 12.0}}, 0.0, 40, false);
  const RoomsModel model = RoomsModel::train(past, end_of(past));
  const RoomFit& fit = model.fits().front();
  EXPECT_EQ(fit.verdict, RoomVerdict::only_time_constant) << fit.reason;
  expect_near(fit.time_constant_h, 60.0, 0.3);
  EXPECT_EQ(fit.capacity_kwh_per_k.value, 0.0);
}

TEST(Rooms, FindsWhatNeighboursExchange) {
  const RoomsPast past =
      sample_rooms({{3.0, 0.05, 0.5, 20.0}, {2.0, 0.08, 0.5, 16.0}}, 0.06, 45, true);
  const RoomsModel model = RoomsModel::train(past, end_of(past));
  const RoomFit& first = model.fits()[0];
  expect_near(first.capacity_kwh_per_k, 3.0, 0.15);
  ASSERT_EQ(first.neighbours.size(), 1U);
  EXPECT_NEAR(first.neighbours[0].second.value, 0.06 / 0.11, 0.12);
  const RoomFit& second = model.fits()[1];
  expect_near(second.capacity_kwh_per_k, 2.0, 0.15);
  EXPECT_NEAR(second.neighbours.at(0).second.value, 0.06 / 0.14, 0.12);
}

TEST(Rooms, AFlatHistoryIdentifiesNothing) {
  RoomsPast past = sample_rooms({{}}, 0.0, 20, true);
  for (double& value : past.rooms[0].temperature.values) value = 21.0;
  for (double& value : past.rooms[0].heat.values) value = 0.8;
  for (double& value : past.outdoor.values) value = 5.0;
  for (double& value : past.sun.values) value = 0.0;
  const RoomsModel model = RoomsModel::train(past, end_of(past));
  EXPECT_EQ(model.fits()[0].verdict, RoomVerdict::not_identified);
  EXPECT_FALSE(model.fits()[0].reason.empty());
}

TEST(Rooms, AShortHistoryIsRefusedWithAReason) {
  const RoomsPast past = sample_rooms({{}}, 0.0, 3, true);
  const RoomsModel model = RoomsModel::train(past, end_of(past));
  EXPECT_EQ(model.fits()[0].verdict, RoomVerdict::not_identified);
  EXPECT_NE(model.fits()[0].reason.find("days"), std::string::npos);
  // It stays as it is.
  const auto coming = model.predict(past, end_of(past), 4);
  EXPECT_NEAR(coming[0].expected_c[3], past.rooms[0].temperature.values.back(), 0.2);
}

TEST(Rooms, ForetellsADayAndItsBandsHold) {
  const RoomsPast past = sample_rooms({{}}, 0.0, 50, true);
  const auto walk = walk_rooms(past, {.from = at("2024-02-01T00:00:00Z"), .to = end_of(past)});
  EXPECT_LT(walk[0].mae_k, 0.15);
  EXPECT_LT(walk[0].mae_k, 0.3 * walk[0].stays_mae_k);
  EXPECT_GT(walk[0].coverage_pct, 65.0);
  EXPECT_LT(walk[0].coverage_pct, 95.0);
}

TEST(Rooms, SeesNothingAfterTheInstantOfTheForecast) {
  const RoomsPast past = sample_rooms({{}}, 0.0, 20, true);
  const base::Time now = at("2024-01-15T06:00:00Z");
  RoomsPast other = past;
  for (std::size_t i = static_cast<std::size_t>((now - past.outdoor.start) / 1800s);
       i < past.outdoor.size(); ++i)
    other.rooms[0].temperature.values[i] = 99.0;
  const auto one = RoomsModel::train(past, now).predict(past, now, 48);
  const auto two = RoomsModel::train(other, now).predict(other, now, 48);
  EXPECT_EQ(one[0].expected_c, two[0].expected_c);
  EXPECT_EQ(one[0].p90_c, two[0].p90_c);
}

TEST(RoomStart, ReadsADecayAndACycleAsByHand) {
  // Falls by exp(-t / 50 h) from 20 K above 0 C for 12 h, then 2 kW for 4 h rise it by 1 K an hour.
  RoomCells cells{0.5, {}, {}, {}, {{}}, {true}};
  double room = 0.0;
  for (int run = 0; run < 4; ++run) {
    for (int i = 0; i < 24; ++i) {
      room = 20.0 * std::exp(-0.5 * i / 50.0);
      cells.temperature.push_back(room);
      cells.inputs[0].push_back(0.0);
    }
    for (int i = 0; i < 8; ++i) {
      cells.temperature.push_back(room += 0.5);
      cells.inputs[0].push_back(2.0);
    }
  }
  cells.outdoor.assign(cells.temperature.size(), 0.0);
  cells.is_break.assign(cells.temperature.size(), false);
  const RoomStart start = start_of(cells, true);
  EXPECT_EQ(start.decays, 4);
  EXPECT_NEAR(start.time_constant_h.value(), 50.0, 0.5);
  EXPECT_EQ(start.cycles, 4);
  EXPECT_NEAR(start.capacity_kwh_per_k.value(), 2.0, 1e-9);
}

struct SharedHouse {
  const char* name;
  RoomsPast (*read)();
};

RoomsPast purdue() {
  const auto table = testing::read_shared(OHMSTEAD_SOURCE_DIR,
                                          "thermal/purdue_us_house_hourly_2022-12_2023-01.csv.gz");
  RoomsPast past;
  if (table.times.empty()) return past;
  past.outdoor = table.column("outdoor_temp_C");
  past.sun = table.column("ghi_W_per_m2", 1e-3);
  past.zone = base::Zone::load("America/Indiana/Indianapolis").value();
  past.rooms.push_back(
      {"house", table.column("indoor_temp_C"), table.column("heat_supply_kW"), {}});
  return past;
}

RoomsPast mons() {
  const auto table = testing::read_shared(
      OHMSTEAD_SOURCE_DIR, "thermal/mons_be_passive_house_10min_2016-01_2016-08.csv.gz");
  RoomsPast past;
  if (table.times.empty()) return past;
  past.zone = base::Zone::load("Europe/Brussels").value();
  past.outdoor = on_coarser_slots(table.column("T_outdoor_north_C"), 3600s);
  const Measured appliances = on_coarser_slots(table.column("appliances_Wh", 6e-3), 3600s);
  const Measured heater = on_coarser_slots(table.column("heater_Wh", 6e-3), 3600s);
  for (const char* name :
       {"kitchen", "living", "laundry", "office", "bath", "ironing", "teen_room", "parents"}) {
    past.rooms.push_back({name,
                          on_coarser_slots(table.column(std::string{"T_"} + name + "_C"), 3600s),
                          heater, appliances});
  }
  return past;
}

class SharedHouses : public ::testing::TestWithParam<SharedHouse> {};

TEST_P(SharedHouses, AreForetoldADayAheadWithinHalfADegree) {
  const RoomsPast past = GetParam().read();
  if (past.rooms.empty()) GTEST_SKIP() << "../shared/data is not beside the project";
  const base::Time from = base::floor_to(past.outdoor.start + 15 * 86400s, 86400s);
  const auto walks = walk_rooms(past, {.from = from,
                                       .to = std::min(end_of(past), from + std::chrono::days{60}),
                                       .days_between_training = 28});
  double error = 0.0;
  for (const RoomWalk& walk : walks) {
    EXPECT_GT(walk.count, 500) << walk.name;
    error += walk.mae_k / static_cast<double>(walks.size());
  }
  EXPECT_LT(error, 0.5);
}

TEST(SharedRooms, PurduesLossIsThatOfItsRegression) {
  const RoomsPast past = purdue();
  if (past.rooms.empty()) GTEST_SKIP() << "../shared/data is not beside the project";
  const RoomsModel model = RoomsModel::train(past, end_of(past));
  // Heat over the distance to the outdoor air gives 0.35 kW/K.
  EXPECT_NEAR(model.fits()[0].loss_kw_per_k.value, 0.35, 0.05);
}

INSTANTIATE_TEST_SUITE_P(All, SharedHouses,
                         ::testing::Values(SharedHouse{"purdue", purdue},
                                           SharedHouse{"mons", mons}),
                         [](const auto& house) { return house.param.name; });

}  // namespace
}  // namespace ohmstead::forecast
