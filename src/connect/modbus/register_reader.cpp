#include "modbus/register_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace ohmstead::connect {
namespace {

using base::ErrorKind;
using base::Result;

RegisterSpan span_of(const RegisterPoint& point) {
  return {point.table, point.number, words_of(point.type)};
}

RegisterSpan scale_span_of(const RegisterPoint& point) {
  return {point.table, point.scale_at.value_or(0), 1};
}

}  // namespace

void RegisterReader::begin_anew() {
  models_.reset();
  has_answered_ = false;
}

Result<std::vector<std::uint16_t>> RegisterReader::read_span(const RegisterSpan& span) {
  auto words = client_->read(span.table, unit_id_, span.first, span.count);
  if (words) has_answered_ = true;
  return words;
}

Result<RegisterPoint> RegisterReader::resolve(const RegisterAddress& address) {
  if (!address.sunspec) return address.point;
  if (!models_) {
    auto found = find_models([this](int first, int count) {
      return read_span({net::ModbusTable::holding, first, count});
    });
    // What a lost connection leaves open is asked again.
    if (!found && !client_->is_connected()) return tl::unexpected{found.error()};
    models_ = std::move(found);
  }
  if (!*models_) return tl::unexpected{models_->error()};
  return place_of(*address.sunspec, **models_);
}

void RegisterReader::keep(const RegisterSpan& span, const std::vector<std::uint16_t>& words) {
  for (std::size_t i = 0; i < words.size(); ++i)
    now_[{span.table, span.first + static_cast<int>(i)}] = words[i];
}

Result<void> RegisterReader::read_alone(const std::vector<RegisterSpan>& spans) {
  for (const RegisterSpan& span : spans) {
    auto words = read_span(span);
    if (words)
      keep(span, *words);
    else if (!client_->is_connected())
      return tl::unexpected{words.error()};
    else
      refused_[span] = words.error();
  }
  return {};
}

Result<void> RegisterReader::read_blocks(const std::vector<RegisterSpan>& spans) {
  std::vector<RegisterSpan> together;
  std::vector<RegisterSpan> apart;
  for (const RegisterSpan& span : spans) (alone_.contains(span) ? apart : together).push_back(span);
  for (const RegisterBlock& block : blocks_of(std::move(together))) {
    auto words = read_span(block.whole);
    if (words) {
      keep(block.whole, *words);
      continue;
    }
    const bool is_one = block.parts.size() == 1;
    // Some devices just keep silent where they have no register.
    const bool is_silent =
        !client_->is_connected() && words.error().kind == ErrorKind::timed_out && has_answered_;
    if (!is_one && (client_->is_connected() || is_silent))
      alone_.insert(block.parts.begin(), block.parts.end());
    if (!client_->is_connected()) return tl::unexpected{words.error()};
    if (is_one)
      refused_[block.whole] = words.error();
    else
      apart.insert(apart.end(), block.parts.begin(), block.parts.end());
  }
  std::sort(apart.begin(), apart.end());
  apart.erase(std::unique(apart.begin(), apart.end()), apart.end());
  return read_alone(apart);
}

std::optional<Words> RegisterReader::words_at(const RegisterSpan& span) const {
  Words words;
  words.reserve(static_cast<std::size_t>(span.count));
  for (int i = 0; i < span.count; ++i) {
    const auto found = now_.find({span.table, span.first + i});
    if (found == now_.end()) return std::nullopt;
    words.push_back(found->second);
  }
  return words;
}

RegisterReader::Answer RegisterReader::answer_of(const RegisterPoint& point) const {
  Answer answer{.text = std::nullopt, .unit = std::string{point.unit}};
  const auto refusal = [&](const RegisterSpan& span) {
    const auto found = refused_.find(span);
    return found == refused_.end() ? std::string{"it was not read"} : found->second.message;
  };
  const auto words = words_at(span_of(point));
  if (!words) {
    answer.fault = refusal(span_of(point));
    return answer;
  }
  std::optional<int> exponent = 0;
  if (point.scale_at) {
    const auto word = words_at(scale_span_of(point));
    if (!word) {
      answer.fault = fmt::format("the power of ten in register {}: {}", *point.scale_at,
                                 refusal(scale_span_of(point)));
      return answer;
    }
    exponent = exponent_of(word->front());
  }
  if (!exponent) {
    answer.fault = fmt::format("register {} holds no power of ten", *point.scale_at);
    return answer;
  }
  answer.text = text_of(point, *words, *exponent);
  return answer;
}

Result<std::vector<RegisterReader::Answer>> RegisterReader::read(
    const std::vector<RegisterAddress>& all) {
  now_.clear();
  refused_.clear();
  std::vector<Result<RegisterPoint>> points;
  std::vector<RegisterSpan> spans;
  points.reserve(all.size());
  for (const RegisterAddress& address : all) {
    auto point = resolve(address);
    if (!client_->is_connected())
      return base::fail(point ? ErrorKind::unavailable : point.error().kind,
                        point ? "not connected" : point.error().message);
    if (point) {
      spans.push_back(span_of(*point));
      if (point->scale_at) spans.push_back(scale_span_of(*point));
    }
    points.push_back(std::move(point));
  }
  if (auto fine = read_blocks(spans); !fine) return tl::unexpected{fine.error()};
  if (!spans.empty() && now_.empty() && !refused_.empty())
    return tl::unexpected{refused_.begin()->second};
  std::vector<Answer> answers;
  answers.reserve(points.size());
  for (const auto& point : points)
    answers.push_back(point ? answer_of(*point) : Answer{.fault = point.error().message});
  return answers;
}

Result<RegisterReader::Ready> RegisterReader::make_ready(const RegisterAddress& address,
                                                         const std::string& text) {
  const auto point = resolve(address);
  if (!point) return tl::unexpected{point.error()};
  std::optional<int> exponent = 0;
  if (point->scale_at) {
    const auto word = read_span(scale_span_of(*point));
    if (!word) return tl::unexpected{word.error()};
    exponent = exponent_of(word->front());
  }
  if (!exponent)
    return base::fail(ErrorKind::unavailable,
                      fmt::format("register {} holds no power of ten", *point->scale_at));
  auto words = words_of(*point, text, *exponent);
  if (!words) return tl::unexpected{words.error()};
  return Ready{*point, *std::move(words)};
}

Result<void> RegisterReader::write(const RegisterAddress& address, const std::string& text) {
  const auto ready = make_ready(address, text);
  if (!ready) return tl::unexpected{ready.error()};
  return client_->write(ready->point.table, unit_id_, ready->point.number, ready->words);
}

Result<void> RegisterReader::try_write(const RegisterAddress& address, const std::string& text) {
  const auto ready = make_ready(address, text);
  if (!ready) return tl::unexpected{ready.error()};
  const auto words = read_span(span_of(ready->point));
  if (words) return {};
  auto error = words.error();
  if (error.kind == ErrorKind::not_found) error.message += ", or one that can only be written";
  return tl::unexpected{std::move(error)};
}

}  // namespace ohmstead::connect
