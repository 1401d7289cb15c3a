// Builds the programs into dist/: the kernel (everything bundled, it travels alone into containers), the runner
// of exported images (one readable file), the command line and the extension (packages inside: hundreds of files take
// their time to be found and read). `build.mjs [--into FOLDER] [--minify] [PROGRAM…]`; without names it builds all of them.
import { existsSync, statSync } from "node:fs";
import { cp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import {
  chartApart,
  httpWhenAsked,
  loadAtOnce,
  reportApart,
  typescriptApart,
  withoutSsh2,
  wsWithLess,
} from "./build-plugins.mjs";
import { libraryTypes } from "./library-types.mjs";
import { copyTypescript6 } from "./typescript-files.mjs";

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

const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
const needTypescript = ["cli", "extension", "language"];

const programs = {
  kernel: {
    ...shared,
    entryPoints: [
      "kernel/supervisor.ts",
      "kernel/runtime.ts",
      "kernel/interrupter.ts",
      "kernel/modules.ts",
      "kernel/transpile.ts",
      // What load-lazily.ts loads.
      "dataframes/display/dataframe-bundle.ts",
      "kernel/output/zx.ts",
      "kernel/dataframes/comm-handler.ts",
      "dataframes/engines/columns/worker.ts",
    ].map((file) => ({ in: file, out: file.replace(/^kernel\//, "").replace(/\.ts$/, "") })),
    inject: ["kernel/run/own-globals.mjs"],
    outdir: "dist/kernel",
    metafile: true, // whose licences travel with it
    outExtension: { ".js": ".mjs" },
    define: { "process.env.PIPENB_VERSION": JSON.stringify(version) },
    chunkNames: "chunks/[name]-[hash]",
    splitting: true,
    plugins: [httpWhenAsked, wsWithLess],
    target: "node24",
    minifySyntax: true,
    banner: commonJsBanner,
  },
  runner: {
    ...shared,
    entryPoints: ["pipeline/runner/runner.ts"].filter((entry) => existsSync(`${root}/${entry}`)),
    outdir: "dist/runner",
    outExtension: { ".js": ".mjs" },
    target: "node24",
    packages: "external",
    charset: "utf8",
    plugins: [reportApart],
    banner: {
      js: "// Runs a pipeline exported by pipenb: parameters, help, exit codes, log. Keep it beside pipeline.ts.",
    },
  },
  // Beside the runner in every export.
  report: {
    ...shared,
    entryPoints: [{ in: "pipeline/runner/report/report.ts", out: "runner.report" }],
    outdir: "dist/report",
    outExtension: { ".js": ".mjs" },
    target: "node24",
    charset: "utf8",
    plugins: [loadAtOnce],
    // Nobody reads or changes it.
    minifyWhitespace: true,
    minifySyntax: true,
    banner: { js: `// Makes the report of a run where PIPENB_REPORT asks for one.\n${commonJsBanner.js}` },
    footer: {
      js: `/*\n${[await licenceOf("node_modules/marked"), await licenceOf("node_modules/@uwdata/flechette")].join("\n\n")}\n*/`,
    },
  },
  // What cells import as "pipenb", in the kernel and beside an exported pipeline.
  library: {
    ...shared,
    entryPoints: ["pipeline/library/pipenb.ts"],
    outdir: "dist/library",
    outExtension: { ".js": ".mjs" },
    target: "node24",
    charset: "utf8",
    // For people to read, beside their exported pipeline.
    minifyWhitespace: false,
    minifySyntax: false,
    banner: { js: '// The library "pipenb" of a notebook\'s cells.' },
    // It travels alone, into every export.
    footer: { js: `/*\n${await licenceOf("node_modules/aws4fetch")}\n*/` },
  },
  // Loaded before a pipeline in the trials of a verification.
  proof: {
    ...shared,
    entryPoints: ["pipeline/proof/preload/preload.ts"],
    outdir: "dist/proof",
    outExtension: { ".js": ".mjs" },
    target: "node24",
  },
  cli: {
    ...shared,
    entryPoints: ["cli/pipenb.ts"],
    // What Jupyter's clients start and wait for: of fewer files, as it shares none with the commands.
    besides: ["cli/jupyter-kernel.ts"],
    outdir: "dist/cli",
    metafile: true,
    chunkNames: "[name]-[hash]",
    splitting: true, // a command loads what it needs
    plugins: [typescriptApart, withoutSsh2, httpWhenAsked, wsWithLess],
    target: "node20",
    banner: commonJsBanner,
  },
  extension: {
    ...shared,
    // The second is a process of its own, and shares with the first what both bring.
    entryPoints: [
      { in: "extension/extension.ts", out: "extension" },
      { in: "cli/run-alone.ts", out: "pipenb-run" },
    ],
    outdir: "dist/extension",
    metafile: true,
    outExtension: { ".js": ".mjs" },
    chunkNames: "[name]-[hash]",
    splitting: true, // what is imported late costs nothing at activation
    external: ["vscode"],
    plugins: [typescriptApart, withoutSsh2, httpWhenAsked, wsWithLess],
    target: "node20",
    banner: commonJsBanner,
  },
  // Runs in a worker thread of the extension.
  language: {
    ...shared,
    entryPoints: ["language/worker/worker.ts"].filter((entry) => existsSync(`${root}/${entry}`)),
    outdir: "dist/language",
    metafile: true,
    outExtension: { ".js": ".mjs" },
    plugins: [typescriptApart],
    target: "node20",
    banner: commonJsBanner,
  },
  // Runs in the page that shows outputs.
  renderer: {
    ...shared,
    entryPoints: [
      { in: "dataframes/view/frames.ts", out: "frames" },
      { in: "extension/traces/traces.ts", out: "traces" },
      { in: "extension/vega/vega.ts", out: "vega" },
      { in: "extension/tree/tree.ts", out: "tree" },
      { in: "dataframes/view/charts/open-chart.ts", out: "chart" },
      { in: "extension/units/page/units.ts", out: "units" },
      { in: "extension/units/page/units.css", out: "units" },
    ],
    outdir: "dist/renderer",
    // Each in one file: files that import each other come one after the other from where the extension is, which is far away.
    plugins: [chartApart],
    platform: "browser",
    minify: true,
    metafile: true,
    target: "chrome120",
  },
  "test-vscode": {
    ...shared,
    entryPoints: ["test/vscode/host/index.ts"],
    outdir: "dist/test-vscode",
    outExtension: { ".js": ".cjs" },
    format: "cjs",
    external: ["vscode", "mocha", "*.node"],
    target: "node20",
  },
  "bench-vscode": {
    ...shared,
    entryPoints: ["test/bench/editor/index.ts"],
    outdir: "dist/bench-vscode",
    outExtension: { ".js": ".cjs" },
    format: "cjs",
    external: ["vscode"],
    target: "node20",
  },
};

/** Packages whose types every notebook has without asking for them: Node's, and those of `$`. */
const packagesWithTypes = ["@types/node", "undici-types", "zx"];

/** What programs read beside themselves at run time: folder or file of the checkout, and its name there. */
const ofPrograms = [
  ["node_modules/dockerode/lib/proto", "proto"],
  ...packagesWithTypes.map((name) => [`node_modules/${name}`, `types/node_modules/${name}`]),
];
const copies = {
  runner: [["pipeline/runner/runner.d.mts", "runner.d.mts"]],
  cli: [
    ...ofPrograms,
    ["media/jupyter", "jupyter"], // logos of the kernelspec
    ...["base", "data", "geo"].map((name) => [`containers/images/${name}`, `bases/${name}`]),
  ],
  extension: ofPrograms,
};

/** Of packages that are there for their types alone, only these files, and the folders they are in. */
const isOfTypes = (path) =>
  statSync(path).isDirectory()
    ? basename(path) !== "man"
    : /(\.d\.[cm]?ts|[\\/](package\.json|LICENSE))$/.test(path);

/** Licences want to be read wherever a copy is, and the programs carry no comments. */
async function writeLicences({ inputs }, outdir) {
  const packages = Object.keys(inputs).map(
    (path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1],
  );
  const texts = [...new Set(packages)].filter(Boolean).sort().map(licenceOf);
  await writeFile(join(outdir, "LICENSES.txt"), (await Promise.all(texts)).join("\n\n----\n\n"));
}

async function licenceOf(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(root, folder, "package.json"), "utf8"));
  const file = (await readdir(join(root, folder))).find((each) => /^licen[cs]e/i.test(each));
  const text = file === undefined ? "" : await readFile(join(root, folder, file), "utf8");
  return `${name} ${version} (${license})\n\n${text.trim()}`;
}

const { positionals: asked, values } = parseArgs({
  allowPositionals: true,
  options: { into: { type: "string", default: root }, minify: { type: "boolean", default: false } },
});
/** Names stay: they are what a stack trace is read by. */
const smaller = values.minify ? { minifyWhitespace: true, minifySyntax: true } : {};

/** The kernel has a copy of the library, which is built with it. */
const isAsked = (name) =>
  asked.length === 0 || asked.includes(name) || (name === "library" && asked.includes("kernel"));

for (const [name, { besides, ...options }] of Object.entries(programs)) {
  if (!isAsked(name)) continue;
  if (options.entryPoints.length === 0) continue;
  const outdir = join(values.into, options.outdir);
  await rm(outdir, { recursive: true, force: true });
  const { metafile } = await build({ ...smaller, ...options, outdir });
  if (besides !== undefined) await build({ ...smaller, ...options, entryPoints: besides, outdir });
  if (metafile !== undefined) await writeLicences(metafile, outdir);
  for (const [from, to] of copies[name] ?? []) {
    const filter = to.startsWith("types/") ? isOfTypes : () => true;
    await cp(join(root, from), join(outdir, to), { recursive: true, filter });
  }
}
const library = join(values.into, "dist/library");
if (isAsked("library")) await writeFile(join(library, "pipenb.d.mts"), libraryTypes(root));
if (isAsked("kernel")) await cp(join(library, "pipenb.mjs"), join(values.into, "dist/kernel/pipenb.mjs"));
if (needTypescript.some((name) => asked.length === 0 || asked.includes(name)))
  copyTypescript6(join(values.into, "dist"), values.minify);
