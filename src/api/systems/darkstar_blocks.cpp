#include <fmt/format.h>

#include <algorithm>

#include "darkstar.hpp"
#include "ohmstead/home/override.hpp"

namespace ohmstead::api::systems {
namespace {

using base::Result;
using describe::join_path;
using describe::Node;
using describe::NodeKind;
using describe::Problems;
using home::ManualKind;
using home::Override;

constexpr std::size_t k_most_blocks = 200;
constexpr std::array<std::string_view, 4> k_contents{"Charge", "Water Heating", "Hold", "Export"};
constexpr std::array<ManualKind, 4> k_kinds{ManualKind::charge, ManualKind::on, ManualKind::hold,
                                            ManualKind::export_};

struct Block {
  std::string path;
  std::string_view content;  // one of k_contents
  base::Time from, until;
};

const std::string* text_at(const Node& map, const std::string& path, std::string_view key,
                           Problems& problems) {
  const Node* found = map.find(key);
  if (found != nullptr && found->kind == NodeKind::scalar) return &found->text;
  problems.add(join_path(path, key), found == nullptr ? "missing" : "must be a text");
  return nullptr;
}

// With an offset; without one it is the home's local time.
std::optional<base::Time> time_at(const Asked& asked, const Node& map, const std::string& path,
                                  std::string_view key, Problems& problems) {
  const std::string* text = text_at(map, path, key, problems);
  if (text == nullptr) return std::nullopt;
  if (const auto time = base::parse_time(*text)) return *time;
  if (const auto local = base::parse_time(*text + "Z")) {
    const auto midnight = std::chrono::floor<std::chrono::days>(*local);
    return asked.service.zone.at(base::Date{midnight}, *local - midnight);
  }
  problems.add(join_path(path, key),
               fmt::format("'{}' is no time such as 2024-06-24T12:15:00+02:00", *text));
  return std::nullopt;
}

std::string_view content_at(const Node& map, const std::string& path, Problems& problems) {
  const std::string* text = text_at(map, path, "content", problems);
  if (text == nullptr) return {};
  const auto found = std::find(k_contents.begin(), k_contents.end(), *text);
  if (found != k_contents.end()) return *found;
  problems.add(join_path(path, "content"),
               fmt::format("'{}' is none of Charge, Water Heating, Hold, Export", *text));
  return {};
}

std::optional<Block> read_block(const Asked& asked, const Node& node, const std::string& path,
                                Problems& problems) {
  if (node.kind != NodeKind::map) {
    problems.add(path, "must be a block: content, start and end");
    return std::nullopt;
  }
  for (const describe::Member& member : node.members) {
    if (member.key != "content" && member.key != "start" && member.key != "end")
      problems.add_about_key(join_path(path, member.key), "unknown key");
  }
  const std::string_view content = content_at(node, path, problems);
  const auto from = time_at(asked, node, path, "start", problems);
  const auto until = time_at(asked, node, path, "end", problems);
  if (until && from && *until <= *from)
    problems.add(join_path(path, "end"), "must be after start");
  else if (until && *until <= asked.time)
    problems.add(join_path(path, "end"), "is over");
  if (!from || !until || content.empty()) return std::nullopt;
  return Block{path, content, *from, *until};
}

// What a slot of a schedule does by hand; empty: as planned.
std::string_view content_of_slot(const Node& slot, const std::string& path, Problems& problems) {
  const Node* found = slot.find("classification");
  if (found == nullptr) return {};
  for (const auto& [name, content] :
       {std::pair{"charge", k_contents[0]}, {"hold", k_contents[2]}, {"export", k_contents[3]}})
    if (found->text == name) return content;
  if (found->text != "discharge" && found->text != "pv charge")
    problems.add(
        join_path(path, "classification"),
        fmt::format("'{}' is none of charge, pv charge, discharge, hold, export", found->text));
  return {};
}

// Runs of a schedule's slots that are charging, selling, holding or heating water.
std::vector<Block> read_slots(const Asked& asked, const Node& slots, Problems& problems) {
  std::vector<Block> blocks;
  const auto add = [&](const Block& block) {
    for (Block& before : blocks) {
      if (before.content != block.content || before.until != block.from) continue;
      before.until = block.until;
      return;
    }
    if (!block.content.empty()) blocks.push_back(block);
  };
  for (std::size_t i = 0; i < slots.items.size(); ++i) {
    const Node& slot = slots.items[i];
    const std::string path = join_path("schedule", i);
    if (slot.kind != NodeKind::map) {
      problems.add(path, "must be a slot of a schedule");
      continue;
    }
    const auto from = time_at(asked, slot, path, "start_time", problems);
    const auto until = time_at(asked, slot, path, "end_time", problems);
    const std::string_view content = content_of_slot(slot, path, problems);
    const Node* water = slot.find("water_heating_kw");
    const auto water_kw =
        water == nullptr ? std::optional{0.0} : describe::read_number(water->text);
    if (!water_kw) problems.add(join_path(path, "water_heating_kw"), "must be a number");
    if (!from || !until || *until <= asked.time) continue;
    if (*until <= *from) problems.add(join_path(path, "end_time"), "must be after start_time");
    add({path, content, *from, *until});
    if (water_kw.value_or(0.0) > 0.0) add({path, k_contents[1], *from, *until});
  }
  return blocks;
}

// A list of blocks, or {"schedule": [...]} where a schedule may be given.
std::vector<Block> read_blocks(const Asked& asked, const Node& tree, bool takes_schedule,
                               Problems& problems) {
  std::vector<Block> blocks;
  const Node* schedule = takes_schedule ? tree.find("schedule") : nullptr;
  if (schedule != nullptr && schedule->kind == NodeKind::list) {
    for (const describe::Member& member : tree.members) {
      if (member.key != "schedule" && member.key != "meta" && member.key != "debug")
        problems.add_about_key(member.key, "unknown key");
    }
    return read_slots(asked, *schedule, problems);
  }
  if (tree.kind != NodeKind::list) {
    problems.add("", takes_schedule ? "must be a list of blocks, or a schedule"
                                    : "must be a list of blocks: content, start and end");
    return blocks;
  }
  for (std::size_t i = 0; i < tree.items.size(); ++i) {
    auto block = read_block(asked, tree.items[i], fmt::format("[{}]", i), problems);
    if (block) blocks.push_back(std::move(*block));
  }
  return blocks;
}

void add_overrides(const Asked& asked, const Block& block, std::vector<Override>& all,
                   Problems& problems) {
  const home::Site& site = asked.service.site;
  const auto content = std::find(k_contents.begin(), k_contents.end(), block.content);
  const ManualKind kind = k_kinds[static_cast<std::size_t>(content - k_contents.begin())];
  const bool is_water = kind == ManualKind::on;
  if (is_water ? site.water_heaters.empty() : site.batteries.empty())
    problems.add(join_path(block.path, "content"),
                 is_water ? "the home has no water heater" : "the home has no battery");
  if (block.until > asked.time + home::k_longest_override)
    problems.add(join_path(block.path, "end"), "at most 14 days ahead");
  const auto add = [&](const auto& devices) {
    for (const auto& device : devices) {
      Override& made = all.emplace_back();
      made.kind = kind;
      made.device = device.id;
      made.from = std::max(block.from, asked.time);
      made.until = block.until;
      made.by = "blocks";
    }
  };
  if (is_water)
    add(site.water_heaters);
  else
    add(site.batteries);
}

Result<std::vector<Override>> read_orders(const Asked& asked, bool takes_schedule) {
  const auto tree = describe::parse_json(asked.request.body, "body");
  if (!tree) return tl::unexpected{tree.error()};
  Problems problems{"body", *tree};
  const std::vector<Block> blocks = read_blocks(asked, *tree, takes_schedule, problems);
  std::vector<Override> all;
  for (const Block& block : blocks) add_overrides(asked, block, all, problems);
  if (all.size() > k_most_blocks)
    problems.add("", fmt::format("{} orders are more than {}", all.size(), k_most_blocks));
  if (!problems.is_empty()) return tl::unexpected{problems.to_error()};
  return all;
}

}  // namespace

Answer simulate_blocks(const Asked& asked) {
  if (asked.now->plan.slots.empty()) return net::problem(503, "there is no plan yet");
  auto all = read_orders(asked, false);
  if (!all) return refused(all.error());
  engine::Overrides imagined{asked.service.site, asked.service.zone};
  imagined.replace(std::move(*all));
  return
      [&service = asked.service, now = asked.now, time = asked.time,
       blocks = imagined.blocks(asked.time, asked.now->home.slots)](const std::stop_token& stop) {
        home::Case changed = now->home;
        changed.manual_blocks = blocks;
        changed.last_plan.reset();
        const home::Plan plan = engine::plan_case(changed, stop);
        return net::HttpResponse{.body = service.write_schedule(changed, plan, time)};
      };
}

Answer save_schedule(const Asked& asked) {
  auto all = read_orders(asked, true);
  if (!all) return refused(all.error());
  const std::size_t count = all->size();
  asked.service.engine.overrides().replace(std::move(*all));
  asked.service.engine.request_cycle("blocks were set by hand");
  return ok({{"status", "success"}, {"message", fmt::format("{} orders are in force", count)}});
}

}  // namespace ohmstead::api::systems
