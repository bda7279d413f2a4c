#include "migrations.hpp"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "ohmstead/base/file.hpp"
#include "ohmstead/store/store.hpp"
#include "scratch.hpp"

namespace ohmstead::store {
namespace {

using base::ErrorKind;

// A file as a program of version `index + 1` left it. Frozen: never edit one, add one per version.
const std::vector<std::string> k_old_files = {
    R"sql(
PRAGMA application_id = 1332243827;
CREATE TABLE schema_version (version INTEGER PRIMARY KEY, what TEXT NOT NULL) STRICT;
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
INSERT INTO schema_version VALUES (1, 'samples');
INSERT INTO series VALUES (3, 'load', 'kW');
INSERT INTO samples VALUES (3, 900, 0.25), (3, 1800, 0.5);
)sql",
    R"sql(
PRAGMA application_id = 1332243827;
CREATE TABLE schema_version (version INTEGER PRIMARY KEY, what TEXT NOT NULL) STRICT;
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
INSERT INTO schema_version VALUES (1, 'samples'), (2, 'cycles');
INSERT INTO series VALUES (3, 'load', 'kW');
INSERT INTO samples VALUES (3, 900, 0.25), (3, 1800, 0.5);
INSERT INTO cases VALUES (5, 900, '{"schema":"ohmstead.case/1"}');
INSERT INTO plans VALUES (8, 900, 5, NULL, 'home', 'optimal', 'good', '{"schema":"ohmstead.plan/1"}');
INSERT INTO bills VALUES (8, '{"currency":"EUR"}');
)sql",
    R"sql(
PRAGMA application_id = 1332243827;
CREATE TABLE schema_version (version INTEGER PRIMARY KEY, what TEXT NOT NULL) STRICT;
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
INSERT INTO schema_version VALUES (1, 'samples'), (2, 'cycles'), (3, 'memory');
INSERT INTO series VALUES (3, 'load', 'kW');
INSERT INTO samples VALUES (3, 900, 0.25), (3, 1800, 0.5);
INSERT INTO cases VALUES (5, 900, '{"schema":"ohmstead.case/1"}');
INSERT INTO plans VALUES (8, 900, 5, NULL, 'home', 'optimal', 'good', '{"schema":"ohmstead.plan/1"}');
INSERT INTO bills VALUES (8, '{"currency":"EUR"}');
)sql",
    R"sql(
PRAGMA application_id = 1332243827;
CREATE TABLE schema_version (version INTEGER PRIMARY KEY, what TEXT NOT NULL) STRICT;
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
CREATE TABLE plan_costs (
  plan_id INTEGER PRIMARY KEY REFERENCES plans (id) ON DELETE CASCADE,
  cost REAL NOT NULL
) STRICT;
INSERT INTO schema_version VALUES (1, 'samples'), (2, 'cycles'), (3, 'memory'), (4, 'costs');
INSERT INTO series VALUES (3, 'load', 'kW');
INSERT INTO samples VALUES (3, 900, 0.25), (3, 1800, 0.5);
INSERT INTO cases VALUES (5, 900, '{"schema":"ohmstead.case/1"}');
INSERT INTO plans VALUES (8, 900, 5, NULL, 'home', 'optimal', 'good', '{"schema":"ohmstead.plan/1"}');
INSERT INTO bills VALUES (8, '{"currency":"EUR"}');
INSERT INTO plan_costs VALUES (8, -1.5);
)sql",
    R"sql(
PRAGMA application_id = 1332243827;
CREATE TABLE schema_version (version INTEGER PRIMARY KEY, what TEXT NOT NULL) STRICT;
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
CREATE TABLE plan_costs (
  plan_id INTEGER PRIMARY KEY REFERENCES plans (id) ON DELETE CASCADE,
  cost REAL NOT NULL
) STRICT;
INSERT INTO schema_version VALUES (1, 'samples'), (2, 'cycles'), (3, 'memory'), (4, 'costs'), (5, 'net costs');
INSERT INTO series VALUES (3, 'load', 'kW');
INSERT INTO samples VALUES (3, 900, 0.25), (3, 1800, 0.5);
INSERT INTO cases VALUES (5, 900, '{"schema":"ohmstead.case/1"}');
INSERT INTO plans VALUES (8, 900, 5, NULL, 'home', 'optimal', 'good', '{"schema":"ohmstead.plan/1"}');
INSERT INTO bills VALUES (8, '{"currency":"EUR","money":{"net_cost":-1.25,"missed":0.25}}');
INSERT INTO plan_costs VALUES (8, -1.5);
)sql"};

// Every table and index with the text that made it.
std::vector<std::string> tables_of(const std::filesystem::path& path) {
  SQLite::Database database{path.string()};
  SQLite::Statement query{database,
                          "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name"};
  std::vector<std::string> tables;
  while (query.executeStep()) tables.push_back(query.getColumn(0).getString());
  return tables;
}

