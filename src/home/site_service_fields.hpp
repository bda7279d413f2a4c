// Field tables of how to plan and of the service's keys (site.hpp, site_service.hpp).
#pragma once

#include "ohmstead/describe/walk.hpp"
#include "ohmstead/home/site.hpp"

namespace ohmstead::home {

constexpr auto fields_of(const SiteSchedule*) {
  using namespace describe;
  return std::make_tuple(
      field("kind", &SiteSchedule::kind, "what to do, as in manual_blocks of a case"),
      field("device", &SiteSchedule::device, "battery, car, heater or appliance"),
      field("from_h", &SiteSchedule::from_h, "local hour", between(0.0, 24.0)),
      field("to_h", &SiteSchedule::to_h, "local hour; may lie past midnight", between(0.0, 24.0)),
      field("days", &SiteSchedule::days, "days on which it begins", optional),
      field("target_soc_pct", &SiteSchedule::target_soc_pct,
            "charge up to this, or export down to it; per cent of a battery's capacity",
            between(0.0, 100.0), optional));
}

constexpr auto fields_of(const HomeAssistantService*) {
  using namespace describe;
  using H = HomeAssistantService;
  return std::make_tuple(
      field("connection", &H::connection, "id of the connection of kind mqtt to its broker"),
      field("node", &H::node, "begins all topics and entities; two homes at a broker have two",
            optional),
      field("prefix", &H::prefix, "of its discovery", optional),
      field("url", &H::url, "of the dashboard, as others reach it", optional));
}

constexpr auto fields_of(const SiteService*) {
  using namespace describe;
  return std::make_tuple(
      field("stage", &SiteService::stage,
            "what the devices of a real home are told: advisory nothing, partial batteries only, "
            "full all; simulation: devices are simulated",
            optional),
      field("every_min", &SiteService::every_min,
            "minutes between two plans; absent: planning.step_min", between(1.0, 60.0), optional),
      field("plan_within_s", &SiteService::plan_within_s,
            "longest time to make a plan; what is not proven best by then is used as good as it is",
            between(0.05, 60.0), optional),
      field("keep_days", &SiteService::keep_days,
            "cases and plans older than this are forgotten; measurements and money stay",
            between(1.0, 3660.0), optional),
      field("quiet_from_h", &SiteService::quiet_from_h,
            "local hour from which nobody gets up to plug in another car", between(0.0, 24.0),
            optional),
      field("quiet_to_h", &SiteService::quiet_to_h, "local hour; may lie past midnight",
            between(0.0, 24.0), optional),
      field("home_assistant", &SiteService::home_assistant,
            "publishes this home as entities of Home Assistant", optional));
}

constexpr auto fields_of(const Planning*) {
  using namespace describe;
  return std::make_tuple(
      field("step_min", &Planning::step_min, "length of a slot", between(1.0, 60.0), optional),
      field("horizon_h", &Planning::horizon_h, "furthest look ahead", between(1.0, 168.0),
            optional),
      field("keep_last_plan_gain", &Planning::keep_last_plan,
            "money that a changed first action must gain", at_least(0.0), optional),
      field("blocking", &Planning::is_tail_coarse,
            "slots of half an hour from 6 h on and of an hour from 24 h on, between price changes",
            optional),
      field("heed_bands", &Planning::heeds_bands,
            "what a lone battery does heeds how far load and sun may be off", optional));
}

}  // namespace ohmstead::home
