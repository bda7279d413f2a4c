#include "power_fees.hpp"

#include <algorithm>

#include "fee_times.hpp"

namespace ohmstead::plan {
namespace {

using base::Power;
using base::Ratio;
using base::Series;
using base::Time;

home::PeakCharge charge_of(const home::PowerFee& fee, double vat_pct) {
  home::PeakCharge charge;
  charge.price = fee.price * with_vat(vat_pct);
  charge.window = std::chrono::minutes{fee.window_min};
  charge.is_aligned = true;
  charge.mean_of = fee.mean_of;
  charge.per = fee.per;
  charge.all_so_far = Series<Power>{static_cast<std::size_t>(fee.mean_of), fee.reached_anyway};
  return charge;
}

void add_so_far(home::PeakCharge& charge, const home::PowerFee& fee,
                const home::PeakSoFar& so_far) {
  const std::size_t count = std::min(so_far.highest.size(), charge.all_so_far.size());
  for (std::size_t i = 0; i < count; ++i)
    charge.all_so_far.set(i, std::max(so_far.highest[i], fee.reached_anyway));
  if (fee.per == home::PeakPer::day) charge.day_so_far = so_far.today;
  charge.window_so_far = so_far.in_window;
}

}  // namespace

double counted_share(const home::PowerFee& fee, Time time, const base::Zone& zone,
                     const std::optional<home::Holidays>& holidays) {
  return holds(fee, zone.wall_clock(time), holidays) ? 1.0 : fee.otherwise.value();
}

std::vector<home::PeakCharge> power_fees(const home::Tariff& tariff, const base::Zone& zone,
                                         const base::SlotGrid& slots,
                                         const std::vector<home::PeakSoFar>& so_far) {
  std::vector<home::PeakCharge> charges;
  if (slots.is_empty()) return charges;
  const auto first_month = month_of(zone, slots.start(0));
  for (std::size_t i = 0; i < tariff.power_fees.size(); ++i) {
    const home::PowerFee& fee = tariff.power_fees[i];
    Series<Ratio> now{slots.count()}, next{slots.count()};
    bool counts_now = false, counts_next = false;
    for (std::size_t t = 0; t < slots.count(); ++t) {
      const Ratio share{counted_share(fee, slots.start(t), zone, tariff.holidays)};
      const bool is_now = month_of(zone, slots.start(t)) == first_month;
      (is_now ? now : next).set(t, share);
      (is_now ? counts_now : counts_next) |= share > Ratio{};
    }
    if (counts_now) {
      home::PeakCharge charge = charge_of(fee, tariff.import.vat_pct);
      if (i < so_far.size()) add_so_far(charge, fee, so_far[i]);
      charge.applies = std::move(now);
      charges.push_back(std::move(charge));
    }
    if (counts_next) {
      charges.push_back(charge_of(fee, tariff.import.vat_pct));
      charges.back().applies = std::move(next);
    }
  }
  return charges;
}

}  // namespace ohmstead::plan
