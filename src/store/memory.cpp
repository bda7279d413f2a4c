// Documents and books of a Store.
#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>

#include "connection.hpp"
#include "sql_time.hpp"

namespace ohmstead::store {

using base::Result;

Result<std::optional<std::string>> Store::find_document(const std::string& name) const {
  return guarded(*connection_, [&]() -> Result<std::optional<std::string>> {
    SQLite::Statement query{*connection_->database, "SELECT json FROM documents WHERE name = ?"};
    query.bind(1, name);
    if (!query.executeStep()) return std::nullopt;
    return query.getColumn(0).getString();
  });
}

Result<void> Store::write_document(const std::string& name, const std::string& json) {
  return guarded(*connection_, [&]() -> Result<void> {
    SQLite::Statement upsert{*connection_->database,
                             "INSERT INTO documents (name, json) VALUES (?, ?) "
                             "ON CONFLICT DO UPDATE SET json = excluded.json "
                             "WHERE json IS NOT excluded.json"};
    upsert.bind(1, name);
    upsert.bind(2, json);
    upsert.exec();
    return {};
  });
}

Result<void> Store::append_entries(const std::string& book, const std::vector<Entry>& entries) {
  return guarded(*connection_, [&]() -> Result<void> {
    SQLite::Transaction transaction{*connection_->database, SQLite::TransactionBehavior::IMMEDIATE};
    SQLite::Statement upsert{*connection_->database,
                             "INSERT INTO entries (book, ts_s, json) VALUES (?, ?, ?) "
                             "ON CONFLICT DO UPDATE SET json = excluded.json"};
    for (const Entry& each : entries) {
      upsert.bind(1, book);
      upsert.bind(2, to_sql(each.at));
      upsert.bind(3, each.json);
      upsert.exec();
      upsert.reset();
    }
    transaction.commit();
    return {};
  });
}

Result<std::vector<std::string>> Store::read_entries(const std::string& book, base::Time from,
                                                     base::Time to) const {
  return guarded(*connection_, [&]() -> Result<std::vector<std::string>> {
    SQLite::Statement query{*connection_->database,
                            "SELECT json FROM entries WHERE book = ? AND ts_s >= ? AND ts_s < ? "
                            "ORDER BY ts_s"};
    query.bind(1, book);
    query.bind(2, to_sql(from));
    query.bind(3, to_sql(to));
    std::vector<std::string> all;
    while (query.executeStep()) all.push_back(query.getColumn(0).getString());
    return all;
  });
}

}  // namespace ohmstead::store
