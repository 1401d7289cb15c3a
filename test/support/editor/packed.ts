/** The extension as it is delivered: tests install this file, never the source folder. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../../..");
let packed: string | undefined;

/** Path of the VSIX, packed from the tree as it is now; once per process. PIPENB_VSIX names one that is there already. */
export function packedExtension(): string {
  const given = process.env["PIPENB_VSIX"];
  if (given !== undefined) return resolve(given);
  if (packed !== undefined) return packed;
  const folder = mkdtempSync(join(tmpdir(), "pipenb-vsix-"));
  process.once("exit", () => {
    rmSync(folder, { recursive: true, force: true });
  });
  packed = join(folder, "pipenb.vsix");
  execFileSync(process.execPath, [join(root, "scripts/package.mjs"), "--out", packed], { stdio: "pipe" });
  return packed;
}
