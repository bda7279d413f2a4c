#include "ohmstead/plan/messages.hpp"

#include <vector>

#include "message_table.hpp"

namespace ohmstead::plan {
namespace {

std::vector<const MessageRow*> make_index() {
  std::vector<const MessageRow*> index(static_cast<std::size_t>(Message::count), nullptr);
  for (const auto rows : {reason_messages(), device_messages(), block_messages(), time_messages(),
                          missed_messages(), note_messages()}) {
    for (const MessageRow& row : rows) index[static_cast<std::size_t>(row.message)] = &row;
  }
  return index;
}

}  // namespace

std::string_view text_of(Message message, home::Language language) {
  static const std::vector<const MessageRow*> index = make_index();
  const MessageRow* row = index[static_cast<std::size_t>(message)];
  return row == nullptr ? std::string_view{} : row->texts[static_cast<std::size_t>(language)];
}

}  // namespace ohmstead::plan
