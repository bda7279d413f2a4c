#include "mixture.hpp"

#include <gtest/gtest.h>

#include "testing/sample_load.hpp"
#include "text_parts.hpp"

namespace ohmstead::forecast {
namespace {

Opinions opinions(double lead_h, double profile, double week, double trees) {
  Opinions all;
  all.lead_h = lead_h;
  all.spread_kw = 0.5;
  all.mean_kw = all.middle_kw = {profile, week, trees};
  return all;
}

// The profile says 1 too much, the week 1 too little: half of each is right.
std::vector<Trial> balanced(double lead_h) {
  std::vector<Trial> trials;
  for (std::size_t i = 0; i < 400; ++i) {
    const double came = 2.0 + testing::noise(i) - 0.5;
    trials.push_back({opinions(lead_h, 3.0, 1.0, 9.0), came});
  }
  return trials;
}

TEST(Mixture, LearnsTheWeightsThatErrLeast) {
  const Mixture mixture = learn_mixture(balanced(12.0), true);
  EXPECT_DOUBLE_EQ(mixture.at(12.0).middle[0], 0.5);
  EXPECT_DOUBLE_EQ(mixture.at(12.0).middle[1], 0.5);
  EXPECT_DOUBLE_EQ(mixture.at(12.0).middle[k_tree_opinion], 0.0);
  EXPECT_DOUBLE_EQ(mixture.at(40.0).middle[0], Mixture{}.at(40.0).middle[0]) << "nothing learned";
}

TEST(Mixture, LeavesTreesOutThatAreNotThere) {
  std::vector<Trial> trials = balanced(12.0);
  for (Trial& trial : trials) trial.opinions.middle_kw[k_tree_opinion] = trial.came_kw;
  EXPECT_EQ(learn_mixture(trials, true).at(12.0).middle[k_tree_opinion], 1.0);
  EXPECT_EQ(learn_mixture(trials, false).at(12.0).middle[k_tree_opinion], 0.0);
}

TEST(Mixture, BandsHoldEightOfTen) {
  const std::vector<Trial> trials = balanced(2.0);
  const Mixture mixture = learn_mixture(trials, false);
  std::size_t inside = 0;
  for (const Trial& trial : trials) {
    const Mixed mixed = mixture.mix(trial.opinions);
    EXPECT_LE(mixed.p10_kw, mixed.p50_kw);
    EXPECT_LE(mixed.p50_kw, mixed.p90_kw);
    inside += trial.came_kw >= mixed.p10_kw && trial.came_kw <= mixed.p90_kw ? 1U : 0U;
  }
  EXPECT_NEAR(static_cast<double>(inside), 320.0, 4.0);
}

// Clear and cloudy hours by turns: trees that know which it is draw the bands, and they hold.
TEST(Mixture, TreesThatKnowTheUncertaintyDrawTheBands) {
  std::vector<Trial> trials;
  for (std::size_t i = 0; i < 400; ++i) {
    const double wide = i % 2 == 0 ? 0.2 : 4.0;
    Opinions each = opinions(12.0, 3.0, 3.0, 3.0);
    each.tree_p10_kw = 3.0 - 0.3 * wide;  // a little too narrow
    each.tree_p90_kw = 3.0 + 0.3 * wide;
    trials.push_back({each, 3.0 + wide * (testing::noise(i) - 0.5)});
  }
  const Mixture mixture = learn_mixture(trials, true);
  EXPECT_EQ(mixture.at(12.0).lower_by_trees, 1.0);
  EXPECT_EQ(mixture.at(12.0).upper_by_trees, 1.0);
  std::size_t inside = 0;
  for (const Trial& trial : trials) {
    const Mixed mixed = mixture.mix(trial.opinions);
    inside += trial.came_kw >= mixed.p10_kw && trial.came_kw <= mixed.p90_kw ? 1U : 0U;
  }
  EXPECT_NEAR(static_cast<double>(inside), 320.0, 8.0);
  const Mixed clear = mixture.mix(trials[0].opinions);
  EXPECT_LT(clear.p90_kw - clear.p10_kw, 0.25);
  Mixture again;
  ASSERT_TRUE(again.load(mixture.save()));
  EXPECT_EQ(again.mix(trials[1].opinions).p90_kw, mixture.mix(trials[1].opinions).p90_kw);
}

TEST(Mixture, IsNeverBelowZero) {
  Mixture mixture;
  for (auto& lead : mixture.of_lead) lead.lower = -100.0;
  const Mixed mixed = mixture.mix(opinions(1.0, -3.0, -1.0, 0.0));
  EXPECT_EQ(mixed.expected_kw, 0.0);
  EXPECT_EQ(mixed.p50_kw, 0.0);
  EXPECT_EQ(mixed.p10_kw, 0.0);
}

TEST(Mixture, IsTheSameAfterItWasKept) {
  const Mixture mixture = learn_mixture(balanced(12.0), true);
  Mixture again;
  ASSERT_TRUE(again.load(mixture.save()));
  EXPECT_EQ(again.save(), mixture.save());
  EXPECT_FALSE(again.load("1 2 3"));
  EXPECT_FALSE(again.load("nonsense"));
  EXPECT_EQ(again.save(), mixture.save());
}

TEST(TextParts, TellDamage) {
  const std::string text = join_parts({"a kind", {"one\ntwo", "", "three"}});
  const auto parts = split_parts(text, "a kind");
  ASSERT_TRUE(parts);
  EXPECT_EQ(parts->all, (std::vector<std::string>{"one\ntwo", "", "three"}));
  EXPECT_FALSE(split_parts(text, "another kind"));
  for (std::size_t cut = 8; cut + 1 < text.size(); ++cut) {
    const auto part = split_parts(text.substr(0, cut), "a kind");
    EXPECT_TRUE(!part || part->all.size() < 3) << cut;
  }
  std::string changed = text;
  changed[changed.find("two")] = 'T';
  EXPECT_FALSE(split_parts(changed, "a kind"));
}

TEST(TextParts, NumbersComeBackExactly) {
  const std::vector<double> numbers{0.1, -1e-300, 3.0, 1e300};
  EXPECT_EQ(read_numbers(write_numbers(numbers)), numbers);
  EXPECT_EQ(read_numbers(""), std::vector<double>{});
  for (const char* bad : {"nan", "1 x", "inf", "1,2"}) EXPECT_FALSE(read_numbers(bad)) << bad;
}

}  // namespace
}  // namespace ohmstead::forecast
