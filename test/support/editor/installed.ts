/** What tests in the real editor need on this machine, as scripts/code-server.mjs and .ci/editor.sh bring it. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type Mocha from "mocha";
import { z } from "zod";
import { skipBecause } from "../reporter.ts";

const version = "4.100.3";
const stampSchema = z.object({ version: z.string(), node: z.string(), entry: z.string() });

/** The programs that make an editor. */
export interface InstalledEditor {
  /** Node that code-server runs under. */
  readonly node: string;
  /** code-server's program. */
  readonly entry: string;
  readonly chromium: string;
}

/** The editor of this machine, or a sentence that says what is missing and how to bring it. */
export function findEditor(environment = process.env): InstalledEditor | string {
  const home =
    environment["PIPENB_CODE_SERVER"] ?? join(homedir(), ".cache", "pipenb", `code-server-${version}`);
  const stamp = join(home, "installed.json");
  if (!existsSync(stamp)) return "code-server is not here (node scripts/code-server.mjs brings it)";
  const { node, entry } = stampSchema.parse(JSON.parse(readFileSync(stamp, "utf8")));
  const chromium = [
    environment["PIPENB_CHROMIUM"],
    ...["chromium", "chromium-browser", "google-chrome"].map((name) => `/usr/bin/${name}`),
  ].find((path) => path !== undefined && existsSync(path));
  if (chromium === undefined) return "chromium is not here (bash .ci/editor.sh brings it)";
  return { node, entry, chromium };
}

/** As `findEditor`. Without an editor the suite is skipped, or failed where CI=true says that nothing may be skipped. */
export function requireEditor(context: Mocha.Context): InstalledEditor {
  const found = findEditor();
  if (typeof found !== "string") return found;
  assert.notEqual(process.env["CI"], "true", `CI must have the editor: ${found}`);
  return skipBecause(context, found);
}
