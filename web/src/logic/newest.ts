// Runs a slow job for wishes that come faster than it: one at a time, always for the newest wish. What came in
// between is never run, and an answer is only shown while its wish still stands.
export interface Newest<W> {
  want(wish: W): void;
  forget(): void;
}

export function newest<W, R>(run: (wish: W) => Promise<R>, show: (result: R, wish: W, tookMs: number) => void,
  clock: () => number = () => performance.now()): Newest<W> {
  let waiting: { wish: W } | undefined;
  let isRunning = false;
  let era = 0;
  const work = async () => {
    isRunning = true;
    while (waiting) {
      const { wish } = waiting;
      const ofEra = era;
      waiting = undefined;
      const start = clock();
      const result = await run(wish);
      if (ofEra === era) show(result, wish, clock() - start);
    }
    isRunning = false;
  };
  return {
    want(wish) {
      waiting = { wish };
      if (!isRunning) void work();
    },
    forget() {
      waiting = undefined;
      era += 1;
    },
  };
}
