#include "step_csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace ohmstead::simulate {
namespace {

constexpr std::size_t k_block_bytes = 1 << 16;

std::string column_name(std::string id) {
  std::replace_if(
      id.begin(), id.end(), [](char c) { return c == ',' || c == '"' || c == '\n'; }, '_');
  return id;
}

base::Power all_pv(const home::PlanSlot& slot) {
  base::Power pv = slot.pv_used + slot.pv_curtailed;
  for (const home::InverterSlot& inverter : slot.inverters)
    pv += inverter.pv_used + inverter.pv_curtailed;
  return pv;
}

base::Power all_curtailed(const home::PlanSlot& slot) {
  base::Power curtailed = slot.pv_curtailed;
  for (const home::InverterSlot& inverter : slot.inverters) curtailed += inverter.pv_curtailed;
  return curtailed;
}

}  // namespace

StepCsv::StepCsv(const MeasuredPeriod& period, Sink sink)
    : period_{period}, sink_{std::move(sink)} {
  if (!sink_) return;
  lines_ =
      "time_utc,strategy,load_kw,pv_kw,import_per_kwh,export_per_kwh,grid_import_kw,grid_export_kw,"
      "pv_curtailed_kw,is_flip";
  for (const home::Battery& battery : period.home.batteries) {
    lines_ += fmt::format(",{0}_mode,{0}_charge_kw,{0}_discharge_kw,{0}_soc_kwh",
                          column_name(battery.id));
  }
  lines_ += '\n';
}

base::Result<void> StepCsv::add(std::size_t slot, std::string_view strategy,
                                const home::PlanSlot& done, bool is_flip) {
  if (!sink_) return {};
  constexpr auto k_modes = names_of(home::Mode{});
  const home::Case& home = period_.home;
  const auto out = std::back_inserter(lines_);
  fmt::format_to(out, "{},{},{:.6g},{:.6g},{:.6g},{:.6g},{:.6g},{:.6g},{:.6g},{}",
                 base::format_time(period_.times[slot]), strategy, done.load.value(),
                 all_pv(done).value(), home.prices.import[slot].value(),
                 home.prices.export_[slot].value(), done.grid_import.value(),
                 done.grid_export.value(), all_curtailed(done).value(), is_flip ? 1 : 0);
  for (const home::BatterySlot& battery : done.batteries) {
    fmt::format_to(out, ",{},{:.6g},{:.6g},{:.6g}", k_modes[static_cast<std::size_t>(battery.mode)],
                   battery.charge.value(), battery.discharge.value(), battery.soc.value());
  }
  for (std::size_t i = done.batteries.size(); i < home.batteries.size(); ++i) lines_ += ",,,,";
  lines_ += '\n';
  return lines_.size() < k_block_bytes ? base::Result<void>{} : flush();
}

base::Result<void> StepCsv::flush() {
  if (!sink_ || lines_.empty()) return {};
  auto written = sink_(lines_);
  lines_.clear();
  return written;
}

}  // namespace ohmstead::simulate
