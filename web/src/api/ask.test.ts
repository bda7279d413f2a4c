import { expect, it } from "vitest";
import { ask } from "./ask";
import { number, record } from "./read";

const reader = record({ a: number });
const answering = (body: string, status = 200): typeof fetch => async () => new Response(body, { status });

it("reads an answer", async () => {
  expect(await ask("/x", reader, answering('{"a":1}'))).toEqual({ kind: "here", value: { a: 1 } });
});

it("says what the service refused with", async () => {
  expect(await ask("/x", reader, answering('{"title":"Bad","detail":"no plan yet"}', 503))).toEqual({ kind: "refused", detail: "no plan yet" });
  expect(await ask("/x", reader, answering("<html>", 502))).toEqual({ kind: "refused", detail: "HTTP 502" });
});

it("tells an odd answer from none", async () => {
  expect(await ask("/x", reader, answering("<html>"))).toEqual({ kind: "odd" });
  expect(await ask("/x", reader, answering("[1]"))).toEqual({ kind: "odd" });
  expect(await ask("/x", reader, async () => { throw new TypeError("network"); })).toEqual({ kind: "unreachable" });
});
