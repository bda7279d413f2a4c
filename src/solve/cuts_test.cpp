#include "cuts.hpp"

#include <gtest/gtest.h>

#include <random>

#include "model_variants.hpp"
#include "ohmstead/solve/check.hpp"

namespace ohmstead::solve {
namespace {

constexpr int k_slots = 7;

// A car that charges with its least power or not at all, until a state that is wanted, behind a
// connection that it shares with what cannot wait; some hours are free of choice.
class Charging {
 public:
  explicit Charging(std::uint64_t seed) : random_{seed} {
    const double most = number(6, 11), least = number(2, 4), room = number(7, 12);
    const RowId wanted = model_.add_row({.lower = number(8, 20)});
    const ColumnId missed = model_.add_column({.upper = 50.0, .cost = 40.0});
    model_.add(wanted, missed, 1.0);
    const NameId on = model_.name("on"), charge = model_.name("charge");
    for (int t = 0; t < k_slots; ++t) {
      on_.push_back(model_.add_column({{on, t}, 0.0, 1.0, number(0, 1), true}));
      const ColumnId kw = model_.add_column({{charge, t}, 0.0, most, number(-2, 9)});
      const ColumnId import = model_.add_column({.upper = room, .cost = number(5, 30)});
      const ColumnId sold = model_.add_column({.upper = 9.0, .cost = -number(0, 6)});
      model_.add_row({.upper = 0.0}, {{kw, 1.0}, {on_.back(), -most}});
      model_.add_row({.lower = 0.0}, {{kw, 1.0}, {on_.back(), -least}});
      const double load = number(-5, 5);
      model_.add_row({.lower = load, .upper = load}, {{import, 1.0}, {kw, -1.0}, {sold, -1.0}});
      model_.add(wanted, kw, 0.9);
      traded_.emplace_back(import, sold);
    }
    model_.finalise();
  }

  [[nodiscard]] const Model& model() const { return model_; }

  // The same point, but that more is bought and sold again.
  [[nodiscard]] std::vector<double> made_dear(std::vector<double> values) const {
    const auto room = [&](ColumnId column) {
      const auto j = static_cast<std::size_t>(column.index);
      return model_.column_upper()[j] - values[j];
    };
    for (const auto& [import, sold] : traded_) {
      const double more = std::min(room(import), room(sold));
      for (const ColumnId column : {import, sold})
        values[static_cast<std::size_t>(column.index)] += more;
    }
    return values;
  }

  // The best point of each way to decide; those that there are.
  [[nodiscard]] std::vector<Solution> all_points() const {
    std::vector<Solution> points;
    for (unsigned choice = 0; choice < 1U << k_slots; ++choice) {
      std::vector<double> values(model_.costs().size(), 0.0);
      for (unsigned t = 0; t < k_slots; ++t)
        values[static_cast<std::size_t>(on_[t].index)] = (choice >> t & 1U) != 0 ? 1.0 : 0.0;
      Solution point = solve_with_integers_fixed(model_, values, {});
      if (point.has_values()) points.push_back(std::move(point));
    }
    return points;
  }

 private:
  double number(int least, int most) {
    const auto steps = static_cast<std::uint64_t>(most - least) * 8 + 1;
    return least + static_cast<double>(random_() % steps) / 8.0;
  }

  std::mt19937_64 random_;
  Model model_;
  std::vector<ColumnId> on_;
  std::vector<std::pair<ColumnId, ColumnId>> traded_;  // import and what is sold
};

std::optional<Tightened> tighten(const Model& model) {
  const Limits limits;
  return tighten(Task{model, limits, StopRule{limits}});
}

// Whole or not.
bool keeps_rows(Model model, const std::vector<double>& values) {
  for (std::int32_t j = 0; j < model.column_count(); ++j) model.set_integer(ColumnId{j}, false);
  return check_solution(model, values).is_feasible();
}

// However a home decides, its best plan stays allowed.
TEST(Cuts, LoseNoPoint) {
  int tightened = 0;
  double relaxed = 0.0, gained = 0.0;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const Charging home{seed};
    const auto tight = tighten(home.model());
    if (!tight) continue;
    ++tightened;
    double best = k_infinity;
    for (const Solution& point : home.all_points()) {
      EXPECT_TRUE(check_solution(tight->model, point.values).is_feasible()) << seed;
      best = std::min(best, point.objective);
    }
    const double before = solve_relaxation(home.model(), {}, nullptr).bound;
    const double after = solve_relaxation(tight->model, {}, &tight->basis).bound;
    EXPECT_LE(after, best + 1e-6) << seed;
    EXPECT_GE(after, before - 1e-6) << seed;
    relaxed += best - before;
    gained += after - before;
  }
  EXPECT_GT(tightened, 20);
  EXPECT_GT(gained, 0.6 * relaxed);
}

TEST(Cuts, KeepTheModelAndTellWhereItsRelaxationEnded) {
  const Charging home{2};
  const auto tight = tighten(home.model());
  ASSERT_TRUE(tight);
  const Model& model = home.model();
  EXPECT_GT(tight->model.row_count(), model.row_count());
  ASSERT_EQ(tight->model.column_count(), model.column_count());
  EXPECT_EQ(tight->model.integer_count(), model.integer_count());
  for (std::int32_t i = 0; i < model.row_count(); ++i)
    EXPECT_EQ(tight->model.label(RowId{i}), model.label(RowId{i}));
  for (std::int32_t j = 0; j < model.column_count(); ++j)
    EXPECT_EQ(tight->model.label(ColumnId{j}), model.label(ColumnId{j}));
  ASSERT_TRUE(fits(tight->basis, tight->model));
  EXPECT_EQ(solve_relaxation(tight->model, {}, &tight->basis).iterations, 0);
}

// What is known is believed before the library: here a point is "known" that is no whole one.
TEST(Cuts, AreLeftOutWhereTheyContradictWhatIsKnown) {
  const Limits limits;
  int broken = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const Charging home{seed};
    const auto free = tighten(home.model());
    Task task{home.model(), limits, StopRule{limits}};
    const Solution relaxed = solve_relaxation(home.model(), {}, nullptr);
    task.values = relaxed.values;
    EXPECT_FALSE(tighten(task)) << seed;  // all that is gained is lost by this point
    // A dear point contradicts single rows only.
    const std::vector<double> dear = home.made_dear(relaxed.values);
    if (!free || keeps_rows(free->model, dear)) continue;
    ++broken;
    task.values = dear;
    const auto tight = tighten(task);
    EXPECT_TRUE(!tight || keeps_rows(tight->model, dear)) << seed;
  }
  EXPECT_GT(broken, 5);
}

