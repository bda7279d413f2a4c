// Bodies of answers: JSON texts from a snapshot. docs/api.md says what the keys mean.
//
// Thread rule: pure functions.
#pragma once

#include <string>

#include "ohmstead/api/api.hpp"

namespace ohmstead::api {

// negative, cheap, normal or expensive: of all published prices of the horizon the lowest fifth is
// cheap, the highest quarter expensive. Forecasts are classed by the same marks.
class PriceClasses {
 public:
  explicit PriceClasses(const engine::Snapshot& now);
  explicit PriceClasses(const base::Series<base::EnergyPrice>& prices);
  [[nodiscard]] std::string_view of(base::EnergyPrice price) const;
  [[nodiscard]] double cheap() const { return cheap_; }
  [[nodiscard]] double expensive() const { return expensive_; }

 private:
  double cheap_ = 0.0, expensive_ = 0.0;
};

// What people pay by the plan, and what is worth to them: net cost without the prices that only
// stand for missed wishes.
[[nodiscard]] double cost_of(const home::Plan& plan);

[[nodiscard]] std::string answer_status(const Service& service, const engine::Snapshot& now);
[[nodiscard]] std::string answer_prices(const engine::Snapshot& now);
[[nodiscard]] std::string answer_recommendation(const Service& service,
                                                const engine::Snapshot& now);
// Slots that end after `from` and begin before `to`; of more than a page `next_from` says where
// the rest begins.
inline constexpr std::size_t k_history_page = 3000;
[[nodiscard]] std::string answer_history(const std::vector<engine::MeasuredSlot>& slots,
                                         base::Time from, base::Time to);
[[nodiscard]] std::string answer_decisions(const engine::Snapshot& now, std::size_t limit);
[[nodiscard]] std::string answer_health(const engine::Snapshot& now, base::Time time);
[[nodiscard]] engine::Health worst_health(const engine::Snapshot& now);

struct WhatIf {
  bool is_quick = false;  // without reasons
  home::Language language = home::Language::en;
};
// A plan for the running case with a JSON merge patch (RFC 7396); planned here, takes a while. The
// last plan is left out where devices or slots are others, as it would not fit.
[[nodiscard]] net::HttpResponse answer_what_if(const engine::Snapshot& now, const std::string& body,
                                               const std::stop_token& stop, WhatIf how = {});

}  // namespace ohmstead::api
