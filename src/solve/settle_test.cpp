#include "settle.hpp"

#include <gtest/gtest.h>

namespace ohmstead::solve {
namespace {

// 3 <= kw <= 11 on, with kw as given.
struct Charger {
  explicit Charger(double on_cost = 0.0) {
    on = model.add_column({.upper = 1.0, .cost = on_cost, .is_integer = true});
    kw = model.add_column({.upper = 11.0});
    model.add_row({.upper = 0.0}, {{kw, 1.0}, {on, -11.0}});
    model.add_row({.lower = 0.0}, {{kw, 1.0}, {on, -3.0}});
    model.finalise();
  }
  Model model;
  ColumnId on, kw;
};

TEST(Settling, MovesWhatIsFree) {
  const Charger charger;
  std::vector<double> values{0.5, 5.0};
  EXPECT_TRUE(Settling{charger.model}.settle(values).empty());
  EXPECT_EQ(values, (std::vector<double>{1.0, 5.0}));
}

TEST(Settling, TellsWhatBendsARow) {
  const Charger charger;
  std::vector<double> values{0.1, 1.0};
  const auto broken = Settling{charger.model}.settle(values);
  ASSERT_EQ(broken.size(), 1U);
  EXPECT_EQ(broken[0].column, charger.on.index);
  EXPECT_EQ(broken[0].to, 0.0);  // 1 kW too much, where 2 kW would be missing
  EXPECT_EQ(broken[0].other, 1.0);
  EXPECT_NEAR(broken[0].bend, 1.0, 1e-12);
  EXPECT_EQ(values, (std::vector<double>{0.1, 1.0}));
}

TEST(Settling, LeavesWhatCosts) {
  const Charger charger{0.2};
  std::vector<double> values{0.5, 5.0};
  const auto broken = Settling{charger.model}.settle(values);
  ASSERT_EQ(broken.size(), 1U);
  EXPECT_EQ(broken[0].to, 1.0);
  EXPECT_EQ(broken[0].bend, 0.0);
}

TEST(Settling, LeavesWhatIsDecided) {
  const Charger charger;
  std::vector<double> values{0.5, 5.0};
  const std::vector<char> is_decided{1, 0};
  EXPECT_TRUE(Settling{charger.model}.settle(values, is_decided).empty());
  EXPECT_EQ(values[0], 0.5);
}

}  // namespace
}  // namespace ohmstead::solve
