// The whole dashboard stays under 280 KB when compressed: it is read over weak links and embedded in the program.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const dist = fileURLToPath(new URL("../dist/", import.meta.url));
const most = 280_000;
const files = readdirSync(dist, { recursive: true }).map((name) => join(dist, name)).filter((name) => statSync(name).isFile());
const total = files.reduce((sum, name) => sum + gzipSync(readFileSync(name), { level: 9 }).length, 0);
console.log(`dashboard: ${files.length} files, ${Math.round(total / 1000)} KB compressed of ${most / 1000}`);
if (total > most) process.exit(1);
