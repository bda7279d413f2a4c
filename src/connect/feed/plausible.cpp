#include "feed/plausible.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace ohmstead::connect {
namespace {

using base::Seconds;
using base::Time;

constexpr std::array k_shifts{Seconds{3600}, Seconds{-3600}, Seconds{7200}, Seconds{-7200}};
constexpr std::size_t k_least_compared = 6;  // slots, before anything is concluded
constexpr double k_same = 1e-6;

struct Agreement {
  std::size_t compared = 0;
  std::size_t same = 0;
  std::size_t distinct = 0;  // changes of price among those compared
  [[nodiscard]] double share() const {
    return compared == 0 ? 0.0 : static_cast<double>(same) / static_cast<double>(compared);
  }
};

const home::PriceSlot* slot_at(const home::PriceCurve& curve, Time time) {
  const auto next =
      std::upper_bound(curve.slots.begin(), curve.slots.end(), time,
                       [](Time at, const home::PriceSlot& slot) { return at < slot.from; });
  if (next == curve.slots.begin() || time >= (next - 1)->to) return nullptr;
  return &*(next - 1);
}

Agreement compare(const home::PriceCurve& known, const home::PriceCurve& fresh, Seconds shift) {
  Agreement agreement;
  double last = std::nan("");
  for (const home::PriceSlot& slot : fresh.slots) {
    const home::PriceSlot* old = slot_at(known, slot.from - shift);
    if (old == nullptr) continue;
    ++agreement.compared;
    agreement.same += std::abs(old->price.value() - slot.price.value()) < k_same ? 1 : 0;
    agreement.distinct += slot.price.value() != last ? 1 : 0;
    last = slot.price.value();
  }
  return agreement;
}

}  // namespace

std::string find_shift(const home::PriceCurve& known, const home::PriceCurve& fresh) {
  const Agreement in_place = compare(known, fresh, Seconds{0});
  if (in_place.compared < k_least_compared || in_place.share() > 0.5) return {};
  for (const Seconds shift : k_shifts) {
    const Agreement moved = compare(known, fresh, shift);
    if (moved.compared >= k_least_compared && moved.distinct >= k_least_compared &&
        moved.share() > 0.95)
      return fmt::format("its prices are those known before, moved by {} h: not taken",
                         shift.count() / 3600);
  }
  return {};
}

}  // namespace ohmstead::connect
