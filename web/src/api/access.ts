// What every request carries to be let in, and what happens when one is not: the sign-in page opens. `renew` asks for
// the token anew and tells whether it is another one.
export const access: { csrf: string | undefined; onDenied: () => void; renew: () => Promise<boolean> } = {
  csrf: undefined, onDenied: () => {}, renew: async () => false,
};
