// One request per command, filled by the command line, and the function that runs it.
//
// Every command writes its result to standard output and returns what went wrong, if anything.
// Empty texts stand for options that were not given. Thread rule: main thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ohmstead/api/access_file.hpp"
#include "ohmstead/app/import_case.hpp"
#include "ohmstead/base/result.hpp"
#include "ohmstead/home/site_service.hpp"
#include "ohmstead/plan/planner.hpp"
#include "ohmstead/simulate/known_then.hpp"

namespace ohmstead::app {

struct PlanRequest {
  std::string site_file;
  std::string case_file;
  plan::Strategy strategy = plan::Strategy::optimal;
  plan::Engine engine = plan::Engine::automatic;
  std::string at;
  double time_limit_s = 30.0;
  std::vector<double> soc_kwh;  // one per battery of the site
  std::string case_out_file;
  std::string schedule_out_file;  // schedule.json
  std::string database;
  bool is_json = false;
  bool is_detailed = false;
  std::optional<home::Language> language;  // absent: the site's, else English
};
[[nodiscard]] base::Result<void> command_plan(const PlanRequest& request);

struct BillRequest {
  std::string case_file;
  std::string plan_file;
  std::string schedule_file;  // or this: schedule.json
  bool is_json = false;
};
[[nodiscard]] base::Result<void> command_bill(const BillRequest& request);

struct ImportCaseRequest {
  PeerFormat format = PeerFormat::haeo;
  std::string file;
  std::string case_name;
  Family family = Family::a;               // of generated homes
  std::optional<std::int64_t> start_hour;  // of a request of EOS
  std::string out_file;
};
[[nodiscard]] base::Result<void> command_import_case(const ImportCaseRequest& request);

// The body that another planner's API would answer a request with.
enum class AnswerApi { evcc, eos };
constexpr std::array<std::string_view, 2> k_answer_api_names{"evcc", "eos"};
struct AnswerRequest {
  AnswerApi api = AnswerApi::evcc;
  std::string file;
  std::optional<std::int64_t> start_hour;  // of a request of EOS
  double time_limit_s = 10.0;
  bool is_json = true;  // the only form there is
};
[[nodiscard]] base::Result<void> command_answer(const AnswerRequest& request);

struct CheckRequest {
  std::string site_file;
  std::string schedule_file;  // or this: schedule.json
  bool is_live = false;       // ask meters and devices too
  double within_s = 20.0;     // how long to wait for them
};
[[nodiscard]] base::Result<void> command_check(const CheckRequest& request);
[[nodiscard]] base::Result<void> command_check_live(const CheckRequest& request);

// What the services of sources.live tell.
struct PricesRequest {
  std::string site_file;
  std::string cache_folder;  // empty: nothing is kept
  bool is_detailed = false;
  bool is_json = false;
};
[[nodiscard]] base::Result<void> command_prices(const PricesRequest& request);

// What Home Assistant recorded of the home, as a CSV that the site file can name.
struct HistoryRequest {
  std::string site_file;
  std::string from, out_file;  // local day, or two years; a file, or standard output
};
[[nodiscard]] base::Result<void> command_history(const HistoryRequest& request);

enum class SchemaFormat { json, markdown };
enum class SchemaSubject { site, profile, openapi };
constexpr std::array<std::string_view, 3> k_schema_subject_names{"site", "profile", "openapi"};
struct SchemaRequest {
  SchemaSubject subject = SchemaSubject::site;
  SchemaFormat format = SchemaFormat::json;
};
[[nodiscard]] base::Result<void> command_schema(const SchemaRequest& request);

struct BacktestRequest {
  std::string site_file;
  std::string from;
  std::string to;
  std::string strategies = "optimal,rules,self_use,bound";
  std::string steps_csv_file;
  simulate::Foresight foresight = simulate::Foresight::profile;
  bool is_json = false;
};
[[nodiscard]] base::Result<void> command_backtest(const BacktestRequest& request);

// How good forecasts would have been.
struct ForecastTestRequest {
  std::string site_file;
  std::string from;  // local days; empty: after six weeks of history, to its end
  std::string to;
  std::string html_file;
  std::string rooms_file;  // judge rooms (room_files.hpp) instead of load and PV
  std::int64_t retrain_days = 28;
  bool is_weather_known = false;
  bool is_json = false;
};
[[nodiscard]] base::Result<void> command_forecast_test(const ForecastTestRequest& request);

// What a site's measurements say: quality, load, sun, rooms.
struct AnalyzeRequest {
  std::string site_file;
  std::string database;  // of a site without measured files; empty: beside the site file
  std::string from;      // local days; empty: all that was measured
  std::string to;
  std::string rooms_file;   // room_files.hpp has the columns of both
  std::string meters_file;  // instead of sources.load
  std::string out_folder;   // report.html and tables; empty: only text
};
[[nodiscard]] base::Result<void> command_analyze(const AnalyzeRequest& request);

enum class ModelsAction { list, promote, roll_back };
constexpr auto names_of(ModelsAction) {
  return std::array<std::string_view, 3>{"list", "promote", "roll-back"};
}
struct ModelsRequest {
  ModelsAction action = ModelsAction::list;
  std::string site_file;
  std::string database;  // empty: beside the site file
  std::string kind;      // all when listed
  int version = 0;
};
[[nodiscard]] base::Result<void> command_models(const ModelsRequest& request);

struct ReplayRequest {
  std::int64_t plan_id = 0;
  std::string database;
};
[[nodiscard]] base::Result<void> command_replay(const ReplayRequest& request);

struct TourRequest {
  std::string site_file;
  std::string database;
  std::string at;
  std::optional<home::Language> language;  // absent: the site's
};
[[nodiscard]] base::Result<void> command_tour(const TourRequest& request);

// The service; ends when it is interrupted.
struct RunRequest {
  std::string site_file;
  std::string database;
  std::string cache_folder;  // of a real home
  std::string at;
  double speed = 60.0;  // simulated seconds in each second
  std::string address = "127.0.0.1";
  std::uint16_t port = 8642;
  std::vector<std::string> allowed_hosts;
  std::string access_file;
  std::string audit_file;
  std::vector<std::string> trusted_proxies;
  std::string tls_certificate_file;
  std::string tls_key_file;
  bool is_open_allowed = false;      // beyond this computer without a password
  std::optional<home::Stage> stage;  // absent: a replay is simulated, a real home as its site says
  bool is_log_json = false;
};
[[nodiscard]] base::Result<void> command_run(const RunRequest& request);

struct PasswordRequest {
  std::string file;
};
// Asks for it on the terminal, or reads a line of standard input.
[[nodiscard]] base::Result<void> command_password(const PasswordRequest& request);

struct TokenRequest {
  std::string file;
  std::string name;
  api::Scope scope = api::Scope::read;
};
[[nodiscard]] base::Result<void> command_token(const TokenRequest& request);

}  // namespace ohmstead::app