// Rows that were found for some prices hold for others, and are not sought again.
TEST(Cuts, AreTakenAgainForOtherCosts) {
  const Limits limits;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    const Charging home{seed};
    KeptCuts kept;
    const auto first = kept.tighten(Task{home.model(), limits, StopRule{limits}});
    if (!first) continue;
    Model other = home.model();
    for (std::int32_t j = 0; j < other.column_count(); ++j)
      other.set_cost(ColumnId{j}, 1.0 + static_cast<double>((7 * j + 3) % 5));
    const auto again = kept.tighten(Task{other, limits, StopRule{limits}});
    ASSERT_TRUE(again) << seed;
    EXPECT_TRUE(has_same_points(again->model, first->model)) << seed;
    EXPECT_TRUE(std::ranges::equal(again->model.costs(), other.costs())) << seed;
    // A point that is known and breaks one is believed.
    Task task{other, limits, StopRule{limits}};
    const std::vector<double> dear =
        home.made_dear(solve_relaxation(home.model(), {}, nullptr).values);
    task.values = dear;
    const auto believed = kept.tighten(task);
    EXPECT_TRUE(!believed || keeps_rows(believed->model, dear)) << seed;
  }
}

TEST(Cuts, KnowThePointThatASearchForOtherCostsEndedWith) {
  const Limits limits;
  int known = 0;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    const Charging home{seed};
    const Model& model = home.model();
    Model other = model;
    other.set_cost(ColumnId{0}, model.costs()[0] + 0.1);
    KeptCuts kept;
    const auto begins = [&](const Model& now, const std::vector<double>& values) {
      Task task{now, limits, StopRule{limits}};
      task.values = values;
      return kept.tighten(task).has_value() && kept.begins_at_point(task);
    };
    const std::vector<double> end = make_mip_solver().value()->solve(model).values;
    std::vector<double> elsewhere = end;
    for (std::size_t j = 0; j < end.size(); ++j)
      if (model.integer_flags()[j] != 0) elsewhere[j] = 1.0 - std::round(end[j]);
    EXPECT_FALSE(begins(model, end)) << seed;
    kept.keep_point(end);
    EXPECT_FALSE(begins(model, end)) << seed;  // costs as before
    EXPECT_FALSE(begins(other, {})) << seed;
    EXPECT_FALSE(begins(other, elsewhere)) << seed;
    known += begins(other, end) ? 1 : 0;
  }
  EXPECT_GT(known, 5);
}

TEST(Cuts, AreSoughtAnewForOtherBounds) {
  const Limits limits;
  int different = 0;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    KeptCuts kept;
    const Charging home{seed};
    (void)kept.tighten(Task{home.model(), limits, StopRule{limits}});
    Model hungrier = home.model();
    hungrier.set_bounds(RowId{0}, {.lower = hungrier.row_lower()[0] + 1.5});
    const auto tight = kept.tighten(Task{hungrier, limits, StopRule{limits}});
    const auto alone = tighten(hungrier);
    ASSERT_EQ(tight.has_value(), alone.has_value()) << seed;
    if (!tight) continue;
    ++different;
    EXPECT_TRUE(has_same_points(tight->model, alone->model)) << seed;
  }
  EXPECT_GT(different, 3);
}

TEST(Cuts, NoneWhereNothingIsGainedOrTimeIsOver) {
  Model whole;
  const ColumnId x = whole.add_column({.upper = 3.0, .cost = -1.0, .is_integer = true});
  whole.add_row({.upper = 2.0}, {{x, 1.0}});
  whole.finalise();
  EXPECT_FALSE(tighten(whole));
  std::stop_source stop;
  stop.request_stop();
  const Limits limits{.stop = stop.get_token()};
  const Charging home{2};
  EXPECT_FALSE(tighten(Task{home.model(), limits, StopRule{limits}}));
}

}  // namespace
}  // namespace ohmstead::solve
