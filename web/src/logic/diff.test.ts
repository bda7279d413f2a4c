import { expect, it } from "vitest";
import { nearChanges } from "./diff";

it("keeps what changes and two lines around", () => {
  const diff = ["--- a", "+++ b", "@@ -1,9 +1,9 @@", " 1", " 2", " 3", "-4", "+four", " 5", " 6", " 7", " 8", " 9", "- 10", " 11", " 12", " 13"].join("\n");
  expect(nearChanges(`${diff}\n`)).toEqual([" 2", " 3", "-4", "+four", " 5", " 6", "…", " 8", " 9", "- 10", " 11", " 12"]);
  expect(nearChanges("")).toEqual([]);
});
