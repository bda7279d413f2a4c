// The overrides that hold now and later: by hand before the site file's schedules before the home's
// own rules before the plan.
//
// Of one device the override set last counts where several overlap: it ends or shortens the others.
// Where one by hand and a schedule overlap, the schedule gives way. What is over is forgotten.
// Thread rule: any thread.
//
//   overrides.add(*make_override(site, wish, now));
//   home.manual_blocks = overrides.blocks(now, home.slots);
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "ohmstead/base/snapshot_cell.hpp"
#include "ohmstead/base/zone.hpp"
#include "ohmstead/home/override.hpp"

namespace ohmstead::engine {

class Overrides {
 public:
  // Both must outlive it.
  Overrides(const home::Site& site, const base::Zone& zone) : site_{&site}, zone_{&zone} {}

  // Gives it its number. One that beats and is there already goes on with the number that it has.
  home::Override add(home::Override asked);
  // Those of the home's own rules, instead of all others of them; of a device the first one counts.
  void set_rules(std::vector<home::Override> rules);
  // False: there is none of that number.
  bool remove(std::int64_t id);
  // All by hand, or those of a device.
  void clear(const std::optional<std::string>& device = std::nullopt);
  // Instead of all by hand.
  void replace(std::vector<home::Override> all);

  // Active and coming ones that begin before `until`, by their start; schedules as they are left.
  [[nodiscard]] std::vector<home::Override> list(base::Time now, base::Time until) const;
  // The same for a case: an active one holds for the whole of the first slot.
  [[nodiscard]] std::vector<home::ManualBlock> blocks(base::Time now,
                                                      const base::SlotGrid& slots) const;
  // When the next one begins or ends after `now`; nothing in the next day.
  [[nodiscard]] std::optional<base::Time> next_edge(base::Time now) const;

  // Those by hand as a text, to survive a restart; a text of others for another home is refused
  // with all problems, devices that are gone are left out.
  [[nodiscard]] std::string kept(base::Time now) const;
  [[nodiscard]] base::Result<void> restore(const std::string& text);
  // Called after each change, with kept().
  void on_change(std::function<void()> told) { on_change_ = std::move(told); }

 private:
  using List = std::vector<home::Override>;
  [[nodiscard]] List manual() const;
  void set(List all);

  const home::Site* site_;
  const base::Zone* zone_;
  base::SnapshotCell<List> manual_, rules_;
  mutable std::mutex changing_;
  std::int64_t last_id_ = 0;
  std::function<void()> on_change_;
};

}  // namespace ohmstead::engine
