/** Where the built programs lie, seen from the bundle (`dist/cli`) as well as from the sources. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CliError } from "./cli-error.ts";

/** The folder with package.json. */
function packageFolder(): string {
  const found = ["../..", "..", "../../.."]
    .map((up) => fileURLToPath(new URL(`${up}/`, import.meta.url)))
    .find((folder) => existsSync(join(folder, "dist", "kernel")));
  if (found !== undefined) return found;
  throw new CliError("file", "The kernel has not been built.", { remedy: 'Run "npm run setup" once.' });
}

/** The built programs. */
export function programsFolder(): string {
  return join(packageFolder(), "dist");
}

/** The bundled kernel. */
export function kernelFolder(): string {
  return join(programsFolder(), "kernel");
}

/** The declarations of the library `pipenb`. */
export function libraryTypes(): string {
  return readFileSync(join(programsFolder(), "library", "pipenb.d.mts"), "utf8");
}

/** Its `node_modules` has the types of Node and zx. */
export function shippedTypesFolder(): string {
  return join(programsFolder(), "cli", "types");
}

/** The base images that `pipenb base` makes, a folder each. */
export function basesFolder(): string {
  return join(programsFolder(), "cli", "bases");
}

/** What Jupyter's clients start for a kernel. */
export function jupyterKernelProgram(): string {
  return join(programsFolder(), "cli", "jupyter-kernel.js");
}

/** Logos of the kernelspec. */
export function jupyterLogosFolder(): string {
  return join(programsFolder(), "cli", "jupyter");
}

/** pipenb's own version. */
export function version(): string {
  // Our own file: the help is not to wait for a schema.
  const manifest: unknown = JSON.parse(readFileSync(join(packageFolder(), "package.json"), "utf8"));
  if (typeof manifest === "object" && manifest !== null && "version" in manifest)
    return String(manifest.version);
  throw new CliError("file", "The package.json of pipenb names no version.");
}
