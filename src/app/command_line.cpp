// The only file that knows CLI11: it is slow to compile.
#include "ohmstead/app/command_line.hpp"

#include <fmt/format.h>
#include <signal.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <functional>
#include <span>
#include <sstream>

#include "commands.hpp"
#include "ohmstead/describe/problems.hpp"
#include "output.hpp"

namespace ohmstead::app {
namespace {

constexpr int k_bad_input = 2;
constexpr int k_internal_failure = 3;

using Command = std::function<base::Result<void>()>;

// The enum value of that number, for a place that holds one or may be empty.
template <class Enum>
Enum chosen_value(const Enum&, std::ptrdiff_t number) {
  return static_cast<Enum>(number);
}
template <class Enum>
Enum chosen_value(const std::optional<Enum>&, std::ptrdiff_t number) {
  return static_cast<Enum>(number);
}

// An option that takes one of `names`; its value is the enum's value of the same number.
template <class Enum, std::size_t N>
CLI::Option* add_choice(CLI::App* sub, const std::string& option, Enum& value,
                        const std::array<std::string_view, N>& names, const std::string& text) {
  const auto read = [option, &value, names](const std::string& word) {
    const auto found = std::find(names.begin(), names.end(), word);
    if (found == names.end()) {
      throw CLI::ValidationError(
          option, fmt::format("'{}' is not one of {}", word, fmt::join(names, ", ")));
    }
    value = chosen_value(value, found - names.begin());
  };
  const std::string all = fmt::format("{}: {}", text, fmt::join(names, ", "));
  return sub->add_option_function<std::string>(option, read, all)->type_name("NAME");
}

constexpr std::array<std::string_view, 3> k_engine_names{"auto", "value-function", "linear"};
constexpr std::array<std::string_view, 2> k_schema_names{"json", "markdown"};

// The commands with the requests that their options fill.
class Commands {
 public:
  Commands() {
    app_.require_subcommand(1);
    app_.set_version_flag("--version", "ohmstead " OHMSTEAD_VERSION);
    app_.footer("Exit codes: 0 done, 2 bad input, 3 internal failure. Manual: docs/user-guide.md");
    add_tour();
    add_run();
    add_password();
    add_token();
    add_plan();
    add_backtest();
    add_forecast_test();
    add_analyze();
    add_models();
    add_bill();
    add_check();
    add_prices();
    add_history();
    add_import_case();
    add_answer();
    add_replay();
    add_schema();
  }

  CLI::App& app() { return app_; }
  const Command& chosen() const { return chosen_; }

 private:
  CLI::App* add(const char* name, const char* text, Command command) {
    CLI::App* sub = app_.add_subcommand(name, text);
    sub->callback([this, command = std::move(command)] { chosen_ = command; });
    return sub;
  }

  static void add_language(CLI::App* sub, std::optional<home::Language>& language) {
    add_choice(sub, "--language", language, names_of(home::Language{}),
               "Of reasons and notes (the site's, else en)");
  }

  void add_tour() {
    CLI::App* sub = add("tour", "Plan the example home, or yours, and show what that saves",
                        [this] { return command_tour(tour_); });
    sub->add_option("--site", tour_.site_file, "Site file (YAML); without it the example home");
    sub->add_option("--db", tour_.database, "Database file; made when missing");
    sub->add_option("--at", tour_.at, "Plan as if it were this time, such as 2024-06-24T10:00:00Z");
    add_language(sub, tour_.language);
  }

  void add_run() {
    CLI::App* sub =
        add("run", "Run the service with its API and dashboard, for a real or a replayed home",
            [this] { return command_run(run_); });
    add_choice(sub, "--stage", run_.stage, names_of(home::Stage{}),
               "What the devices are told (a real home's as its site file says)");
    sub->add_flag("--log-json", run_.is_log_json, "Log lines as JSON");
    sub->add_option("--site", run_.site_file, "Site file (YAML); without it the example home");
    sub->add_option("--db", run_.database,
                    "Keep each cycle in this database; of a real home beside its site file");
    sub->add_option("--cache", run_.cache_folder,
                    "Keep what services told here; of a real home beside its site file");
    sub->add_option("--at", run_.at, "When the replay begins, such as 2024-06-24T10:00:00Z");
    sub->add_option("--speed", run_.speed, "Simulated seconds in each second")
        ->capture_default_str();
    sub->add_option("--address", run_.address, "Address to listen on")->capture_default_str();
    sub->add_option("--port", run_.port, "Port to listen on; 0: any free one")
        ->capture_default_str();
    sub->add_option("--allow-host", run_.allowed_hosts,
                    "A further name by which browsers may call it");
    sub->add_option("--access", run_.access_file,
                    "File with the password and tokens that let in (ohmstead password)");
    sub->add_option("--audit", run_.audit_file, "Keep who ordered what in this file");
    sub->add_option("--trust-proxy", run_.trusted_proxies,
                    "Address of a proxy that tells whom it asks for (X-Forwarded-For)");
    auto* certificate = sub->add_option("--tls-cert", run_.tls_certificate_file,
                                        "Speak HTTPS with this certificate (PEM)");
    auto* key = sub->add_option("--tls-key", run_.tls_key_file, "Key of the certificate (PEM)");
    certificate->needs(key);
    key->needs(certificate);
    sub->add_flag("--allow-open", run_.is_open_allowed,
                  "Listen beyond this computer without a password");
  }

