// The linear algebra of the interior point method: order, factors, and the equations themselves.
#include "newton_system.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include "elimination_order.hpp"

namespace ohmstead::solve {
namespace {

using Index = std::int32_t;
using Edges = std::vector<std::pair<Index, Index>>;

std::vector<Index> order_of(std::size_t n, const Edges& edges) {
  std::vector<std::vector<Index>> lists(n);
  for (const auto& [a, b] : edges) {
    lists[static_cast<std::size_t>(a)].push_back(b);
    lists[static_cast<std::size_t>(b)].push_back(a);
  }
  std::vector<Index> starts{0}, all;
  for (const auto& list : lists) {
    all.insert(all.end(), list.begin(), list.end());
    starts.push_back(static_cast<Index>(all.size()));
  }
  return elimination_order(starts, all);
}

TEST(EliminationOrder, NamesEveryNodeOnce) {
  Edges edges;
  std::mt19937 random{3};
  for (Index a = 0; a < 60; ++a) {
    for (Index b = 0; b < a; ++b) {
      if (random() % 10 == 0) edges.emplace_back(a, b);
    }
  }
  std::vector<Index> order = order_of(60, edges);
  std::sort(order.begin(), order.end());
  std::vector<Index> all(60);
  std::iota(all.begin(), all.end(), 0);
  EXPECT_EQ(order, all);
  EXPECT_TRUE(order_of(0, {}).empty());
}

TEST(EliminationOrder, LeavesTheHubOfAStarToTheEnd) {
  Edges edges;
  for (Index leaf = 1; leaf < 20; ++leaf) edges.emplace_back(0, leaf);
  const std::vector<Index> order = order_of(20, edges);
  const auto hub = std::find(order.begin(), order.end(), 0) - order.begin();
  EXPECT_GE(hub, 18);  // last, or before the last leaf
}

// A lower triangle with everything below a dense diagonal block, random elsewhere.
struct Symmetric {
  std::vector<std::vector<double>> full;
  LowerPattern pattern;
  std::vector<double> values;
  std::vector<std::int8_t> signs;
};

Symmetric make_symmetric(std::size_t n, std::size_t negative, std::mt19937& random) {
  std::uniform_real_distribution<double> number{-1.0, 1.0};
  Symmetric s;
  s.full.assign(n, std::vector<double>(n, 0.0));
  s.pattern.starts.push_back(0);
  for (std::size_t j = 0; j < n; ++j) {
    s.signs.push_back(j + negative < n ? std::int8_t{1} : std::int8_t{-1});
    s.full[j][j] = 10.0 * s.signs[j];
    s.pattern.rows.push_back(static_cast<Index>(j));
    s.values.push_back(s.full[j][j]);
    for (std::size_t i = j + 1; i < n; ++i) {
      if (random() % 4 != 0) continue;
      s.full[i][j] = s.full[j][i] = number(random);
      s.pattern.rows.push_back(static_cast<Index>(i));
      s.values.push_back(s.full[i][j]);
    }
    s.pattern.starts.push_back(static_cast<Index>(s.pattern.rows.size()));
  }
  return s;
}

TEST(SparseLdl, SolvesQuasiDefiniteSystems) {
  std::mt19937 random{7};
  for (int round = 0; round < 50; ++round) {
    const std::size_t n = 1 + random() % 40;
    const Symmetric s = make_symmetric(n, random() % (n + 1), random);
    SparseLdl ldl{s.pattern, s.signs};
    ASSERT_TRUE(ldl.factor(s.values));
    ASSERT_TRUE(ldl.factor(s.values));  // again with the same memory
    std::vector<double> known(n), x(n, 0.0);
    for (double& each : known) each = static_cast<double>(random() % 100) - 50.0;
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) x[i] += s.full[i][j] * known[j];
    }
    ldl.solve(x);
    for (std::size_t i = 0; i < n; ++i) EXPECT_NEAR(x[i], known[i], 1e-10);
  }
}

TEST(SparseLdl, TakesOutWhatHasNoPivot) {
  // The second row is twice the first: its unknown is left at 0.
  SparseLdl ldl{{{0, 2, 3}, {0, 1, 1}}, {1, 1}};
  ASSERT_TRUE(ldl.factor(std::vector<double>{1.0, 2.0, 4.0}));
  std::vector<double> x{3.0, 6.0};
  ldl.solve(x);
  EXPECT_NEAR(x[0], 3.0, 1e-12);
  EXPECT_NEAR(x[1], 0.0, 1e-12);
}

TEST(SparseLdl, SaysThatANumberIsNotFinite) {
  SparseLdl ldl{{{0, 1}, {0}}, {1}};
  EXPECT_FALSE(ldl.factor(std::vector<double>{std::nan("")}));
}

