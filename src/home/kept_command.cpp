#include "ohmstead/home/kept_command.hpp"

#include "ohmstead/describe/read.hpp"
#include "ohmstead/describe/walk.hpp"
#include "ohmstead/describe/write.hpp"

namespace ohmstead::home {

struct KeptCommands {
  std::vector<KeptCommand> commands;
};

constexpr auto fields_of(const KeptCommand*) {
  using namespace describe;
  return std::make_tuple(field("device", &KeptCommand::device, "its id"),
                         field("verb", &KeptCommand::verb, "what it does"),
                         field("power_kw", &KeptCommand::power, "of verbs that have one", optional),
                         field("until", &KeptCommand::until, "respected up to this time"));
}

constexpr auto fields_of(const KeptCommands*) {
  using namespace describe;
  return std::make_tuple(field("commands", &KeptCommands::commands, "all of them"));
}

std::string write_kept_commands(const std::vector<KeptCommand>& all) {
  return describe::write_json(KeptCommands{all});
}

base::Result<std::vector<KeptCommand>> read_kept_commands(const std::string& text) {
  auto tree = describe::parse_json(text, "kept commands");
  if (!tree) return tl::unexpected{tree.error()};
  KeptCommands kept;
  describe::Problems problems{"kept commands", *tree};
  describe::read_fields(*tree, kept, problems);
  if (!problems.is_empty()) return tl::unexpected{problems.to_error()};
  return std::move(kept.commands);
}

}  // namespace ohmstead::home
