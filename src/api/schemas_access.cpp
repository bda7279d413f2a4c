#include "schemas.hpp"

namespace ohmstead::api {

using namespace schema;

void add_access_schemas(Schemas& schemas) {
  const Json scopes = one_of({"read", "control", "admin"});
  schemas["Session"] = object(
      {{"is_needed", flag("there is a password or token in force")},
       {"is_open", flag("this request is known")},
       {"scopes", list_of(scopes, "what it may")},
       maybe("csrf", text("for the header X-CSRF-Token of requests that change something"))});
  schemas["Password"] = object({{"password", text()}});
  schemas["Audit"] = object(
      {{"entries",
        list_of(object({{"at", time()},
                        {"who", text("password, token and its name, anybody, nobody")},
                        {"address", text("of the client")},
                        {"what", text("method and path, or: sign in")},
                        {"status", integer("of the answer")},
                        maybe("detail", text("the beginning of the order's body")),
                        maybe("left_out", integer("refusals before it that were too many"))}))}});
  schemas["Problem"] = object({{"type", text()},
                               {"title", text("phrase of the status")},
                               {"status", integer()},
                               maybe("detail", text("what is wrong, in words")),
                               maybe("problems", list_of(text(), "each: place: what is wrong"))},
                              "An error (RFC 9457), sent as application/problem+json.");
  schemas["Nothing"] = object({});
  schemas["Anything"] = described(Json::object(), "As the other planner's documentation says.");
  schemas["PlannerHealth"] = object({{"status", just("healthy")}, {"message", text("in words")}});
  schemas["OpenApi"] = described({{"type", "object"}}, "OpenAPI 3.1");
}

Schemas all_schemas() {
  Schemas schemas;
  add_home_schemas(schemas);
  add_device_schemas(schemas);
  add_order_schemas(schemas);
  add_service_schemas(schemas);
  add_replay_schemas(schemas);
  add_access_schemas(schemas);
  add_system_schemas(schemas);
  add_recommendation_keys(schemas["Recommendation"]);
  return schemas;
}

}  // namespace ohmstead::api
