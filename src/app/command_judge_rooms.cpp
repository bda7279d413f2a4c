#include "command_judge_rooms.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "interrupt.hpp"
#include "loaded_site.hpp"
#include "ohmstead/forecast/walk_rooms.hpp"
#include "output.hpp"
#include "progress_bar.hpp"
#include "room_files.hpp"
#include "style.hpp"

namespace ohmstead::app {
namespace {

using base::ErrorKind;
using base::fail;
using base::Result;
using forecast::RoomWalk;

constexpr base::Seconds k_first = std::chrono::days{15};  // of history before the first forecast

struct RoomTest {
  base::Time from, to;
  std::vector<RoomWalk> given;      // weather and heat of the coming day as they came
  std::vector<RoomWalk> not_given;  // as the day before
};

Result<RoomTest> read_span(const ForecastTestRequest& request, const forecast::RoomsPast& past) {
  const base::Time start = past.outdoor.start;
  const base::Time end = past.outdoor.slot_start(past.outdoor.size());
  RoomTest test{past.zone.next_day_start(start + k_first), end, {}, {}};
  if (!request.from.empty()) {
    const auto from = base::parse_date(request.from);
    if (!from) return tl::unexpected{base::in_context("--from", from.error())};
    test.from = std::max(start + k_first, past.zone.day_start(*from));
  }
  if (!request.to.empty()) {
    const auto to = base::parse_date(request.to);
    if (!to) return tl::unexpected{base::in_context("--to", to.error())};
    test.to = std::min(end, past.zone.day_start(base::next_day(*to)));
  }
  test.from = start + (test.from - start) / past.outdoor.step * past.outdoor.step;
  if (test.to - test.from < std::chrono::days{1})
    return fail(ErrorKind::invalid_input,
                fmt::format("no day of rooms to judge from {} to {}: they were measured from {} to "
                            "{}, and 15 days come before the first forecast",
                            base::format_time(test.from), base::format_time(test.to),
                            base::format_time(start), base::format_time(end)));
  return test;
}

std::string render(const RoomTest& test, const base::Zone& zone) {
  std::string text = fmt::format(
      "rooms, {} to {}: 24 h ahead, four times a day; MAE in K\n\n"
      "room              given    at 24 h  not given      stays  band holds %\n",
      base::format_date(zone.date(test.from)),
      base::format_date(zone.date(test.to - base::Seconds{1})));
  for (std::size_t i = 0; i < test.given.size(); ++i) {
    const RoomWalk& walk = test.given[i];
    text +=
        pad_right(printable(walk.name), 14) +
        fmt::format("{:>9.3f}{:>11.3f}{:>11.3f}{:>11.3f}{:>14.1f}\n", walk.mae_k, walk.mae_at_24h_k,
                    test.not_given[i].mae_k, walk.stays_mae_k, walk.coverage_pct);
  }
  for (const RoomWalk& walk : test.given)
    text += fmt::format("{}: {} ({})\n", printable(walk.name), to_string(walk.fit.verdict),
                        walk.fit.reason);
  return text;
}

nlohmann::ordered_json walk_json(const RoomWalk& walk) {
  return {{"room", walk.name},
          {"count", walk.count},
          {"mae_k", walk.mae_k},
          {"mae_at_24h_k", walk.mae_at_24h_k},
          {"rmse_k", walk.rmse_k},
          {"bias_k", walk.bias_k},
          {"stays_mae_k", walk.stays_mae_k},
          {"coverage_pct", walk.coverage_pct},
          {"training_s", walk.training_s},
          {"verdict", to_string(walk.fit.verdict)},
          {"reason", walk.fit.reason}};
}

std::string write(const RoomTest& test) {
  nlohmann::ordered_json json{{"schema", "ohmstead.room-test/1"},
                              {"from", base::format_time(test.from)},
                              {"to", base::format_time(test.to)},
                              {"given", nlohmann::ordered_json::array()},
                              {"not_given", nlohmann::ordered_json::array()}};
  for (const RoomWalk& walk : test.given) json["given"].push_back(walk_json(walk));
  for (const RoomWalk& walk : test.not_given) json["not_given"].push_back(walk_json(walk));
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n';
}

}  // namespace

Result<void> judge_rooms(const ForecastTestRequest& request) {
  const auto site = load_site_file(request.site_file);
  if (!site) return tl::unexpected{site.error()};
  const auto zone = base::Zone::load(site->timezone);
  if (!zone) return tl::unexpected{zone.error()};
  const auto past = read_rooms(request.rooms_file, *zone);
  if (!past) return tl::unexpected{past.error()};
  auto test = read_span(request, *past);
  if (!test) return tl::unexpected{test.error()};
  Interrupt interrupt;
  ProgressBar bar{"rooms"};
  for (const bool is_given : {true, false}) {
    forecast::RoomWalkOptions options{.from = test->from, .to = test->to};
    options.days_between_training = request.retrain_days;
    options.is_driven_as_it_came = is_given;
    options.stop = interrupt.token();
    options.progress = [&](std::int64_t done, std::int64_t total) {
      bar.show(is_given ? done : total + done, 2 * total, fmt::format("day {}", done));
    };
    (is_given ? test->given : test->not_given) = walk_rooms(*past, options);
  }
  return write_output(request.is_json ? write(*test) : render(*test, *zone));
}

}  // namespace ohmstead::app
