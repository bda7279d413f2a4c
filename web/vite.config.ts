// How the dashboard is built: one page, one small script, and the charts in a chunk of their own that is
// fetched when a page first draws one. Nothing refers to another host.
import { existsSync, readFileSync } from "node:fs";
import { defineConfig } from "vite";
import type { Plugin } from "vite";

// What is built from other people's work, with their licence texts, travels beside it.
const usedPackages = ["preact", "@preact/signals", "@preact/signals-core", "echarts", "zrender", "tslib"];

function page(texts: string[]): string {
  const safe = texts.map((text) => `<pre>${text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</pre>`);
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>Licences</title>${safe.join("<hr>")}</html>\n`;
}

function licences(): Plugin {
  return {
    name: "licences",
    generateBundle() {
      const texts = usedPackages.map((name) => {
        const folder = new URL(`node_modules/${name}/`, import.meta.url);
        const files = ["LICENSE", "LICENSE.txt", "NOTICE"].map((file) => new URL(file, folder)).filter((file) => existsSync(file));
        if (files.length === 0) throw new Error(`${name} has no licence text`);
        return `${name}\n\n${files.map((file) => readFileSync(file, "utf8").trim()).join("\n\n")}\n`;
      });
      this.emitFile({ type: "asset", fileName: "licenses.html", source: page(texts) });
    },
  };
}

export default defineConfig({
  base: "./",
  plugins: [licences()],
  build: { modulePreload: { polyfill: false }, assetsInlineLimit: 0, chunkSizeWarningLimit: 700 },
  // A running service, or dev/serve.mjs, which listens on the same port.
  server: { proxy: { "/api": process.env.OHMSTEAD_SERVICE ?? "http://127.0.0.1:8642" } },
  test: { include: ["src/**/*.test.{ts,tsx}"] },
} as Parameters<typeof defineConfig>[0]);
