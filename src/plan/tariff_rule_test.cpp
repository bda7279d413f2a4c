#include <gtest/gtest.h>

#include "ohmstead/plan/make_case.hpp"

namespace ohmstead::plan {
namespace {

using base::EnergyPrice;

TEST(TariffRule, MindsPublicHolidays) {
  home::FeeWindow peak;
  peak.from_h = 6.0;
  peak.to_h = 22.0;
  peak.fee = EnergyPrice{2.0};
  home::Tariff tariff;
  tariff.import.fixed = EnergyPrice{};
  tariff.import.network_fee = EnergyPrice{1.0};
  tariff.import.network_fees = {peak};
  const base::Zone paris = base::Zone::load("Europe/Paris").value();
  const auto fee = [&](home::HolidayUse use, home::DayKind days, const char* time) {
    tariff.import.network_fees[0].holidays = use;
    tariff.import.network_fees[0].days = days;
    return TariffRule{tariff, paris}
        .import_price(base::parse_time(time).value(), EnergyPrice{})
        .value();
  };
  using home::DayKind;
  using home::HolidayUse;
  const char* bastille = "2025-07-14T10:00:00Z";  // a Monday
  const char* tuesday = "2025-07-15T10:00:00Z";
  EXPECT_EQ(fee(HolidayUse::never, DayKind::workdays, bastille), 2.0) << "no holidays are named";
  tariff.holidays = home::Holidays{"FR", {"2025-07-15"}};
  EXPECT_EQ(fee(HolidayUse::as_usual, DayKind::workdays, bastille), 2.0);
  EXPECT_EQ(fee(HolidayUse::as_sunday, DayKind::workdays, bastille), 1.0);
  EXPECT_EQ(fee(HolidayUse::as_sunday, DayKind::weekend, bastille), 2.0);
  EXPECT_EQ(fee(HolidayUse::as_sunday, DayKind::mon, bastille), 1.0);
  EXPECT_EQ(fee(HolidayUse::never, DayKind::workdays, bastille), 1.0);
  EXPECT_EQ(fee(HolidayUse::never, DayKind::workdays, "2025-07-16T10:00:00Z"), 2.0);
  EXPECT_EQ(fee(HolidayUse::only, DayKind::all, bastille), 2.0);
  EXPECT_EQ(fee(HolidayUse::only, DayKind::all, tuesday), 2.0) << "a date of one's own";
  EXPECT_EQ(fee(HolidayUse::only, DayKind::all, "2025-07-16T10:00:00Z"), 1.0);
}

TEST(TariffRule, KeepsTheFeedInPriceBetweenItsEnds) {
  home::Tariff tariff;
  tariff.export_.spot_factor = 1.0;
  tariff.export_.lowest = EnergyPrice{0.02};
  tariff.export_.highest = EnergyPrice{0.3};
  const TariffRule rule{tariff, base::Zone::utc()};
  EXPECT_EQ(rule.export_price(EnergyPrice{-1.0}), EnergyPrice{0.02});
  EXPECT_EQ(rule.export_price(EnergyPrice{0.1}), EnergyPrice{0.1});
  EXPECT_EQ(rule.export_price(EnergyPrice{1.0}), EnergyPrice{0.3});
}

}  // namespace
}  // namespace ohmstead::plan
