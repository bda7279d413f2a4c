// The schemas that routes name, by those names. One place per answer: schemas_*.cpp.
//
// Thread rule: pure functions.
#pragma once

#include <map>
#include <string>

#include "schema.hpp"

namespace ohmstead::api {

using Schemas = std::map<std::string, schema::Json>;

void add_home_schemas(Schemas& schemas);     // what is, was and will be
void add_device_schemas(Schemas& schemas);   // what devices tell
void add_order_schemas(Schemas& schemas);    // what people set by hand
void add_service_schemas(Schemas& schemas);  // what the service knows beside its plan
void add_replay_schemas(Schemas& schemas);   // what would have been
void add_access_schemas(Schemas& schemas);   // sessions, records, errors
void add_system_schemas(Schemas& schemas);   // of the older systems
void add_recommendation_keys(schema::Json& schema);
[[nodiscard]] Schemas all_schemas();

}  // namespace ohmstead::api