// A chain of states with a column over all rows, a free one, and equations as well as limits.
Model chain_model(int slots) {
  Model m;
  const ColumnId peak = m.add_column({.tag = {m.name("peak"), 0}, .upper = 30.0, .cost = 2.0});
  const ColumnId free =
      m.add_column({.tag = {m.name("free"), 0}, .lower = -k_infinity, .cost = 0.1});
  ColumnId before = free;
  for (int t = 0; t < slots; ++t) {
    const ColumnId in = m.add_column({.tag = {m.name("in"), t}, .upper = 3.0, .cost = 0.2});
    const ColumnId state = m.add_column({.tag = {m.name("state"), t}, .upper = 10.0});
    m.add_row({{m.name("dynamics"), t}, -0.5, -0.5}, {{state, 1.0}, {before, -0.9}, {in, -0.9}});
    m.add_row({{m.name("limit"), t}, -k_infinity, 0.0}, {{in, 1.0}, {peak, -1.0}});
    before = state;
  }
  m.finalise();
  return m;
}

TEST(NewtonSystem, MeetsItsEquations) {
  const auto form = make_box_form(chain_model(50));
  ASSERT_TRUE(form);
  NewtonSystem system{*form};
  std::mt19937 random{11};
  std::uniform_real_distribution<double> exponent{-4.0, 4.0}, number{-1.0, 1.0};
  const std::size_t n = form->column_count(), rows = form->row_count();
  std::vector<double> d(n), r(rows), g(n), dx(n), dy(rows);
  for (int round = 0; round < 20; ++round) {
    for (double& each : d) each = std::pow(10.0, exponent(random));
    for (double& each : r) each = number(random);
    for (double& each : g) each = number(random);
    ASSERT_TRUE(system.factor(d));
    EXPECT_LT(system.solve(r, g, dx, dy), 1e-6);
    for (std::size_t j = 0; j < n; ++j) {
      double sum = -d[j] * dx[j];
      for (Index e = form->starts[j]; e < form->starts[j + 1]; ++e) {
        const auto k = static_cast<std::size_t>(e);
        sum += form->coefficients[k] * dy[static_cast<std::size_t>(form->rows[k])];
      }
      EXPECT_NEAR(sum, g[j], 1e-6 * (1.0 + std::abs(d[j] * dx[j])));
    }
  }
}

TEST(BoxForm, LeavesOutWhatHasNoRoomAndScalesByPowersOfTwo) {
  Model m;
  const ColumnId fixed = m.add_column({.lower = 2.0, .upper = 2.0, .cost = 5.0});
  const ColumnId a = m.add_column({.upper = 4.0, .cost = 1.0});
  const ColumnId b = m.add_column({.upper = 4.0, .cost = 1.0});
  const ColumnId alone = m.add_column({.upper = 1.0, .cost = -1.0});
  m.add_row({.lower = 10.0, .upper = 10.0}, {{fixed, 3.0}, {a, 1000.0}, {b, 1000.0}});
  m.add_row({.lower = 0.0, .upper = 7.0}, {{a, 1.0}, {b, -1.0}});
  m.add_row({}, {{a, 1.0}});
  m.finalise();
  const auto form = make_box_form(m);
  ASSERT_TRUE(form);
  EXPECT_EQ(form->row_of, (std::vector<Index>{0, 1}));
  EXPECT_EQ(form->column_of, (std::vector<Index>{a.index, b.index, -1}));
  EXPECT_EQ(form->slack_of, (std::vector<Index>{-1, 2}));
  EXPECT_EQ(form->rhs[0] / form->row_scale[0], 4.0);
  for (const double scale : form->row_scale)
    EXPECT_EQ(std::exp2(std::round(std::log2(scale))), scale);
  for (const double each : form->coefficients) {
    EXPECT_LE(std::abs(each), 4.0);
    EXPECT_GE(std::abs(each), 0.25);
  }
  EXPECT_TRUE(is_fixed(m, static_cast<std::size_t>(fixed.index)));
  EXPECT_FALSE(is_fixed(m, static_cast<std::size_t>(alone.index)));
}

TEST(BoxForm, RefusesWhatHasNoOptimum) {
  Model empty_row;
  const ColumnId x = empty_row.add_column({.lower = 1.0, .upper = 1.0});
  empty_row.add_row({.lower = 2.0, .upper = 3.0}, {{x, 1.0}});
  empty_row.finalise();
  EXPECT_FALSE(make_box_form(empty_row));
  Model endless;
  endless.add_column({.cost = -1.0});
  endless.finalise();
  EXPECT_FALSE(make_box_form(endless));
}

}  // namespace
}  // namespace ohmstead::solve
