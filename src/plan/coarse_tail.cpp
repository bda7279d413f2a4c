#include "ohmstead/plan/coarse_tail.hpp"

#include <algorithm>
#include <tuple>

namespace ohmstead::plan {
namespace {

using base::Seconds;
using base::Series;
using std::chrono::hours;
using std::chrono::minutes;

constexpr Seconds k_fine = hours{6};
constexpr Seconds k_half_hours = hours{24};  // until then

// How long the block that begins so far ahead may be; nothing: as its slot.
Seconds longest_block(Seconds ahead) {
  if (ahead < k_fine) return Seconds{0};
  return ahead < k_half_hours ? Seconds{minutes{30}} : Seconds{hours{1}};
}

// Whether both lie between the same two marks of the local clock.
bool is_same_block(const base::Zone& zone, base::Time a, base::Time b, Seconds block) {
  const auto key = [&](base::Time time) {
    const base::WallClock clock = zone.wall_clock(time);
    return std::tuple{clock.date, (clock.hour * 60 + clock.minute) / (block / minutes{1})};
  };
  return key(a) == key(b);
}

template <class Q>
bool is_same(const Series<Q>& series, std::size_t a, std::size_t b) {
  return series.size() <= 1 || series.raw()[a] == series.raw()[b];
}

class Blocks {
 public:
  Blocks(const home::Outlook& outlook, const TariffRule& tariff)
      : outlook_{outlook}, tariff_{tariff} {
    for (std::size_t slot = 0; slot < outlook.slots.count(); ++slot) {
      if (slot == 0 || !joins(slot)) firsts_.push_back(slot);
    }
  }

  [[nodiscard]] base::SlotGrid grid() const {
    std::vector<Seconds> durations;
    durations.reserve(firsts_.size());
    for (std::size_t block = 0; block < firsts_.size(); ++block)
      durations.push_back(outlook_.slots.end(end(block) - 1) -
                          outlook_.slots.start(firsts_[block]));
    return base::SlotGrid::make(outlook_.slots.start(0), durations).value();
  }

  // Means over the blocks; an absent series, and one number for all slots, stay as they are.
  template <class Q>
  [[nodiscard]] Series<Q> means(const Series<Q>& fine) const {
    if (fine.size() <= 1 && outlook_.slots.count() != 1) return fine;
    Series<Q> coarse;
    for (std::size_t block = 0; block < firsts_.size(); ++block) {
      double sum = 0.0, time = 0.0;
      for (std::size_t slot = firsts_[block]; slot < end(block); ++slot) {
        sum += fine.raw()[slot] * outlook_.slots.hours(slot).value();
        time += outlook_.slots.hours(slot).value();
      }
      // Of equal numbers exactly that number.
      const bool is_constant = is_same_in(fine, block);
      coarse.push_back(Q{is_constant ? fine.raw()[firsts_[block]] : sum / time});
    }
    return coarse;
  }

 private:
  [[nodiscard]] std::size_t end(std::size_t block) const {
    return block + 1 < firsts_.size() ? firsts_[block + 1] : outlook_.slots.count();
  }
  template <class Q>
  [[nodiscard]] bool is_same_in(const Series<Q>& fine, std::size_t block) const {
    for (std::size_t slot = firsts_[block] + 1; slot < end(block); ++slot) {
      if (!is_same(fine, firsts_[block], slot)) return false;
    }
    return true;
  }
  [[nodiscard]] bool has_same_prices(std::size_t a, std::size_t b) const;
  // Whether the slot belongs to the block that the last first slot began.
  [[nodiscard]] bool joins(std::size_t slot) const {
    const std::size_t first = firsts_.back();
    const base::Time start = outlook_.slots.start(first);
    const Seconds longest = longest_block(start - outlook_.slots.start(0));
    return outlook_.slots.end(slot) - start <= longest &&
           is_same_block(tariff_.zone(), start, outlook_.slots.start(slot), longest) &&
           has_same_prices(first, slot);
  }

  const home::Outlook& outlook_;
  const TariffRule& tariff_;
  std::vector<std::size_t> firsts_;  // slot of each block
};

bool Blocks::has_same_prices(std::size_t a, std::size_t b) const {
  if (!is_same(outlook_.spot, a, b) || !is_same(outlook_.export_spot, a, b)) return false;
  // Fees by the clock.
  const auto price = [&](std::size_t slot) {
    return tariff_.import_price(outlook_.slots.start(slot), base::EnergyPrice{});
  };
  if (price(a) != price(b)) return false;
  return std::all_of(outlook_.scenarios.begin(), outlook_.scenarios.end(),
                     [&](const home::Scenario& scenario) {
                       return is_same(scenario.import, a, b) && is_same(scenario.export_, a, b) &&
                              is_same(scenario.import_add.values(), a, b) &&
                              is_same(scenario.export_add.values(), a, b);
                     });
}

}  // namespace

home::Outlook coarse_tail(const home::Outlook& outlook, const TariffRule& tariff) {
  if (outlook.slots.is_empty()) return outlook;
  const Blocks blocks{outlook, tariff};
  home::Outlook coarse = outlook;
  coarse.slots = blocks.grid();
  coarse.spot = blocks.means(outlook.spot);
  coarse.export_spot = blocks.means(outlook.export_spot);
  coarse.load = blocks.means(outlook.load);
  coarse.pv = blocks.means(outlook.pv);
  for (home::PowerBand home::Outlook::* band : {&home::Outlook::load_band, &home::Outlook::pv_band})
    coarse.*band = {blocks.means((outlook.*band).p10), blocks.means((outlook.*band).p90)};
  coarse.spot_band = {blocks.means(outlook.spot_band.p10), blocks.means(outlook.spot_band.p90)};
  coarse.outdoor = blocks.means(outlook.outdoor);
  coarse.irradiance = blocks.means(outlook.irradiance);
  for (home::Scenario& scenario : coarse.scenarios) {
    scenario.pv = blocks.means(scenario.pv);
    scenario.load = blocks.means(scenario.load);
    scenario.import = blocks.means(scenario.import);
    scenario.export_ = blocks.means(scenario.export_);
    for (auto* factor : {&scenario.pv_factor, &scenario.load_factor})
      factor->values() = blocks.means(factor->values());
    for (auto* add : {&scenario.import_add, &scenario.export_add})
      add->values() = blocks.means(add->values());
  }
  return coarse;
}

}  // namespace ohmstead::plan
