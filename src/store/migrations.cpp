#include "migrations.hpp"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>
#include <fmt/format.h>

#include <array>
#include <string>

namespace ohmstead::store {
namespace {

constexpr std::string_view k_samples = R"sql(
CREATE TABLE series (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  unit TEXT NOT NULL
) STRICT;
CREATE TABLE samples (
  series INTEGER NOT NULL REFERENCES series (id),
  ts_s INTEGER NOT NULL,
  value REAL NOT NULL,
  PRIMARY KEY (series, ts_s)
) STRICT, WITHOUT ROWID;
)sql";

// The texts stand last in their rows, so that listing plans does not read them.
constexpr std::string_view k_cycles = R"sql(
CREATE TABLE outlooks (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  made_at_s INTEGER NOT NULL,
  json TEXT NOT NULL
) STRICT;
CREATE TABLE cases (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  made_at_s INTEGER NOT NULL,
  json TEXT NOT NULL
) STRICT;
CREATE TABLE plans (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  made_at_s INTEGER NOT NULL,
  case_id INTEGER NOT NULL REFERENCES cases (id),
  outlook_id INTEGER REFERENCES outlooks (id),
  name TEXT NOT NULL,
  strategy TEXT NOT NULL,
  status TEXT NOT NULL,
  json TEXT NOT NULL
) STRICT;
CREATE INDEX plans_by_made_at ON plans (made_at_s);
CREATE INDEX plans_by_case ON plans (case_id);
CREATE INDEX plans_by_outlook ON plans (outlook_id);
CREATE TABLE bills (
  plan_id INTEGER PRIMARY KEY REFERENCES plans (id) ON DELETE CASCADE,
  json TEXT NOT NULL
) STRICT;
)sql";

constexpr std::string_view k_memory = R"sql(
CREATE TABLE documents (
  name TEXT PRIMARY KEY,
  json TEXT NOT NULL
) STRICT;
CREATE TABLE entries (
  book TEXT NOT NULL,
  ts_s INTEGER NOT NULL,
  json TEXT NOT NULL,
  PRIMARY KEY (book, ts_s)
) STRICT, WITHOUT ROWID;
)sql";

// Beside the plans, so that a cost is read without the long text before it.
constexpr std::string_view k_costs = R"sql(
CREATE TABLE plan_costs (
  plan_id INTEGER PRIMARY KEY REFERENCES plans (id) ON DELETE CASCADE,
  cost REAL NOT NULL
) STRICT;
)sql";

// Costs as net cost, missed wishes apart, in place of what was minimised.
constexpr std::string_view k_net_costs = R"sql(
DELETE FROM plan_costs;
INSERT INTO plan_costs
SELECT plan_id, json_extract(json, '$.money.net_cost') - ifnull(json_extract(json, '$.money.missed'), 0)
FROM bills WHERE json_valid(json) AND json_type(json, '$.money.net_cost') IN ('real', 'integer')
)sql";

constexpr std::array k_migrations = {
    Migration{"samples", k_samples},     Migration{"cycles", k_cycles},
    Migration{"memory", k_memory},       Migration{"costs", k_costs},
    Migration{"net costs", k_net_costs},
};

void mark_as_ours(SQLite::Database& database) {
  database.exec(fmt::format("PRAGMA application_id = {}", k_application_id));
  database.exec(
      "CREATE TABLE schema_version (version INTEGER PRIMARY KEY, what TEXT NOT NULL) STRICT");
}

}  // namespace

std::span<const Migration> all_migrations() { return k_migrations; }

int read_version(SQLite::Database& database) {
  const int tables = database.execAndGet("SELECT count(*) FROM sqlite_schema").getInt();
  if (tables == 0) return 0;
  return database.execAndGet("SELECT ifnull(max(version), 0) FROM schema_version").getInt();
}

void migrate(SQLite::Database& database, std::span<const Migration> steps) {
  const int newest = static_cast<int>(steps.size());
  while (read_version(database) < newest) {
    SQLite::Transaction transaction{database, SQLite::TransactionBehavior::IMMEDIATE};
    const int version = read_version(database);  // another program may have been faster
    if (version >= newest) return;
    if (version == 0) mark_as_ours(database);
    const Migration& step = steps[static_cast<std::size_t>(version)];
    database.exec(std::string{step.sql});
    SQLite::Statement note{database, "INSERT INTO schema_version (version, what) VALUES (?, ?)"};
    note.bind(1, version + 1);
    note.bind(2, std::string{step.what});
    note.exec();
    transaction.commit();
  }
}

}  // namespace ohmstead::store
