// Builds the programs into dist/: the kernel (everything bundled, it travels alone into containers), the runner
// of exported images (one readable file) and the command line (packages stay outside, the checkout has them).
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

/** CommonJS packages inside an ES module bundle ask for these. */
const commonJsBanner = {
  js: [
    'import { createRequire as pipenbCreateRequire } from "node:module";',
    'import { fileURLToPath as pipenbFileUrlToPath } from "node:url";',
    'import { dirname as pipenbDirname } from "node:path";',
    "const require = pipenbCreateRequire(import.meta.url);",
    "const __filename = pipenbFileUrlToPath(import.meta.url);",
    "const __dirname = pipenbDirname(__filename);",
  ].join("\n"),
};

const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  format: "esm",
  logLevel: "warning",
  logOverride: { "unsupported-dynamic-import": "silent" },
  legalComments: "none",
};

const programs = {
  kernel: {
    ...shared,
    entryPoints: ["kernel/supervisor.ts", "kernel/runtime.ts", "kernel/interrupter.ts"].filter((entry) =>
      existsSync(`${root}/${entry}`),
    ),
    inject: ["kernel/run/own-globals.mjs"],
    outdir: "dist/kernel",
    outExtension: { ".js": ".mjs" },
    chunkNames: "chunks/[name]-[hash]",
    splitting: true,
    target: "node24",
    minifySyntax: true,
    banner: commonJsBanner,
  },
  runner: {
    ...shared,
    entryPoints: ["containers/export/runner/runner.ts"].filter((entry) => existsSync(`${root}/${entry}`)),
    outdir: "dist/runner",
    outExtension: { ".js": ".mjs" },
    target: "node24",
    packages: "external",
  },
  cli: {
    ...shared,
    entryPoints: ["cli/pipenb.ts"].filter((entry) => existsSync(`${root}/${entry}`)),
    outdir: "dist/cli",
    chunkNames: "chunks/[name]-[hash]",
    splitting: true,
    target: "node20",
    packages: "external",
  },
  extension: {
    ...shared,
    entryPoints: ["extension/extension.ts"],
    outdir: "dist/extension",
    outExtension: { ".js": ".cjs" },
    format: "cjs",
    external: ["vscode"],
    target: "node20",
  },
  "test-vscode": {
    ...shared,
    entryPoints: ["test/vscode/suite.ts"],
    outdir: "dist/test-vscode",
    outExtension: { ".js": ".cjs" },
    format: "cjs",
    external: ["vscode"],
    target: "node20",
  },
};

const asked = process.argv.slice(2);
for (const [name, options] of Object.entries(programs)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  if (options.entryPoints.length === 0) continue;
  await rm(`${root}/${options.outdir}`, { recursive: true, force: true });
  await build(options);
}
