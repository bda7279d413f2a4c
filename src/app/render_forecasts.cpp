#include "render_forecasts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "ohmstead/base/zone.hpp"

namespace ohmstead::app {
namespace {

using forecast::LeadFigures;
using forecast::WalkResult;

std::string lead_name(const LeadFigures& figures) {
  return fmt::format("{:.0f}-{:.0f} h", figures.from_h, figures.to_h);
}

std::string row(const std::string& name, const LeadFigures& figures) {
  return pad_right(name, 9) + number_cell(figures.mae_kw, 8, 3) +
         number_cell(figures.rmse_kw, 8, 3) + number_cell(figures.bias_kw, 8, 3) +
         number_cell(figures.skill_to_naive_pct(), 9, 1) +
         number_cell(figures.skill_to_persistence_pct(), 9, 1) +
         number_cell(figures.pinball_kw, 9, 3) + number_cell(figures.coverage_pct, 9, 1) + '\n';
}

std::string period(const WalkResult& result, const base::Zone& zone) {
  return fmt::format("{} to {}", base::format_date(zone.date(result.from)),
                     base::format_date(zone.date(result.to - base::Seconds{1})));
}

std::string render_one(const WalkResult& result, const base::Zone& zone, const Style& style) {
  std::string text =
      fmt::format("\n{}, {}: mean {} kW, {} slots\n", result.name, period(result, zone),
                  number_text(result.total.mean_kw, 3), result.total.count);
  text += paint("lead          MAE    RMSE    bias  to week   to day  pinball     band", Ink::dim,
                style) +
          '\n';
  text += paint("               kW      kW      kW   before   before       kW   holds", Ink::dim,
                style) +
          '\n';
  for (const LeadFigures& figures : result.by_lead) text += row(lead_name(figures), figures);
  text += paint(row("all", result.total), Ink::bold, style);
  if (result.days > 0) {
    text += fmt::format("energy of a day: {} % off in the mean ({} % as a week before), {} days\n",
                        number_text(result.daily_mape_pct, 1),
                        number_text(result.naive_daily_mape_pct, 1), result.days);
  }
  text += fmt::format("training {} s at most, a forecast {} ms\n",
                      number_text(result.training_s, 2), number_text(result.forecast_ms, 2));
  return text;
}

nlohmann::ordered_json figures_json(const LeadFigures& figures) {
  return {{"from_h", figures.from_h},
          {"to_h", figures.to_h},
          {"slots", figures.count},
          {"mean_kw", figures.mean_kw},
          {"mae_kw", figures.mae_kw},
          {"rmse_kw", figures.rmse_kw},
          {"bias_kw", figures.bias_kw},
          {"naive_mae_kw", figures.naive_mae_kw},
          {"naive_rmse_kw", figures.naive_rmse_kw},
          {"persistence_mae_kw", figures.persistence_mae_kw},
          {"skill_to_naive_pct", figures.skill_to_naive_pct()},
          {"skill_to_persistence_pct", figures.skill_to_persistence_pct()},
          {"pinball_kw", figures.pinball_kw},
          {"coverage_pct", figures.coverage_pct}};
}

nlohmann::ordered_json result_json(const WalkResult& result) {
  nlohmann::ordered_json json{{"of", result.name},
                              {"from", base::format_time(result.from)},
                              {"to", base::format_time(result.to)},
                              {"is_stopped", result.is_stopped},
                              {"days", result.days},
                              {"daily_mape_pct", result.daily_mape_pct},
                              {"naive_daily_mape_pct", result.naive_daily_mape_pct},
                              {"training_s", result.training_s},
                              {"forecast_ms", result.forecast_ms},
                              {"total", figures_json(result.total)}};
  for (const LeadFigures& figures : result.by_lead) {
    json["by_lead"].push_back(figures_json(figures));
  }
  for (const auto& [name, share] : result.importance) json["importance"][name] = share;
  return json;
}

std::string escape(std::string_view text) {
  std::string safe;
  for (const char each : text) {
    switch (each) {
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '&':
        safe += "&amp;";
        break;
      case '"':
        safe += "&quot;";
        break;
      default:
        safe += each;
    }
  }
  return safe;
}

// Errors by lead time: forecast, the day before and the week before, side by side.
std::string error_chart(const WalkResult& result) {
  constexpr double k_height = 200.0, k_group = 90.0, k_bar = 22.0;
  double most = 1e-9;
  for (const LeadFigures& each : result.by_lead) {
    most = std::max({most, each.mae_kw, each.naive_mae_kw, each.persistence_mae_kw});
  }
  const double width = k_group * static_cast<double>(result.by_lead.size()) + 10.0;
  std::string svg = fmt::format(
      "<svg viewBox=\"0 0 {:.0f} 240\" width=\"{:.0f}\" height=\"240\" role=\"img\" "
      "aria-label=\"Mean absolute error by lead time\">",
      width, width);
  double left = 10.0;
  for (const LeadFigures& each : result.by_lead) {
    double x = left;
    for (const auto& [kw, kind] :
         {std::pair{each.mae_kw, "own"}, std::pair{each.persistence_mae_kw, "day"},
          std::pair{each.naive_mae_kw, "week"}}) {
      const double height = k_height * kw / most;
      svg += fmt::format(
          "<rect class=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.0f}\" height=\"{:.1f}\">"
          "<title>{:.3f} kW</title></rect>",
          kind, x, k_height + 10.0 - height, k_bar - 2.0, height, kw);
      x += k_bar;
    }
    svg += fmt::format("<text x=\"{:.1f}\" y=\"230\">{}</text>", left, lead_name(each));
    left += k_group;
  }
  return svg + "</svg>";
}

std::string page_of(const WalkResult& result, const base::Zone& zone) {
  std::string html = fmt::format(
      "<section><h2>{}</h2><p>{}; mean {:.3f} kW.</p>{}"
      "<p><b class=\"own\">&#9632;</b> this forecast <b class=\"day\">&#9632;</b> as the day "
      "before "
      "<b class=\"week\">&#9632;</b> as the week before</p><table><tr><th>lead</th>"
      "<th>MAE kW</th><th>RMSE kW</th><th>bias kW</th><th>better than week before %</th>"
      "<th>better than day before %</th><th>pinball kW</th><th>80 % band holds %</th></tr>",
      escape(result.name), period(result, zone), result.total.mean_kw, error_chart(result));
  const auto add = [&html](const std::string& name, const LeadFigures& each) {
    html += fmt::format(
        "<tr><th>{}</th><td>{:.3f}</td><td>{:.3f}</td><td>{:.3f}</td><td>{:.1f}</td><td>{:.1f}</td>"
        "<td>{:.3f}</td><td>{:.1f}</td></tr>",
        name, each.mae_kw, each.rmse_kw, each.bias_kw, each.skill_to_naive_pct(),
        each.skill_to_persistence_pct(), each.pinball_kw, each.coverage_pct);
  };
  for (const LeadFigures& each : result.by_lead) add(lead_name(each), each);
  add("all", result.total);
  html += "</table>";
  if (result.days > 0) {
    html +=
        fmt::format("<p>Energy of a day: {:.1f} % off in the mean, {:.1f} % as a week before.</p>",
                    result.daily_mape_pct, result.naive_daily_mape_pct);
  }
  if (!result.importance.empty()) html += "<details><summary>What counts</summary><ul>";
  for (const auto& [name, share] : result.importance) {
    html += fmt::format("<li>{}: {:.1f} %</li>", escape(name), 100.0 * share);
  }
  if (!result.importance.empty()) html += "</ul></details>";
  return html + "</section>";
}

constexpr std::string_view k_page_style =
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;"
    "color:#1c2330;background:#fff}table{border-collapse:collapse}td,th{padding:.2rem .8rem;"
    "text-align:right;border-bottom:1px solid #ccd}svg{max-width:100%}svg text{font-size:12px;"
    "fill:currentColor}.own{fill:#1668b5;color:#1668b5}.day{fill:#c98a1b;color:#c98a1b}"
    ".week{fill:#8a8f99;color:#8a8f99}@media(prefers-color-scheme:dark){body{color:#e4e8ef;"
    "background:#14181f}}";

}  // namespace

std::string render_forecast_test(const ForecastTest& test, const Style& style) {
  const base::Zone zone = base::Zone::load(test.timezone).value_or(base::Zone::utc());
  std::string text = fmt::format(
      "{}: forecasts for 48 h, four a day, trained every {} days{}\n", printable(test.site),
      test.retrain_days, test.is_weather_known ? ", with the weather as it was measured" : "");
  if (!test.has_trees) text += "note: built without boosted trees\n";
  for (const std::string& note : test.notes) {
    text += "note: " + fold(printable(note), style.columns, 6) + '\n';
  }
  for (const WalkResult& result : test.forecasts) text += render_one(result, zone, style);
  return text;
}

std::string write_forecast_test(const ForecastTest& test) {
  nlohmann::ordered_json json{{"schema", "ohmstead.forecast-test/1"},
                              {"site", test.site},
                              {"timezone", test.timezone},
                              {"retrain_days", test.retrain_days},
                              {"is_weather_known", test.is_weather_known},
                              {"has_trees", test.has_trees},
                              {"notes", test.notes},
                              {"forecasts", nlohmann::ordered_json::array()}};
  for (const WalkResult& result : test.forecasts) json["forecasts"].push_back(result_json(result));
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

std::string forecast_test_page(const ForecastTest& test) {
  const base::Zone zone = base::Zone::load(test.timezone).value_or(base::Zone::utc());
  std::string html = fmt::format(
      "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width\"><title>Forecasts of {0}</title><style>{1}</style></head>"
      "<body><h1>Forecasts of {0}</h1><p>For 48 hours, four times a day, from what was known then. "
      "Trained every {2} days{3}.</p>",
      escape(test.site), k_page_style, test.retrain_days,
      test.has_trees ? "" : "; built without boosted trees");
  for (const WalkResult& result : test.forecasts) html += page_of(result, zone);
  return html + "</body></html>\n";
}

}  // namespace ohmstead::app
