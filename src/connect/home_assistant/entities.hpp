// What the entities that we watch say, kept in step with the events of a subscription.
//
// Only what is wanted is kept, whatever is sent. Thread rule: one thread at a time.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "home_assistant/service_call.hpp"
#include "ohmstead/base/result.hpp"
#include "ohmstead/describe/node.hpp"

namespace ohmstead::connect {

class Entities {
 public:
  void want(const EntityPoint& point);
  [[nodiscard]] std::vector<std::string> wanted() const;
  // All unknown, as before the first event.
  void forget();
  // Errors: invalid_input; what came before it in the event is taken.
  [[nodiscard]] base::Result<void> take(const describe::Node& event);

  [[nodiscard]] bool is_known(const std::string& entity) const;
  // The device behind it cannot be reached.
  [[nodiscard]] bool is_unavailable(const std::string& entity) const;
  // Nothing: not known, unavailable, unknown, null. "50.0" becomes "50", as one and the same number
  // is written both ways.
  [[nodiscard]] std::optional<std::string> text_of(const EntityPoint& point) const;
  [[nodiscard]] std::string unit_of(const EntityPoint& point) const;

 private:
  struct Entity {
    std::string state;
    std::map<std::string, std::string> attributes;  // as texts; JSON where they are lists or maps
  };
  struct Wanted {
    std::set<std::string> attributes;
    std::optional<Entity> now;
  };

  [[nodiscard]] const Entity* find(const std::string& entity) const;
  base::Result<void> add(const std::string& name, const describe::Node& state);
  base::Result<void> change(const std::string& name, const describe::Node& change);
  static void take_attributes(Wanted& wanted, const describe::Node& attributes);

  std::map<std::string, Wanted> entities_;
};

}  // namespace ohmstead::connect
