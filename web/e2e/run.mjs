// Looks at the built dashboard in a browser: every page on phone and desktop, light and dark, in three languages.
// Faults are: axe complaints, horizontal scroll, errors on the console, questions to another host, and what the
// checks at the end find. Screenshots go to e2e/shots. CHROMIUM names the browser (default /usr/bin/chromium).
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { serve } from "../dev/serve.mjs";
import { behaviour } from "./behaviour.mjs";
import { trying } from "./trying.mjs";

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
if (!existsSync(executablePath)) {
  console.log(`e2e left out: no browser at ${executablePath}`);
  process.exit(0);
}
const shots = fileURLToPath(new URL("shots/", import.meta.url));
mkdirSync(shots, { recursive: true });
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const port = await freePort();
const origin = `http://127.0.0.1:${port}`;
const faults = [];
const served = serve({ port });
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });

async function freePort() {
  const server = createServer();
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const { port: free } = server.address();
  await new Promise((closed) => server.close(closed));
  return free;
}

async function open(options) {
  const context = await browser.newContext({ reducedMotion: "reduce", locale: "en-GB", ...options });
  const page = await context.newPage();
  page.on("request", (request) => { if (!request.url().startsWith(origin) && !request.url().startsWith("data:")) faults.push(`another host: ${request.url()}`); });
  page.on("console", (message) => { if (message.type() === "error") faults.push(`console: ${message.text()}`); });
  page.on("pageerror", (error) => faults.push(`page: ${error.message}`));
  return page;
}

async function ready(page, name) {
  await page.goto(`${origin}/#/${name}`);
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
}

const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };
const names = ["now", "plan", "history", "health"];
let looked = 0;
for (const [size, viewport] of Object.entries(sizes)) {
  for (const colorScheme of ["light", "dark"]) {
    const page = await open({ viewport, colorScheme, hasTouch: size === "phone", isMobile: size === "phone" });
    for (const name of names) {
      await ready(page, name);
      await inspect(page, `${name} ${size} ${colorScheme}`);
      await page.screenshot({ path: `${shots}${name}-${size}-${colorScheme}.png`, fullPage: true });
      looked += 1;
    }
    await page.context().close();
  }
}
for (const language of ["de", "sv"]) {
  const page = await open({ viewport: sizes.phone, colorScheme: "light" });
  await page.addInitScript((chosen) => localStorage.setItem("ohmstead.language", chosen), language);
  for (const name of names) {
    await ready(page, name);
    await inspect(page, `${name} phone ${language}`);
    await page.screenshot({ path: `${shots}${name}-phone-${language}.png`, fullPage: true });
    looked += 1;
  }
  await page.context().close();
}
const tools = { open, ready, inspect, served, serve, port, shots, faults };
const checks = await trying(tools) + await behaviour(tools);
await browser.close();
await served.close();
for (const fault of faults) console.log(fault);
console.log(`e2e: ${looked} pages looked at, ${checks} checks, ${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
