// What people set by hand.
#include "schemas.hpp"

namespace ohmstead::api {

using namespace schema;

namespace {

Json kind() { return one_of({"charge", "export", "hold", "self_use", "on", "off"}); }

Json made() {
  return object({{"id", integer()},
                 {"device", text("its id")},
                 {"kind", kind()},
                 {"from", time()},
                 {"until", time()},
                 maybe("target_soc_pct", number("%")),
                 {"source", one_of({"manual", "schedule"})},
                 maybe("by", text("who set it")),
                 {"state", one_of({"active", "coming"})},
                 {"left_s", integer("until it ends, or how long it will last")}});
}

Json wish() {
  return object({{"device", text("its id")},
                 {"kind", kind()},
                 maybe("from", time("now when absent")),
                 maybe("until", time("or minutes; 90 minutes when both are absent")),
                 maybe("minutes", number("min")),
                 maybe("target_soc_pct", number("%", "of a battery or car: where to stop")),
                 maybe("by", text("who set it"))});
}

}  // namespace

void add_order_schemas(Schemas& schemas) {
  schemas["Override"] = made();
  schemas["OverrideWish"] = wish();
  schemas["OverrideWishes"] = object({{"overrides", list_of(reference("OverrideWish"))}});
  schemas["Overrides"] = object(
      {{"overrides", list_of(reference("Override"))},
       {"devices", list_of(object({{"device", text("its id")},
                                   {"type", text("battery, vehicle, water_heater, ...")},
                                   {"kinds", list_of(kind(), "what can be asked of it")}}))}});
}

}  // namespace ohmstead::api
