/** The import table of the design: who may import whom, and which package belongs to which folder. */
const folders = {
  notebook: [],
  // How modules beside a notebook are loaded: in the kernel and, bundled into the runner, in the image.
  modules: ["notebook"],
  language: ["notebook"],
  protocol: ["notebook"],
  // Dataframes, in the kernel and in the page; what an engine needs of the kernel is passed in.
  dataframes: ["protocol"],
  // From a value to what a client can show: in the kernel, and for the report of a run in the image.
  display: ["protocol", "dataframes"],
  kernel: ["protocol", "dataframes", "display", "notebook", "modules"],
  containers: ["notebook", "protocol"],
  // The export: texts of a notebook's image, and what runs in it.
  pipeline: ["notebook", "modules", "language", "protocol", "dataframes", "display", "containers"],
  // Many runs of a pipeline, and the journal of them.
  backfill: ["notebook", "containers", "pipeline"],
  // Pipelines that run by the clock of an engine.
  deploy: ["notebook", "containers", "pipeline", "backfill"],
  // What the command line and the extension both do.
  app: ["notebook", "language", "protocol", "containers", "pipeline", "backfill", "deploy"],
  // A kernel behind Jupyter's sockets, for clients that are not ours.
  jupyter: ["notebook", "language", "protocol", "containers", "app"],
  extension: ["notebook", "language", "protocol", "dataframes", "containers", "pipeline", "backfill", "app"],
  cli: ["notebook", "language", "protocol", "containers", "pipeline", "backfill", "deploy", "app", "jupyter"],
};
/** The inner walls of dataframes/. */
const dataframes = {
  protocol: [],
  values: ["protocol"],
  detect: ["protocol", "values"],
  display: ["protocol", "values", "detect"],
  engines: ["protocol", "values", "detect"],
  view: ["protocol", "values"],
};
const all = Object.keys(folders);
const packages = {
  typescript: "^(notebook|language)/",
  // Front matter is read and edited in the one; the other writes the export's compose.yaml, which must quote as YAML wants it.
  yaml: "^(notebook|pipeline)/",
  ws: "^(protocol|kernel)/",
  dockerode: "^containers/engine/",
  vscode: "^extension/",
};

module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    ...all.map((name) => ({
      name: `${name}-imports`,
      severity: "error",
      from: { path: `^${name}/` },
      to: {
        path: `^(${all.filter((other) => other !== name && !folders[name].includes(other)).join("|")}|test|scripts|samples)/`,
      },
    })),
    ...Object.keys(dataframes).map((name) => ({
      name: `dataframes-${name}-imports`,
      severity: "error",
      from: { path: `^dataframes/${name}/` },
      to: {
        path: `^dataframes/(${Object.keys(dataframes)
          .filter((other) => other !== name && !dataframes[name].includes(other))
          .join("|")})/`,
      },
    })),
    {
      name: "dataframes-in-the-page",
      severity: "error",
      comment: "The view runs in the page that shows outputs, where there is no Node.",
      from: { path: "^dataframes/view/" },
      to: { dependencyTypes: ["core"] },
    },
    ...Object.entries(packages).map(([name, path]) => ({
      name: `only-here-${name}`,
      severity: "error",
      from: { path: `^(${all.join("|")})/`, pathNot: path },
      to: { path: `(^|node_modules/)(@types/)?${name}(/|$)` },
    })),
    {
      name: "only-kernel-inspector",
      severity: "error",
      from: { path: `^(${all.join("|")})/`, pathNot: "^kernel/" },
      to: { path: "^(node:)?inspector" },
    },
    {
      name: "pure",
      severity: "error",
      comment:
        "notebook/ and pipeline/ (the writer, and what runs in the image or with the cells, aside) do no I/O",
      from: { path: "^(notebook/|pipeline/)", pathNot: "^pipeline/(write|runner/|library/|proof/preload/)" },
      to: { dependencyTypes: ["core"], pathNot: "^(node:)?(path|url|util|crypto|buffer)(/|$)" },
    },
    {
      name: "not-to-unresolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^vscode$" },
    },
    {
      name: "no-test-code",
      severity: "error",
      from: { pathNot: "^(test|scripts)/" },
      to: { path: "^test/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(dist|\\.cache|test/fixtures|test/golden)" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: [".ts", ".mjs", ".cjs", ".js", ".json"],
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
