// Readers of answers. What comes over the network is never trusted to have its documented form: a reader turns
// an unknown value into the wanted one or into undefined, and the compiler then makes every user say what is
// shown in its place.
export type Reader<T> = (value: unknown) => T | undefined;
export type Read<R> = R extends Reader<infer T> ? T : never;

export const number: Reader<number> = (value) =>
  typeof value === "number" && Number.isFinite(value) ? value : undefined;

export const text: Reader<string> = (value) => (typeof value === "string" && value !== "" ? value : undefined);

export const flag: Reader<boolean> = (value) => (typeof value === "boolean" ? value : undefined);

// A moment as milliseconds since 1970, from RFC 3339.
export const time: Reader<number> = (value) => {
  if (typeof value !== "string") return undefined;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : at;
};

// One of the given words; an unknown word counts as absent.
export function word<const W extends string>(...words: W[]): Reader<W> {
  return (value) => words.find((each) => each === value);
}

// Odd entries are left out, so that one of them does not hide the others.
export function list<T>(reader: Reader<T>): Reader<T[]> {
  return (value) => {
    if (!Array.isArray(value)) return undefined;
    return value.map(reader).filter((each) => each !== undefined) as T[];
  };
}

type Shape = Record<string, Reader<unknown>>;
type Fields<S extends Shape> = { [K in keyof S]: Read<S[K]> | undefined };
export function record<S extends Shape>(shape: S): Reader<Fields<S>> {
  return (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    const source = value as Record<string, unknown>;
    const made = Object.entries(shape).map(([key, reader]) => [key, reader(source[key])]);
    return Object.fromEntries(made) as Fields<S>;
  };
}

// A record that counts as absent when it lacks one of the keys.
export function entry<S extends Shape, K extends keyof S>(
  shape: S, ...keys: K[]): Reader<Omit<Fields<S>, K> & { [P in K]: Read<S[P]> }> {
  const reader = record(shape);
  return (value) => {
    const read = reader(value);
    if (read === undefined || keys.some((key) => read[key] === undefined)) return undefined;
    return read as Omit<Fields<S>, K> & { [P in K]: Read<S[P]> };
  };
}
