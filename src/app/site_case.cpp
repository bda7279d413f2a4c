#include "site_case.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "ohmstead/describe/write.hpp"
#include "ohmstead/plan/coarse_tail.hpp"
#include "ohmstead/plan/device_states.hpp"

namespace ohmstead::app {
namespace {

using base::Energy;
using base::ErrorKind;
using base::fail;

// How an Outlook stands in a file.
struct OutlookForm {
  base::Time start;
  std::vector<std::int64_t> durations_s;
  base::Series<base::EnergyPrice> spot;
  std::optional<base::Time> spot_until;
  base::Series<base::Power> load;
  base::Series<base::Power> pv;
  std::vector<std::string> notes;
};

constexpr auto fields_of(const OutlookForm*) {
  using describe::field;
  using describe::optional;
  return std::make_tuple(
      field("start", &OutlookForm::start, "start of the first slot"),
      field("durations_s", &OutlookForm::durations_s, "length of each slot"),
      field("spot_per_kwh", &OutlookForm::spot, "before tariff"),
      field("spot_until", &OutlookForm::spot_until,
            "from here on prices are forecasts; absent: all are published", optional),
      field("load_kw", &OutlookForm::load, "expected"),
      field("pv_kw", &OutlookForm::pv, "expected"),
      field("notes", &OutlookForm::notes, "what was cut, filled or assumed"));
}

// Expectations are made from the last days that were measured; a person should know when those are
// old.
std::optional<std::string> age_note(const LoadedSite& loaded, base::Time now) {
  const double age_h = base::hours(now - loaded.history.measured_until).value();
  if (age_h < 3.0) return std::nullopt;
  return fmt::format("the newest measurement is {}: load and PV are expected from old data",
                     age_h < 48.0 ? fmt::format("{:.0f} hours old", age_h)
                                  : fmt::format("{:.0f} days old", age_h / 24.0));
}

}  // namespace

base::Result<std::vector<Energy>> check_stored(const home::Site& site,
                                               const std::vector<double>& soc_kwh) {
  if (soc_kwh.size() != site.batteries.size()) {
    return fail(ErrorKind::invalid_input, fmt::format("--soc-kwh: {} values for {} batteries",
                                                      soc_kwh.size(), site.batteries.size()));
  }
  std::vector<Energy> stored;
  for (std::size_t i = 0; i < soc_kwh.size(); ++i) {
    const home::SiteBattery& battery = site.batteries[i];
    if (!std::isfinite(soc_kwh[i]) || soc_kwh[i] < 0.0 || soc_kwh[i] > battery.capacity.value()) {
      return fail(ErrorKind::invalid_input,
                  fmt::format("--soc-kwh: {} is not between 0 and the {} kWh of '{}'", soc_kwh[i],
                              battery.capacity.value(), battery.id));
    }
    stored.emplace_back(soc_kwh[i]);
  }
  return stored;
}

std::vector<Energy> assumed_stored(const home::Site& site) {
  return plan::assumed_states(site).batteries;
}

base::Result<SiteCase> make_site_case(const LoadedSite& loaded, base::Time now,
                                      const std::vector<Energy>& soc, const home::Plan* last_plan) {
  const auto known = simulate::KnownThen::make(loaded.site, loaded.history);
  if (!known) return tl::unexpected{base::in_context(loaded.file, known.error())};
  auto outlook = known->at(now);
  if (!outlook) {
    const simulate::History& history = loaded.history;
    return fail(
        outlook.error().kind,
        fmt::format("{}: {}; measurements reach from {} to {}, choose a time among them with --at",
                    loaded.file, outlook.error().message, base::format_time(history.measured_from),
                    base::format_time(history.measured_until)));
  }
  if (const auto note = age_note(loaded, now)) outlook->notes.insert(outlook->notes.begin(), *note);
  const plan::TariffRule tariff{loaded.site.tariff, loaded.zone};
  if (loaded.site.planning.is_tail_coarse) outlook = plan::coarse_tail(*outlook, tariff);
  SiteCase moment;
  moment.home = plan::make_case(loaded.site, tariff, *outlook, {soc}, last_plan);
  moment.outlook = std::move(*outlook);
  return moment;
}

base::Result<base::Time> read_moment(const std::string& text, const base::Zone& zone,
                                     std::string_view option) {
  if (const auto time = base::parse_time(text)) return *time;
  if (const auto date = base::parse_date(text)) return zone.day_start(*date);
  return fail(
      ErrorKind::invalid_input,
      fmt::format("{}: '{}' is neither a time like 2024-06-24T10:15:00Z nor a day like 2024-06-24",
                  option, text));
}

std::string write_outlook(const home::Outlook& outlook) {
  OutlookForm form;
  form.start = outlook.slots.start(0);
  for (std::size_t slot = 0; slot < outlook.slots.count(); ++slot) {
    form.durations_s.push_back(outlook.slots.duration(slot).count());
  }
  form.spot = outlook.spot;
  form.spot_until = outlook.spot_until;
  form.load = outlook.load;
  form.pv = outlook.pv;
  form.notes = outlook.notes;
  return describe::write_json(form);
}

}  // namespace ohmstead::app
