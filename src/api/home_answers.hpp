// What the service knows of the home beside its plan: devices, outlook, money by day, how good the
// forecasts were.
//
// Thread rule: pure functions over the snapshot.
#pragma once

#include <optional>
#include <string>

#include "ohmstead/api/api.hpp"

namespace ohmstead::api {

// `now` as told in that language, `plain` as the engine made it.
[[nodiscard]] std::string answer_devices(const Service& service, const engine::Snapshot& now,
                                         const engine::Snapshot& plain, home::Language language);
[[nodiscard]] std::string answer_outlook(const engine::Snapshot& now);
[[nodiscard]] std::string answer_accuracy(const engine::Snapshot& now);
// `from`, `to`: local dates (2024-05-11), both included; empty: all.
struct SavingsWish {
  bool is_by_month = false;
  std::string from, to;
};
[[nodiscard]] std::string answer_savings(const engine::Snapshot& now, const SavingsWish& wish);
// What other ways of running the home would cost over the plan's horizon; plans, some milliseconds.
[[nodiscard]] std::string answer_baselines(const engine::Snapshot& now);

}  // namespace ohmstead::api
