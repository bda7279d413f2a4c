// Of a unified diff the lines that change and two around them, without its head; left out ones are told by dots.
export function nearChanges(diff: string): string[] {
  const lines = diff.replace(/\n$/, "").split("\n").filter((line) => !/^(---|\+\+\+) /.test(line) && !line.startsWith("@@"));
  const isChange = (line: string | undefined) => line !== undefined && /^[-+]/.test(line);
  const found: string[] = [];
  lines.forEach((line, index) => {
    if (lines.slice(Math.max(0, index - 2), index + 3).some(isChange)) found.push(line);
    else if (found.length > 0 && found.at(-1) !== "…") found.push("…");
  });
  return found.at(-1) === "…" ? found.slice(0, -1) : found;
}
