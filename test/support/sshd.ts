/** Real ssh servers on loopback for tests: Debian's sshd, each with a free port, keys and a configuration of its own. */
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import type Mocha from "mocha";
import { freePort } from "./free-port.ts";
import { skipBecause } from "./reporter.ts";

const program = "/usr/sbin/sshd";
const keyMaker = "/usr/bin/ssh-keygen";

export interface SshServer {
  /** "ssh://USER@pipenb-far", a name that only the configuration of the tests' ssh knows. */
  readonly address: string;
  /** An environment in which `ssh` has the test's configuration; `options` are lines of another one. */
  env(options?: {
    readonly knows?: boolean;
    readonly hasKey?: boolean;
  }): Promise<Readonly<Record<string, string>>>;
  /** What it has logged. */
  log(): string;
  stop(): Promise<void>;
}

/** Starts one whose sessions find the programs of `path`. Without the program the suite is skipped, or failed in CI. */
export async function startSshServer(
  context: Mocha.Context,
  { path = process.env["PATH"] ?? "" }: { readonly path?: string } = {},
): Promise<SshServer> {
  if (process.platform !== "linux" || !existsSync(program)) {
    assert.notEqual(process.env["CI"], "true", "CI must have an ssh server: bash .ci/sshd.sh");
    skipBecause(context, "sshd is not here (bash .ci/sshd.sh brings it)");
  }
  const folder = await mkdtemp(join(tmpdir(), "pipenb-sshd-"));
  // Where it is root it wants this folder, which Debian makes with the service.
  if (process.getuid?.() === 0) await mkdir("/run/sshd", { recursive: true });
  for (const key of ["host", "user"])
    execFileSync(keyMaker, ["-q", "-t", "ed25519", "-N", "", "-f", join(folder, key)]);
  const port = await freePort();
  await writeFile(join(folder, "sshd_config"), serverLines(folder, port, path).join("\n") + "\n");
  await writeFile(
    join(folder, "known"),
    `[127.0.0.1]:${port} ${await readFile(join(folder, "host.pub"), "utf8")}`,
  );
  const said: string[] = [];
  const child = spawn(program, ["-D", "-e", "-f", join(folder, "sshd_config")], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const listening = new Promise<void>((resolve, reject) => {
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said.push(text);
      if (said.join("").includes("Server listening")) resolve();
    });
    child.once("close", () => {
      reject(new Error(`sshd did not start:\n${said.join("")}`));
    });
  });
  await listening;
  return {
    address: `ssh://${userInfo().username}@pipenb-far`,
    env: (options) => clientEnvironment(folder, port, options),
    log: () => said.join(""),
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill();
        await once(child, "exit");
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function serverLines(folder: string, port: number, path: string): readonly string[] {
  return [
    `Port ${port}`,
    "ListenAddress 127.0.0.1",
    `HostKey ${folder}/host`,
    `AuthorizedKeysFile ${folder}/user.pub`,
    `PidFile ${folder}/pid`,
    "PasswordAuthentication no",
    "KbdInteractiveAuthentication no",
    "UsePAM no",
    "StrictModes no",
    "PermitRootLogin prohibit-password",
    `SetEnv PATH=${path}`,
  ];
}

/** ssh looks for its configuration in the home folder of the user, whatever HOME says. */
async function clientEnvironment(
  folder: string,
  port: number,
  { knows = true, hasKey = true }: { readonly knows?: boolean; readonly hasKey?: boolean } = {},
): Promise<Readonly<Record<string, string>>> {
  const own = await mkdtemp(join(folder, "client-"));
  const lines = [
    "Host pipenb-far",
    "HostName 127.0.0.1",
    `Port ${port}`,
    `UserKnownHostsFile ${knows ? join(folder, "known") : "/dev/null"}`,
    "GlobalKnownHostsFile /dev/null",
    "StrictHostKeyChecking yes",
    `IdentityFile ${join(folder, hasKey ? "user" : "host")}`,
    "IdentitiesOnly yes",
    "IdentityAgent none",
  ];
  await writeFile(join(own, "config"), lines.join("\n") + "\n");
  await writeFile(join(own, "ssh"), `#!/bin/sh\nexec /usr/bin/ssh -F '${own}/config' "$@"\n`);
  await chmod(join(own, "ssh"), 0o755);
  return { PATH: `${own}:${process.env["PATH"] ?? ""}` };
}
