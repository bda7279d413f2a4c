// Taking over, and the door of a home with a password.
export async function control({ open, ready, inspect, home, shots, faults }) {
  const served = await home();
  let checks = 0;
  const check = (holds, what) => {
    checks += 1;
    if (!holds) faults.push(`check: ${what}`);
  };
  const phone = { viewport: { width: 390, height: 844 }, colorScheme: "light", hasTouch: true, isMobile: true };
  {
    const page = await open(served, phone);
    await ready(page, "now");
    const card = page.locator(".override-card");
    await card.getByRole("button", { name: "30 min" }).click();
    await card.getByRole("group", { name: "Battery" }).getByRole("button", { name: "Charge" }).click();
    await card.getByText("until 20:37, 30 min left").waitFor();
    check((await card.getByRole("button", { name: "Charge", exact: true, pressed: true }).count()) === 1, "the button shows what is on");
    check((await page.locator(".wish-chip").innerText()) === "Battery: Charge", "what happens now tells of it");
    await card.getByRole("button", { name: "Until …" }).click();
    await card.getByLabel("Until …").selectOption({ label: "22:00" });
    await card.getByRole("group", { name: "Car" }).getByRole("button", { name: "Charge now" }).click();
    await card.getByText("until 22:00, 1:53 h left").waitFor();
    check((await card.getByText("by the home's schedule").count()) === 1, "what the schedule wants is listed");
    await inspect(page, "taking over");
    await page.screenshot({ path: `${shots}now-taking-over.png`, fullPage: true });
    await card.getByRole("button", { name: "Battery: Back to the plan" }).click();
    await card.getByText("until 20:37").waitFor({ state: "detached" });
    check((await page.locator(".wish-chip").innerText()) === "Car: Charge", "back to the plan ends it");
    await card.getByRole("button", { name: "Car: Back to the plan" }).click();
    await card.locator(".wanted").getByText("until 22:00, ").waitFor({ state: "detached" });
    await page.context().close();
  }
  {
    const shut = await home({ exportLimitKw: 0 });
    const page = await open(shut, phone);
    await ready(page, "now");
    const card = page.locator(".override-card");
    await card.getByText("Sell: Nothing may go to the grid").waitFor();
    check(await card.getByRole("button", { name: "Sell" }).isDisabled(), "what cannot be sold is no button");
    await card.getByText("What the buttons do").click();
    await card.getByText("Charges with all the battery takes").waitFor();
    await card.getByText("Holds for 90 min").waitFor();
    check((await card.getByRole("button", { name: "Keep" }).getAttribute("title"))?.startsWith("Neither charges") === true, "a button says what it does");
    await inspect(page, "a tap that cannot be");
    await page.context().close();
    await shut.close();
    checks += 3;
  }
  {
    const page = await open(served, phone);
    await ready(page, "devices");
    const told = page.getByLabel("State of charge now, in %");
    const tell = page.getByRole("button", { name: "Tell", exact: true });
    check(await tell.isDisabled(), "nothing is told before there is a number");
    await told.fill("120");
    check(await tell.isDisabled(), "no more than 100 % can be told");
    await told.fill("72,5");
    await tell.click();
    await page.getByText(/About 73\s%/).waitFor();
    await inspect(page, "telling what a car holds");
    await page.context().close();
  }
  {
    const page = await open(served, { ...phone, locale: "en-GB" });
    await ready(page, "health");
    await page.locator(".orders-card li").first().waitFor();
    const told = (await page.locator(".orders-card li").allInnerTexts()).map((each) => each.replaceAll("\n", " "));
    check(told[0]?.includes("Took over") && told[0].includes("with the password · 192.168.1.5 · Battery: Charge, 90 min"), "an order is told in words");
    check(told[1]?.includes("Stopped everything, or let it go"), "the way of an order has words");
    check(told[2]?.includes("with the token script") && told[2].includes("as sent: {"), "what cannot be read is told as it was sent");
    check(told[3]?.includes("An order of another program") && told[3].includes("POST /sequencer/request"), "so is an unknown way");
    await page.context().close();
  }
  {
    const locked = await home({ password: "correct horse" });
    const page = await open(locked, phone, { isRough: true });
    await page.goto(`${locked.origin}/#/now`);
    const field = page.getByLabel("Password");
    await field.waitFor();
    check(await field.evaluate((each) => each === document.activeElement), "the cursor is in the password");
    await inspect(page, "sign in");
    await page.screenshot({ path: `${shots}sign-in-phone.png` });
    await field.fill("wrong");
    await page.keyboard.press("Enter");
    await page.getByText("That is not the password.").waitFor();
    await inspect(page, "sign in refused");
    await field.fill("correct horse");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.locator(".override-card").waitFor();
    await page.locator(".tap").first().click();
    await page.locator(".by-person").first().waitFor();
    check((await page.locator(".override-card .missing").count()) === 0, "orders carry the token of the session");
    await page.getByRole("button", { name: "Sign out" }).click();
    await field.waitFor();
    check((await page.locator(".navigation").count()) === 0, "after signing out nothing is shown");
    await page.context().close();
    await locked.close();
    checks += 2;
  }
  await served.close();
  return checks;
}