  void add_password() {
    CLI::App* sub = add("password", "Set the password of the service",
                        [this] { return command_password(password_); });
    sub->add_option("--file", password_.file, "Access file; made when missing")->required();
  }

  void add_token() {
    CLI::App* sub = add("token", "Make a token that lets a program ask the service",
                        [this] { return command_token(token_); });
    sub->add_option("--file", token_.file, "Access file; made when missing")->required();
    sub->add_option("--name", token_.name, "Who gets it")->required();
    add_choice(sub, "--scope", token_.scope, names_of(api::Scope{}), "What it may do (read)");
  }

  void add_plan() {
    CLI::App* sub = add("plan", "Make one plan", [this] { return command_plan(plan_); });
    auto* site = sub->add_option("--site", plan_.site_file, "Site file (YAML)");
    sub->add_option("--case", plan_.case_file, "Case file (JSON); - is standard input")
        ->excludes(site);
    add_choice(sub, "--strategy", plan_.strategy, plan::k_strategy_names, "How to plan (optimal)");
    add_choice(sub, "--engine", plan_.engine, k_engine_names, "What makes the optimal plan (auto)");
    sub->add_option("--at", plan_.at,
                    "Plan as if it were this time (with --site); now when absent");
    sub->add_option("--soc-kwh", plan_.soc_kwh,
                    "What is stored now, one number per battery (with --site)");
    sub->add_option("--time-limit-s", plan_.time_limit_s, "Longest time for the planner")
        ->capture_default_str();
    sub->add_option("--case-out", plan_.case_out_file, "Also write the case here");
    sub->add_option("--schedule-out", plan_.schedule_out_file,
                    "Also write the plan here as schedule.json, for programs that execute it");
    sub->add_option("--db", plan_.database,
                    "Follow and store plans in this database (with --site)");
    sub->add_flag("--json", plan_.is_json, "Print the plan as JSON");
    sub->add_flag("--detail", plan_.is_detailed, "Table with every slot instead of hours");
    add_language(sub, plan_.language);
  }

  void add_bill() {
    CLI::App* sub = add("bill", "Count what a plan costs", [this] { return command_bill(bill_); });
    sub->add_option("--case", bill_.case_file, "Case file (JSON)")->required();
    auto* plan =
        sub->add_option("--plan", bill_.plan_file, "Plan file (JSON); - is standard input");
    sub->add_option("--schedule", bill_.schedule_file, "Or a schedule.json that is followed")
        ->excludes(plan);
    sub->add_flag("--json", bill_.is_json, "Print the bill as JSON");
  }

  void add_import_case() {
    CLI::App* sub = add("import-case", "Convert another planner's case into one of ours",
                        [this] { return command_import_case(import_); });
    add_choice(sub, "--from", import_.format, k_peer_format_names, "Whose file it is")->required();
    sub->add_option("FILE", import_.file, "File of that planner; - is standard input")->required();
    sub->add_option("--case", import_.case_name, "Which case, where the file holds several");
    add_choice(sub, "--family", import_.family, k_family_names, "Of a generated home (A)");
    sub->add_option("--start-hour", import_.start_hour, "First hour of the plan, of eos");
    sub->add_option("--out", import_.out_file, "Write here instead of to standard output");
  }

  void add_answer() {
    CLI::App* sub = add("answer", "Answer a request as another planner's API would",
                        [this] { return command_answer(answer_); });
    add_choice(sub, "--api", answer_.api, k_answer_api_names, "Whose API it is")->required();
    sub->add_option("FILE", answer_.file, "Body of the request; - is standard input")->required();
    sub->add_option("--start-hour", answer_.start_hour, "First hour of the plan, of eos");
    sub->add_option("--time-limit-s", answer_.time_limit_s, "Longest time for the planner")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    sub->add_flag("--json", answer_.is_json, "Print JSON (as without)");
  }

