// Plans in the database: the one that is followed now, new ones, and where the database is.
//
// Thread rule: main thread.
//
//   Result<store::Store> db = open_store(default_database("example.db"));
//   std::optional<FollowedPlan> now = find_followed_plan(*db, site.name, clock.now());
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "ohmstead/home/plan.hpp"
#include "ohmstead/store/store.hpp"
#include "site_case.hpp"

namespace ohmstead::app {

// $XDG_STATE_HOME/ohmstead/<name>, else ~/.local/state/ohmstead/<name>; fails when neither is
// known.
[[nodiscard]] base::Result<std::filesystem::path> default_database(const std::string& name);

struct FollowedPlan {
  store::PlanId id = 0;
  home::Case home;
  home::Plan plan;
};

// The newest stored plan, when it is for this site and covers `now`.
[[nodiscard]] base::Result<std::optional<FollowedPlan>> find_followed_plan(
    const store::Store& store, const std::string& site_name, base::Time now);

// Saves what a cycle made, with its bill.
[[nodiscard]] base::Result<store::PlanId> save_plan(store::Store& store, base::Time made_at,
                                                    const SiteCase& moment, const home::Plan& plan);

}  // namespace ohmstead::app
