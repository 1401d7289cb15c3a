/** A fresh home for one editor: settings, extensions and logs in a folder that is removed with it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { quietSettings } from "./settings.ts";

export interface EditorProfile {
  readonly folder: string;
  /** code-server's arguments that name the profile's folders. */
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  remove(): void;
}

/** Of our own environment the editor sees nothing that would make it behave as if started by an editor or by npm. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env);
  return Object.fromEntries(
    entries.filter(([name]) => !/^(VSCODE_|ELECTRON_|npm_|NODE_OPTIONS$)/.test(name)),
  );
}

/** Makes the folders; `settings` come on top of the quiet ones. */
export function makeProfile(settings: Readonly<Record<string, unknown>> = {}): EditorProfile {
  const folder = mkdtempSync(join(tmpdir(), "pnb-")); // short: the editor makes sockets in it
  const data = join(folder, "data");
  const extensions = join(folder, "extensions");
  const config = join(folder, "config.yaml");
  mkdirSync(join(data, "User"), { recursive: true });
  mkdirSync(extensions);
  writeFileSync(config, "");
  writeFileSync(join(data, "User", "settings.json"), JSON.stringify({ ...quietSettings, ...settings }));
  return {
    folder,
    args: ["--config", config, "--user-data-dir", data, "--extensions-dir", extensions],
    environment: {
      ...cleanEnvironment(),
      EXTENSIONS_GALLERY: JSON.stringify({ serviceUrl: "", itemUrl: "", resourceUrlTemplate: "" }),
      XDG_CONFIG_HOME: join(folder, "xdg-config"),
      XDG_DATA_HOME: join(folder, "xdg-data"),
    },
    remove: () => {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
