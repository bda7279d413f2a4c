// The frame around the pages: name of the home, navigation, display choices, the banner of a lost connection.
import { effect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Devices } from "./pages/devices";
import { Health } from "./pages/health";
import { History } from "./pages/history";
import { Now } from "./pages/now";
import { PlanPage } from "./pages/plan";
import { Settings } from "./pages/settings";
import { SignIn } from "./pages/sign_in";
import { Display } from "./parts/display";
import { Guarded } from "./parts/guarded";
import { StoppedBanner } from "./parts/commanded";
import { Icon } from "./parts/icon";
import { hasPassword, isSignedIn, mustSignIn, signOut } from "./session";
import { connection, enter, format, language, page, pages, reconnect, status, texts } from "./state";
import type { Page } from "./state";

const views: Record<Page, () => preact.JSX.Element> = { now: Now, plan: PlanPage, history: History, devices: Devices, settings: Settings, health: Health };

function Navigation() {
  return (
    <nav class="navigation" aria-label={texts.value.navigation}>
      {pages.map((each) => (
        <a key={each} href={`#/${each}`} aria-current={page.value === each ? "page" : undefined}>
          <Icon name={each} />
          <span>{texts.value.shortPages[each]}</span>
        </a>
      ))}
    </nav>
  );
}

function Stage() {
  const { stage, speed } = status.value.value ?? {};
  if (!stage) return null;
  const fast = speed !== undefined && speed !== 1 ? ` · ${texts.value.speed(format.value.number(speed, 0))}` : "";
  return <span class="stage">{texts.value.stages[stage]}{fast}</span>;
}

function Door() {
  const t = texts.value;
  if (!hasPassword.value || mustSignIn.value) return null;
  const name = isSignedIn.value ? t.signOut : t.signIn;
  const act = () => {
    if (isSignedIn.value) void signOut().then(enter);
    else mustSignIn.value = true;
  };
  return <button type="button" class="icon-button door" aria-label={name} title={name} onClick={act}><Icon name={isSignedIn.value ? "leave" : "enter"} /></button>;
}

function Banner() {
  const state = mustSignIn.value ? { kind: "waiting" as const } : connection.value;
  return (
    <div role="status">
      {state.kind === "lost" && (
        <div class="banner">
          <Icon name="lost" />
          <span>{texts.value.lostSince(new Intl.DateTimeFormat(format.value.locale, {
            hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(state.since))}</span>
          <button type="button" onClick={reconnect}>{texts.value.tryNow}</button>
        </div>
      )}
    </div>
  );
}

export function App() {
  const t = texts.value;
  const View = views[page.value];
  const main = useRef<HTMLElement>(null);
  const shown = useRef(page.value);
  useEffect(() => effect(() => {
    const home = status.value.value?.name;
    document.documentElement.lang = language.value;
    document.title = [texts.value.pages[page.value], home, "Ohmstead"].filter(Boolean).join(" · ");
  }), []);
  useEffect(() => {  // a new page is read from its start
    if (shown.current === page.value) return;
    shown.current = page.value;
    scrollTo(0, 0);
    main.current?.focus();
  }, [page.value]);
  return (
    <>
      <a class="skip" href="#main" onClick={(event) => { event.preventDefault(); main.current?.focus(); }}>{t.skip}</a>
      <header class="header">
        <div class="header-inner">
          <div class="brand">
            <Icon name="brand" />
            <div>
              <span class="home-name">{status.value.value?.name ?? "Ohmstead"}</span>
              <Stage />
            </div>
          </div>
          {!mustSignIn.value && <Navigation />}
          <Door />
          <Display />
        </div>
      </header>
      <main id="main" tabIndex={-1} ref={main}>
        <Banner />
        <StoppedBanner />
        <Guarded key={page.value}>{mustSignIn.value ? <SignIn /> : <View />}</Guarded>
      </main>
    </>
  );
}
