#include "account_answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "answers.hpp"
#include "query.hpp"

namespace ohmstead::api {
namespace {

using Json = nlohmann::ordered_json;
using engine::MeasuredSlot;
using home::DeviceAccount;

// Sums of one device over some time.
struct Sum {
  std::string id;
  double hours = 0.0, planned_hours = 0.0;
  double planned_kwh = 0.0, actual_kwh = 0.0, beside_plan_kwh = 0.0;
  double told_hours = 0.0, error_kwh = 0.0;
  std::int64_t switches = 0, writes = 0;
  std::optional<base::Seconds> response;
  double cold_k_h = 0.0, cold_hours = 0.0, missing_kwh = 0.0, avoided = 0.0;

  void add(const DeviceAccount& account, double slot_hours) {
    hours += slot_hours;
    const double kwh = account.actual.value() * slot_hours;
    actual_kwh += kwh;
    if (account.planned) {
      planned_hours += slot_hours;
      planned_kwh += account.planned->value() * slot_hours;
      beside_plan_kwh += std::abs(account.planned->value() * slot_hours - kwh);
    }
    if (account.set_point_error) {
      told_hours += slot_hours;
      error_kwh += account.set_point_error->value() * slot_hours;
    }
    switches += account.switches;
    writes += account.writes;
    if (account.response)
      response = std::max(response.value_or(base::Seconds{0}), *account.response);
    cold_k_h += account.cold_k_h;
    if (account.cold_k_h > 0.0) cold_hours += slot_hours;
    missing_kwh += account.missing.value();
    avoided += account.avoided.value();
  }

  [[nodiscard]] Json json() const {
    Json row{{"id", id}, {"hours", hours}, {"actual_kwh", actual_kwh}};
    if (planned_hours > 0.0) {
      row["planned_kwh"] = planned_kwh;
      row["beside_plan_kwh"] = beside_plan_kwh;
    }
    if (told_hours > 0.0) row["set_point_error_kw"] = error_kwh / told_hours;
    row["switches"] = switches;
    row["switches_per_day"] = hours > 0.0 ? static_cast<double>(switches) * 24.0 / hours : 0.0;
    row["writes"] = writes;
    if (response) row["response_s"] = response->count();
    row["cold_k_h"] = cold_k_h;
    row["cold_hours"] = cold_hours;
    row["missing_kwh"] = missing_kwh;
    row["avoided"] = avoided;
    return row;
  }
};

class Rows {
 public:
  void add(const MeasuredSlot& slot) {
    const double hours = base::hours(slot.duration).value();
    for (const DeviceAccount& account : slot.accounts) {
      auto sum = std::find_if(sums_.begin(), sums_.end(),
                              [&](const Sum& each) { return each.id == account.id; });
      if (sum == sums_.end()) {
        sums_.emplace_back().id = account.id;
        sum = sums_.end() - 1;
      }
      sum->add(account, hours);
    }
  }
  [[nodiscard]] Json take() {
    Json all = Json::array();
    for (const Sum& each : sums_) all.push_back(each.json());
    sums_.clear();
    return all;
  }
  [[nodiscard]] bool is_empty() const { return sums_.empty(); }

 private:
  std::vector<Sum> sums_;
};

}  // namespace

AccountsBy read_accounts_by(const net::HttpRequest& request) {
  const auto names = names_of(AccountsBy{});
  const auto name = std::find(names.begin(), names.end(), text_in(request.query, "by"));
  return name == names.end() ? AccountsBy::total : static_cast<AccountsBy>(name - names.begin());
}

std::string answer_accounts(const std::vector<MeasuredSlot>& slots, const HistoryWish& wish,
                            AccountsBy by, const base::Zone& zone) {
  Json json{{"rows", Json::array()}};
  Rows rows;
  base::Time row_start{};
  std::size_t count = 0;
  const auto end_row = [&] {
    if (rows.is_empty()) return;
    Json row{{"start", base::format_time(row_start)}};
    row["devices"] = rows.take();
    json["rows"].push_back(std::move(row));
  };
  for (const MeasuredSlot& slot : slots) {
    if (slot.start + slot.duration <= wish.from || slot.start >= wish.to) continue;
    if (count++ == k_history_page) {
      json["next_from"] = base::format_time(slot.start);
      break;
    }
    const bool is_other_day = zone.date(row_start) != zone.date(slot.start);
    if (by == AccountsBy::slot || (by == AccountsBy::day && is_other_day)) end_row();
    if (rows.is_empty()) row_start = slot.start;
    rows.add(slot);
  }
  end_row();
  return json.dump();
}

HistoryBody accounts_body(const HistoryWish& wish, AccountsBy by, const base::Zone& zone) {
  return [wish, by, &zone](const std::vector<MeasuredSlot>& slots) {
    return answer_accounts(slots, wish, by, zone);
  };
}

}  // namespace ohmstead::api
