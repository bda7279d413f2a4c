// The larger models of solver_cases.hpp, for which no answer is known by hand.
#include <algorithm>
#include <cmath>
#include <random>

#include "solver_cases.hpp"

namespace ohmstead::solve {

Model battery_model(int first, int slots, double start_kwh) {
  Model m;
  const NameId grid_in = m.name("grid.import"), grid_out = m.name("grid.export");
  const NameId charge = m.name("battery.charge"), discharge = m.name("battery.discharge");
  const NameId soc = m.name("battery.soc"), low = m.name("battery.low"),
               end = m.name("battery.end");
  ColumnId before;
  for (int t = 0; t < slots; ++t) {
    const double hour = first + t;
    const double price = 0.25 + 0.12 * std::sin(hour / 3.8) + 0.03 * std::sin(hour * 1.7);
    const double net_load =
        1.0 + 0.4 * std::sin(hour) - 3.0 * std::max(0.0, std::sin(hour / 3.8 - 1));
    const ColumnId buy = m.add_column({.tag = {grid_in, t}, .upper = 17, .cost = price});
    const ColumnId sell = m.add_column({.tag = {grid_out, t}, .upper = 7, .cost = -0.6 * price});
    const ColumnId in = m.add_column({.tag = {charge, t}, .upper = 3, .cost = 0.01});
    const ColumnId out = m.add_column({.tag = {discharge, t}, .upper = 3, .cost = 0.01});
    const ColumnId state = m.add_column({.tag = {soc, t}, .lower = 0.5, .upper = 10});
    const ColumnId missing = m.add_column({.tag = {low, t}, .cost = 0.02});
    m.add_row({{m.name("balance"), t}, net_load, net_load},
              {{buy, 1}, {sell, -1}, {in, -1}, {out, 1}});
    const double known = t == 0 ? start_kwh : 0.0;
    const RowId row =
        m.add_row({{m.name("state"), t}, known, known}, {{state, 1}, {in, -0.95}, {out, 1 / 0.95}});
    if (t > 0) m.add(row, before, -1);
    m.add_row({.tag = {m.name("low band"), t}, .lower = 1.5}, {{state, 1}, {missing, 1}});
    before = state;
  }
  const ColumnId left = m.add_column({.tag = {end, 0}, .upper = 10, .cost = -0.2});
  m.add_row({.tag = {m.name("end"), 0}, .upper = 0}, {{left, 1}, {before, -1}});
  m.finalise();
  return m;
}

Model market_split_model(bool has_slack) {
  constexpr int k_rows = 5, k_columns = 40;
  std::mt19937 random{7};
  std::uniform_int_distribution<int> number{0, 99};
  Model m;
  const NameId choice = m.name("choice"), market = m.name("market"), slack = m.name("slack");
  for (int j = 0; j < k_columns; ++j) {
    m.add_column({.tag = {choice, j}, .upper = 1, .is_integer = true});
  }
  for (int i = 0; i < k_rows; ++i) {
    int sum = 0;
    const RowId row = m.add_row({.tag = {market, i}});
    for (int j = 0; j < k_columns; ++j) {
      const int weight = number(random);
      sum += weight;
      m.add(row, ColumnId{j}, weight);
    }
    const double half = std::floor(sum / 2.0);
    m.set_bounds(row, {half, half});
    if (!has_slack) continue;
    m.add(row, m.add_column({.tag = {slack, 2 * i}, .cost = 1}), 1);
    m.add(row, m.add_column({.tag = {slack, 2 * i + 1}, .cost = 1}), -1);
  }
  m.finalise();
  return m;
}

}  // namespace ohmstead::solve
