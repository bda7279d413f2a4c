#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "ohmstead/store/store.hpp"
#include "scratch.hpp"

namespace ohmstead::store {
namespace {

using base::ErrorKind;
using base::Time;
using testing::ElementsAre;
using testing::HasSubstr;

const Measure k_load{"load", "kW"};

class SamplesTest : public testing::Test {
 protected:
  ScratchFolder folder_;
  Store store_ = Store::open(folder_.file()).value();
};

TEST_F(SamplesTest, come_back_in_order_of_time) {
  ASSERT_TRUE(store_.append_samples(k_load, std::vector{at(20), at(-5), at(10)},
                                    std::vector{2.0, 0.1, -1.5}));
  const auto samples = store_.read_samples("load", at(-100), at(100));
  ASSERT_TRUE(samples) << samples.error().message;
  EXPECT_EQ(samples->unit, "kW");
  EXPECT_THAT(samples->times, ElementsAre(at(-5), at(10), at(20)));
  EXPECT_THAT(samples->values, ElementsAre(0.1, -1.5, 2.0));
}

TEST_F(SamplesTest, keep_every_bit_of_a_number) {
  const std::vector values{0.1 + 0.2, 5e-324, -0.0, std::numeric_limits<double>::max(), 1e15 + 0.3};
  const std::vector times{at(1), at(2), at(3), at(4), at(5)};
  ASSERT_TRUE(store_.append_samples(k_load, times, values));
  const auto samples = store_.read_samples("load", at(0), at(9));
  ASSERT_TRUE(samples);
  ASSERT_EQ(samples->values.size(), values.size());
  for (std::size_t i = 0; i < values.size(); ++i) EXPECT_EQ(samples->values[i], values[i]) << i;
}

TEST_F(SamplesTest, are_read_from_first_to_before_last_time) {
  ASSERT_TRUE(store_.append_samples(k_load, std::vector{at(10), at(20), at(30)},
                                    std::vector{1.0, 2.0, 3.0}));
  EXPECT_THAT(store_.read_samples("load", at(10), at(30))->values, ElementsAre(1.0, 2.0));
  EXPECT_THAT(store_.read_samples("load", at(31), at(99))->values, ElementsAre());
}

TEST_F(SamplesTest, replace_those_of_the_same_time) {
  const std::vector times{at(10), at(20)};
  ASSERT_TRUE(store_.append_samples(k_load, times, std::vector{1.0, 2.0}));
  ASSERT_TRUE(store_.append_samples(k_load, times, std::vector{1.0, 2.0}));
  ASSERT_TRUE(store_.append_samples(k_load, std::vector{at(20), at(20)}, std::vector{7.0, 8.0}));
  EXPECT_THAT(store_.read_samples("load", at(0), at(99))->values, ElementsAre(1.0, 8.0));
}

TEST_F(SamplesTest, are_saved_all_or_none) {
  const std::vector times{at(10), at(20)};
  const auto failed = store_.append_samples(k_load, times, std::vector{1.0, std::nan("")});
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().kind, ErrorKind::invalid_input);
  EXPECT_THAT(failed.error().message,
              HasSubstr("load at 1970-01-01T00:00:20Z is not a finite number"));
  EXPECT_EQ(store_.read_samples("load", at(0), at(99)).error().kind, ErrorKind::not_found);
}

TEST_F(SamplesTest, of_one_series_have_one_unit) {
  ASSERT_TRUE(store_.append_samples(k_load, std::vector{at(10)}, std::vector{1.0}));
  const auto failed =
      store_.append_samples({"load", "W"}, std::vector{at(10)}, std::vector{1000.0});
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().kind, ErrorKind::conflict);
  EXPECT_EQ(failed.error().message, store_.path() + ": load is stored in kW, not in W");
  EXPECT_THAT(store_.read_samples("load", at(0), at(99))->values, ElementsAre(1.0));
}

TEST_F(SamplesTest, need_a_name_and_a_unit) {
  EXPECT_EQ(store_.append_samples({"", "kW"}, {}, {}).error().kind, ErrorKind::invalid_input);
  EXPECT_EQ(store_.append_samples({"load", ""}, {}, {}).error().kind, ErrorKind::invalid_input);
}

TEST_F(SamplesTest, need_as_many_times_as_values) {
  EXPECT_THROW((void)store_.append_samples(k_load, std::vector{at(10)}, {}), std::logic_error);
}

TEST_F(SamplesTest, of_an_unknown_series_are_not_found) {
  const auto failed = store_.read_samples("laod", at(0), at(99));
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().kind, ErrorKind::not_found);
  EXPECT_EQ(failed.error().message, store_.path() + ": no series 'laod'");
}

TEST_F(SamplesTest, are_listed_by_series) {
  ASSERT_TRUE(
      store_.append_samples({"pv", "kW"}, std::vector{at(40), at(10)}, std::vector{1.0, 2.0}));
  ASSERT_TRUE(store_.append_samples(k_load, std::vector{at(5)}, std::vector{1.0}));
  ASSERT_TRUE(store_.append_samples({"empty", "kWh"}, {}, {}));
  const auto all = store_.list_series();
  ASSERT_TRUE(all) << all.error().message;
  ASSERT_EQ(all->size(), 2U);
  EXPECT_EQ((*all)[0].measure.name, "load");
  EXPECT_EQ((*all)[1].measure.name, "pv");
  EXPECT_EQ((*all)[1].measure.unit, "kW");
  EXPECT_EQ((*all)[1].first, at(10));
  EXPECT_EQ((*all)[1].last, at(40));
}

// A year of 5-minute values in one call; how long that takes is a matter of the benchmarks.
TEST_F(SamplesTest, go_in_by_the_hundred_thousand) {
  std::vector<Time> times;
  std::vector<double> values;
  for (int i = 0; i < 105'120; ++i) {
    times.push_back(at(1'700'000'000 + 300 * i));
    values.push_back(0.001 * i);
  }
  ASSERT_TRUE(store_.append_samples(k_load, times, values));
  const auto samples = store_.read_samples("load", times.front(), times.back());
  ASSERT_TRUE(samples);
  EXPECT_EQ(samples->values.size(), times.size() - 1);
  EXPECT_EQ(samples->values.back(), values[values.size() - 2]);
}

}  // namespace
}  // namespace ohmstead::store
