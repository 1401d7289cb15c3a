/** The folders that a notebook's module stands in: its environment's packages, the notebook's own folder, and the module's with its tsconfig.json. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

export interface ModuleFolders {
  /** With `node_modules` in it. */
  readonly environment: string;
  /** With `helper.ts` and `other.ts` in it. */
  readonly notebook: string;
  /** With `tsconfig.json`, `globals.d.ts` and an empty `nb.mts`, without which TypeScript 6 forgets whose file it is when it is closed. */
  readonly module: string;
  /** Address of `nb.mts`. */
  readonly uri: string;
  remove(): void;
}

const packages = [
  "nodejs-polars",
  "@types/node",
  "undici-types",
  "@duckdb/node-api",
  "@duckdb/node-bindings",
  "zx",
];

/** Makes them; packages hold their declarations and manifests, as they are taken out of an image. */
export function moduleFolders(): ModuleFolders {
  const root = mkdtempSync(join(tmpdir(), "pipenb-module-"));
  const [environment, notebook, module] = ["environment", "notebook", "module"].map((name) =>
    join(root, name),
  );
  if (environment === undefined || notebook === undefined || module === undefined)
    throw new Error("three names");
  for (const folder of [environment, notebook, module]) mkdirSync(folder);
  for (const name of packages)
    cpSync(join("node_modules", name), join(environment, "node_modules", name), {
      recursive: true,
      dereference: true,
      filter: (path) => statSync(path).isDirectory() || /(\.d\.[cm]?ts|\/package\.json)$/.test(path),
    });
  writeFileSync(join(notebook, "helper.ts"), helper);
  writeFileSync(join(notebook, "other.ts"), "export function farAway(): number {\n  return 1;\n}\n");
  writeFileSync(join(module, "globals.d.ts"), globals);
  writeFileSync(join(module, "nb.mts"), "export {};\n");
  symlinkSync(join(environment, "node_modules"), join(module, "node_modules"), "junction");
  const dependencies = Object.fromEntries(packages.map((name) => [name, "*"]));
  writeFileSync(join(module, "package.json"), JSON.stringify({ dependencies }));
  writeFileSync(join(module, "tsconfig.json"), configuration({ environment, notebook, module }));
  return {
    environment,
    notebook,
    module,
    uri: pathToFileURL(join(module, "nb.mts")).href,
    remove: () => {
      rmSync(root, { recursive: true, force: true });
    },
  };
}

const helper = `import pl from "nodejs-polars";
/** Doubles a number. */
export function double(value: number): number {
  return value * 2;
}
export const rowsOf = (frame: pl.DataFrame): number => frame.height;
`;

const globals = `/** Shows a value below the cell. */
declare function display(value: unknown): void;
`;

function configuration({
  environment,
  notebook,
  module,
}: Pick<ModuleFolders, "environment" | "notebook" | "module">): string {
  return JSON.stringify({
    compilerOptions: {
      target: "es2024",
      lib: ["es2024", "esnext.disposable"],
      module: "preserve",
      moduleResolution: "bundler",
      moduleDetection: "force",
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      allowImportingTsExtensions: true,
      rootDirs: [module, notebook],
      paths: { "*": [`${environment}/node_modules/*`] },
      typeRoots: [`${environment}/node_modules/@types`],
      types: ["node"],
    },
    files: ["nb.mts", "globals.d.ts"],
    include: [`${notebook}/*.ts`],
  });
}
