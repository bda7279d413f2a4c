// The cases, plans, bills and outlooks of a Store.
#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "connection.hpp"
#include "document.hpp"
#include "ohmstead/home/case.hpp"
#include "ohmstead/home/plan.hpp"
#include "sql_time.hpp"

namespace ohmstead::store {
namespace {

using base::ErrorKind;
using base::fail;
using base::Result;

constexpr std::string_view k_any_schema;  // bills and outlooks carry none

constexpr const char* k_summary_columns =
    "id, made_at_s, name, strategy, status, "
    "(SELECT cost FROM plan_costs WHERE plan_costs.plan_id = plans.id)";
constexpr int k_after_summary = 6;

PlanSummary summary_from(SQLite::Statement& row) {
  PlanSummary summary{row.getColumn(0).getInt64(), from_sql(row.getColumn(1).getInt64()),
                      row.getColumn(2).getString(), row.getColumn(3).getString(),
                      row.getColumn(4).getString()};
  if (!row.getColumn(5).isNull()) summary.cost = row.getColumn(5).getDouble();
  return summary;
}

tl::unexpected<base::Error> no_such_plan(const Connection& connection, PlanId id) {
  return fail(ErrorKind::not_found, fmt::format("{}: no plan {}", connection.path, id));
}

// Where a text lies, for messages: "home.db: case of plan 7".
std::string place_of(const Connection& connection, std::string_view what, PlanId id) {
  return fmt::format("{}: {} {}", connection.path, what, id);
}

std::int64_t insert_text(SQLite::Database& database, const char* table, base::Time made_at,
                         const std::string& json) {
  SQLite::Statement insert{database,
                           fmt::format("INSERT INTO {} (made_at_s, json) VALUES (?, ?)", table)};
  insert.bind(1, to_sql(made_at));
  insert.bindNoCopy(2, json);
  insert.exec();
  return database.getLastInsertRowid();
}

std::optional<double> number_of(const describe::Node* document, std::string_view key) {
  const describe::Node* found = document == nullptr ? nullptr : document->find(key);
  if (found == nullptr) return std::nullopt;
  double value = 0.0;
  const char* end = found->text.data() + found->text.size();
  const auto [stopped, error] = std::from_chars(found->text.data(), end, value);
  if (error != std::errc{} || stopped != end || !std::isfinite(value)) return std::nullopt;
  return value;
}

// As PlanSummary says.
std::optional<double> cost_of(const describe::Node& plan) {
  const describe::Node* money = plan.find("money");
  const auto net_cost = number_of(money, "net_cost");
  if (!net_cost) return std::nullopt;
  return *net_cost - number_of(money, "missed").value_or(0.0);
}

PlanId insert_cycle(SQLite::Database& database, const Cycle& cycle, const describe::Node& plan) {
  const std::int64_t case_id = insert_text(database, "cases", cycle.made_at, cycle.case_json);
  SQLite::Statement insert{
      database,
      "INSERT INTO plans (made_at_s, case_id, outlook_id, name, strategy, status, json) "
      "VALUES (?, ?, ?, ?, ?, ?, ?)"};
  insert.bind(1, to_sql(cycle.made_at));
  insert.bind(2, case_id);
  if (cycle.outlook_json) {
    insert.bind(3, insert_text(database, "outlooks", cycle.made_at, *cycle.outlook_json));
  }
  insert.bind(4, text_of(plan, "name"));
  insert.bind(5, text_of(plan, "strategy"));
  insert.bind(6, text_of(plan, "status"));
  insert.bindNoCopy(7, cycle.plan_json);
  insert.exec();
  const PlanId id = database.getLastInsertRowid();
  if (const auto cost = cost_of(plan)) {
    SQLite::Statement row{database, "INSERT INTO plan_costs (plan_id, cost) VALUES (?, ?)"};
    row.bind(1, id);
    row.bind(2, *cost);
    row.exec();
  }
  SQLite::Statement bill{database, "INSERT INTO bills (plan_id, json) VALUES (?, ?)"};
  bill.bind(1, id);
  bill.bindNoCopy(2, cycle.bill_json);
  bill.exec();
  return id;
}

// The plan that `row` stands on, with its texts checked.
Result<StoredPlan> plan_from(const Connection& connection, SQLite::Statement& row) {
  StoredPlan plan{summary_from(row), row.getColumn(k_after_summary).getString(),
                  row.getColumn(k_after_summary + 1).getString()};
  const PlanId id = plan.summary.id;
  auto document =
      read_document(plan.plan_json, home::k_plan_schema, place_of(connection, "plan", id));
  if (!document) return tl::unexpected{document.error()};
  auto bill = read_document(plan.bill_json, k_any_schema, place_of(connection, "bill of plan", id));
  if (!bill) return tl::unexpected{bill.error()};
  return plan;
}

}  // namespace

Result<PlanId> Store::save_cycle(const Cycle& cycle) {
  const std::string& file = connection_->path;
  if (auto home = read_document(cycle.case_json, home::k_case_schema, file + ": new case"); !home) {
    return tl::unexpected{home.error()};
  }
  const auto plan = read_document(cycle.plan_json, home::k_plan_schema, file + ": new plan");
  if (!plan) return tl::unexpected{plan.error()};
  if (auto bill = read_document(cycle.bill_json, k_any_schema, file + ": new bill"); !bill) {
    return tl::unexpected{bill.error()};
  }
  if (cycle.outlook_json) {
    auto outlook = read_document(*cycle.outlook_json, k_any_schema, file + ": new outlook");
    if (!outlook) return tl::unexpected{outlook.error()};
  }
  return guarded(*connection_, [&]() -> Result<PlanId> {
    SQLite::Transaction transaction{*connection_->database, SQLite::TransactionBehavior::IMMEDIATE};
    const PlanId id = insert_cycle(*connection_->database, cycle, *plan);
    transaction.commit();
    return id;
  });
}

Result<StoredPlan> Store::read_plan(PlanId id) const {
  return guarded(*connection_, [&]() -> Result<StoredPlan> {
    SQLite::Statement query{
        *connection_->database,
        fmt::format(
            "SELECT {}, plans.json, bills.json FROM plans JOIN bills ON plan_id = id WHERE id = ?",
            k_summary_columns)};
    query.bind(1, id);
    if (!query.executeStep()) return no_such_plan(*connection_, id);
    return plan_from(*connection_, query);
  });
}

Result<StoredPlan> Store::latest_plan() const {
  return guarded(*connection_, [&]() -> Result<StoredPlan> {
    SQLite::Statement query{
        *connection_->database,
        fmt::format("SELECT {}, plans.json, bills.json FROM plans JOIN bills ON plan_id = id "
                    "ORDER BY id DESC LIMIT 1",
                    k_summary_columns)};
    if (query.executeStep()) return plan_from(*connection_, query);
    return fail(ErrorKind::not_found, fmt::format("{}: no plan is stored yet", connection_->path));
  });
}

Result<std::string> Store::read_case_of_plan(PlanId id) const {
  return guarded(*connection_, [&]() -> Result<std::string> {
    SQLite::Statement query{
        *connection_->database,
        "SELECT cases.json FROM plans JOIN cases ON cases.id = case_id WHERE plans.id = ?"};
    query.bind(1, id);
    if (!query.executeStep()) return no_such_plan(*connection_, id);
    std::string text = query.getColumn(0).getString();
    auto document =
        read_document(text, home::k_case_schema, place_of(*connection_, "case of plan", id));
    if (!document) return tl::unexpected{document.error()};
    return text;
  });
}

Result<std::optional<std::string>> Store::read_outlook_of_plan(PlanId id) const {
  return guarded(*connection_, [&]() -> Result<std::optional<std::string>> {
    SQLite::Statement query{*connection_->database,
                            "SELECT outlooks.json FROM plans "
                            "LEFT JOIN outlooks ON outlooks.id = outlook_id WHERE plans.id = ?"};
    query.bind(1, id);
    if (!query.executeStep()) return no_such_plan(*connection_, id);
    if (query.isColumnNull(0)) return std::nullopt;
    std::string text = query.getColumn(0).getString();
    auto document =
        read_document(text, k_any_schema, place_of(*connection_, "outlook of plan", id));
    if (!document) return tl::unexpected{document.error()};
    return text;
  });
}

Result<std::vector<PlanSummary>> Store::list_plans(std::size_t limit) const {
  return guarded(*connection_, [&]() -> Result<std::vector<PlanSummary>> {
    SQLite::Statement query{
        *connection_->database,
        fmt::format("SELECT {} FROM plans ORDER BY id DESC LIMIT ?", k_summary_columns)};
    constexpr std::size_t k_most = std::numeric_limits<std::int64_t>::max();
    query.bind(1, static_cast<std::int64_t>(std::min(limit, k_most)));
    std::vector<PlanSummary> plans;
    while (query.executeStep()) plans.push_back(summary_from(query));
    return plans;
  });
}

Result<std::int64_t> Store::drop_before(base::Time time) {
  return guarded(*connection_, [&]() -> Result<std::int64_t> {
    SQLite::Database& database = *connection_->database;
    SQLite::Transaction transaction{database, SQLite::TransactionBehavior::IMMEDIATE};
    SQLite::Statement drop{database, "DELETE FROM plans WHERE made_at_s < ?"};
    drop.bind(1, to_sql(time));
    const std::int64_t dropped = drop.exec();
    for (const char* rest :
         {"DELETE FROM cases WHERE made_at_s < ? "
          "AND NOT EXISTS (SELECT 1 FROM plans WHERE case_id = cases.id)",
          "DELETE FROM outlooks WHERE made_at_s < ? "
          "AND NOT EXISTS (SELECT 1 FROM plans WHERE outlook_id = outlooks.id)"}) {
      SQLite::Statement sweep{database, rest};
      sweep.bind(1, to_sql(time));
      sweep.exec();
    }
    database.exec("PRAGMA incremental_vacuum");
    transaction.commit();
    return dropped;
  });
}

}  // namespace ohmstead::store
