// Home Assistant's own WebSocket client against an address: client.mjs URL TOKEN [WRONG_TOKEN]
//
// Prints one line of JSON: what it saw, and what its orders did.

import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

// The packages lie in the build folder, which the test names.
const require = createRequire(join(process.env.OHMSTEAD_NODE_PACKAGES, "x.js"));
globalThis.WebSocket = require("ws");
const packages = join(process.env.OHMSTEAD_NODE_PACKAGES, "node_modules");
const hub = await import(
  pathToFileURL(join(packages, "home-assistant-js-websocket/dist/index.js")).href
);

const [url, token, wrongToken] = process.argv.slice(2);
const open = (secret) =>
  hub.createConnection({ auth: hub.createLongLivedTokenAuth(url, secret), setupRetry: 0 });
const until = async (is) => {
  for (let i = 0; i < 400 && !is(); ++i) await new Promise((done) => setTimeout(done, 10));
  return is();
};

const seen = {};
seen.wrongTokenIsRefused = await open(wrongToken).then(
  () => false,
  (code) => code === hub.ERR_INVALID_AUTH,
);
const connection = await open(token);
seen.user = (await hub.getUser(connection)).is_admin;
seen.services = Object.keys(await hub.getServices(connection)).sort();
await connection.ping();
seen.pong = true;

let entities = {};
hub.subscribeEntities(connection, (all) => (entities = all));
await until(() => entities["select.mode"]);
seen.mode = entities["select.mode"]?.state;
seen.options = entities["select.mode"]?.attributes.options;
await hub.callService(connection, "select", "select_option", {
  entity_id: "select.mode",
  option: "Force Charge",
});
await until(() => entities["select.mode"].state === "Force Charge");
seen.modeAfter = entities["select.mode"].state;
seen.refused = await hub
  .callService(connection, "number", "set_value", { entity_id: "number.power", value: 99 })
  .then(() => "", (error) => error.message);
const statistics = await connection.sendMessagePromise({
  type: "recorder/statistics_during_period",
  start_time: "2025-03-01T00:00:00Z",
  statistic_ids: ["sensor.meter"],
  period: "hour",
});
seen.mean = statistics["sensor.meter"][0].mean;
connection.close();
console.log(JSON.stringify(seen));
