// Sentences of the service about its parts, which it says in English: the usual ones in the page's language, clause by
// clause, so that what it cannot know beforehand (who does not answer, and why) stays beside it as it was said.
import type { Texts } from "../text/en";

type Said = keyof Texts["said"];

const clauseForms: [RegExp, Said][] = [
  [/^all answer$/, "allAnswer"],
  [/^known until (.+)$/, "knownUntil"],
  [/^published until (.+), then a forecast until (.+)$/, "publishedUntil"],
  [/^the next day is not out yet$/, "nextDayNotOut"],
  [/^last told (.+)$/, "lastTold"],
  [/^next try (.+)$/, "nextTry"],
  [/^not asked yet$/, "notAsked"],
  [/^nothing is known for now$/, "nothingKnown"],
  [/^no price is known for now: (.+) tells? none$/, "noPrice"],
  [/^plans go by (.+) meanwhile$/, "goBy"],
  [/^plans go on without weather, by what was measured$/, "withoutWeather"],
  [/^the sun is forecast by what was measured meanwhile$/, "sunByMeasured"],
  [/^the sun is forecast by the weather and what was measured meanwhile$/, "sunByWeather"],
  [/^a proven plan in ([\d.]+ ms)$/, "provenPlan"],
  [/^the plan is good, made in ([\d.]+ ms)$/, "goodPlan"],
  [/^no new plan without prices: the last plan goes on until (.+)$/, "lastPlanGoesOn"],
  [/^no new plan without prices: the last plan, made before the site file was read again, goes on until (.+)$/, "oldPlanGoesOn"],
  [/^no new plan without prices: each device goes its own way$/, "ownWay"],
  [/^a plan for the new site file is being made$/, "newPlanComes"],
  [/^the one of (.+) goes on until then$/, "oldOneGoesOn"],
  [/^accepted$/, "accepted"],
  [/^accepted; partial: batteries alone are told$/, "partial"],
  [/^advisory: nothing is told to the devices$/, "advisory"],
  [/^each cycle is kept$/, "kept"],
  [/^plans are made and followed but not kept: .+: no space left on the disk of (.+) \(([\d.]+ MB) free\): free some there$/, "diskFull"],
  [/^plans are made and followed but not kept: (.+): the database is damaged \(.+\)$/, "databaseDamaged"],
  [/^it was left as it is\. Rescue what can be read with: (.+) -- or move it away, with (.+) if there is one, to start anew$/, "rescueDatabase"],
  [/^nothing was changed, all that was saved before is safe$/, "savedIsSafe"],
  [/^history and savings are not kept either, for the same reason$/, "memoryToo"],
  [/^history and savings are shown but not kept: (.+)$/, "memoryLost"],
  [/^the database was damaged: it lies at (.+) now, and a new one was begun, without what was set by hand and learned\. Put a backup in its place, or go on with the new one$/, "databaseAside"],
  [/^(\S+) does not answer: check its connection$/, "checkConnection"],
  [/^(\S+) does not answer: it is taken to come and go by the site file$/, "carComesAndGoes"],
  [/^(\S+) does not answer$/, "noAnswer"],
  [/^check its charger$/, "checkCharger"],
  [/^([\d.]+ kWh) as planned are assumed$/, "assumedEnergy"],
  [/^no readings: ([^;]+)$/, "noReadings"],
  [/^what was planned is assumed$/, "assumed"],
  [/^what was planned is assumed: check its connection$/, "assumedCheckConnection"],
];

export interface Clause {
  text: string;
  isOurs: boolean; // in the page's language
}

function clauseOf(text: string, t: Texts): Clause | undefined {
  for (const [form, key] of clauseForms) {
    const found = form.exec(text);
    if (found) return { text: t.said[key](found[1] ?? "", found[2] ?? ""), isOurs: true };
  }
  return undefined;
}

// In the order in which they are said; what is none of the usual ones as it is.
export function clausesOf(text: string, t: Texts): Clause[] {
  const whole = clauseOf(text, t);
  if (whole) return [whole];
  return text.split("; ").map((each) => clauseOf(each, t) ?? { text: each, isOurs: false });
}
