// What every request carries to be let in, and what happens when one is not: the sign-in page opens.
export const access: { csrf: string | undefined; onDenied: () => void } = { csrf: undefined, onDenied: () => {} };
