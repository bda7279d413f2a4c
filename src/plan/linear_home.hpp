// What an element sees of the linear model: the time axis, the balance, and where to add columns.
//
// A column drawn from the home enters the balance of its slot and everything else that counts the
// home's load or what its device draws. Costs are money for the whole column unit (a power costs
// hours times its price). On/off decisions are integers where is_whole() says so, elsewhere they
// are relaxed to shares. Names are made once per series by name(). Thread rule: one thread.
//
//   const auto power = linear.name(fmt::format("water.power[{}]", id));
//   const auto water = linear.drawer(id);                       // once per device
//   const Column p = linear.add_column(power, t, {.upper = 2.0});
//   linear.draw(t, water, p, 1.0);
#pragma once

#include <map>
#include <string>
#include <vector>

#include "ohmstead/home/case.hpp"
#include "ohmstead/solve/model.hpp"

namespace ohmstead::plan {

struct ColumnSpec {
  double lower = 0.0;
  double upper = solve::k_infinity;
  double cost = 0.0;
  bool is_integer = false;
};

// Rows, one per slot, that count what a device draws, each kW with a factor; `counts_given` says
// whether power that it gives counts against that.
struct CountingRows {
  const std::vector<solve::RowId>* rows;
  double factor = 1.0;
  bool counts_given = false;
};
using CountingRowsOf = std::map<std::string, std::vector<CountingRows>>;

// What a device draws in the first slot: columns, each with the kW of a unit.
using FirstDraws = std::map<std::string, std::vector<std::pair<solve::ColumnId, double>>>;

class LinearHome {
 public:
  using Column = solve::ColumnId;
  using Row = solve::RowId;

  // Stands for a device where its power is counted.
  class Drawer {
    friend LinearHome;
    Drawer(const std::vector<CountingRows>* counted,
           std::vector<std::pair<solve::ColumnId, double>>* first, std::vector<double> weights)
        : counted_{counted}, first_{first}, weights_{std::move(weights)} {}
    const std::vector<CountingRows>* counted_;  // null: nothing but the balance counts it
    std::vector<std::pair<solve::ColumnId, double>>* first_;
    std::vector<double> weights_;  // of a kWh in each slot, by manual blocks; empty: none
  };

  // `balance` holds one row per slot, power to the home positive; `beyond_load` rows count load
  // with a positive sign and may be empty; `counting` holds rows by the device's id. All must
  // outlive this object.
  LinearHome(solve::Model& model, const home::Case& home, const std::vector<Row>& balance,
             const std::vector<Row>& beyond_load, const CountingRowsOf& counting,
             FirstDraws& first_draws, bool has_integers)
      : model_{&model},
        home_{&home},
        balance_{&balance},
        beyond_load_{&beyond_load},
        counting_{&counting},
        first_draws_{&first_draws},
        has_integers_{has_integers} {}

  [[nodiscard]] const home::Case& home() const { return *home_; }
  [[nodiscard]] std::size_t count() const { return home_->slots.count(); }
  [[nodiscard]] double hours(std::size_t slot) const { return home_->slots.hours(slot).value(); }
  // Whether on/off decisions of this slot are to be integers.
  [[nodiscard]] bool is_whole(std::size_t slot) const {
    (void)slot;
    return has_integers_;
  }

  [[nodiscard]] solve::NameId name(const std::string& text) { return model_->name(text); }
  Column add_column(solve::NameId name, std::size_t slot, const ColumnSpec& spec);
  // For what exists once.
  Column add_column(solve::NameId name, const ColumnSpec& spec);
  Row add_row(solve::NameId name, std::size_t slot, solve::Bounds bounds);
  Row add_row(solve::NameId name, solve::Bounds bounds);
  void add(Row row, Column column, double coefficient) { model_->add(row, column, coefficient); }
  [[nodiscard]] Drawer drawer(const std::string& device_id) const;
  // The device's column draws `kw` per unit from the home in `slot`; negative: it gives power.
  void draw(std::size_t slot, const Drawer& device, Column column, double kw);

 private:
  [[nodiscard]] solve::Tag tag(solve::NameId name, std::size_t slot) const;

  solve::Model* model_;
  const home::Case* home_;
  const std::vector<Row>* balance_;
  const std::vector<Row>* beyond_load_;
  const CountingRowsOf* counting_;
  FirstDraws* first_draws_;
  bool has_integers_;
};

// Tags count seconds from a fixed day, so that a basis can move in time.
[[nodiscard]] solve::Tag slot_tag(const home::Case& home, solve::NameId name, std::size_t slot);

}  // namespace ohmstead::plan
