// Who is signed in. A home without a password lets everybody in; one with a password may let read without it.
import { computed, signal } from "@preact/signals";
import { access } from "./api/access";
import { anything, ask } from "./api/ask";
import type { Asked, Fault } from "./api/ask";
import { readSession } from "./api/orders";
import type { Session } from "./api/orders";

export const session = signal<Session | undefined>(undefined);
export const mustSignIn = signal(false);

export const hasPassword = computed(() => session.value?.is_needed === true);
export const isSignedIn = computed(() => session.value?.is_open === true);

function take(told: Session): void {
  session.value = told;
  access.csrf = told.csrf;
  mustSignIn.value = told.is_needed === true && told.is_open !== true && !told.scopes?.includes("read");
}

export async function loadSession(): Promise<void> {
  const asked = await ask("/session", readSession);
  if (asked.kind === "here") take(asked.value);
}

export async function signIn(password: string): Promise<Fault | undefined> {
  const asked: Asked<Session> = await ask("/session", readSession, { method: "POST", body: { password } });
  if (asked.kind !== "here") return asked;
  take(asked.value);
  mustSignIn.value = false;
  return undefined;
}

export async function signOut(): Promise<void> {
  await ask("/session", anything, { method: "DELETE" });
  await loadSession();
}

access.onDenied = () => { mustSignIn.value = true; };
access.renew = async () => {
  const before = access.csrf;
  await loadSession();
  return access.csrf !== before;
};
