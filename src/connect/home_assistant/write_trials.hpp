// Whether orders that a home may give could be carried out by this Home Assistant, found out
// without giving them: by what its entities and services say of themselves, and by what it lets the
// token's user do.
//
// It tells no group of a user that is no administrator. Such a user is let have the entities read
// anew, which needs the same permission as setting them and sets nothing. Thread rule: one thread
// at a time.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "home_assistant/entities.hpp"
#include "home_assistant/messages.hpp"
#include "home_assistant/service_call.hpp"

namespace ohmstead::connect {

class WriteTrials {
 public:
  // Also wants of the entity what tells its limits.
  void add(const std::string& address, const std::string& text, Entities& entities);
  [[nodiscard]] bool is_empty() const { return calls_.empty(); }

  // What to ask after each login, numbered from `id` on, which is set to the next number.
  [[nodiscard]] std::vector<std::string> questions(std::int64_t& id);
  // Takes an answer to a question, and tells what to ask then. Nothing for other results.
  [[nodiscard]] std::vector<std::string> take(const HubMessage& result, std::int64_t& id);

  // As PointBus::fault_of_write(); of what was not added: empty.
  [[nodiscard]] std::optional<std::string> fault_of(const std::string& address,
                                                    const std::string& text,
                                                    const Entities& entities) const;

 private:
  [[nodiscard]] std::vector<std::string> ask_permissions(std::int64_t& id);
  [[nodiscard]] bool has_service(const ServiceCall& call) const;

  std::map<std::pair<std::string, std::string>, base::Result<ServiceCall>> calls_;
  std::int64_t user_question_ = 0;
  std::int64_t services_question_ = 0;
  std::map<std::int64_t, std::string> open_permissions_;  // entities by question
  bool is_user_known_ = false;
  std::set<std::string> forbidden_;  // entities
  std::optional<describe::Node> services_;
};

}  // namespace ohmstead::connect
