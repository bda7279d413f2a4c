// The measured samples of a Store.
#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>
#include <fmt/format.h>

#include <cmath>

#include "connection.hpp"
#include "sql_time.hpp"

namespace ohmstead::store {
namespace {

using base::ErrorKind;
using base::fail;
using base::Result;

struct StoredSeries {
  std::int64_t id = 0;
  std::string unit;
};

std::optional<StoredSeries> find_series(SQLite::Database& database, const std::string& name) {
  SQLite::Statement query{database, "SELECT id, unit FROM series WHERE name = ?"};
  query.bind(1, name);
  if (!query.executeStep()) return std::nullopt;
  return StoredSeries{query.getColumn(0).getInt64(), query.getColumn(1).getString()};
}

Result<void> check_samples(const Connection& connection, const Measure& measure,
                           std::span<const base::Time> times, std::span<const double> values) {
  if (measure.name.empty() || measure.unit.empty()) {
    return fail(
        ErrorKind::invalid_input,
        fmt::format("{}: a series of samples needs a name and a unit (name '{}', unit '{}')",
                    connection.path, measure.name, measure.unit));
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isfinite(values[i])) continue;
    return fail(ErrorKind::invalid_input,
                fmt::format("{}: {} at {} is not a finite number", connection.path, measure.name,
                            base::format_time(times[i])));
  }
  return {};
}

// The id of the series, which is made when it is new.
Result<std::int64_t> ensure_series(const Connection& connection, const Measure& measure) {
  SQLite::Database& database = *connection.database;
  if (const auto known = find_series(database, measure.name)) {
    if (known->unit == measure.unit) return known->id;
    return fail(ErrorKind::conflict,
                fmt::format("{}: {} is stored in {}, not in {}", connection.path, measure.name,
                            known->unit, measure.unit));
  }
  SQLite::Statement insert{database, "INSERT INTO series (name, unit) VALUES (?, ?)"};
  insert.bind(1, measure.name);
  insert.bind(2, measure.unit);
  insert.exec();
  return database.getLastInsertRowid();
}

}  // namespace

Result<void> Store::append_samples(const Measure& measure, std::span<const base::Time> times,
                                   std::span<const double> values) {
  base::expect(times.size() == values.size(), "append_samples: as many times as values");
  if (auto good = check_samples(*connection_, measure, times, values); !good) return good;
  return guarded(*connection_, [&]() -> Result<void> {
    SQLite::Database& database = *connection_->database;
    SQLite::Transaction transaction{database, SQLite::TransactionBehavior::IMMEDIATE};
    const auto series = ensure_series(*connection_, measure);
    if (!series) return tl::unexpected{series.error()};
    SQLite::Statement upsert{database,
                             "INSERT INTO samples (series, ts_s, value) VALUES (?, ?, ?) "
                             "ON CONFLICT DO UPDATE SET value = excluded.value "
                             "WHERE value IS NOT excluded.value"};
    upsert.bind(1, *series);
    for (std::size_t i = 0; i < times.size(); ++i) {
      upsert.bind(2, to_sql(times[i]));
      upsert.bind(3, values[i]);
      upsert.exec();
      upsert.reset();
    }
    transaction.commit();
    return {};
  });
}

Result<Samples> Store::read_samples(const std::string& name, base::Time from, base::Time to) const {
  return guarded(*connection_, [&]() -> Result<Samples> {
    SQLite::Database& database = *connection_->database;
    const auto series = find_series(database, name);
    if (!series) {
      return fail(ErrorKind::not_found, fmt::format("{}: no series '{}'", connection_->path, name));
    }
    Samples samples{series->unit, {}, {}};
    SQLite::Statement query{database,
                            "SELECT ts_s, value FROM samples "
                            "WHERE series = ? AND ts_s >= ? AND ts_s < ? ORDER BY ts_s"};
    query.bind(1, series->id);
    query.bind(2, to_sql(from));
    query.bind(3, to_sql(to));
    while (query.executeStep()) {
      samples.times.push_back(from_sql(query.getColumn(0).getInt64()));
      samples.values.push_back(query.getColumn(1).getDouble());
    }
    return samples;
  });
}

Result<std::vector<SeriesSpan>> Store::list_series() const {
  return guarded(*connection_, [&]() -> Result<std::vector<SeriesSpan>> {
    // Two separate subqueries: SQLite finds one minimum or one maximum at once, but not both.
    SQLite::Statement query{
        *connection_->database,
        "SELECT name, unit, first_s, last_s FROM (SELECT name, unit, "
        "(SELECT min(ts_s) FROM samples WHERE series = id) AS first_s, "
        "(SELECT max(ts_s) FROM samples WHERE series = id) AS last_s FROM series) "
        "WHERE first_s IS NOT NULL ORDER BY name"};
    std::vector<SeriesSpan> all;
    while (query.executeStep()) {
      all.push_back({{query.getColumn(0).getString(), query.getColumn(1).getString()},
                     from_sql(query.getColumn(2).getInt64()),
                     from_sql(query.getColumn(3).getInt64())});
    }
    return all;
  });
}

}  // namespace ohmstead::store
