// Looks at the built dashboard in a browser: every page on phone and desktop, light and dark, in three languages.
// Faults are: axe complaints, horizontal scroll, what leaves its card, errors on the console, questions to another host, and what the
// checks at the end find. Most pages get made-up answers; real.mjs looks at the program itself. Screenshots go to e2e/shots. CHROMIUM names the browser (default /usr/bin/chromium).
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { serve } from "../dev/serve.mjs";
import { behaviour } from "./behaviour.mjs";
import { control } from "./control.mjs";
import { real } from "./real.mjs";
import { settings } from "./settings.mjs";
import { trying } from "./trying.mjs";

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
if (!existsSync(executablePath)) {
  console.log(`e2e left out: no browser at ${executablePath}`);
  process.exit(0);
}
const shots = fileURLToPath(new URL("shots/", import.meta.url));
mkdirSync(shots, { recursive: true });
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const faults = [];
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });

async function freePort() {
  const server = createServer();
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const { port: free } = server.address();
  await new Promise((closed) => server.close(closed));
  return free;
}

// A home of its own for each part, so that they may run side by side.
async function home(options = {}) {
  const port = await freePort();
  const again = () => ({ origin: `http://127.0.0.1:${port}`, again, ...serve({ port, ...options }) });
  return again();
}

// A page of a home. Where refusals and lost connections are wanted (`isRough`) the browser's own reports of them are none.
async function open(served, options, { isRough = false } = {}) {
  const context = await browser.newContext({ reducedMotion: "reduce", locale: "en-GB", ...options });
  const page = await context.newPage();
  page.on("request", (request) => { if (!request.url().startsWith(served.origin) && !request.url().startsWith("data:")) faults.push(`another host: ${request.url()}`); });
  page.on("console", (message) => { if (message.type() === "error" && !(isRough && message.text().startsWith("Failed to load resource"))) faults.push(`console: ${message.text()}`); });
  page.on("pageerror", (error) => faults.push(`page: ${error.message}`));
  page.origin = served.origin;
  return page;
}

async function ready(page, name) {
  await page.goto(`${page.origin}/#/${name}`);
  await page.locator(".card").first().waitFor();
  if (name === "plan" || name === "history") await page.locator(".time-canvas svg path").first().waitFor({ state: "attached" });
  await page.waitForTimeout(150);
}

async function inspect(page, label) {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => (await globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"] })).violations
    .map((each) => `${each.id}: ${each.nodes.map((node) => `${node.target} ${node.failureSummary}`).join("; ")}`));
  faults.push(...found.map((each) => `${label}: axe ${each}`));
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (over > 0) faults.push(`${label}: ${over} px of horizontal scroll`);
  const left = await page.evaluate(() => [...document.querySelectorAll(".card")].filter((each) => each.scrollWidth > each.clientWidth + 1).map((each) => each.className));
  faults.push(...left.map((each) => `${label}: something leaves its card: ${each}`));
}

const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };
const names = ["now", "plan", "history", "devices", "settings", "health"];
let looked = 0;
async function look(options, language, label, seen = names) {
  const served = await home();
  const page = await open(served, options);
  if (language) await page.addInitScript((chosen) => localStorage.setItem("ohmstead.language", chosen), language);
  for (const name of seen) {
    await ready(page, name);
    await inspect(page, `${name} ${label}`);
    await page.screenshot({ path: `${shots}${name}-${label}.png`, fullPage: true });
    looked += 1;
  }
  await page.context().close();
  await served.close();
  return 0;
}

const phone = { viewport: sizes.phone, hasTouch: true, isMobile: true };
const desktop = { viewport: sizes.desktop };
const tools = { open, ready, inspect, home, shots, faults };
const parts = [
  () => real(tools),
  () => trying(tools),
  () => behaviour(tools),
  () => control(tools),
  () => settings(tools),
  ...["light", "dark"].flatMap((colorScheme) => [
    () => look({ ...phone, colorScheme }, undefined, `phone-${colorScheme}`),
    () => look({ ...desktop, colorScheme }, undefined, `desktop-${colorScheme}`)]),
  () => look({ viewport: { width: 768, height: 1024 }, colorScheme: "light" }, "de", "tablet-de", ["now", "plan"]),
  ...["de", "sv"].map((language) => () => look({ ...phone, colorScheme: "light" }, language, `phone-${language}`)),
];
// Side by side, as many as there is room for: much of the time is waiting.
let checks = 0;
await Promise.all([1, 2, 3].map(async () => {
  for (let part = parts.shift(); part; part = parts.shift()) {
    const found = await part();
    checks += found;
  }
}));
await browser.close();
for (const fault of faults) console.log(fault);
console.log(`e2e: ${looked} pages looked at, ${checks} checks, ${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
