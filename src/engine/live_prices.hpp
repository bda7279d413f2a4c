// What the market's prices were, hour by hour, and what they are expected to be after the published
// ones end.
//
// Whole hours of published prices are noted and remembered; from two weeks of them on, a forecast
// is learned from them. Money per kWh, of the market, before tariff. Thread rule: one thread.
//
//   LivePrices prices{"spot", zone, &memory};
//   prices.note(known.prices, now);
//   if (prices.can_foretell()) coming = prices.foretell(now, now + hours{48});
#pragma once

#include <map>
#include <memory>
#include <string>

#include "foretold_prices.hpp"
#include "ohmstead/forecast/price_model.hpp"
#include "ohmstead/home/price_curve.hpp"
#include "ohmstead/ports/memory.hpp"

namespace ohmstead::engine {

// Of hours; NaN where nothing is known to go by.
struct ComingPrices {
  base::Time start{};
  std::vector<double> p10, p50, p90;

  // Mean of `prices`, one of the three above, in [from, to).
  [[nodiscard]] double mean(const std::vector<double>& prices, base::Time from,
                            base::Time to) const;
};

class LivePrices {
 public:
  // `memory` may be null; both must outlive it.
  LivePrices(std::string book, const base::Zone& zone, ports::Memory* memory)
      : book_{std::move(book)},
        zone_{&zone},
        memory_{memory},
        foretold_{book_ + "_foretold", memory} {}

  void remember(base::Time now);
  // Published before; what is known already stays.
  void put_before(const home::PriceCurve& published);
  void note(const home::PriceCurve& published, base::Time now);

  // What a service expects after them; it helps foretell().
  void note_foretold(const home::PriceCurve& foretold, base::Time now) {
    foretold_.note(foretold, now);
  }

  [[nodiscard]] bool can_foretell() const;
  [[nodiscard]] std::size_t known_days() const { return hours_.size() / 24; }
  // On hours; all of them count as known.
  [[nodiscard]] forecast::PricePast past() const;
  // Of the hours in [now, until).
  [[nodiscard]] ComingPrices foretell(base::Time now, base::Time until) const;

  // So little is known that each day tells much.
  [[nodiscard]] bool is_young() const;
  // Null: nothing is learned yet.
  void take(std::shared_ptr<const forecast::PriceModel> model) { model_ = std::move(model); }
  // "learned from 63 days of published prices; ..."
  [[nodiscard]] std::string basis(const std::string& currency) const;

 private:
  [[nodiscard]] forecast::PricePast past_from(base::Time first) const;

  std::string book_;
  const base::Zone* zone_;
  ports::Memory* memory_;
  ForetoldPrices foretold_;
  std::map<base::Time, double> hours_;
  std::shared_ptr<const forecast::PriceModel> model_;  // null: not learned yet
};

}  // namespace ohmstead::engine
