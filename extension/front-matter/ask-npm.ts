/** What npm knows of packages, asked through npm itself: it has the user's registry, proxy and login. Free of the editor's API. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as z from "zod";
import { npmEnvironment } from "../../containers/lock/run-npm.ts";
import { parsedJson } from "../../notebook/parsed-json.ts";

const npmMilliseconds = 20_000;

const FoundSchema = z.array(
  z.object({ name: z.string(), version: z.string(), description: z.string().default("") }),
);

/** A package that was found, and its newest version. */
export type FoundPackage = Readonly<z.infer<typeof FoundSchema>[number]>;

/** undefined where npm is not there, is offline, or its registry does not search. Rejects when it is aborted. */
export async function searchPackages(
  words: string,
  folder: string,
  signal: AbortSignal,
): Promise<readonly FoundPackage[] | undefined> {
  const said = await npm(["search", "--json", "--searchlimit=20", "--", words], folder, signal);
  signal.throwIfAborted();
  return FoundSchema.safeParse(parsedJson(said)).data;
}

/** The newest version, that there is no such package, or that nobody can say. */
export type NewestVersion =
  { readonly kind: "version"; readonly version: string } | { readonly kind: "no such package" | "unknown" };

const VersionSchema = z.union([z.string(), z.object({ error: z.object({ code: z.string() }) })]);

/** Asks for one package's newest version. */
export async function newestVersion(name: string, folder: string): Promise<NewestVersion> {
  const said = VersionSchema.safeParse(
    parsedJson(await npm(["view", "--json", name, "version"], folder)),
  ).data;
  if (typeof said === "string") return { kind: "version", version: said };
  return { kind: said?.error.code === "E404" ? "no such package" : "unknown" };
}

/** What npm prints, whether it succeeds or not: with `--json` its errors stand there too. */
async function npm(args: readonly string[], cwd: string, signal?: AbortSignal): Promise<string> {
  const isWindows = process.platform === "win32";
  const options = {
    cwd,
    env: await npmEnvironment(process.env),
    timeout: npmMilliseconds,
    ...(signal === undefined ? {} : { signal }),
  };
  try {
    // On Windows npm is a script, which takes a shell: what was typed must mean nothing to that.
    const quoted = isWindows ? args.map((each) => `"${each.replaceAll(/["%]/g, "")}"`) : args;
    const { stdout } = await promisify(execFile)(isWindows ? "npm.cmd" : "npm", quoted, {
      ...options,
      shell: isWindows,
    });
    return stdout;
  } catch (error) {
    const stdout: unknown = error instanceof Error && "stdout" in error ? error.stdout : undefined;
    return typeof stdout === "string" ? stdout : "";
  }
}
