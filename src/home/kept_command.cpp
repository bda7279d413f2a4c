#include "ohmstead/home/kept_command.hpp"

#include "ohmstead/describe/read.hpp"
#include "ohmstead/describe/walk.hpp"
#include "ohmstead/describe/write.hpp"

namespace ohmstead::home {

constexpr auto fields_of(const KeptCommand*) {
  using namespace describe;
  return std::make_tuple(field("device", &KeptCommand::device, "its id"),
                         field("verb", &KeptCommand::verb, "what it does"),
                         field("power_kw", &KeptCommand::power, "of verbs that have one", optional),
                         field("until", &KeptCommand::until, "respected up to this time"));
}

constexpr auto fields_of(const KeptWrite*) {
  using namespace describe;
  return std::make_tuple(field("device", &KeptWrite::device, "its id"),
                         field("at", &KeptWrite::at, "when it was written to"));
}

constexpr auto fields_of(const KeptPlug*) {
  using namespace describe;
  return std::make_tuple(field("charger", &KeptPlug::charger, "its id"),
                         field("car", &KeptPlug::car, "that is plugged in"),
                         field("by", &KeptPlug::by, "how that is known"),
                         field("seen_at", &KeptPlug::seen_at, "to the hour"));
}

constexpr auto fields_of(const KeptCommands*) {
  using namespace describe;
  return std::make_tuple(
      field("commands", &KeptCommands::commands, "of somebody else"),
      field("writes", &KeptCommands::writes, "to memories that wear out", optional),
      field("plugs", &KeptCommands::plugs, "of chargers that cars share", optional));
}

std::string write_kept_commands(const KeptCommands& all) { return describe::write_json(all); }

base::Result<KeptCommands> read_kept_commands(const std::string& text) {
  auto tree = describe::parse_json(text, "kept commands");
  if (!tree) return tl::unexpected{tree.error()};
  KeptCommands kept;
  describe::Problems problems{"kept commands", *tree};
  describe::read_fields(*tree, kept, problems);
  if (!problems.is_empty()) return tl::unexpected{problems.to_error()};
  return kept;
}

}  // namespace ohmstead::home
