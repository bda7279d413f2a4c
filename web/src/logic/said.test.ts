import { expect, test } from "vitest";
import { de } from "../text/de";
import { en } from "../text/en";
import { sv } from "../text/sv";
import { clausesOf } from "./said";

const texts = (text: string, t: typeof en) => clausesOf(text, t).map((each) => each.text);

test("the usual sentences are said in the page's language", () => {
  expect(clausesOf("all answer", de)).toEqual([{ text: "alle antworten", isOurs: true }]);
  expect(texts("known until Mon 13 May 00:00", de)).toEqual(["bekannt bis Mon 13 May 00:00"]);
  expect(texts("a proven plan in 1015.2 ms", de)).toEqual(["ein bewiesener Plan in 1015.2 ms"]);
  expect(texts("all answer", en)).toEqual(["all answer"]);
  expect(texts("accepted; partial: batteries alone are told", en)).toEqual(["taken; batteries alone are told"]);
});

test("what a source says of its trouble stays beside what plans go by", () => {
  expect(clausesOf("api.example: no answer in time; next try Mon 12:05; plans go by ENTSO-E FR meanwhile", de)).toEqual([
    { text: "api.example: no answer in time", isOurs: false },
    { text: "nächster Versuch Mon 12:05", isOurs: true },
    { text: "geplant wird so lange nach ENTSO-E FR", isOurs: true },
  ]);
});

test("a full disk is said with what to do", () => {
  const said = "plans are made and followed but not kept: /var/lib/o/home.db: no space left on the disk of /var/lib/o (0.3 MB free): " +
    "free some there; nothing was changed, all that was saved before is safe";
  for (const t of [en, de, sv]) {
    const clauses = clausesOf(said, t);
    expect(clauses.map((each) => each.isOurs)).toEqual([true, true]);
    expect(clauses[0]!.text).toContain("/var/lib/o");
    expect(clauses[0]!.text).toContain("0.3 MB");
  }
});

test("a damaged database is said with where it lies, or how to rescue it", () => {
  const aside = "the database was damaged: it lies at /h/home.db.damaged now, and a new one was begun, without what was set by hand and " +
    "learned. Put a backup in its place, or go on with the new one";
  const now = "plans are made and followed but not kept: /h/home.db: the database is damaged (malformed); it was left as it is. Rescue " +
    "what can be read with: sqlite3 /h/home.db .recover | sqlite3 NEW.db -- or move it away, with /h/home.db-wal if there is one, to start anew";
  expect(clausesOf(aside, sv)).toMatchObject([{ isOurs: true }]);
  expect(texts(aside, de)[0]).toContain("/h/home.db.damaged");
  expect(clausesOf(now, de).every((each) => each.isOurs)).toBe(true);
  expect(texts(now, sv)[1]).toContain("sqlite3 /h/home.db .recover | sqlite3 NEW.db");
});

test("lost devices are named", () => {
  expect(texts("battery does not answer: check its connection; 4.2 kWh as planned are assumed", de)).toEqual([
    "battery antwortet nicht: bitte die Verbindung prüfen", "angenommen werden 4.2 kWh wie geplant"]);
  expect(texts("tank does not answer; what was planned is assumed: check its connection", sv)).toEqual([
    "tank svarar inte", "det som planerades antas: kontrollera anslutningen"]);
  expect(texts("no readings: no answer from the inverter; what was planned is assumed", de)).toEqual([
    "keine Messwerte: no answer from the inverter", "angenommen wird, was geplant war"]);
});

test("others stay as they are", () => {
  expect(clausesOf("the inverter told 7 kW; restart it", de)).toEqual([
    { text: "the inverter told 7 kW", isOurs: false }, { text: "restart it", isOurs: false }]);
});
