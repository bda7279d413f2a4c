// Serves the built dashboard and answers the API from dev/recorded/, for work on the dashboard without the program:
// node dev/serve.mjs [PORT]. With --live the cycle rises every 5 s, as it does in a home; with --password=WORD it asks
// for that first.
import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { made } from "./made.mjs";

const dist = fileURLToPath(new URL("../dist/", import.meta.url));
const recorded = fileURLToPath(new URL("recorded/", import.meta.url));
const kinds = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
// The strictest rules under which the page works; a service may give these.
const rules = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'";

const read = (name) => JSON.parse(readFileSync(join(recorded, `${name}.json`), "utf8"));

function historyOf(query) {
  const { slots } = read("history");
  const to = Date.parse(query.get("to") ?? read("status").now);
  const from = Date.parse(query.get("from") ?? new Date(to - 86_400_000).toISOString());
  return { slots: slots.filter((slot) => Date.parse(slot.start) >= from && Date.parse(slot.start) < to) };
}

// As in a home whose published prices end eight hours before its plan.
function withForecast(prices) {
  const until = Date.parse(prices.slots.at(-1).start) - 8 * 3_600_000;
  const slots = prices.slots.map((slot) => (Date.parse(slot.start) < until ? slot : { ...slot, is_forecast: true }));
  return { ...prices, slots, published_until: new Date(until).toISOString() };
}

export function serve({ port = 8642, isLive = false, password, exportLimitKw } = {}) {
  const madeUp = made(read, { password, exportLimitKw });
  let cycle = read("status").cycle;
  const listeners = new Set();
  const answers = {
    "/status": () => ({ ...read("status"), cycle }),
    "/plan": () => read("plan"),
    "/case": () => read("case"),
    "/prices": () => withForecast(read("prices")),
    "/recommendation/now": () => read("recommendation"),
    "/history": historyOf,
    "/decisions": (query) => ({ decisions: read("decisions").decisions.slice(0, Number(query.get("limit") ?? 50)) }),
    "/health": () => read("health"),
  };
  const send = (response, status, kind, body) => {
    response.writeHead(status, { "content-type": kind, "cache-control": "no-store" });
    response.end(body);
  };
  const tell = () => {
    for (const each of listeners) each.write(`event: snapshot\ndata: ${JSON.stringify({ cycle, now: read("status").now })}\n\n`);
  };
  const api = (method, path, query, body, headers, response) => {
    const [status, json] = madeUp(method, path, query, body, headers) ?? [];
    if (status !== undefined) return send(response, status, status < 400 ? "application/json" : "application/problem+json", json === undefined ? undefined : JSON.stringify(json));
    if (path === "/events") {
      response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      response.write(": welcome\n\n");
      listeners.add(response);
      return response.on("close", () => listeners.delete(response));
    }
    const answer = answers[path];
    if (answer && method === "GET") return send(response, 200, "application/json", JSON.stringify(answer(query)));
    return send(response, 404, "application/problem+json", JSON.stringify({ type: "about:blank", title: "Not found", status: 404, detail: `no ${path}` }));
  };
  const file = (path, response) => {
    const name = join(dist, normalize(path === "/" ? "/index.html" : path));
    if (!name.startsWith(dist) || !existsSync(name) || !statSync(name).isFile()) return send(response, 404, "text/plain", "not found");
    response.writeHead(200, { "content-type": kinds[extname(name)] ?? "application/octet-stream", "content-security-policy": rules });
    return createReadStream(name).pipe(response);
  };
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, "http://localhost");
    if (!url.pathname.startsWith("/api/v1/")) return file(url.pathname, response);
    const parts = [];
    for await (const part of request) parts.push(part);
    const text = Buffer.concat(parts).toString();
    return api(request.method, url.pathname.slice(7), url.searchParams, text === "" ? {} : JSON.parse(text), request.headers, response);
  });
  const next = () => {
    cycle += 1;
    tell();
  };
  const look = () => { for (const each of listeners) each.write(`event: readings\ndata: {"at":"${read("status").now}"}\n\n`); };
  const timer = isLive ? setInterval(next, 5000) : undefined;
  server.listen(port, "127.0.0.1");
  return {
    next, look,
    close: () => new Promise((done) => {
      clearInterval(timer);
      for (const each of listeners) each.destroy();
      server.close(done);
      server.closeAllConnections();
    }),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const port = Number(process.argv.slice(2).find((each) => /^\d+$/.test(each)) ?? 8642);
  const password = process.argv.find((each) => each.startsWith("--password="))?.slice(11);
  serve({ port, isLive: process.argv.includes("--live"), password });
  console.log(`dashboard with recorded answers: http://127.0.0.1:${port}/`);
}
