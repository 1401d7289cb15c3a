// What the builds of the programs do beside bundling.
import { fileURLToPath } from "node:url";

/** Charts are loaded when somebody asks for one. */
export const chartApart = {
  name: "chart-apart",
  setup: (builder) => {
    builder.onResolve({ filter: /\/open-chart\.ts$/ }, ({ kind }) =>
      kind === "dynamic-import" ? { path: "./chart.js", external: true } : undefined,
    );
  },
};

/** What makes reports of runs is a file beside the runner, loaded where somebody wants one. */
export const reportApart = {
  name: "report-apart",
  setup: (builder) => {
    builder.onResolve({ filter: /\/report\/report\.ts$/ }, ({ kind }) =>
      kind === "dynamic-import" ? { path: "./runner.report.mjs", external: true } : undefined,
    );
  },
};

/** It is one file, and loads nothing later. */
export const loadAtOnce = {
  name: "load-at-once",
  setup: (builder) => {
    builder.onResolve({ filter: /\/load-lazily\.ts$/ }, () => ({
      path: fileURLToPath(new URL("../pipeline/runner/report/load-at-once.ts", import.meta.url)),
    }));
  },
};

/**
 * TypeScript is one file beside the programs that need it, its own language server among them; the kernel travels alone.
 * Required, not imported: Node would read nine megabytes twice to find the names in them.
 */
export const typescriptApart = {
  name: "typescript-apart",
  setup: (builder) => {
    const file = "../typescript6/lib/typescript.js";
    builder.onResolve({ filter: /^typescript$/ }, () => ({ path: file, namespace: "apart" }));
    builder.onResolve({ filter: /./, namespace: "apart" }, () => ({ path: file, external: true }));
    builder.onLoad({ filter: /./, namespace: "apart" }, () => ({
      contents: `module.exports = require(${JSON.stringify(file)});`,
    }));
  },
};
/** docker-modem brings an ssh of its own and never gets to use it: engines on other machines are reached by the user's. */
export const withoutSsh2 = {
  name: "without-ssh2",
  setup: (builder) => {
    builder.onResolve({ filter: /^ssh2$/ }, ({ path }) => ({ path, namespace: "unused" }));
    builder.onLoad({ filter: /./, namespace: "unused" }, () => ({ contents: "module.exports = {};" }));
  },
};

/**
 * As an ES module Node's http says all its names at once, and for one of them loads all of undici: 40 milliseconds of every start. Required,
 * it does so when that name is asked for.
 */
export const httpWhenAsked = {
  name: "http-when-asked",
  setup: (builder) => {
    builder.onResolve({ filter: /^node:http$/ }, ({ path, kind }) =>
      kind === "require-call" ? undefined : { path, namespace: "asked" },
    );
    builder.onLoad({ filter: /./, namespace: "asked" }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)});`,
    }));
  },
};

/** What ws asks for at its start and uses for encrypted or compressed connections alone: 18 milliseconds of every start. */
export const wsWithLess = {
  name: "ws-with-less",
  setup: (builder) => {
    builder.onResolve({ filter: /^(https|tls|zlib)$/ }, ({ path, importer }) =>
      /[\\/]node_modules[\\/]ws[\\/]/.test(importer) ? { path, namespace: "late" } : undefined,
    );
    builder.onLoad({ filter: /./, namespace: "late" }, ({ path }) => ({
      contents: `module.exports = new Proxy({}, { get: (_, name) => require("node:${path}")[name] });`,
    }));
  },
};
