/** A fresh home for one editor: settings, extensions and logs in a folder that is removed with it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { quietSettings } from "./settings.ts";

export interface EditorProfile {
  readonly folder: string;
  readonly userData: string;
  readonly extensions: string;
  /** For temporary files. */
  readonly temporary: string;
}

/** The profile in a folder; the folder's layout is the same for code-server and for a desktop editor. */
export function profileIn(folder: string): EditorProfile {
  return {
    folder,
    userData: join(folder, "data"),
    extensions: join(folder, "extensions"),
    temporary: join(folder, "tmp"),
  };
}

/** Makes a profile; `settings` come on top of the quiet ones. */
export function makeProfile(settings: Readonly<Record<string, unknown>> = {}): EditorProfile {
  const profile = profileIn(mkdtempSync(join(tmpdir(), "pnb-"))); // short: the editor makes sockets in it
  mkdirSync(join(profile.userData, "User"), { recursive: true });
  mkdirSync(profile.extensions);
  mkdirSync(profile.temporary);
  writeFileSync(
    join(profile.userData, "User", "settings.json"),
    JSON.stringify({ ...quietSettings, ...settings }),
  );
  return profile;
}

/** Removes it with all that the editor wrote. */
export function removeProfile({ folder }: EditorProfile): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
