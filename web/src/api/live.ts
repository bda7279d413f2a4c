// Keeps a stream of server-sent events open. When it breaks, it is opened again after 1, 2, 4 .. 30 seconds
// (with a little dice, so that several screens do not come back at once).
export interface Source {
  addEventListener(name: string, heard: (event: MessageEvent<string>) => void): void;
  onopen: ((event: Event) => unknown) | null;
  onerror: ((event: Event) => unknown) | null;
  close(): void;
}

export interface LiveParts {
  open(): Source;
  onSnapshot(data: unknown): void;
  onReadings(): void;  // the devices were looked at between two snapshots
  onConnected(): void;
  onLost(retryInMs: number): void;
  dice?: () => number;  // [0, 1)
}

const firstWaitMs = 1000;
const longestWaitMs = 30_000;

export function waitBefore(attempt: number, dice: number): number {
  const wait = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(attempt, 10));
  return Math.round(wait * (0.8 + 0.2 * dice));
}

export class Live {
  private source: Source | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private attempt = 0;

  constructor(private readonly parts: LiveParts) {}

  start(): void {
    this.stop();
    const source = this.parts.open();
    this.source = source;
    source.onopen = () => {
      this.attempt = 0;
      this.parts.onConnected();
    };
    source.onerror = () => this.lost(source);
    source.addEventListener("readings", () => this.parts.onReadings());
    source.addEventListener("snapshot", (event) => {
      try {
        this.parts.onSnapshot(JSON.parse(event.data));
      } catch {
        this.parts.onSnapshot(undefined);  // something happened, whatever it was
      }
    });
  }

  // At once instead of after the wait.
  retry(): void {
    this.attempt = 0;
    this.start();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = undefined;
  }

  private lost(source: Source): void {
    if (source !== this.source) return;
    this.stop();
    const wait = waitBefore(this.attempt, (this.parts.dice ?? Math.random)());
    this.attempt += 1;
    this.parts.onLost(wait);
    this.timer = setTimeout(() => this.start(), wait);
  }
}
