/** The extension as it is delivered: tests install this file, never the source folder. */
import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { z } from "zod";
import type { InstalledEditor } from "./installed.ts";
import { makeProfile, removeProfile } from "./profile.ts";
import type { EditorProfile } from "./profile.ts";
import { installExtension } from "./server.ts";

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

const InstalledSchema = z.array(z.object({ location: z.object({ path: z.string() }) })).nonempty();

/**
 * Gives the extension to a new profile as a copy of what the editor has once installed of this VSIX, in a folder beside it: an installation
 * takes four seconds of processor time, and there are many suites.
 */
export async function giveExtension(editor: InstalledEditor, profile: EditorProfile): Promise<void> {
  const vsix = packedExtension();
  const kept = join(dirname(vsix), `installed-${statSync(vsix).mtimeMs}`);
  if (!existsSync(kept)) {
    const other = makeProfile();
    try {
      await installExtension(editor, other, vsix);
      cpSync(other.extensions, `${kept}.${process.pid}`, { recursive: true });
      // Another suite may have been faster.
      if (!existsSync(kept)) renameSync(`${kept}.${process.pid}`, kept);
    } finally {
      removeProfile(other);
    }
  }
  cpSync(kept, profile.extensions, { recursive: true });
  // It names the folder.
  const list = join(profile.extensions, "extensions.json");
  const text = readFileSync(list, "utf8");
  const [first] = InstalledSchema.parse(JSON.parse(text));
  writeFileSync(list, text.replaceAll(dirname(first?.location.path ?? ""), profile.extensions));
}
