#include <fmt/format.h>

#include "analysis.hpp"

namespace ohmstead::app {
namespace {

std::string estimate(const char* name, const forecast::Estimate& each, const char* unit) {
  if (each.standard_error <= 0.0) return {};
  return fmt::format(", {} {} +- {} {}", name, number_text(each.value, 3),
                     number_text(each.standard_error, 3), unit);
}

}  // namespace

std::string render_analysis(const Analysis& analysis, const Style& style) {
  const base::Zone& zone = analysis.measured.zone;
  std::string text = fmt::format("{}: {} to {}\n", printable(analysis.site),
                                 zone.format_local(analysis.measured.from),
                                 zone.format_local(analysis.measured.to));
  for (const std::string& note : analysis.notes)
    text += "note: " + fold(printable(note), style.columns, 6) + '\n';
  text +=
      '\n' + paint("series        records  missing %   gaps  longest h", Ink::dim, style) + '\n';
  for (const auto& each : analysis.found.quality) {
    const double longest =
        each.longest_gaps.empty()
            ? 0.0
            : base::hours(each.longest_gaps[0].to - each.longest_gaps[0].from).value();
    text += fmt::format("{:<12}{:>9}{:>11.2f}{:>7}{:>11.1f}\n", each.name, each.records,
                        each.missing_pct(), each.gap_count, longest);
  }
  const auto& found = analysis.found;
  text += fmt::format("\nload: {} kW in the mean, {} % of it always (base load)\n",
                      number_text(found.load_mean_kw, 3), number_text(found.base_share_pct, 0));
  if (found.pv) {
    text += fmt::format("PV: {} kWh, peak {} kW, {} dark days among sunny ones\n",
                        number_text(found.pv->energy_kwh, 0), number_text(found.pv->peak_kw, 2),
                        found.pv->dark_days);
  }
  if (analysis.roof) {
    text += fmt::format("the roof: {} kW, tilt {}, azimuth {} degrees, found in its history\n",
                        number_text(analysis.roof->plane.peak.value(), 2),
                        number_text(analysis.roof->plane.tilt_deg, 0),
                        number_text(analysis.roof->plane.azimuth_deg, 0));
  }
  for (const forecast::RoomFit& room : analysis.rooms) {
    const std::string line =
        fmt::format("room {}: {}{}{}{} ({})", printable(room.name), to_string(room.verdict),
                    estimate("time constant", room.time_constant_h, "h"),
                    estimate("loss", room.loss_kw_per_k, "kW/K"),
                    estimate("capacity", room.capacity_kwh_per_k, "kWh/K"), room.reason);
    text += fold(line, style.columns, 2) + '\n';
  }
  return text;
}

}  // namespace ohmstead::app
