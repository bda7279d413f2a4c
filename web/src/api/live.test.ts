import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Live, waitBefore } from "./live";
import type { Source } from "./live";

class FakeSource implements Source {
  onopen: Source["onopen"] = null;
  onerror: Source["onerror"] = null;
  isClosed = false;
  private readonly heard = new Map<string, (event: MessageEvent<string>) => void>();
  addEventListener(name: string, heard: (event: MessageEvent<string>) => void) { this.heard.set(name, heard); }
  close() { this.isClosed = true; }
  say(data: string, name = "snapshot") { this.heard.get(name)?.({ data } as MessageEvent<string>); }
}

function listening() {
  const sources: FakeSource[] = [];
  const told: unknown[] = [];
  const waits: number[] = [];
  let connected = 0;
  let looks = 0;
  const live = new Live({
    open: () => {
      const source = new FakeSource();
      sources.push(source);
      return source;
    },
    onSnapshot: (data) => told.push(data),
    onReadings: () => { looks += 1; },
    onConnected: () => { connected += 1; },
    onLost: (wait) => waits.push(wait),
    dice: () => 0.999999,
  });
  const fail = () => sources.at(-1)?.onerror?.(new Event("error"));
  return { live, sources, told, waits, fail, connected: () => connected, looks: () => looks };
}

describe("waiting", () => {
  it("doubles up to half a minute", () => {
    expect([0, 1, 2, 3, 4, 5, 6, 99].map((attempt) => waitBefore(attempt, 1))).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
    expect(waitBefore(0, 0)).toBe(800);
  });
});

describe("the stream", () => {
  beforeEach(() => { vi.useFakeTimers(); });
  afterEach(() => { vi.useRealTimers(); });

  it("passes on what it hears, also what it cannot read", () => {
    const { live, sources, told, looks } = listening();
    live.start();
    sources[0]?.say('{"at":"2024-05-11T18:00:00Z"}', "readings");
    expect([looks(), told.length]).toEqual([1, 0]);
    sources[0]?.say('{"cycle":3}');
    sources[0]?.say("nonsense");
    expect(told).toEqual([{ cycle: 3 }, undefined]);
  });

  it("opens again after growing waits, and begins anew once connected", () => {
    const { live, sources, waits, fail, connected } = listening();
    live.start();
    for (let count = 1; count <= 3; count += 1) {
      fail();
      expect(sources.at(-1)?.isClosed).toBe(true);
      vi.advanceTimersByTime(waits.at(-1)! - 1);
      expect(sources).toHaveLength(count);
      vi.advanceTimersByTime(1);
      expect(sources).toHaveLength(count + 1);
    }
    expect(waits).toEqual([1000, 2000, 4000]);
    sources.at(-1)?.onopen?.(new Event("open"));
    expect(connected()).toBe(1);
    fail();
    expect(waits.at(-1)).toBe(1000);
  });

  it("does not count the complaints of a stream it has left", () => {
    const { live, sources, waits } = listening();
    live.start();
    live.retry();
    sources[0]?.onerror?.(new Event("error"));
    expect(waits).toEqual([]);
    expect(sources).toHaveLength(2);
  });

  it("stays closed when stopped", () => {
    const { live, sources, fail } = listening();
    live.start();
    fail();
    live.stop();
    vi.advanceTimersByTime(100_000);
    expect(sources).toHaveLength(1);
  });
});