  void add_check() {
    CLI::App* sub = add("check", "Look for problems in a site file and its data, or in a schedule",
                        [this] { return command_check(check_); });
    auto* site = sub->add_option("--site", check_.site_file, "Site file (YAML)");
    sub->add_option("--schedule", check_.schedule_file, "schedule.json; - is standard input")
        ->excludes(site);
    sub->add_flag("--live", check_.is_live,
                  "Ask the site's meters, devices and services too; nothing is written to them")
        ->needs(site);
    sub->add_option("--within", check_.within_s, "Seconds to wait for all of them to answer")
        ->check(CLI::Range(0.1, 600.0))
        ->capture_default_str();
  }

  void add_prices() {
    CLI::App* sub = add("prices", "Ask the services of a site file, and show what they tell",
                        [this] { return command_prices(prices_); });
    sub->add_option("--site", prices_.site_file, "Site file (YAML)")->required();
    sub->add_option("--cache", prices_.cache_folder,
                    "Folder that keeps what was told; who was asked just now is not asked again");
    sub->add_flag("--detailed", prices_.is_detailed, "Each price instead of one per hour");
    sub->add_flag("--json", prices_.is_json, "As JSON");
  }

  void add_history() {
    CLI::App* sub = add("history", "Read what Home Assistant recorded of a home, as CSV",
                        [this] { return command_history(history_); });
    sub->add_option("--site", history_.site_file, "Site file (YAML) with its connection")
        ->required();
    sub->add_option("--from", history_.from, "First local day; two years back when absent");
    sub->add_option("--out", history_.out_file,
                    "Write it here, and say how the site file names it");
  }

  void add_schema() {
    CLI::App* sub =
        add("schema", "Print the format of the site file, of files of ready points, or of answers",
            [this] { return command_schema(schema_); });
    add_choice(sub, "--of", schema_.subject, k_schema_subject_names, "Of what (site)");
    add_choice(sub, "--format", schema_.format, k_schema_names,
               "JSON Schema or reference page (json)");
  }

  void add_backtest() {
    CLI::App* sub = add("backtest", "Run strategies over measured history, slot by slot",
                        [this] { return command_backtest(backtest_); });
    sub->add_option("--site", backtest_.site_file, "Site file (YAML) with its sources")->required();
    sub->add_option("--from", backtest_.from, "First local day, such as 2024-06-01")->required();
    sub->add_option("--to", backtest_.to, "Last local day")->required();
    sub->add_option("--strategy", backtest_.strategies,
                    "List of optimal, stochastic, multipass, rules, self_use, no_battery, bound")
        ->capture_default_str();
    add_choice(sub, "--forecasts", backtest_.foresight, names_of(simulate::Foresight{}),
               "Who forecasts load and PV (profile)");
    sub->add_flag("--json", backtest_.is_json, "Print the result as JSON");
    sub->add_option("--steps-csv", backtest_.steps_csv_file, "Write every step into this CSV file");
  }

  void add_forecast_test() {
    CLI::App* sub = add("forecast-test", "Judge the forecasts of load and PV over measured history",
                        [this] { return command_forecast_test(forecast_test_); });
    sub->add_option("--site", forecast_test_.site_file, "Site file (YAML) with its sources")
        ->required();
    sub->add_option("--from", forecast_test_.from,
                    "First local day that is judged; after six weeks of history when absent");
    sub->add_option("--to", forecast_test_.to, "Last local day; the end of history when absent");
    sub->add_option("--retrain-days", forecast_test_.retrain_days, "Days between trainings")
        ->check(CLI::Range(1, 366))
        ->capture_default_str();
    sub->add_flag("--weather-known", forecast_test_.is_weather_known,
                  "Take the measured weather as what was forecast: the models alone are judged");
    CLI::Option* html = sub->add_option("--html", forecast_test_.html_file,
                                        "Also write a report for a browser here");
    sub->add_option(
           "--rooms", forecast_test_.rooms_file,
           "Judge the rooms of this CSV instead: NAME_c, NAME_heat_w, NAME_gain_w, outdoor_c")
        ->excludes(html);
    sub->add_flag("--json", forecast_test_.is_json, "Print the result as JSON");
  }

