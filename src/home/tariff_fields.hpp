// Field tables of a site's tariff (site.hpp says what the structs mean).
#pragma once

#include "ohmstead/describe/walk.hpp"
#include "ohmstead/home/site.hpp"

namespace ohmstead::home {

constexpr auto fields_of(const Holidays*) {
  using namespace describe;
  return std::make_tuple(
      field("country", &Holidays::country, "two letters, such as FR; GB is England and Wales",
            optional),
      field("dates", &Holidays::dates, "further days, such as 2026-05-15", optional));
}

constexpr auto fields_of(const FeeWindow*) {
  using namespace describe;
  return std::make_tuple(
      field("from_h", &FeeWindow::from_h, "local hour at which the window opens (22.5 is 22:30)",
            between(0.0, 24.0)),
      field("to_h", &FeeWindow::to_h, "local hour at which it closes; may lie past midnight",
            between(0.0, 24.0)),
      field("days", &FeeWindow::days, "days on which it opens", optional),
      field("from_month", &FeeWindow::from_month, "first month", between(1.0, 12.0), optional),
      field("to_month", &FeeWindow::to_month, "last month; may lie past the turn of the year",
            between(1.0, 12.0), optional),
      field("holidays", &FeeWindow::holidays, "what tariff.holidays do to it", optional),
      field("fee_per_kwh", &FeeWindow::fee, "network fee inside the window, before VAT"));
}

constexpr auto fields_of(const PowerFee*) {
  using namespace describe;
  return std::make_tuple(
      field("price_per_kw", &PowerFee::price, "price of a kW in each month, before VAT",
            at_least(0.0)),
      field("window_min", &PowerFee::window_min, "minutes over which the meter takes the mean",
            between(1.0, 1440.0), optional),
      field("mean_of", &PowerFee::mean_of, "number of highest ones whose mean is charged",
            between(1.0, 31.0), optional),
      field("per", &PowerFee::per, "window: the highest windows; day: one of each day", optional),
      field("from_h", &PowerFee::from_h, "local hour from which power counts", between(0.0, 24.0),
            optional),
      field("to_h", &PowerFee::to_h, "local hour until which it counts; may lie past midnight",
            between(0.0, 24.0), optional),
      field("days", &PowerFee::days, "days on which it counts", optional),
      field("from_month", &PowerFee::from_month, "first month", between(1.0, 12.0), optional),
      field("to_month", &PowerFee::to_month, "last month; may lie past the turn of the year",
            between(1.0, 12.0), optional),
      field("holidays", &PowerFee::holidays, "what tariff.holidays do to it", optional),
      field("counts_otherwise", &PowerFee::otherwise,
            "share of the power that counts at other times", between(0.0, 1.0), optional),
      field("reached_anyway_kw", &PowerFee::reached_anyway,
            "what each month reaches in any case: nothing is done to stay below it", at_least(0.0),
            optional));
}

constexpr auto fields_of(const FeeTier*) {
  using namespace describe;
  return std::make_tuple(
      field("up_to_kwh", &FeeTier::up_to,
            "bought since the month or year began; the last tier has none", at_least(0.0),
            optional),
      field("fee_per_kwh", &FeeTier::fee, "of each kWh in this tier, before VAT"));
}

constexpr auto fields_of(const ImportTariff*) {
  using namespace describe;
  return std::make_tuple(
      field("fixed_per_kwh", &ImportTariff::fixed,
            "energy price before VAT instead of the spot price", optional),
      field("spot_factor", &ImportTariff::spot_factor, "the spot price is multiplied by this",
            optional),
      field("markup_per_kwh", &ImportTariff::markup, "the supplier's markup, before VAT", optional),
      field("network_fee_per_kwh", &ImportTariff::network_fee,
            "network fee outside all windows, before VAT", optional),
      field("network_fees", &ImportTariff::network_fees,
            "time-of-day network fees; the first window that matches counts", optional),
      field("energy_tax_per_kwh", &ImportTariff::energy_tax, "before VAT", optional),
      field("tiers", &ImportTariff::tiers, "fees by how much was bought so far, on top", optional),
      field("tiers_per", &ImportTariff::tiers_per, "when counting begins anew", optional),
      field("vat_pct", &ImportTariff::vat_pct, "value-added tax on everything above",
            between(0.0, 100.0), optional));
}

constexpr auto fields_of(const ExportTariff*) {
  using namespace describe;
  return std::make_tuple(
      field("fixed_per_kwh", &ExportTariff::fixed, "feed-in price instead of the spot price",
            optional),
      field("spot_factor", &ExportTariff::spot_factor, "the spot price is multiplied by this",
            optional),
      field("fee_per_kwh", &ExportTariff::fee, "subtracted from each kWh sold", optional),
      field("vat_pct", &ExportTariff::vat_pct, "value-added tax that the household earns",
            between(0.0, 100.0), optional),
      field("lowest_per_kwh", &ExportTariff::lowest, "the price never falls below this", optional),
      field("highest_per_kwh", &ExportTariff::highest, "the price never rises above this",
            optional));
}

constexpr auto fields_of(const Tariff*) {
  using namespace describe;
  return std::make_tuple(
      field("import", &Tariff::import, "what a kWh from the grid costs"),
      field("export", &Tariff::export_, "what a kWh to the grid earns", optional),
      field("power_fees", &Tariff::power_fees, "fees on the highest import of each month",
            optional),
      field("holidays", &Tariff::holidays, "public holidays, for windows of fees", optional));
}

}  // namespace ohmstead::home
