#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "commands.hpp"
#include "live_home.hpp"
#include "ohmstead/engine/kept_models.hpp"
#include "output.hpp"
#include "service_store.hpp"

namespace ohmstead::app {
namespace {

using base::ErrorKind;
using base::fail;
using base::Result;
using forecast::ModelRegistry;

Result<void> check(const ModelsRequest& request) {
  const bool is_known = std::any_of(engine::k_model_kinds.begin(), engine::k_model_kinds.end(),
                                    [&](const char* kind) { return request.kind == kind; });
  if (!request.kind.empty() && !is_known)
    return fail(ErrorKind::invalid_input, fmt::format("--kind: '{}' is not one of {}", request.kind,
                                                      fmt::join(engine::k_model_kinds, ", ")));
  if (request.action != ModelsAction::list && request.kind.empty())
    return fail(ErrorKind::invalid_input,
                fmt::format("--kind: say of what, {}", fmt::join(engine::k_model_kinds, ", ")));
  if ((request.action == ModelsAction::promote) != (request.version > 0))
    return fail(ErrorKind::invalid_input, "--version: belongs to promote, as the list tells it");
  return {};
}

std::string render(const std::string& kind, const ModelRegistry& registry, const base::Zone& zone) {
  if (registry.records().empty()) return fmt::format("{}: nothing is learned yet\n", kind);
  std::string text = kind + "\n";
  for (const forecast::ModelRecord& each : registry.records()) {
    const char* status = each.status == forecast::ModelStatus::champion    ? "forecasts"
                         : each.status == forecast::ModelStatus::candidate ? "on trial"
                                                                           : "retired";
    text += fmt::format("  {:<10}{}; data {:016x}\n", status, engine::sentence_of(each, zone),
                        each.data_fingerprint);
  }
  return text;
}

Result<void> change(const ModelsRequest& request, ports::Memory& memory) {
  auto registry = engine::read_models(memory, request.kind);
  if (!registry) return tl::unexpected{registry.error()};
  auto done = request.action == ModelsAction::promote
                  ? engine::choose_model(*registry, request.version)
                  : engine::choose_previous_model(*registry);
  if (!done) return done;
  return memory.write(engine::models_document(request.kind), registry->save());
}

}  // namespace

Result<void> command_models(const ModelsRequest& request) {
  if (auto good = check(request); !good) return good;
  const auto site = load_site_file(request.site_file);
  if (!site) return tl::unexpected{site.error()};
  const auto zone = base::Zone::load(site->timezone);
  if (!zone) return tl::unexpected{base::in_context(request.site_file, zone.error())};
  const std::string file =
      request.database.empty() ? database_beside(request.site_file) : request.database;
  if (!std::filesystem::exists(file))
    return fail(ErrorKind::not_found, file + ": there is no database; the service makes it");
  // The service holds its models in memory: a change beside it would be lost.
  std::optional<HomeLock> lock;
  if (request.action != ModelsAction::list) {
    auto taken = HomeLock::take(file);
    if (!taken)
      return fail(taken.error().kind,
                  taken.error().message + "; ask it: POST /api/v1/models/promote or roll-back");
    lock.emplace(std::move(*taken));
  }
  const auto store = open_service_store(file);
  if (!store) return tl::unexpected{store.error()};
  if (request.action != ModelsAction::list) {
    if (auto done = change(request, **store); !done)
      return tl::unexpected{base::in_context(file, done.error())};
  }
  std::string text;
  for (const char* kind : engine::k_model_kinds) {
    if (!request.kind.empty() && request.kind != kind) continue;
    const auto registry = engine::read_models(**store, kind);
    if (!registry) return tl::unexpected{base::in_context(file, registry.error())};
    text += render(kind, *registry, *zone);
  }
  return write_output(text);
}

}  // namespace ohmstead::app
