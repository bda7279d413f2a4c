#include "progress_bar.hpp"

#include <gtest/gtest.h>

namespace ohmstead::app {
namespace {

TEST(ProgressLine, EstimatesWhatIsLeft) {
  EXPECT_EQ(progress_line("backtest", 1, 4, 3000.0, "Tue 14 May"),
            "backtest [#######-----------------------]  25 %  Tue 14 May  9 s left");
  EXPECT_EQ(progress_line("backtest", 1, 100, 10'000.0, "x"),
            "backtest [------------------------------]   1 %  x  17 min left");
}

TEST(ProgressLine, BeginAndEndHaveNoEstimate) {
  EXPECT_EQ(progress_line("b", 0, 4, 0.0, "x"), "b [------------------------------]   0 %  x");
  EXPECT_EQ(progress_line("b", 4, 4, 9.0, "x"), "b [##############################] 100 %  x");
  EXPECT_EQ(progress_line("b", 0, 0, 9.0, "x"), "b [##############################] 100 %  x");
}

}  // namespace
}  // namespace ohmstead::app
