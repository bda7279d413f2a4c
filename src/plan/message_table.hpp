// The rows of the message tables. Thread rule: constants.
#pragma once

#include <array>
#include <span>

#include "ohmstead/plan/messages.hpp"

namespace ohmstead::plan {

struct MessageRow {
  Message message;
  std::array<std::string_view, names_of(home::Language{}).size()> texts;  // by language
};

[[nodiscard]] std::span<const MessageRow> reason_messages();
[[nodiscard]] std::span<const MessageRow> device_messages();
[[nodiscard]] std::span<const MessageRow> block_messages();
[[nodiscard]] std::span<const MessageRow> time_messages();
[[nodiscard]] std::span<const MessageRow> missed_messages();
[[nodiscard]] std::span<const MessageRow> note_messages();

}  // namespace ohmstead::plan