  void add_analyze() {
    CLI::App* sub = add("analyze", "Report on what a site measured: quality, load, sun, rooms",
                        [this] { return command_analyze(analyze_); });
    sub->add_option("--site", analyze_.site_file, "Site file (YAML) with its sources")->required();
    sub->add_option("--db", analyze_.database,
                    "Database of a real home (beside the site file), read when the site names no "
                    "measured files");
    sub->add_option("--from", analyze_.from, "First local day; all that was measured when absent");
    sub->add_option("--to", analyze_.to, "Last local day");
    sub->add_option("--rooms", analyze_.rooms_file,
                    "CSV of rooms: NAME_c, NAME_heat_w, NAME_gain_w, outdoor_c");
    sub->add_option("--meters", analyze_.meters_file,
                    "CSV of meters: import_w, export_w, pv_w, battery_charge_w, "
                    "battery_discharge_w; others are controlled loads");
    sub->add_option("--out", analyze_.out_folder, "Write report.html and CSV tables here");
  }

  void add_models() {
    CLI::App* sub = add("models", "The models that forecast a real home: list, promote, roll-back",
                        [this] { return command_models(models_); });
    add_choice(sub, "action", models_.action, names_of(ModelsAction{}), "What to do");
    sub->add_option("--site", models_.site_file, "Site file (YAML)")->required();
    sub->add_option("--db", models_.database, "Its database (beside the site file)");
    sub->add_option("--kind", models_.kind, "load, pv, price or export_price");
    sub->add_option("--version", models_.version, "That is to forecast");
  }

  void add_replay() {
    CLI::App* sub = add("replay", "Make a stored plan again and prove it equal",
                        [this] { return command_replay(replay_); });
    sub->add_option("PLAN_ID", replay_.plan_id, "Number of the plan in the database")->required();
    sub->add_option("--db", replay_.database, "Database file");
  }

  CLI::App app_{"Ohmstead plans when a home stores, uses, buys and sells electricity.", "ohmstead"};
  Command chosen_;
  TourRequest tour_;
  RunRequest run_;
  PasswordRequest password_;
  TokenRequest token_;
  PlanRequest plan_;
  BillRequest bill_;
  ImportCaseRequest import_;
  AnswerRequest answer_;
  CheckRequest check_;
  PricesRequest prices_;
  HistoryRequest history_;
  SchemaRequest schema_;
  BacktestRequest backtest_;
  ForecastTestRequest forecast_test_;
  AnalyzeRequest analyze_;
  ModelsRequest models_;
  ReplayRequest replay_;
};

// Why the command line could not be read.
std::string usage_fault(const CLI::ParseError& stop, CLI::App& app,
                        std::span<const char* const> words) {
  std::string text = stop.what();
  if (app.get_subcommands().empty() && words.size() > 1 && *words[1] != '-') {
    std::vector<std::string> names;
    for (const CLI::App* sub : app.get_subcommands({})) names.push_back(sub->get_name());
    const std::string hint = describe::nearest(words[1], {names.begin(), names.end()});
    text = fmt::format("there is no command '{}'", words[1]);
    text += hint.empty() ? fmt::format("; there are {}", fmt::join(names, ", "))
                         : fmt::format("; did you mean {}?", hint);
  }
  return text + "\nRun with --help for more information.";
}

int report(const base::Result<void>& outcome) {
  if (outcome) return 0;
  const base::Error& error = outcome.error();
  if (error.kind == base::ErrorKind::cancelled && error.message.empty()) return 0;  // nobody reads
  write_note(error.message);
  return base::exit_code(error.kind);
}

}  // namespace

int run_command_line(int argc, const char* const* argv) {
  ::signal(SIGXFSZ, SIG_IGN);  // a file at its size limit is an error of write() as well
  ::signal(SIGPIPE, SIG_IGN);  // a closed pipe is an error of write(), not the end of the program
  try {
    Commands commands;
    try {
      commands.app().parse(argc, argv);
    } catch (const CLI::ParseError& stop) {
      if (stop.get_exit_code() != 0) {
        write_note(usage_fault(stop, commands.app(), {argv, static_cast<std::size_t>(argc)}));
        return k_bad_input;
      }
      std::ostringstream text;
      commands.app().exit(stop, text, text);
      return report(write_output(text.str()));
    }
    return report(commands.chosen()());
  } catch (const std::exception& fault) {
    write_note(fmt::format("internal failure: {}", fault.what()));
  } catch (...) {
    write_note("internal failure: unknown");
  }
  return k_internal_failure;
}

}  // namespace ohmstead::app
