// The door of a home with a password.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Fault } from "../api/ask";
import { faultText } from "../parts/card";
import { Icon } from "../parts/icon";
import { mustSignIn, session, signIn } from "../session";
import { enter, status, texts } from "../state";

export function SignIn() {
  const t = texts.value;
  const field = useRef<HTMLInputElement>(null);
  const fault = useSignal<Fault | undefined>(undefined);
  const isBusy = useSignal(false);
  useEffect(() => field.current?.focus(), []);
  const submit = async (event: Event) => {
    event.preventDefault();
    const password = field.current?.value ?? "";
    if (password === "" || isBusy.value) return;
    isBusy.value = true;
    fault.value = await signIn(password);
    isBusy.value = false;
    if (fault.value === undefined) enter();
    else field.current?.select();
  };
  const refused = fault.value?.kind === "refused" ? fault.value.status : undefined;
  const said = refused === 401 ? t.wrongPassword : refused === 429 ? t.tooManyTries : faultText(fault.value);
  const mayRead = session.value?.scopes?.includes("read") === true;
  return (
    <form class="card sign-in" onSubmit={(event) => void submit(event)}>
      <Icon name="brand" />
      <h1>{status.value.value?.name ?? "Ohmstead"}</h1>
      <p class="quiet">{t.signInHint}</p>
      <input type="text" name="username" autocomplete="username" value="home" hidden readOnly />
      <label class="field">
        <span>{t.password}</span>
        <input ref={field} class="field-input" type="password" name="password" autocomplete="current-password" required
          aria-invalid={fault.value !== undefined} aria-describedby="sign-in-fault" />
      </label>
      <p id="sign-in-fault" role="alert" class="bad">{fault.value && said}</p>
      <button type="submit" class="main-button" disabled={isBusy.value}>{t.signIn}</button>
      {mayRead && <button type="button" class="text-button" onClick={() => { mustSignIn.value = false; }}>{t.onlyLook}</button>}
    </form>
  );
}
