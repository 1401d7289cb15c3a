/**
 * The parts whose lines the unit tests must cover. Pure is what needs no process, thread, socket, engine, editor, page or native
 * package: texts, values and decisions. A folder is here whole; what of it is not pure is named under `without`, with the reason.
 * Not here are folders where pure files stand among others (containers/engine, containers/images, app/image, cli, extension, the
 * rest of dataframes/view, which is the page), the engines of dataframes, and language/check, which is the compiler at work.
 */

/** One folder. */
interface PurePart {
  readonly folder: string;
  /** Globs within the folder, by why they are not pure. */
  readonly without?: Readonly<Record<string, readonly string[]>>;
}

/** Share of their lines of code that the unit tests run, all together. */
export const leastCovered = 0.9;

/** What is not here is tried by `contracts`, `integration`, `docker` and `vscode`, and counted by nobody. */
export const pureParts: readonly PurePart[] = [
  { folder: "notebook", without: { "ends and watches processes": ["program/**"] } },
  { folder: "language/module" },
  { folder: "protocol", without: { "is a socket": ["client.ts", "open-socket.ts"] } },
  {
    folder: "pipeline",
    without: {
      "runs in the image": ["runner/**"],
      "runs in a trial's process": ["proof/preload/**"],
      "asks a server": ["library/objects/s3-{client,store,upload}.ts"],
      "asks a database": ["library/load/{load-rows,load-piece,postgres-transaction}.ts"],
    },
  },
  {
    folder: "backfill",
    without: {
      "writes files": ["journal/{journal-file,lock}.ts"],
      "asks an engine": [
        "docker/**",
        "kubernetes/{kubectl,kubernetes-batches}.ts",
        "slurm/{slurm-client,slurm-batches}.ts",
        "swarm/swarm-{logs,runs}.ts",
      ],
      "asks an orchestrator": [
        "airflow/airflow-{api,batches,server}.ts",
        "dask/dask-{client,runs}.ts",
        "prefect/prefect-client.ts",
      ],
    },
  },
  { folder: "dataframes/protocol" },
  { folder: "dataframes/values" },
  { folder: "dataframes/detect", without: { "reads a native library": ["duckdb*.ts", "polars.ts"] } },
  { folder: "dataframes/display" },
  { folder: "dataframes/view/copy" },
  { folder: "dataframes/view/offline-engine" },
  { folder: "dataframes/view/table" },
  { folder: "kernel/compile" },
  { folder: "kernel/session", without: { "starts and ends runtimes": ["runtime-manager.ts"] } },
  { folder: "kernel/trace" },
  { folder: "kernel/wire" },
  { folder: "display" },
  {
    folder: "kernel/output",
    without: { "runs commands": ["zx.ts", "shell.ts", "command-failure.ts"] },
  },
  { folder: "containers/lock" },
  { folder: "containers/figures" },
  {
    folder: "jupyter",
    without: {
      "is a socket": ["client-side.ts", "kernel-link.ts", "zmtp/{connection,sockets}.ts"],
      "starts and watches processes": ["serve.ts", "start-kernel.ts", "guard.ts", "watch-parent.ts"],
      "asks an engine on another machine": ["carry-files.ts"],
      "asks a language server": ["cell-language.ts"],
    },
  },
  { folder: "app/export" },
  { folder: "app/failures" },
  { folder: "app/kernel" },
  { folder: "app/notebook" },
];
