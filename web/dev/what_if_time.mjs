// From a slider to the picture, on a home that is being served: node dev/what_if_time.mjs http://127.0.0.1:8000
import { chromium } from "playwright-core";

const [given = "http://127.0.0.1:8000"] = process.argv.slice(2);
const address = given.replace(/\/+$/, "");
const updates = 24;
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
await page.goto(`${address}/#/plan`);
await page.locator(".knob input").first().waitFor();
await page.locator(".time-canvas svg").waitFor();
const turn = () => page.evaluate(async (count) => {
  const input = document.querySelector(".knob input");
  const took = [];
  for (let index = 0; index < count; index += 1) {
    input.value = String(10 + index);
    input.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((done) => { setTimeout(done, 250); });
    const [, number, unit] = /([\d.]+)\s(ms|s)/.exec(document.querySelector(".took")?.textContent ?? "") ?? [];
    took.push(Number(number ?? NaN) * (unit === "s" ? 1000 : 1));
  }
  return took.sort((a, b) => a - b);
}, updates);
await turn();  // once before, so that everything has been compiled
const took = await turn();
await browser.close();
if (took.some(Number.isNaN)) throw new Error("some updates told no time: does this home have a battery?");
console.log(`from the slider to the picture: median ${took[updates / 2]} ms, shortest ${took[0]} ms, longest ${took[updates - 1]} ms`);
