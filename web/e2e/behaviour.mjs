// What the dashboard does: keys, zoom, choices that are remembered, odd answers, a lost connection.
const problems = { status: 503, contentType: "application/problem+json", body: JSON.stringify({ title: "Busy", status: 503, detail: "no plan has been made yet" }) };

export async function behaviour({ open, ready, inspect, home, shots, faults }) {
  const served = await home();
  let checks = 0;
  const check = (holds, what) => {
    checks += 1;
    if (!holds) faults.push(`check: ${what}`);
  };
  const desktop = { viewport: { width: 1280, height: 800 }, colorScheme: "light" };

  {
    const page = await open(served, desktop);
    await ready(page, "plan");
    const chart = page.locator(".time-chart");
    await chart.focus();
    const before = await chart.getAttribute("aria-valuetext");
    await page.keyboard.press("ArrowRight");
    const after = await chart.getAttribute("aria-valuetext");
    check(before && after && before !== after && after.length > 30, "an arrow key speaks the next slot");
    check((await page.locator(".slot-head strong").innerText()).length > 5, "the slot card has a time");
    await page.keyboard.press("End");
    check((await chart.getAttribute("aria-valuenow")) === (await chart.getAttribute("aria-valuemax")), "End goes to the last slot");
    await page.keyboard.press("-");
    await page.getByRole("button", { name: "24 h" }).click();
    check((await page.getByRole("button", { name: "24 h" }).getAttribute("aria-pressed")) === "true", "24 h is chosen");
    await page.screenshot({ path: `${shots}plan-desktop-24h.png`, fullPage: true });
    await page.getByRole("button", { name: "All" }).click();
    const box = await chart.boundingBox();
    await page.mouse.move(box.x + 0.7 * box.width, box.y + 200);
    check((await chart.getAttribute("aria-valuenow")) !== (await chart.getAttribute("aria-valuemax")), "the mouse moves the cursor");
    await page.locator(".table-box summary").click();
    check((await page.locator("tbody tr").count()) > 90, "the table has a row for each slot");
    await inspect(page, "plan with table");
    await page.screenshot({ path: `${shots}plan-desktop-all.png`, fullPage: true });
    await page.emulateMedia({ media: "print" });
    await page.screenshot({ path: `${shots}plan-print.png`, fullPage: true });
    await page.context().close();
  }
  {
    const page = await open(served, desktop);
    await ready(page, "now");
    await page.locator(".display summary").click();
    await page.getByLabel("Colours").selectOption("dark");
    await page.getByLabel("Language").selectOption("de");
    await inspect(page, "display box");
    await page.screenshot({ path: `${shots}display.png` });
    await page.reload();
    await page.locator(".figures").waitFor();
    check((await page.evaluate(() => document.documentElement.dataset.theme)) === "dark", "the theme is remembered");
    check((await page.evaluate(() => document.documentElement.lang)) === "de", "the language is remembered");
    check(await page.getByRole("link", { name: "Zustand" }).isVisible(), "the navigation speaks German");
    await page.locator(".display summary").click();
    const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    await page.locator(".display-box select").nth(2).selectOption("Catppuccin Latte");
    check((await ground()) === "rgb(239, 241, 245)", "a palette gives its ground");
    check((await page.evaluate(() => document.documentElement.dataset.theme)) === "light", "and is light or dark by itself");
    await inspect(page, "a palette");
    await page.locator(".display-box select").nth(2).selectOption("Harbour");
    check((await ground()) === "rgb(13, 27, 42)", "a palette of the home is taken");
    check((await page.locator(".palettes-left-out li").textContent()).includes("it takes 16"), "and a wrong one of it is told");
    await inspect(page, "a palette of the home");
    const colours = Array.from({ length: 16 }, (_, index) => `#${(index * 15).toString(16).padStart(2, "0")}8040`);
    const file = (name, text) => ({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
    const input = page.locator(".file-button input");
    await input.setInputFiles(file("odd.json", JSON.stringify({ foreground: "white", palette: colours.slice(1) })));
    await page.locator(".palette-problems li").first().waitFor();
    check((await page.locator(".palette-problems li").count()) === 3, "a wrong palette is refused with all its problems");
    await inspect(page, "a refused palette");
    await page.screenshot({ path: `${shots}palette-refused.png` });
    await input.setInputFiles(file("mine.yaml", `background: "#102030"\nforeground: "#f0f0f0"\npalette: [${colours.map((each) => `"${each}"`).join(", ")}]\n`));
    await page.locator(".palette-problems").waitFor({ state: "detached" });
    check((await ground()) === "rgb(16, 32, 48)", "an own palette is taken");
    await page.reload();
    await page.locator(".figures").waitFor();
    check((await ground()) === "rgb(16, 32, 48)", "and remembered");
    await inspect(page, "an own palette");
    await page.emulateMedia({ media: "print" });
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    check((await page.evaluate(() => document.documentElement.dataset.theme)) === "light", "paper is white");
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    await page.emulateMedia({ media: "screen" });
    await page.locator(".display summary").click();
    await page.locator(".display-box").getByRole("button", { name: "Entfernen" }).click();
    check((await ground()) === "rgb(16, 22, 21)", "without it all is as before");
    await page.context().close();
  }
  {
    const page = await open(served, desktop);
    await ready(page, "history");
    await page.getByRole("button", { name: "7 days" }).click();
    await page.waitForFunction(() => Number(document.querySelector(".time-chart")?.getAttribute("aria-valuemax")) > 600, null, { timeout: 8000 }).catch(() => {});
    check(Number(await page.locator(".time-chart").getAttribute("aria-valuemax")) > 600, "seven days have their slots");
    await inspect(page, "history 7 days");
    await page.screenshot({ path: `${shots}history-desktop-7d.png`, fullPage: true });
    await page.context().close();
  }
  {
    const page = await open(served, desktop);
    await ready(page, "plan");
    const asked = page.waitForRequest((request) => request.url().endsWith("/api/v1/plan"), { timeout: 5000 });
    served.next();
    check(await asked.then(() => true, () => false), "a new cycle fetches the plan");
    const looked = page.waitForRequest((request) => request.url().endsWith("/api/v1/status"), { timeout: 5000 });
    served.look();
    check(await looked.then(() => true, () => false), "a look between cycles fetches the state");
    const chosen = page.locator('.choice button[aria-pressed="true"]');
    check((await chosen.count()) === 1, "a window is chosen at first");
    const plot = await page.locator(".time-chart").boundingBox();
    const ticksBefore = await page.locator(".time-canvas").innerText();
    await page.mouse.move(plot.x + 0.8 * plot.width, plot.y + 240);
    await page.mouse.down();
    await page.mouse.move(plot.x + 0.5 * plot.width, plot.y + 240, { steps: 5 });
    await page.mouse.up();
    await page.waitForFunction(() => document.querySelectorAll('.choice button[aria-pressed="true"]').length === 0, null, { timeout: 8000 }).catch(() => {});
    await page.waitForTimeout(100);
    check((await chosen.count()) === 0, "dragging the chart leaves the chosen window");
    check((await page.locator(".time-canvas").innerText()) !== ticksBefore, "the axis follows a drag");
    const { most, times } = await page.evaluate(async () => {
      const chart = document.querySelector(".time-chart");
      const took = [];
      for (let index = 0; index < 20; index += 1) {
        const start = performance.now();
        chart.dispatchEvent(new KeyboardEvent("keydown", { key: index % 2 ? "+" : "-", bubbles: true }));
        await new Promise((done) => { setTimeout(done); });
        document.body.getBoundingClientRect();
        took.push(performance.now() - start);
      }
      took.sort((a, b) => a - b);
      return { most: took.at(-1), times: took[10] };
    });
    console.log(`zoom of the plan: median ${times.toFixed(1)} ms, longest ${most.toFixed(1)} ms`);
    await page.context().close();
  }
  {
    const page = await open(served, desktop, { isRough: true });
    const answer = (path, given) => page.route((url) => url.pathname === `/api/v1${path}`, (route) => route.fulfill(given));
    await answer("/plan", problems);
    await answer("/prices", { body: "<html>" });
    await answer("/history", { json: { slots: "none" } });
    await answer("/decisions", { json: { decisions: [null, 3, { at: "never" }, { at: "2024-05-11T10:00:00Z" }] } });
    await answer("/health", { json: [] });
    await answer("/recommendation/now", { json: { mode: "dance", power_kw: "much" } });
    await answer("/status", { json: { name: "Odd home", timezone: "Mars/Base", currency: "??", language: "tlh", now: 5, readings: { batteries: [null, {}] }, inputs: [{}, { name: "x" }], notes: [7] } });
    for (const name of ["now", "plan", "history", "health"]) {
      await page.goto(`${served.origin}/#/${name}`);
      await page.locator(".card").first().waitFor();
      await page.waitForTimeout(250);
      check(await page.locator(".missing").first().isVisible(), `${name} says what is missing`);
      await inspect(page, `${name} with odd answers`);
      await page.screenshot({ path: `${shots}${name}-odd.png`, fullPage: true });
      if (name === "plan") check((await page.locator("main").innerText()).includes("no plan has been made yet"), "the reason of a refusal is shown");
    }
    await page.context().close();
  }
  {
    const page = await open(served, desktop, { isRough: true });
    await ready(page, "now");
    await served.close();
    await page.locator(".banner").waitFor();
    check((await page.locator(".banner").innerText()).includes("No connection since"), "the banner tells since when");
    check(await page.locator(".figures").isVisible(), "what was known stays");
    await inspect(page, "lost connection");
    await page.screenshot({ path: `${shots}now-lost.png` });
    Object.assign(served, served.again());
    await page.locator(".banner").waitFor({ state: "detached", timeout: 20_000 });
    checks += 1;
    await page.context().close();
  }
  await served.close();
  return checks;
}