void make_file(const std::filesystem::path& path, const std::string& sql) {
  SQLite::Database{path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE}.exec(sql);
}

TEST(MigrationsTest, have_a_frozen_file_for_each_version) {
  EXPECT_EQ(k_old_files.size(), all_migrations().size());
}

TEST(MigrationsTest, lead_from_each_version_to_the_newest_tables) {
  const ScratchFolder folder;
  ASSERT_TRUE(Store::open(folder.file("new.db")));
  const auto newest = tables_of(folder.file("new.db"));
  for (std::size_t index = 0; index < k_old_files.size(); ++index) {
    SCOPED_TRACE("version " + std::to_string(index + 1));
    const auto path = folder.file("old" + std::to_string(index) + ".db");
    make_file(path, k_old_files[index]);
    {
      const auto store = Store::open(path);
      ASSERT_TRUE(store) << store.error().message;
      EXPECT_EQ(store->read_samples("load", at(0), at(9999))->values, (std::vector{0.25, 0.5}));
      const auto plan = store->latest_plan();
      EXPECT_EQ(plan ? plan->summary.id : 0, index + 1 >= 2 ? 8 : 0);
    }
    EXPECT_EQ(tables_of(path), newest);
    SQLite::Database database{path.string()};
    EXPECT_EQ(read_version(database), static_cast<int>(all_migrations().size()));
    EXPECT_EQ(database.execAndGet("PRAGMA integrity_check").getString(), "ok");
  }
}

TEST(MigrationsTest, make_the_tables_that_the_frozen_files_show) {
  const ScratchFolder folder;
  for (std::size_t count = 1; count <= all_migrations().size(); ++count) {
    const auto made = folder.file("made" + std::to_string(count) + ".db");
    const auto frozen = folder.file("frozen" + std::to_string(count) + ".db");
    {
      SQLite::Database database{made.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
      migrate(database, all_migrations().first(count));
    }
    make_file(frozen, k_old_files[count - 1]);
    EXPECT_EQ(tables_of(made), tables_of(frozen)) << "an old step was edited: version " << count;
  }
}

TEST(MigrationsTest, cost_kept_plans_as_all_others) {
  const ScratchFolder folder;
  const auto cost_of = [&](const char* name, const std::string& bill) {
    const auto path = folder.file(name);
    make_file(path, k_old_files[3]);
    make_file(path, "UPDATE bills SET json = '" + bill + "'");
    return Store::open(path)->list_plans(1)->front().cost;
  };
  EXPECT_EQ(cost_of("bill.db", R"({"money":{"net_cost":0.75,"missed":0.25}})"), 0.5);
  EXPECT_EQ(cost_of("whole.db", R"({"money":{"net_cost":2}})"), 2.0);
  EXPECT_EQ(cost_of("none.db", R"({"currency":"EUR"})"), std::nullopt);
  EXPECT_EQ(cost_of("text.db", R"({"money":{"net_cost":"much"}})"), std::nullopt);
  EXPECT_EQ(cost_of("odd.db", "no JSON"), std::nullopt);
}

TEST(MigrationsTest, that_fail_leave_the_version_before) {
  const ScratchFolder folder;
  SQLite::Database database{folder.file().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
  const std::vector<Migration> steps = {
      {"good", "CREATE TABLE first (a INTEGER) STRICT"},
      {"bad", "CREATE TABLE second (a INTEGER) STRICT; CREATE TABLE first (a INTEGER)"}};
  EXPECT_THROW(migrate(database, steps), SQLite::Exception);
  EXPECT_EQ(read_version(database), 1);
  EXPECT_FALSE(database.tableExists("second"));
  migrate(database,
          std::vector<Migration>{steps[0], {"mended", "CREATE TABLE second (a INTEGER) STRICT"}});
  EXPECT_EQ(read_version(database), 2);
}

TEST(MigrationsTest, refuse_a_file_of_a_newer_program_and_leave_it_alone) {
  const ScratchFolder folder;
  ASSERT_TRUE(Store::open(folder.file()));
  SQLite::Database{folder.file().string(), SQLite::OPEN_READWRITE}.exec(
      "INSERT INTO schema_version VALUES (7, 'from the future')");
  const auto before = base::read_file(folder.file()).value();
  const auto store = Store::open(folder.file());
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().kind, ErrorKind::refused);
  EXPECT_EQ(store.error().message, folder.file().string() +
                                       ": written by a newer ohmstead (version 7 of the tables; "
                                       "this program knows 5); it was left as it "
                                       "is. Update the program, or name another file");
  EXPECT_EQ(base::read_file(folder.file()).value(), before);
}

}  // namespace
}  // namespace ohmstead::store
