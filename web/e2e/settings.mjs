// The site file as form and as text; devices; the money of days and months.
export async function settings({ open, ready, inspect, home, shots, faults }) {
  let checks = 0;
  const check = (holds, what) => {
    checks += 1;
    if (!holds) faults.push(`check: ${what}`);
  };
  const desktop = { viewport: { width: 1280, height: 800 }, colorScheme: "light" };
  const served = await home();
  {
    const page = await open(served, desktop, { isRough: true });
    await ready(page, "settings");
    const reserve = page.getByLabel("Min SoC %");
    await reserve.waitFor();
    check((await reserve.inputValue()) === "5", "the form shows what is in the file");
    check((await page.locator(".save-bar").count()) === 0, "nothing to save at first");
    await reserve.fill("120");
    await page.getByText("120 is not between 0 and 100").waitFor();
    check((await reserve.getAttribute("aria-invalid")) === "true", "the field itself is wrong");
    check(await page.getByRole("button", { name: "Save" }).isDisabled(), "what is wrong is not saved");
    await inspect(page, "settings with a problem");
    await page.screenshot({ path: `${shots}settings-problem.png`, fullPage: true });
    await reserve.fill("15");
    await page.locator(".diff-added").waitFor();
    check((await page.locator(".diff-added").innerText()).includes("min_soc_pct: 15") && (await page.locator(".diff-added").innerText()).includes("# never below"), "the difference keeps the comment");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved. The home goes on with it.").waitFor();
    check((await reserve.inputValue()) === "15", "the form shows what was saved");

    await page.getByRole("button", { name: "Text", exact: true }).click();
    const text = page.getByLabel("Text of the site file");
    check((await text.inputValue()).includes("min_soc_pct: 15"), "the text too");
    await text.fill((await text.inputValue()).replace("timezone:", "timezon:"));
    await page.getByText("timezone: is needed").waitFor();
    check(await page.getByRole("button", { name: "Save" }).isDisabled(), "a wrong text is not saved");
    await inspect(page, "settings as text");
    await page.screenshot({ path: `${shots}settings-text.png`, fullPage: true });
    await page.getByRole("button", { name: "Discard" }).click();
    check((await text.inputValue()).includes("timezone:") && (await page.locator(".save-bar").count()) === 0, "discarding goes back to the file");
    await page.route((url) => url.pathname.endsWith("/config"), (route) => (route.request().method() === "PUT"
      ? route.fulfill({ status: 409, contentType: "application/problem+json", body: JSON.stringify({ detail: "another version" }) }) : route.fallback()));
    await text.fill(`${await text.inputValue()}# more\n`);
    await page.locator(".diff-added").waitFor();
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("The file was changed meanwhile").waitFor();
    checks += 1;
    await page.context().close();
  }
  {
    const page = await open(served, { ...desktop, colorScheme: "dark" });
    await ready(page, "devices");
    check((await page.locator(".device-card").count()) === 8, "each device has a card");
    const pump = page.getByRole("region", { name: "Heat pump" });
    check((await pump.innerText()).includes("last heard of 14 min ago"), "a device that is late says so");
    await pump.getByRole("button", { name: "Off" }).click();
    await pump.getByText("left · by the dashboard").waitFor();
    await inspect(page, "devices taken over");
    const car = page.getByRole("region", { name: "Car" });
    check((await car.innerText()).includes("3.0 kWh are missing"), "a target that cannot be met is told");
    await car.getByRole("button", { name: "Sun only" }).click();
    await car.getByRole("button", { name: "Sun only", pressed: true }).waitFor();
    await page.getByRole("button", { name: "7 days" }).click();
    await page.getByRole("button", { name: "We are back" }).click();
    await page.getByRole("button", { name: "7 days" }).waitFor();
    await page.screenshot({ path: `${shots}devices-car.png`, fullPage: true });
    await pump.getByRole("button", { name: "Back to the plan" }).click();
    await pump.getByText("by the dashboard").waitFor({ state: "detached" });
    await page.goto(`${page.origin}/#/history`);
    await page.getByLabel("Plan of then:").selectOption({ index: 5 });
    await page.getByText("dashed: as planned").waitFor();
    await page.getByRole("button", { name: "By month" }).click();
    await page.locator(".savings-card .table-box summary").click();
    await page.waitForTimeout(150);
    check((await page.locator(".savings-card .money-table tbody tr").count()) === 7, "months have a row each");
    check((await page.locator(".savings-card .money-table tbody tr").first().innerText()).includes("not complete yet"), "the running month says so");
    check((await page.locator(".accuracy-table").count()) === 2, "the forecasts of sun and home are judged");
    await inspect(page, "history by month");
    await page.screenshot({ path: `${shots}history-months.png`, fullPage: true });
    await page.context().close();
  }
  await served.close();
  return checks;
}
