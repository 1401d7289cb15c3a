/** Starts and stops code-server: the workbench, and the extension host in which the extension runs. */
import { execFile, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import type { InstalledEditor } from "./installed.ts";
import type { EditorProfile } from "./profile.ts";

export interface EditorServer {
  readonly port: number;
  /** What it has printed. */
  log(): string;
  /** Ends it with everything it started. */
  stop(): Promise<void>;
}

/** code-server's arguments that name the profile's folders. */
function profileArgs(profile: EditorProfile): readonly string[] {
  const config = join(profile.folder, "config.yaml");
  writeFileSync(config, ""); // else it makes one of its own, with a password
  return [
    ...["--config", config],
    ...["--user-data-dir", profile.userData],
    ...["--extensions-dir", profile.extensions],
  ];
}

/** Of our own environment it sees nothing that would make it behave as if started by an editor or by npm. */
function serverEnvironment(profile: EditorProfile): NodeJS.ProcessEnv {
  const foreign = /^(VSCODE_|ELECTRON_|npm_|NODE_OPTIONS$)/;
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name))),
    EXTENSIONS_GALLERY: JSON.stringify({ serviceUrl: "", itemUrl: "", resourceUrlTemplate: "" }),
    XDG_CONFIG_HOME: join(profile.folder, "xdg-config"),
    XDG_DATA_HOME: join(profile.folder, "xdg-data"),
    TMPDIR: profile.temporary, // its sockets go with the profile
  };
}

const startOptions = [
  ...["--bind-addr", "127.0.0.1:0", "--auth", "none"],
  ...["--disable-telemetry", "--disable-update-check", "--disable-workspace-trust"],
  "--disable-getting-started-override",
];

/** Installs a VSIX into the profile. */
export async function installExtension(
  editor: InstalledEditor,
  profile: EditorProfile,
  vsix: string,
): Promise<void> {
  const args = [editor.entry, ...profileArgs(profile), "--install-extension", vsix];
  await promisify(execFile)(editor.node, args, { env: serverEnvironment(profile) });
}

/** The server and its children are one process group, so that one signal reaches all of them. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  if (child.pid === undefined) return false;
  try {
    return process.kill(-child.pid, signal);
  } catch {
    return false; // the group has ended
  }
}

async function endGroup(child: ChildProcess): Promise<void> {
  signalGroup(child, "SIGTERM");
  for (let waited = 0; waited < 50 && signalGroup(child, 0); waited++) await sleep(100);
  signalGroup(child, "SIGKILL");
}

/** Starts the server on a free port of this machine and waits until it listens. */
export async function startServer(
  editor: InstalledEditor,
  profile: EditorProfile,
  { trusted = true }: { readonly trusted?: boolean } = {},
): Promise<EditorServer> {
  const options = trusted ? startOptions : startOptions.filter((o) => o !== "--disable-workspace-trust");
  const child = spawn(editor.node, [editor.entry, ...profileArgs(profile), ...options], {
    env: serverEnvironment(profile),
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const endNow = (): void => void signalGroup(child, "SIGKILL");
  process.once("exit", endNow);
  let log = "";
  const listening = new Promise<number>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      log += chunk.toString();
      const port = /listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(log)?.[1];
      if (port !== undefined) resolve(Number(port));
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("error", reject);
    child.once("exit", (code) => {
      reject(new Error(`code-server ended (${String(code)}) before it listened:\n${log}`));
    });
  });
  const port = await listening;
  return {
    port,
    log: () => log,
    stop: async () => {
      await endGroup(child);
      process.off("exit", endNow);
    },
  };
}
