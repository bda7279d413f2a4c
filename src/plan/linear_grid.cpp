// The grid side of the linear model: import and export, peaks, limits on several devices.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "linear_model.hpp"

namespace ohmstead::plan {

void LinearModel::add_grid(const Exclusive& exclusive) {
  import_.assign(2, {});
  export_.assign(2, {});
  grid_direction_.assign(count(), {});
  const std::array names{model_.name("grid.import"), model_.name("grid.import_over"),
                         model_.name("grid.export"), model_.name("grid.export_over")};
  for (std::size_t t = 0; t < count(); ++t) {
    const GridSteps steps = elements_->grid.steps(t);
    for (std::size_t k = 0; k < 2; ++k) {
      const PricedStep& in = steps.import[k];
      const PricedStep& out = steps.export_[k];
      const double most_in = std::min(in.width_kw, most_import_kw_);
      const double most_out = std::min(out.width_kw, most_export_kw_);
      import_[k].push_back(
          model_.add_column({tag(names[k], t), 0.0, most_in, hours(t) * in.price_per_kwh}));
      export_[k].push_back(
          model_.add_column({tag(names[2 + k], t), 0.0, most_out, -hours(t) * out.price_per_kwh}));
      model_.add(balance_[t], import_[k][t], 1.0);
      model_.add(balance_[t], export_[k][t], -1.0);
    }
    if (exclusive.grid[t] == 0) continue;
    const std::array in{import_[0][t], import_[1][t]};
    const std::array out{export_[0][t], export_[1][t]};
    grid_direction_[t] =
        add_direction("grid.direction", t, in, most_import_kw_, out, most_export_kw_);
  }
}

void LinearModel::add_peak() {
  const home::PeakCharge& peak = *home_->grid.peak;
  const Column above = model_.add_column(
      {.tag = {model_.name("grid.peak"), 0}, .upper = most_import_kw_, .cost = peak.price.value()});
  const auto name = model_.name("grid.peak_window");
  const auto window = static_cast<std::size_t>(peak.window_slots);
  for (std::size_t t = 0; t + window <= count(); ++t) {
    const Row row = model_.add_row({tag(name, t), -solve::k_infinity, peak.so_far.value()});
    double window_h = 0.0;
    for (std::size_t i = t; i < t + window; ++i) window_h += hours(i);
    for (std::size_t i = t; i < t + window; ++i) {
      for (const auto& step : import_) model_.add(row, step[i], hours(i) / window_h);
    }
    model_.add(row, above, -1.0);
  }
}

// drawn - over <= limit in each slot, over at its price. Planned devices find the rows by their
// names.
void LinearModel::add_power_limits() {
  const double otherwise = effective_violation_price(*home_).value();
  limit_rows_.assign(home_->power_limits.size(), {});
  for (std::size_t k = 0; k < home_->power_limits.size(); ++k) {
    const home::PowerLimit& limit = home_->power_limits[k];
    const auto name = model_.name(fmt::format("limit[{}]", limit.id));
    const auto over = model_.name(fmt::format("limit.over[{}]", limit.id));
    const double price = limit.price ? limit.price->value() : otherwise;
    for (std::size_t t = 0; t < count(); ++t) {
      const Row row = model_.add_row({tag(name, t), -solve::k_infinity, limit.limit[t].value()});
      limit_rows_[k].push_back(row);
      model_.add(row,
                 model_.add_column({.tag = tag(over, t),
                                    .lower = 0.0,
                                    .upper = most_import_kw_,
                                    .cost = hours(t) * price}),
                 -1.0);
    }
    for (const std::string& id : limit.devices)
      counting_[id].push_back({&limit_rows_[k], 1.0, false});
    for (std::size_t i = 0; i < home_->batteries.size(); ++i) {
      const auto& ids = limit.devices;
      if (std::find(ids.begin(), ids.end(), home_->batteries[i].id) == ids.end()) continue;
      for (const auto& step : batteries_[i].charge) {
        for (std::size_t t = 0; t < count(); ++t) model_.add(limit_rows_[k][t], step[t], 1.0);
      }
    }
  }
}

}  // namespace ohmstead::plan
