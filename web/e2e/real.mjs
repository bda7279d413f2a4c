// The dashboard as the built program serves it: every page of the example home, replayed fast. Left out where the
// program is not built (OHMSTEAD names another one than build/release/bin/ohmstead).
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const program = process.env.OHMSTEAD ?? fileURLToPath(new URL("../../build/release/bin/ohmstead", import.meta.url));
const dist = fileURLToPath(new URL("../dist/index.html", import.meta.url));
const patienceMs = 60_000;  // other work may share the machine

function start() {
  const folder = mkdtempSync(join(tmpdir(), "ohmstead-e2e-"));
  const child = spawn(program, ["run", "--port", "0", "--speed", "300", "--db", join(folder, "home.db")], { cwd: folder });
  let said = "";
  const origin = new Promise((begun, failed) => {
    const late = setTimeout(() => failed(new Error(`the program did not begin: ${said}`)), patienceMs);
    child.stderr.on("data", (text) => { said += text; });
    child.stdout.on("data", (text) => {
      said += text;
      const [, found] = /Ohmstead is at (http:\/\/127\.0\.0\.1:\d+)\//.exec(said) ?? [];
      if (found) begun(found);
      if (found) clearTimeout(late);
    });
    child.on("exit", (code) => { clearTimeout(late); failed(new Error(`the program ended with ${code}: ${said}`)); });
  });
  const stop = async () => {
    const ended = new Promise((gone) => { if (child.exitCode !== null) gone(); else child.on("exit", gone); });
    child.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  return { origin, stop };
}

export async function real({ open, ready, inspect, shots, faults }) {
  if (!existsSync(program)) {
    console.log(`e2e: the real program is left out: there is none at ${program}`);
    return 0;
  }
  let checks = 0;
  const check = (holds, what) => {
    checks += 1;
    if (!holds) faults.push(`real program: ${what}`);
  };
  const { origin, stop } = start();
  try {
    const served = { origin: await origin };
    const ask = async (path) => (await fetch(`${served.origin}/api/v1${path}`)).json();
    const becomes = async (holds, what) => {
      const until = Date.now() + patienceMs;
      let is = false;
      while (!is && Date.now() < until) {
        is = await holds();
        if (!is) await new Promise((again) => { setTimeout(again, 200); });
      }
      check(is, what);
    };
    const index = await fetch(`${served.origin}/`);
    if (index.status !== 200) {
      console.log("e2e: the real program is left out: it was built without the dashboard");
      return 0;
    }
    if ((await index.text()) !== readFileSync(dist, "utf8")) {
      console.log("e2e: the real program is left out: it holds a dashboard of before; build it again");
      return 0;
    }
    await becomes(async () => ((await ask("/history")).slots?.length ?? 0) > 0, "something was measured");

    const desktop = { viewport: { width: 1280, height: 800 }, colorScheme: "light" };
    const phone = { viewport: { width: 390, height: 844 }, colorScheme: "dark", hasTouch: true, isMobile: true };
    for (const [kind, options] of [["desktop", desktop], ["phone", phone]]) {
      const page = await open(served, options);
      const texts = (selector) => page.locator(selector).allInnerTexts();
      const has = async (selector, what) => becomes(async () => (await texts(selector)).some((each) => /\d/.test(each)), what);
      const look = async (name, looks) => {
        await ready(page, name);
        await looks();
        await inspect(page, `real ${name} ${kind}`);
        await page.screenshot({ path: `${shots}real-${name}-${kind}.png`, fullPage: true });
      };
      await look("now", async () => {
        await has(".figures .figure-value", "now has figures");
        await becomes(async () => (await texts(".headline")).join("").length > 5, "now says what happens");
        check((await texts(".page-now .missing")).length === 0, "nothing is missing now");
      });
      await look("plan", async () => {
        await has(".fact-sum dd", "the plan has a net cost");
        await has(".slot-figures dd", "a slot has figures");
        const ours = async () => [...await texts(".fact-sum dd"), ...await texts(".bars .is-ours strong")];
        await becomes(async () => { const [sum, bar] = await ours(); return sum !== undefined && sum === bar; }, "the plan's cost is one figure");
      });
      await look("history", async () => {
        await has(".totals .figure-value", "history has sums");
        await becomes(async () => (await texts(".decisions li")).length > 0, "history has decisions");
      });
      await look("devices", async () => {
        const told = (await ask("/devices")).devices.length;
        await becomes(async () => (await texts(".device-card")).length === told, "each device has a card");
        await becomes(async () => !(await texts(".device-doing")).includes("–"), "each device is measured");
      });
      await look("settings", async () => becomes(async () => (await page.locator(".field-input").count()) > 5, "settings has fields"));
      await look("health", async () => {
        await becomes(async () => (await texts(".health-row")).length > 3, "health has its parts");
        check(!(await texts("main")).join("").includes("clp_dual"), "no names of code are shown");
      });
      if (kind === "desktop") {
        await ready(page, "health");
        await page.locator(".display summary").click();
        await page.locator(".display select").first().selectOption("de");
        await becomes(async () => (await texts(".health-text")).some((each) => each.includes("Plan")), "health speaks the viewer's language");
        await ready(page, "settings");
        await becomes(async () => (await texts("main label")).some((each) => each.startsWith("Währung")), "settings speak it too");
        await ready(page, "now");
        const wanted = (await ask("/recommendation/now?language=de")).reason;
        await becomes(async () => (await texts(".doing-card .reason")).join("") === wanted || (await ask("/recommendation/now?language=de")).reason !== wanted,
          "the reason is told in it");
        await page.evaluate(() => localStorage.clear());
      }
      if (kind === "phone") {
        await ready(page, "now");
        const card = page.locator(".override-card");
        await card.getByRole("group", { name: "Battery" }).getByRole("button", { name: "Keep" }).click();
        await card.getByRole("button", { name: "Battery: Back to the plan" }).click();
        await becomes(async () => (await ask("/overrides")).overrides?.length === 0, "taking over and back");
      }
      await page.context().close();
    }
  } finally {
    await stop();
  }
  return checks;
}
