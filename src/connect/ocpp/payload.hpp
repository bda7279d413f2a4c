// The careful look at what a charge point sends: the first fault is kept with the code that OCPP
// has for it, and reading goes on with harmless values. Thread rule: one thread.
//
//   Payload in{frame.payload};
//   const std::int64_t connector = in.integer("connectorId");
//   if (!in.code().empty()) return error_text(frame.id, in.code(), in.why());
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ohmstead/base/time.hpp"
#include "ohmstead/describe/node.hpp"

namespace ohmstead::connect {

class Payload {
 public:
  // The map must outlive it.
  explicit Payload(const describe::Node& map) : map_{&map} {}

  std::string text(std::string_view key, std::size_t longest);
  std::string text_if_any(std::string_view key, std::size_t longest);
  std::int64_t integer(std::string_view key);
  std::optional<std::int64_t> integer_if_any(std::string_view key);
  const describe::Node* list(std::string_view key);
  // `now` where it is absent, no time, or in the future: clocks of charge points are often wrong.
  [[nodiscard]] base::Time time_by(std::string_view key, base::Time now) const;

  // Empty: no fault so far.
  [[nodiscard]] const std::string& code() const { return code_; }
  [[nodiscard]] const std::string& why() const { return why_; }

 private:
  const describe::Node* find(std::string_view key, bool is_required);
  void fault(std::string_view code, std::string_view key, std::string_view what);

  const describe::Node* map_;
  std::string code_;
  std::string why_;
};

}  // namespace ohmstead::connect
