import { expect, it } from "vitest";
import { newest } from "./newest";

function bench() {
  const asked: number[] = [];
  const shown: number[] = [];
  const answers: ((value: number) => void)[] = [];
  const one = newest((wish: number) => {
    asked.push(wish);
    return new Promise<number>((done) => { answers.push(done); });
  }, (result: number) => shown.push(result), () => 0);
  const answer = async (value: number) => {
    answers.shift()?.(value);
    await Promise.resolve();
    await Promise.resolve();
  };
  return { one, asked, shown, answer };
}

it("runs one at a time and then the newest", async () => {
  const { one, asked, shown, answer } = bench();
  one.want(1);
  one.want(2);
  one.want(3);
  expect(asked).toEqual([1]);
  await answer(10);
  expect(asked).toEqual([1, 3]);
  await answer(30);
  expect(shown).toEqual([10, 30]);
  one.want(4);
  expect(asked).toEqual([1, 3, 4]);
});

it("shows nothing of a wish that was given up", async () => {
  const { one, asked, shown, answer } = bench();
  one.want(1);
  one.want(2);
  one.forget();
  await answer(10);
  expect(asked).toEqual([1]);
  expect(shown).toEqual([]);
  one.want(5);
  await answer(50);
  expect(shown).toEqual([50]);
});
