#include "ohmstead/engine/overrides.hpp"

#include <algorithm>

#include "ohmstead/home/manual_wish.hpp"

namespace ohmstead::engine {
namespace {

using home::Override;
using List = std::vector<Override>;

// What is left of `all` beside [from, until) for that device.
List without(const List& all, const std::string& device, base::Time from, base::Time until) {
  List left;
  for (const Override& each : all) {
    if (each.device != device || each.until <= from || until <= each.from) {
      left.push_back(each);
      continue;
    }
    if (each.from < from) {
      left.push_back(each);
      left.back().until = from;
    }
    if (each.until > until && each.source != home::OverrideSource::manual) {
      left.push_back(each);
      left.back().from = until;
    }
  }
  return left;
}

List scheduled(const home::Site& site, const base::Zone& zone, base::Time from, base::Time until) {
  List all;
  for (const home::SiteSchedule& schedule : site.schedules) {
    for (const home::LocalSpan& span :
         home::local_spans({schedule.from_h, schedule.to_h, schedule.days}, zone, from, until)) {
      Override each;
      each.kind = schedule.kind;
      each.device = schedule.device;
      each.from = span.from;
      each.until = span.to;
      each.target_soc_pct = schedule.target_soc_pct;
      each.source = home::OverrideSource::schedule;
      each.by = "site file";
      // Of two schedules the one that stands first in the file counts.
      List pieces{each};
      for (const Override& earlier : all)
        if (earlier.device == each.device)
          pieces = without(pieces, each.device, earlier.from, earlier.until);
      all.insert(all.end(), pieces.begin(), pieces.end());
    }
  }
  return all;
}

}  // namespace

List Overrides::manual() const {
  const auto now = manual_.get();
  return now == nullptr ? List{} : *now;
}

void Overrides::set(List all) {
  manual_.set(std::move(all));
  if (on_change_) on_change_();
}

Override Overrides::add(Override asked) {
  const std::scoped_lock lock{changing_};
  asked.source = home::OverrideSource::manual;
  List there = manual();
  for (Override& each : there) {
    const bool is_it = each.heartbeat.count() > 0 && asked.heartbeat.count() > 0 &&
                       each.device == asked.device && each.kind == asked.kind &&
                       each.target_soc_pct == asked.target_soc_pct && each.from <= asked.from &&
                       asked.from < home::end_of(each);
    if (!is_it) continue;
    each.beat_at = asked.from;
    each.heartbeat = asked.heartbeat;
    each.until = asked.until;
    asked = each;
    set(std::move(there));
    return asked;
  }
  asked.id = ++last_id_;
  List all = without(manual(), asked.device, asked.from, asked.until);
  all.push_back(asked);
  set(std::move(all));
  return asked;
}

void Overrides::set_rules(List rules) {
  List all;
  for (Override& each : rules) {
    each.source = home::OverrideSource::rule;
    List pieces{each};
    for (const Override& first : all)
      if (first.device == each.device)
        pieces = without(pieces, each.device, first.from, first.until);
    all.insert(all.end(), pieces.begin(), pieces.end());
  }
  rules_.set(std::move(all));
}

bool Overrides::remove(std::int64_t id) {
  const std::scoped_lock lock{changing_};
  List all = manual();
  const auto count = std::erase_if(all, [&](const Override& each) { return each.id == id; });
  if (count > 0) set(std::move(all));
  return count > 0;
}

void Overrides::clear(const std::optional<std::string>& device) {
  const std::scoped_lock lock{changing_};
  List all = manual();
  std::erase_if(all, [&](const Override& each) { return !device || each.device == *device; });
  set(std::move(all));
}

void Overrides::replace(List all) {
  const std::scoped_lock lock{changing_};
  List left;
  for (Override& each : all) {
    each.id = ++last_id_;
    each.source = home::OverrideSource::manual;
    left = without(left, each.device, each.from, each.until);
    left.push_back(std::move(each));
  }
  set(std::move(left));
}

List Overrides::list(base::Time now, base::Time until) const {
  const auto ruled = rules_.get();
  List all = ruled == nullptr ? List{} : *ruled;
  const auto put_before = [&all](const List& first) {
    for (const Override& each : first) all = without(all, each.device, each.from, each.until);
    all.insert(all.end(), first.begin(), first.end());
  };
  put_before(scheduled(*site_, *zone_, now, until));
  List by_hand = manual();
  std::erase_if(by_hand, [&](const Override& each) { return home::end_of(each) <= now; });
  put_before(by_hand);
  std::erase_if(all, [&](const Override& each) { return each.until <= now || each.from >= until; });
  std::stable_sort(all.begin(), all.end(),
                   [](const Override& a, const Override& b) { return a.from < b.from; });
  return all;
}

std::vector<home::ManualBlock> Overrides::blocks(base::Time now,
                                                 const base::SlotGrid& slots) const {
  std::vector<home::ManualBlock> blocks;
  for (const Override& each : list(now, slots.end(slots.count() - 1))) {
    home::ManualBlock block = home::to_block(each);
    // One that is active holds from now on, in the slot that is under way too.
    if (each.from <= now) {
      block.start = slots.start(0);
      block.end = std::max(block.end, slots.end(0));
    } else if (slots.end(0) > block.start) {
      block.start = slots.end(0);  // the running slot belongs to what is active now
    }
    if (block.end > block.start) blocks.push_back(std::move(block));
  }
  // What was lengthened must not run into what follows.
  for (home::ManualBlock& block : blocks) {
    for (const home::ManualBlock& other : blocks) {
      if (&other == &block || other.device != block.device || other.start < block.start) continue;
      if (other.start == block.start && &other < &block) continue;
      block.end = std::min(block.end, std::max(block.start, other.start));
    }
  }
  std::erase_if(blocks, [](const home::ManualBlock& block) { return block.end <= block.start; });
  return blocks;
}

std::optional<base::Time> Overrides::next_edge(base::Time now) const {
  std::optional<base::Time> next;
  for (const Override& each : list(now, now + std::chrono::days{1})) {
    for (const base::Time edge : {each.from, home::end_of(each)}) {
      if (edge > now && (!next || edge < *next)) next = edge;
    }
  }
  return next;
}

std::string Overrides::kept(base::Time now) const {
  List all = manual();
  std::erase_if(all, [&](const Override& each) { return home::end_of(each) <= now; });
  return home::write_overrides(all);
}

base::Result<void> Overrides::restore(const std::string& text) {
  auto all = home::read_overrides(text);
  if (!all) return tl::unexpected{all.error()};
  std::erase_if(*all, [&](const Override& each) {
    const auto kinds = home::manual_kinds_of(*site_, each.device);
    return std::find(kinds.begin(), kinds.end(), each.kind) == kinds.end();
  });
  for (const Override& each : *all) last_id_ = std::max(last_id_, each.id);
  manual_.set(std::move(*all));
  return {};
}

}  // namespace ohmstead::engine
