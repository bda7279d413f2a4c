#include "modbus/sunspec.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "modbus/sunspec_tables.hpp"

namespace ohmstead::connect {
namespace {

using base::ErrorKind;

// Where the list may begin, most often the first.
constexpr std::array k_begins{40000, 50000, 0};
constexpr std::uint16_t k_mark_high = 0x5375;  // "Su"
constexpr std::uint16_t k_mark_low = 0x6e53;   // "nS"
constexpr int k_end = 0xFFFF;
constexpr int k_last_register = 65535;
constexpr std::size_t k_models_max = 100;

struct Family {
  std::string_view name;
  std::vector<int> models;
};

const std::vector<Family>& families() {
  static const std::vector<Family> k_all{{"inverter", {101, 102, 103, 111, 112, 113}},
                                         {"meter", {201, 202, 203, 204, 211, 212, 213, 214}},
                                         {"storage", {124}},
                                         {"battery", {802}},
                                         {"mppt", {160}}};
  return k_all;
}

// Numbers that a model's word stands for; empty: it is none.
std::vector<int> numbers_of(const std::string& model) {
  for (const Family& family : families()) {
    if (family.name == model) return family.models;
  }
  int number = 0;
  const auto [end, error] = std::from_chars(model.data(), model.data() + model.size(), number);
  if (error != std::errc{} || end != model.data() + model.size()) return {};
  if (find_table(number) == nullptr) return {};
  return {number};
}

const SunspecPoint* find_point(std::span<const SunspecPoint> points, std::string_view name) {
  const auto found = std::find_if(points.begin(), points.end(),
                                  [&](const SunspecPoint& point) { return point.name == name; });
  return found == points.end() ? nullptr : &*found;
}

std::string words_of(std::span<const SunspecPoint> points) {
  std::string all;
  for (const SunspecPoint& point : points)
    all += fmt::format("{}{}", all.empty() ? "" : ", ", point.name);
  return all;
}

base::Result<std::vector<SunspecModel>> walk(const ReadRegisters& read, int at) {
  std::vector<SunspecModel> models;
  while (models.size() < k_models_max && at + 1 <= k_last_register) {
    const auto head = read(at, 2);
    if (!head) {
      // Some lists just stop.
      if (head.error().kind == ErrorKind::not_found) return models;
      return tl::unexpected{head.error()};
    }
    const SunspecModel model{(*head)[0], at, (*head)[1]};
    if (model.id == k_end) return models;
    models.push_back(model);
    at += 2 + model.length;
  }
  return models;
}

// Whether the device goes on answering after such a failure.
bool is_answer(const base::Error& error) {
  return error.kind == ErrorKind::not_found || error.kind == ErrorKind::invalid_input ||
         error.kind == ErrorKind::refused;
}

}  // namespace

base::Result<std::vector<SunspecModel>> find_models(const ReadRegisters& read) {
  for (const int begin : k_begins) {
    const auto mark = read(begin, 2);
    if (!mark && !is_answer(mark.error())) return tl::unexpected{mark.error()};
    if (mark && (*mark)[0] == k_mark_high && (*mark)[1] == k_mark_low) return walk(read, begin + 2);
  }
  return base::fail(ErrorKind::not_found,
                    "it has no SunSpec list of models: is SunSpec switched on there, and the "
                    "unit_id right?");
}

std::string fault_of(const SunspecName& name) {
  const std::vector<int> numbers = numbers_of(name.model);
  if (numbers.empty())
    return fmt::format(
        "names model '{}', which is none of 101-103, 111-113, 120, 121, 123, 124, "
        "160, 201-204, 211-214, 713, 802, inverter, meter, storage, battery, mppt",
        name.model);
  const SunspecTable& table = *find_table(numbers.front());
  const auto points = name.block > 0 ? table.repeating : table.points;
  if (name.block > 0 && points.empty()) return "names a block, but this model has none";
  if (find_point(points, name.point) == nullptr)
    return fmt::format("names point '{}', which is none of {}", name.point, words_of(points));
  return {};
}

base::Result<RegisterPoint> place_of(const SunspecName& name,
                                     const std::vector<SunspecModel>& models) {
  const std::vector<int> numbers = numbers_of(name.model);
  int left = name.instance;
  const auto model = std::find_if(models.begin(), models.end(), [&](const SunspecModel& each) {
    return std::find(numbers.begin(), numbers.end(), each.id) != numbers.end() && --left == 0;
  });
  const auto missing = [&](std::string_view what) {
    std::string all;
    for (const SunspecModel& each : models)
      all += fmt::format("{}{}", all.empty() ? "" : ", ", each.id);
    return base::fail(ErrorKind::not_found, fmt::format("it has no {}; its SunSpec models are {}",
                                                        what, all.empty() ? "none" : all));
  };
  if (model == models.end())
    return missing(name.instance == 1
                       ? fmt::format("model {}", name.model)
                       : fmt::format("model {} number {}", name.model, name.instance));
  const SunspecTable& table = *find_table(model->id);
  const bool is_repeating = name.block > 0;
  const SunspecPoint* point = find_point(is_repeating ? table.repeating : table.points, name.point);
  base::expect(point != nullptr, "the name was checked");
  const int offset = is_repeating
                         ? table.repeats_from + (name.block - 1) * table.block_length + point->at
                         : point->at;
  const int end = offset + connect::words_of(point->type);
  if (end > model->length + 2 || point->scale_at > model->length + 1 ||
      model->at + end - 1 > k_last_register)
    return missing(
        fmt::format("point {} in its model {}, which ends before it", name.point, model->id));
  RegisterPoint place{.number = model->at + offset, .type = point->type, .unit = point->unit};
  if (point->scale_at > 0) place.scale_at = model->at + point->scale_at;
  return place;
}

}  // namespace ohmstead::connect
