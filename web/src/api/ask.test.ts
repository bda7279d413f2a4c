import { afterEach, expect, it } from "vitest";
import { access } from "./access";
import { anything, ask, spoken } from "./ask";
import { number, record } from "./read";

const reader = record({ a: number });
const answering = (body: string, status = 200): typeof fetch => async () => new Response(body, { status });
const refused = (status: number, detail: string, problems: string[] = []) => ({ kind: "refused", status, detail, problems });

afterEach(() => {
  access.csrf = undefined;
  access.onDenied = () => {};
  access.renew = async () => false;
  spoken.language = undefined;
});

it("asks for texts in the language that was chosen, else leaves it to the home", async () => {
  const seen: unknown[] = [];
  const fetcher: typeof fetch = async (url) => {
    seen.push(url);
    return new Response("{}");
  };
  await ask("/plan", anything, undefined, fetcher);
  spoken.language = "sv";
  await ask("/plan", anything, undefined, fetcher);
  await ask("/decisions?limit=3", anything, undefined, fetcher);
  expect(seen).toEqual(["/api/v1/plan", "/api/v1/plan?language=sv", "/api/v1/decisions?limit=3&language=sv"]);
});

it("reads an answer", async () => {
  expect(await ask("/x", reader, undefined, answering('{"a":1}'))).toEqual({ kind: "here", value: { a: 1 } });
});

it("says what the service refused with", async () => {
  expect(await ask("/x", reader, undefined, answering('{"title":"Bad","detail":"no plan yet"}', 503))).toEqual(refused(503, "no plan yet"));
  expect(await ask("/x", reader, undefined, answering("<html>", 502))).toEqual(refused(502, "HTTP 502"));
  expect(await ask("/x", reader, undefined, answering('{"title":"Bad","problems":["a: too big",7]}', 422)))
    .toEqual(refused(422, "Bad", ["a: too big"]));
});

it("tells an odd answer from none", async () => {
  expect(await ask("/x", reader, undefined, answering("<html>"))).toEqual({ kind: "odd" });
  expect(await ask("/x", reader, undefined, answering("[1]"))).toEqual({ kind: "odd" });
  expect(await ask("/x", reader, undefined, async () => { throw new TypeError("network"); })).toEqual({ kind: "unreachable" });
});

it("sends orders as JSON with the token of the session, questions without", async () => {
  const seen: RequestInit[] = [];
  const fetcher: typeof fetch = async (_, init) => {
    seen.push(init ?? {});
    return new Response("{}", { status: 201 });
  };
  access.csrf = "secret";
  await ask("/x", anything, { method: "POST", body: { minutes: 30 } }, fetcher);
  await ask("/x", anything, undefined, fetcher);
  expect(seen[0]).toMatchObject({ method: "POST", body: '{"minutes":30}', credentials: "same-origin" });
  expect(seen[0]?.headers).toMatchObject({ "x-csrf-token": "secret", "content-type": "application/json" });
  expect(seen[1]?.headers).not.toHaveProperty("x-csrf-token");
});

it("calls for the sign-in when it is not let in", async () => {
  let calls = 0;
  access.onDenied = () => { calls += 1; };
  await ask("/x", anything, undefined, answering("{}", 401));
  await ask("/x", anything, undefined, answering("{}", 403));
  expect(calls).toBe(1);
});

it("takes an answer without a body as a success where nothing is read", async () => {
  const empty: typeof fetch = async () => new Response(null, { status: 204 });
  expect(await ask("/x", anything, { method: "DELETE" }, empty)).toEqual({ kind: "here", value: true });
});

it("tries an order once more when the token of the session was an old one", async () => {
  const tokens: unknown[] = [];
  const fetcher: typeof fetch = async (_, init) => {
    tokens.push((init?.headers as Record<string, string>)["x-csrf-token"]);
    return new Response("{}", { status: access.csrf === "new" ? 200 : 403 });
  };
  access.csrf = "old";
  access.renew = async () => {
    access.csrf = "new";
    return true;
  };
  expect((await ask("/x", anything, { method: "POST" }, fetcher)).kind).toBe("here");
  expect(tokens).toEqual(["old", "new"]);
  access.csrf = "old";
  access.renew = async () => true;  // but it is as useless as the last
  expect(await ask("/x", anything, { method: "POST" }, fetcher)).toMatchObject({ kind: "refused", status: 403 });
  expect(tokens).toHaveLength(4);
});
