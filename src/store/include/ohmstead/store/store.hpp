// The home's memory in one SQLite file: measured samples, every cycle's case, plan and bill, and
// what the service remembers.
//
// A cycle is saved whole or not at all, and is on the disk when save_cycle() returns: a crash or a
// power cut loses at most the running cycle. Documents are kept as the texts that home::write_case
// and its siblings make, so that a stored case gives the same plan again, bit for bit. Units: times
// are UTC seconds; a series of samples names its unit. docs/store-format.md: the tables. Thread
// rule: one thread at a time per Store. Another thread or program opens the same file itself.
// Errors: not_found (no such row or file), conflict (a series in another unit), invalid_input (bad
// content; not a database of ours; a damaged one, which is never changed), refused (made by a newer
// program), unavailable (locked, full disk, read-only, no permission). Every message names the
// file.
//
//   Result<Store> store = Store::open("/var/lib/ohmstead/home.db");
//   Result<PlanId> id = store->save_cycle({clock.now(), write_case(home), write_plan(plan),
//   write_bill(bill)});
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ohmstead/base/result.hpp"
#include "ohmstead/base/time.hpp"

namespace ohmstead::store {

// Ascending and never used twice, also after drop_before().
using PlanId = std::int64_t;

struct StoreOptions {
  bool can_create = true;  // false: a missing file is not_found
  // Looks through the whole file for damage before anything else; takes about 0.1 s per 100 MB.
  bool is_integrity_checked = true;
  std::chrono::milliseconds busy_timeout{5000};  // how long to wait for another program's lock
  // The file does not grow beyond this; saving then fails as on a full disk. Absent: no limit.
  std::optional<std::int64_t> max_size_mb = std::nullopt;
};

// What is measured: a name, unique in the store, and the unit of its values ("load", "kW").
struct Measure {
  std::string name;
  std::string unit;
};

struct Samples {
  std::string unit;
  std::vector<base::Time> times;  // strictly increasing
  std::vector<double> values;     // in `unit`, finite
};

// A series and the times of its first and last sample.
struct SeriesSpan {
  Measure measure;
  base::Time first;
  base::Time last;
};

// What one run of the planner leaves behind.
struct Cycle {
  base::Time made_at;
  std::string case_json;  // ohmstead.case/1
  std::string plan_json;  // ohmstead.plan/1
  std::string bill_json;
  std::optional<std::string> outlook_json = std::nullopt;
};

struct PlanSummary {
  PlanId id = 0;
  base::Time made_at;
  std::string name;  // these three as in the plan; empty when it has none
  std::string strategy;
  std::string status;
  // Net cost, missed wishes apart; absent in plans of older programs.
  std::optional<double> cost = std::nullopt;
};

struct StoredPlan {
  PlanSummary summary;
  std::string plan_json;
  std::string bill_json;
};

struct Connection;

struct Entry {
  base::Time at;
  std::string json;
};

class Store {
 public:
  // Makes the file and its folder when they are missing, brings an older file up to date.
  [[nodiscard]] static base::Result<Store> open(const std::filesystem::path& path,
                                                const StoreOptions& options = {});
  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();

  [[nodiscard]] const std::string& path() const;

  // Adds samples or replaces those of the same times, all or none. Times may be in any order; of
  // equal times the last counts. Repeating a call changes nothing.
  // Precondition: as many times as values.
  [[nodiscard]] base::Result<void> append_samples(const Measure& measure,
                                                  std::span<const base::Time> times,
                                                  std::span<const double> values);
  // The samples with from <= time < to; not_found when there is no series of that name.
  [[nodiscard]] base::Result<Samples> read_samples(const std::string& name, base::Time from,
                                                   base::Time to) const;
  // All series that have samples, by name.
  [[nodiscard]] base::Result<std::vector<SeriesSpan>> list_series() const;

  // Checks that each text is what it should be, then saves all of them in one transaction.
  [[nodiscard]] base::Result<PlanId> save_cycle(const Cycle& cycle);
  [[nodiscard]] base::Result<StoredPlan> read_plan(PlanId id) const;
  // The plan saved last; not_found when there is none.
  [[nodiscard]] base::Result<StoredPlan> latest_plan() const;
  // The case from which the plan was made, to be read by home::read_case.
  [[nodiscard]] base::Result<std::string> read_case_of_plan(PlanId id) const;
  // Absent when the cycle was saved without one.
  [[nodiscard]] base::Result<std::optional<std::string>> read_outlook_of_plan(PlanId id) const;
  // The newest plans first.
  [[nodiscard]] base::Result<std::vector<PlanSummary>> list_plans(std::size_t limit) const;
  // Forgets the cycles made before `time` with all that belongs to them, gives their room back to
  // the disk, and returns how many plans went. Samples stay.
  [[nodiscard]] base::Result<std::int64_t> drop_before(base::Time time);

  // Small documents by name; nothing where none was written.
  [[nodiscard]] base::Result<std::optional<std::string>> find_document(
      const std::string& name) const;
  [[nodiscard]] base::Result<void> write_document(const std::string& name, const std::string& json);
  // Books of dated entries; one of the same time is replaced, all are kept or none. from <= time <
  // to, oldest first.
  [[nodiscard]] base::Result<void> append_entries(const std::string& book,
                                                  const std::vector<Entry>& entries);
  [[nodiscard]] base::Result<std::vector<std::string>> read_entries(const std::string& book,
                                                                    base::Time from,
                                                                    base::Time to) const;

 private:
  explicit Store(std::unique_ptr<Connection> connection);

  std::unique_ptr<Connection> connection_;
};

}  // namespace ohmstead::store
