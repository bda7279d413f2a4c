#include "ohmstead/forecast/model_registry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <sstream>

#include "text_parts.hpp"

namespace ohmstead::forecast {
namespace {

using base::ErrorKind;
using base::fail;
using base::Result;
using base::Time;

constexpr std::string_view k_kind = "ohmstead model registry 1";

std::int64_t seconds(Time time) { return time.time_since_epoch().count(); }
Time time_of(std::int64_t value) { return Time{base::Seconds{value}}; }

std::string head_of(const ModelRecord& record) {
  std::string text = fmt::format("{} {} {} {} {} {} {} {} {}", record.version, record.kind,
                                 seconds(record.trained_at), seconds(record.data_from),
                                 seconds(record.data_to), record.data_fingerprint, record.samples,
                                 record.training_s, static_cast<int>(record.status));
  for (const auto& [name, value] : record.metrics) text += fmt::format(" {} {}", name, value);
  return text;
}

std::optional<ModelRecord> read_head(const std::string& text) {
  std::istringstream stream{text};
  ModelRecord record;
  std::int64_t trained = 0, from = 0, to = 0;
  int status = 0;
  if (!(stream >> record.version >> record.kind >> trained >> from >> to >>
        record.data_fingerprint >> record.samples >> record.training_s >> status) ||
      status < 0 || status > 2)
    return std::nullopt;
  record.trained_at = time_of(trained);
  record.data_from = time_of(from);
  record.data_to = time_of(to);
  record.status = static_cast<ModelStatus>(status);
  std::string name;
  double value = 0.0;
  while (stream >> name) {
    if (!(stream >> value)) return std::nullopt;
    record.metrics.emplace_back(name, value);
  }
  return record;
}

}  // namespace

std::optional<double> ModelRecord::metric(const std::string& name) const {
  const auto found = std::find_if(metrics.begin(), metrics.end(),
                                  [&](const auto& each) { return each.first == name; });
  return found == metrics.end() ? std::nullopt : std::optional{found->second};
}

void ModelRecord::set_metric(Metric metric) {
  const auto found = std::find_if(metrics.begin(), metrics.end(),
                                  [&](const auto& each) { return each.first == metric.first; });
  if (found == metrics.end()) {
    metrics.push_back(std::move(metric));
  } else {
    *found = std::move(metric);
  }
}

Result<int> ModelRegistry::add(ModelRecord record) {
  if (record.model.size() > k_most_bytes)
    return fail(ErrorKind::invalid_input,
                fmt::format("a model of {} MB is too large", record.model.size() / 1'000'000));
  if (record.kind.empty() || record.kind.find_first_of(" \n") != std::string::npos)
    return fail(ErrorKind::invalid_input, "the kind of a model is one word");
  if (!records_.empty() && records_.front().kind != record.kind)
    return fail(ErrorKind::invalid_input,
                fmt::format("a model of {} among those of {}", record.kind, records_.front().kind));
  record.version = ++last_version_;
  record.status = ModelStatus::candidate;
  for (ModelRecord& each : records_) {
    if (each.status == ModelStatus::candidate) each.status = ModelStatus::retired;
  }
  records_.push_back(std::move(record));
  drop_old();
  return last_version_;
}

Result<void> ModelRegistry::promote(int version) {
  ModelRecord* chosen = find(version);
  if (chosen == nullptr)
    return fail(ErrorKind::not_found, fmt::format("there is no model {}", version));
  if (chosen->status == ModelStatus::champion) return {};
  for (ModelRecord& each : records_) {
    if (each.status == ModelStatus::champion) each.status = ModelStatus::retired;
  }
  chosen->status = ModelStatus::champion;
  champions_.push_back(version);
  drop_old();
  return {};
}

Result<void> ModelRegistry::roll_back() {
  if (champions_.size() < 2 || find(champions_[champions_.size() - 2]) == nullptr)
    return fail(ErrorKind::not_found, "there is no champion before this one");
  find(champions_.back())->status = ModelStatus::retired;
  champions_.pop_back();
  find(champions_.back())->status = ModelStatus::champion;
  return {};
}

void ModelRegistry::retire(int version) {
  ModelRecord* record = find(version);
  if (record != nullptr && record->status == ModelStatus::candidate)
    record->status = ModelStatus::retired;
}

void ModelRegistry::forget_all() {
  records_.clear();
  champions_.clear();
}

const ModelRecord* ModelRegistry::champion() const {
  const auto found = std::find_if(records_.begin(), records_.end(), [](const ModelRecord& each) {
    return each.status == ModelStatus::champion;
  });
  return found == records_.end() ? nullptr : &*found;
}

const ModelRecord* ModelRegistry::candidate() const {
  const auto found = std::find_if(records_.rbegin(), records_.rend(), [](const ModelRecord& each) {
    return each.status == ModelStatus::candidate;
  });
  return found == records_.rend() ? nullptr : &*found;
}

ModelRecord* ModelRegistry::find(int version) {
  const auto found = std::find_if(records_.begin(), records_.end(),
                                  [&](const ModelRecord& each) { return each.version == version; });
  return found == records_.end() ? nullptr : &*found;
}

void ModelRegistry::drop_old() {
  const auto is_held = [&](int version) {
    const std::size_t count = champions_.size();
    return (count > 0 && champions_[count - 1] == version) ||
           (count > 1 && champions_[count - 2] == version) || version == last_version_;
  };
  while (records_.size() > k_most_kept) {
    const auto oldest =
        std::find_if(records_.begin(), records_.end(),
                     [&](const ModelRecord& each) { return !is_held(each.version); });
    std::erase(champions_, oldest->version);
    records_.erase(oldest);
  }
}

std::string ModelRegistry::save() const {
  TextParts parts{std::string{k_kind}, {fmt::format("{}", last_version_)}};
  parts.all.push_back(fmt::format("{}", fmt::join(champions_, " ")));
  for (const ModelRecord& record : records_) {
    parts.all.push_back(head_of(record));
    parts.all.push_back(record.model);
  }
  return join_parts(parts);
}

Result<ModelRegistry> ModelRegistry::load(const std::string& text) {
  auto parts = split_parts(text, k_kind);
  if (!parts) return tl::unexpected{parts.error()};
  const auto damaged = [] {
    return fail(ErrorKind::invalid_input, fmt::format("the stored {} is damaged", k_kind));
  };
  if (parts->all.size() < 2 || parts->all.size() % 2 != 0) return damaged();
  ModelRegistry registry;
  std::istringstream last{parts->all[0]}, champions{parts->all[1]};
  if (!(last >> registry.last_version_)) return damaged();
  for (int version = 0; champions >> version;) registry.champions_.push_back(version);
  for (std::size_t i = 2; i < parts->all.size(); i += 2) {
    auto record = read_head(parts->all[i]);
    if (!record) return damaged();
    record->model = std::move(parts->all[i + 1]);
    registry.records_.push_back(std::move(*record));
  }
  const auto is_gone = [&](int version) { return registry.find(version) == nullptr; };
  if (std::any_of(registry.champions_.begin(), registry.champions_.end(), is_gone))
    return damaged();
  return registry;
}

std::uint64_t fingerprint(const Measured& series, Time now) {
  const std::size_t known = series.known_slots(now);
  std::string text = fmt::format("{} {} {}", seconds(series.start), series.step.count(), known);
  text.reserve(text.size() + known * 17);
  for (std::size_t slot = 0; slot < known; ++slot)
    fmt::format_to(std::back_inserter(text), " {:x}",
                   std::bit_cast<std::uint64_t>(series.values[slot]));
  return check_sum(text);
}

}  // namespace ohmstead::forecast
