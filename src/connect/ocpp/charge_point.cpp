#include "ocpp/charge_point.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "ocpp/payload.hpp"

namespace ohmstead::connect {
namespace {

using base::Seconds;
using base::Time;
using home::Verb;

constexpr Seconds k_answer_time{30};
constexpr Seconds k_start_again{60};
constexpr Seconds k_remind_again{60};
constexpr Seconds k_late{300};
constexpr Seconds k_shy{10};  // a charge point that says nothing by itself after it connected
constexpr std::size_t k_waiting_max = 64;
constexpr std::size_t k_begun_max = 50;
constexpr int k_heartbeat_s = 60;
constexpr std::string_view k_own_tag = "OHMSTEAD";
constexpr std::string_view k_accepted = R"({"idTagInfo":{"status":"Accepted"}})";
constexpr std::string_view k_samples = "Power.Active.Import,Energy.Active.Import.Register";

std::string configuration(std::string_view key, std::string_view value) {
  return fmt::format(R"({{"key":"{}","value":"{}"}})", key, value);
}

std::string trigger(std::string_view message, std::int64_t connector) {
  return fmt::format(R"({{"requestedMessage":"{}","connectorId":{}}})", message, connector);
}

std::string status_of(const describe::Node& payload) {
  const describe::Node* status = payload.find("status");
  return status == nullptr ? "" : status->text;
}

}  // namespace

ChargePoint::ChargePoint(std::string identity, std::vector<Outlet> outlets)
    : identity_{std::move(identity)}, outlets_{std::move(outlets)} {}

Outlet* ChargePoint::find(std::int64_t connector) {
  const auto found = std::find_if(outlets_.begin(), outlets_.end(), [&](const Outlet& outlet) {
    return outlet.connector == connector;
  });
  return found == outlets_.end() ? nullptr : &*found;
}

void ChargePoint::open(Time now) {
  close();
  is_connected_ = true;
  opened_at_ = now;
}

// What it was told holds while it is away; what it says does not.
void ChargePoint::close() {
  is_connected_ = false;
  is_introduced_ = false;
  waiting_.clear();
  open_call_.reset();
  texts_.clear();
  for (Outlet& outlet : outlets_) {
    outlet.status.clear();
    outlet.power.reset();
    if (outlet.unanswered > 0) outlet.set.reset();
    outlet.unanswered = 0;
    ++outlet.job;
  }
}

std::vector<std::string> ChargePoint::take_texts() { return std::exchange(texts_, {}); }

void ChargePoint::hear(const std::string& text, Time now) {
  auto frame = parse_ocpp_frame(text);
  if (!frame) {
    const OcppFrameFault& fault = frame.error();
    if (!fault.id.empty()) texts_.push_back(error_text(fault.id, fault.code, fault.why));
    return;
  }
  if (frame->kind == OcppFrame::Kind::call) {
    answer(*frame, now);
  } else if (open_call_ && open_call_->id == frame->id) {
    const Call call = *std::exchange(open_call_, std::nullopt);
    const std::string status = status_of(frame->payload);
    const bool is_result = frame->kind == OcppFrame::Kind::result;
    // To clear what is not there is as good.
    const bool is_accepted =
        is_result && (status == "Accepted" || status == "RebootRequired" ||
                      (call.action == "ClearChargingProfile" && status == "Unknown"));
    take_result(call, is_accepted, is_result ? status : frame->code, now);
  }
  send_next(now);
}

void ChargePoint::answer(const OcppFrame& call, Time now) {
  Payload in{call.payload};
  const std::string result = result_of(call, in, now);
  if (!in.code().empty())
    texts_.push_back(error_text(call.id, in.code(), in.why()));
  else if (result.empty())
    texts_.push_back(
        error_text(call.id, "NotImplemented", "this home does not know " + call.action));
  else
    texts_.push_back(result_text(call.id, result));
  if (!is_introduced_) introduce(now);
}

// JSON; empty: no such action.
std::string ChargePoint::result_of(const OcppFrame& call, Payload& in, Time now) {
  const std::string& action = call.action;
  if (action == "BootNotification") return boot(in, now);
  if (action == "Heartbeat")
    return fmt::format(R"({{"currentTime":"{}"}})", base::format_time(now));
  if (action == "StatusNotification") return note_status(in);
  if (action == "Authorize") {
    (void)in.text("idTag", 20);
    return std::string{k_accepted};
  }
  if (action == "StartTransaction") return begin_transaction(call, in, now);
  if (action == "StopTransaction") return end_transaction(call, in, now);
  if (action == "MeterValues") return take_values(in, now);
  if (action == "DataTransfer") {
    (void)in.text("vendorId", 255);
    return R"({"status":"UnknownVendorId"})";
  }
  if (action == "FirmwareStatusNotification" || action == "DiagnosticsStatusNotification")
    return "{}";
  return {};
}

// It restarted: what it was told may be gone, and is told again.
std::string ChargePoint::boot(Payload& in, Time now) {
  const std::string vendor = in.text("chargePointVendor", 20);
  model_ = vendor + " " + in.text("chargePointModel", 20);
  is_introduced_ = false;
  for (Outlet& outlet : outlets_) outlet.set.reset();
  return fmt::format(R"({{"status":"Accepted","currentTime":"{}","interval":{}}})",
                     base::format_time(now), k_heartbeat_s);
}

std::string ChargePoint::note_status(Payload& in) {
  const std::int64_t connector = in.integer("connectorId");
  const std::string status = in.text("status", 20);
  const std::string error = in.text("errorCode", 30);
  Outlet* outlet = find(connector);
  if (outlet == nullptr || !in.code().empty()) return "{}";
  outlet->status = status;
  outlet->error = error == "NoError" ? "" : error;
  if (status == "Available") {
    outlet->transaction.reset();
    outlet->tag.clear();
    outlet->soc.reset();
    outlet->is_stopped_by_us = false;
  }
  return "{}";
}

std::string ChargePoint::begin_transaction(const OcppFrame& call, Payload& in, Time now) {
  const std::int64_t connector = in.integer("connectorId");
  const std::string tag = in.text("idTag", 20);
  const std::int64_t meter_wh = in.integer("meterStart");
  const std::string stamp = in.text("timestamp", 40);
  if (!in.code().empty()) return "{}";
  const std::string told = fmt::format("{}|{}|{}|{}", connector, tag, meter_wh, stamp);
  auto known = std::find_if(begun_.begin(), begun_.end(),
                            [&](const Begun& begun) { return begun.told == told; });
  const bool is_again = known != begun_.end();
  if (!is_again) {
    // Numbers go on rising over our own restarts; 31 bits are what charge points keep.
    last_transaction_ =
        std::max(last_transaction_ + 1, now.time_since_epoch().count() % 2'000'000'000);
    begun_.push_back({told, last_transaction_, tag == k_own_tag ? "" : tag});
    if (begun_.size() > k_begun_max) begun_.pop_front();
    known = std::prev(begun_.end());
  }
  const Time begun_at = Payload{call.payload}.time_by("timestamp", now);
  if (Outlet* outlet = find(connector); outlet != nullptr && !is_again) {
    outlet->take({begun_at, {}, base::Energy{static_cast<double>(meter_wh) / 1000.0}, {}});
    // One of an offline time is over, or its values will tell that it goes on.
    if (now - begun_at < k_late)
      join(*outlet, known->id);
    else
      outlet->tag.clear();  // somebody came meanwhile
  }
  return fmt::format(R"({{"transactionId":{},"idTagInfo":{{"status":"Accepted"}}}})", known->id);
}

void ChargePoint::join(Outlet& outlet, std::int64_t transaction) {
  outlet.transaction = transaction;
  outlet.is_stopped_by_us = false;
  const auto begun = std::find_if(begun_.begin(), begun_.end(),
                                  [&](const Begun& each) { return each.id == transaction; });
  if (begun != begun_.end() && !begun->tag.empty()) outlet.tag = begun->tag;
  // Some obey only a profile of the transaction itself.
  if (outlet.wanted && outlet.wanted->verb != Verb::automatic)
    apply(static_cast<std::size_t>(&outlet - outlets_.data()));
}

std::string ChargePoint::end_transaction(const OcppFrame& call, Payload& in, Time now) {
  const std::int64_t id = in.integer("transactionId");
  const std::int64_t meter_wh = in.integer("meterStop");
  const auto found = std::find_if(outlets_.begin(), outlets_.end(),
                                  [&](const Outlet& outlet) { return outlet.transaction == id; });
  if (!in.code().empty() || found == outlets_.end()) return std::string{k_accepted};
  if (const describe::Node* data = call.payload.find("transactionData")) {
    for (const MeterSample& sample : read_meter_values(*data, found->currents.voltage_v, now))
      found->take(sample);
  }
  found->take(
      {in.time_by("timestamp", now), {}, base::Energy{static_cast<double>(meter_wh) / 1000.0}, {}});
  found->transaction.reset();
  found->power.reset();
  return std::string{k_accepted};
}

std::string ChargePoint::take_values(Payload& in, Time now) {
  const std::int64_t connector = in.integer("connectorId");
  const auto transaction = in.integer_if_any("transactionId");
  const describe::Node* values = in.list("meterValue");
  Outlet* outlet = find(connector);
  if (outlet == nullptr || values == nullptr || !in.code().empty()) return "{}";
  const auto samples = read_meter_values(*values, outlet->currents.voltage_v, now);
  for (const MeterSample& sample : samples) outlet->take(sample);
  // One that began before we did; a late one's values are old.
  const bool is_fresh = !samples.empty() && now - samples.back().at < k_answer_time;
  if (transaction && *transaction > 0 && !outlet->transaction && is_fresh &&
      outlet->status == "Charging") {
    join(*outlet, *transaction);
    last_transaction_ = std::max(last_transaction_, *transaction);
  }
  return "{}";
}

// After its first words: which values we want, how it is now, and what it shall do.
void ChargePoint::introduce(Time now) {
  is_introduced_ = true;
  ask({"ChangeConfiguration", configuration("MeterValueSampleInterval", "15")});
  ask({"ChangeConfiguration",
       configuration("MeterValuesSampledData", std::string{k_samples} + ",SoC"),
       Purpose::sampling});
  for (std::size_t i = 0; i < outlets_.size(); ++i) {
    ask({"TriggerMessage", trigger("StatusNotification", outlets_[i].connector)});
    ask({"TriggerMessage", trigger("MeterValues", outlets_[i].connector)});
    if (outlets_[i].wanted && !outlets_[i].set) apply(i);
  }
  send_next(now);
}

base::Result<void> ChargePoint::command(const home::Command& command, Time now) {
  const auto found = std::find_if(outlets_.begin(), outlets_.end(), [&](const Outlet& outlet) {
    return outlet.car == command.device;
  });
  base::expect(found != outlets_.end(), "a charge point is told of its own cars");
  if (!is_connected_)
    return base::fail(base::ErrorKind::unavailable,
                      fmt::format("charge point {} is not connected", identity_));
  found->wanted = command;
  apply(static_cast<std::size_t>(found - outlets_.begin()));
  send_next(now);
  return {};
}

// Asks for what is wanted, in place of what was still to be asked of an older wish.
void ChargePoint::apply(std::size_t index) {
  Outlet& outlet = outlets_[index];
  std::erase_if(waiting_, [&](const Call& call) {
    return call.outlet == index && call.purpose != Purpose::other &&
           call.purpose != Purpose::sampling;
  });
  ++outlet.job;
  outlet.unanswered = 0;
  outlet.is_any_accepted = false;
  outlet.is_all_accepted = true;
  const std::int64_t default_id = 10 * outlet.connector + 1;
  const std::int64_t transaction_id = default_id + 1;
  const auto ask_for = [&](std::string_view action, std::string payload) {
    ++outlet.unanswered;
    ask({std::string{action}, std::move(payload), Purpose::profile, index, outlet.job});
  };
  if (outlet.wanted->verb == Verb::automatic) {
    ask_for("ClearChargingProfile", clear_profile_payload(default_id));
    ask_for("ClearChargingProfile", clear_profile_payload(transaction_id));
    return;
  }
  const ChargeLimit limit = outlet.wanted->verb == Verb::on
                                ? limit_of(outlet.currents, outlet.wanted->power)
                                : ChargeLimit{};
  ask_for("SetChargingProfile",
          set_profile_payload({outlet.connector, default_id, std::nullopt, limit}));
  if (outlet.transaction)
    ask_for("SetChargingProfile",
            set_profile_payload({outlet.connector, transaction_id, outlet.transaction, limit}));
}

void ChargePoint::take_result(const Call& call, bool is_accepted, const std::string& why,
                              Time now) {
  if (call.purpose == Purpose::sampling && !is_accepted)
    return ask({"ChangeConfiguration", configuration("MeterValuesSampledData", k_samples)});
  Outlet& outlet = outlets_[call.outlet];
  if (call.job != outlet.job) return;
  if (call.purpose == Purpose::profile) {
    outlet.is_any_accepted = outlet.is_any_accepted || is_accepted;
    outlet.is_all_accepted = outlet.is_all_accepted && is_accepted;
    if (--outlet.unanswered == 0) settle(call.outlet, why, now);
  } else if (call.purpose == Purpose::stop) {
    --outlet.unanswered;
    outlet.is_stopped_by_us = is_accepted;
    if (is_accepted) outlet.set = outlet.wanted;
    outlet.trouble = is_accepted ? "" : fmt::format("it does not stop charging: {}", why);
  }
}

// All profiles of a command are answered.
void ChargePoint::settle(std::size_t index, const std::string& why, Time now) {
  Outlet& outlet = outlets_[index];
  const bool must_stop = outlet.wanted->verb == Verb::off && outlet.transaction.has_value();
  if (must_stop ? outlet.is_all_accepted : outlet.is_any_accepted) {
    outlet.set = outlet.wanted;
    outlet.trouble.clear();
    return start_if_needed(index, now);
  }
  // There are chargers that know no limit of 0, or none of a transaction.
  if (must_stop) {
    ++outlet.unanswered;
    return ask({"RemoteStopTransaction",
                fmt::format(R"({{"transactionId":{}}})", *outlet.transaction), Purpose::stop, index,
                outlet.job});
  }
  // Nothing flows, and when a car begins it is told again.
  if (outlet.wanted->verb == Verb::off && outlet.status != "Charging") outlet.set = outlet.wanted;
  outlet.trouble = fmt::format("it does not take a charging profile: {}", why);
}

void ChargePoint::start_if_needed(std::size_t index, Time now) {
  Outlet& outlet = outlets_[index];
  const bool is_wished =
      outlet.wanted && (outlet.wanted->verb == Verb::on ||
                        (outlet.wanted->verb == Verb::automatic && outlet.is_stopped_by_us));
  if (!is_wished || !outlet.waits_for_start() || now - outlet.started_at < k_start_again) return;
  outlet.started_at = now;
  ask({"RemoteStartTransaction",
       fmt::format(R"({{"connectorId":{},"idTag":"{}"}})", outlet.connector, k_own_tag),
       Purpose::start, index, outlet.job});
}

void ChargePoint::look(Time now) {
  if (!is_connected_) return;
  if (!is_introduced_ && now - opened_at_ > k_shy) introduce(now);
  if (open_call_ && now - open_call_->sent_at > k_answer_time) {
    const Call call = *std::exchange(open_call_, std::nullopt);
    take_result(call, false, "no answer", now);
  }
  for (std::size_t i = 0; i < outlets_.size(); ++i) {
    Outlet& outlet = outlets_[i];
    if (outlet.set) start_if_needed(i, now);
    if (is_introduced_ && outlet.is_silent(now) && now - outlet.reminded_at > k_remind_again) {
      outlet.reminded_at = now;
      ask({"TriggerMessage", trigger("MeterValues", outlet.connector)});
    }
  }
  send_next(now);
}

void ChargePoint::ask(Call call) {
  if (waiting_.size() < k_waiting_max) waiting_.push_back(std::move(call));
}

// One question at a time, as the standard has it.
void ChargePoint::send_next(Time now) {
  if (open_call_ || waiting_.empty()) return;
  open_call_ = std::move(waiting_.front());
  waiting_.pop_front();
  open_call_->id = fmt::format("o{}", ++last_call_);
  open_call_->sent_at = now;
  texts_.push_back(call_text(open_call_->id, open_call_->action, open_call_->payload));
}

}  // namespace ohmstead::connect
