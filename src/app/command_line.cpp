// The only file that knows CLI11: it is slow to compile.
#include "ohmstead/app/command_line.hpp"

#include <fmt/format.h>
#include <signal.h>

#include <CLI/CLI.hpp>
#include <functional>
#include <map>

#include "commands.hpp"
#include "output.hpp"

namespace ohmstead::app {
namespace {

constexpr int k_bad_input = 2;
constexpr int k_internal_failure = 3;

using Command = std::function<base::Result<void>()>;

// The commands with the requests that their options fill.
class Commands {
 public:
  Commands() {
    app_.require_subcommand(1);
    app_.set_version_flag("--version", "ohmstead " OHMSTEAD_VERSION);
    app_.footer("Exit codes: 0 done, 2 bad input, 3 internal failure. Manual: docs/user-guide.md");
    add_run();
    add_plan();
    add_backtest();
    add_bill();
    add_check();
    add_import_case();
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

  void add_run() {
    CLI::App* sub = add("run", "Plan the example home, or yours, and show what that saves",
                        [this] { return command_run(run_); });
    sub->add_option("--site", run_.site_file, "Site file (YAML); without it the example home");
    sub->add_option("--db", run_.database, "Database file; made when missing");
    sub->add_option("--at", run_.at, "Plan as if it were this time, such as 2024-06-24T10:00:00Z");
  }

  void add_plan() {
    CLI::App* sub = add("plan", "Make one plan", [this] { return command_plan(plan_); });
    auto* site = sub->add_option("--site", plan_.site_file, "Site file (YAML)");
    sub->add_option("--case", plan_.case_file, "Case file (JSON); - is standard input")->excludes(site);
    sub->add_option("--strategy", strategy_, "optimal, rules, self_use or no_battery")
        ->transform(CLI::CheckedTransformer(strategies()))
        ->type_name("NAME");
    sub->add_option("--engine", engine_, "auto, value-function or linear")
        ->transform(CLI::CheckedTransformer(engines()))
        ->type_name("NAME");
    sub->add_option("--at", plan_.at, "Plan as if it were this time (with --site); now when absent");
    sub->add_option("--soc-kwh", plan_.soc_kwh, "What is stored now, one number per battery (with --site)");
    sub->add_option("--time-limit-s", plan_.time_limit_s, "Longest time for the planner")->capture_default_str();
    sub->add_option("--case-out", plan_.case_out_file, "Also write the case here");
    sub->add_option("--db", plan_.database, "Follow and store plans in this database (with --site)");
    sub->add_flag("--json", plan_.is_json, "Print the plan as JSON");
    sub->add_flag("--detail", plan_.is_detailed, "Table with every slot instead of hours");
    sub->parse_complete_callback([this] {
      plan_.strategy = static_cast<plan::Strategy>(strategy_);
      plan_.engine = static_cast<plan::Engine>(engine_);
    });
  }

  void add_bill() {
    CLI::App* sub = add("bill", "Count what a plan costs", [this] { return command_bill(bill_); });
    sub->add_option("--case", bill_.case_file, "Case file (JSON)")->required();
    sub->add_option("--plan", bill_.plan_file, "Plan file (JSON); - is standard input")->required();
    sub->add_flag("--json", bill_.is_json, "Print the bill as JSON");
  }

  void add_import_case() {
    CLI::App* sub = add("import-case", "Convert another planner's case into one of ours",
                        [this] { return command_import_case(import_); });
    sub->add_option("--from", format_, "haeo, epl, emhass or family")
        ->required()
        ->transform(CLI::CheckedTransformer(formats()))
        ->type_name("FORMAT");
    sub->add_option("FILE", import_.file, "File of that planner; - is standard input")->required();
    sub->add_option("--case", import_.case_name, "Which case, where the file holds several");
    sub->add_option("--out", import_.out_file, "Write here instead of to standard output");
    sub->parse_complete_callback([this] { import_.format = static_cast<PeerFormat>(format_); });
  }

  void add_check() {
    CLI::App* sub = add("check", "Look for problems in a site file and its data",
                        [this] { return command_check(check_); });
    sub->add_option("--site", check_.site_file, "Site file (YAML)")->required();
  }

  void add_schema() {
    CLI::App* sub = add("schema", "Print the format of the site file", [this] { return command_schema(schema_); });
    sub->add_option("--format", schema_format_, "json (JSON Schema) or markdown (reference page)")
        ->transform(CLI::CheckedTransformer(std::map<std::string, int>{{"json", 0}, {"markdown", 1}}))
        ->type_name("FORMAT");
    sub->parse_complete_callback([this] { schema_.format = static_cast<SchemaFormat>(schema_format_); });
  }

  void add_backtest() {
    CLI::App* sub = add("backtest", "Run strategies over measured history, slot by slot",
                        [this] { return command_backtest(backtest_); });
    sub->add_option("--site", backtest_.site_file, "Site file (YAML) with its sources")->required();
    sub->add_option("--from", backtest_.from, "First local day, such as 2024-06-01")->required();
    sub->add_option("--to", backtest_.to, "Last local day")->required();
    sub->add_option("--strategy", backtest_.strategies, "List of optimal, rules, self_use, no_battery, bound")
        ->capture_default_str();
    sub->add_flag("--json", backtest_.is_json, "Print the result as JSON");
    sub->add_option("--steps-csv", backtest_.steps_csv_file, "Write every step into this CSV file");
  }

  void add_replay() {
    CLI::App* sub = add("replay", "Make a stored plan again and prove it equal",
                        [this] { return command_replay(replay_); });
    sub->add_option("PLAN_ID", replay_.plan_id, "Number of the plan in the database")->required();
    sub->add_option("--db", replay_.database, "Database file");
  }

  static std::map<std::string, int> strategies() {
    return {{"optimal", 0}, {"rules", 1}, {"self_use", 2}, {"no_battery", 3}};
  }
  static std::map<std::string, int> engines() {
    return {{"auto", 0}, {"value-function", 1}, {"linear", 2}};
  }
  static std::map<std::string, int> formats() {
    return {{"haeo", 0}, {"epl", 1}, {"emhass", 2}, {"family", 3}};
  }

  CLI::App app_{"Ohmstead plans when a home stores, uses, buys and sells electricity.", "ohmstead"};
  Command chosen_;
  RunRequest run_;
  PlanRequest plan_;
  BillRequest bill_;
  ImportCaseRequest import_;
  CheckRequest check_;
  SchemaRequest schema_;
  BacktestRequest backtest_;
  ReplayRequest replay_;
  int strategy_ = 0;
  int engine_ = 0;
  int format_ = 0;
  int schema_format_ = 0;
};

int report(const base::Result<void>& outcome) {
  if (outcome) return 0;
  const base::Error& error = outcome.error();
  if (error.kind == base::ErrorKind::cancelled && error.message.empty()) return 0;  // nobody reads
  write_note(error.message);
  return base::exit_code(error.kind);
}

}  // namespace

int run_command_line(int argc, const char* const* argv) {
  ::signal(SIGPIPE, SIG_IGN);  // a closed pipe is an error of write(), not the end of the program
  try {
    Commands commands;
    try {
      commands.app().parse(argc, argv);
    } catch (const CLI::ParseError& stop) {
      if (stop.get_exit_code() != 0) {
        write_note(fmt::format("{}\nRun with --help for more information.", stop.what()));
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
