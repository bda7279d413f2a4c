// The newest snapshot in the languages that are asked for: each told once, and its plan written
// once, for all who ask between two cycles. Thread rule: one thread.
#pragma once

#include <array>
#include <memory>

#include "ohmstead/api/api.hpp"
#include "ohmstead/home/phrase_book.hpp"

namespace ohmstead::api {

struct ToldSnapshot {
  home::Language language = home::Language::en;
  std::shared_ptr<const engine::Snapshot> plain = {};  // as the engine made it
  std::shared_ptr<const engine::Snapshot> told = {};
  std::string plan_text = {};  // empty: not asked for yet
};

class ToldSnapshots {
 public:
  // Null before the first cycle.
  [[nodiscard]] ToldSnapshot* newest(const Service& service, home::Language language);
  // That one, as newest() gave it last.
  [[nodiscard]] ToldSnapshot& of(const engine::Snapshot& told);

 private:
  std::array<ToldSnapshot, home::k_languages> all_;
};

}  // namespace ohmstead::api
