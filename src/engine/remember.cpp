// What a cycle leaves in the service's memory, and what the first one finds there.
#include <algorithm>

#include "cycle.hpp"
#include "ohmstead/engine/past.hpp"

namespace ohmstead::engine {
namespace {

constexpr const char* k_ledger = "ledger";
constexpr const char* k_slots = "slots";
constexpr const char* k_days = "days";
constexpr const char* k_decisions = "decisions";
constexpr std::chrono::days k_slots_back{31};
constexpr std::chrono::days k_decisions_back{31};

// Entries that cannot be read are left out: they are of another program, or damaged.
template <class T>
std::vector<T> read_book(ports::Memory& memory, const char* book, base::Time from, base::Time to,
                         base::Result<T> (*read)(const std::string&)) {
  std::vector<T> all;
  const auto texts = memory.entries(book, from, to);
  if (!texts) return all;
  all.reserve(texts->size());
  for (const std::string& text : *texts) {
    if (auto value = read(text)) all.push_back(std::move(*value));
  }
  return all;
}

}  // namespace

void Cycle::bring_back() {
  if (parts_.memory == nullptr) return;
  ports::Memory& memory = *parts_.memory;
  const base::Time now = parts_.clock.now();
  home::LedgerState state;
  if (const auto text = memory.read(k_ledger); text && *text) {
    if (auto read = home::read_ledger(**text)) state = std::move(*read);
  }
  auto slots = read_book(memory, k_slots, now - k_slots_back, now, home::read_measured_slot);
  for (const MeasuredSlot& slot : slots) peaks_.add(slot);
  ledger_.restore(state, std::move(slots),
                  read_book(memory, k_days, base::Time{}, now, home::read_day_money));
  const auto decisions =
      read_book(memory, k_decisions, now - k_decisions_back, now, home::read_decision);
  for (const Decision& decision : decisions) remembered_.insert(remembered_.begin(), decision);
  if (remembered_.size() > options_.most_decisions) remembered_.resize(options_.most_decisions);
}

// By weeks: a request for all of time must not bring years into memory at once.
base::Result<std::vector<MeasuredSlot>> remembered_slots(ports::Memory& memory, base::Time from,
                                                         base::Time to, std::size_t most) {
  constexpr std::chrono::hours k_longest_slot{3};
  constexpr std::chrono::days k_step{7};
  const base::Time first = base::Time{std::chrono::years{40}};  // nothing was measured before
  std::vector<MeasuredSlot> all;
  base::Time at = std::max(from - k_longest_slot, first);
  while (at < to && all.size() < most) {
    const base::Time until = std::min(to, at + k_step);
    const auto texts = memory.entries(k_slots, at, until);
    if (!texts) return tl::unexpected{texts.error()};
    for (const std::string& text : *texts) {
      auto slot = home::read_measured_slot(text);
      if (!slot || slot->start + slot->duration <= from) continue;
      all.push_back(std::move(*slot));
      if (all.size() == most) break;
    }
    at = until;
  }
  return all;
}

void Cycle::remember(Snapshot& now) {
  if (parts_.memory == nullptr) return;
  ports::Memory& memory = *parts_.memory;
  const auto keep = [&]() -> base::Result<void> {
    if (closed_ != nullptr) {
      if (auto done = memory.append(k_slots, closed_->start, home::write_measured_slot(*closed_));
          !done)
        return done;
      const home::DayMoney& day = ledger_.days().back();
      if (auto done = memory.append(k_days, day.start, home::write_day_money(day)); !done)
        return done;
    }
    // Of several decisions of one instant the time tells them apart by a second each.
    std::vector<ports::Memory::Entry> decided;
    base::Seconds offset{0};
    for (const Decision& decision : now.decisions) {
      if (decision.at != now.made_at) break;
      decided.push_back({decision.at + offset++, home::write_decision(decision)});
    }
    if (!decided.empty()) {
      if (auto done = memory.append_all(k_decisions, decided); !done) return done;
    }
    return memory.write(k_ledger, home::write_ledger(ledger_.state()));
  };
  const auto done = keep();
  if (done) return;
  const std::string& why = done.error().message;
  const bool is_told =
      std::any_of(now.components.begin(), now.components.end(), [&](const Component& each) {
        return each.name == "store" && each.text.find(why) != std::string::npos;
      });
  now.components.push_back(
      {"memory", Health::degraded,
       is_told ? "history, savings and what is set by hand are not kept for the next "
                 "start either, for the same reason"
               : "history, savings and what is set by hand are shown and hold, but "
                 "are not kept for the next start: " +
                     why,
       now.made_at});
}

}  // namespace ohmstead::engine
