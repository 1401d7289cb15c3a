/** A second engine for tests: podman, with its images and everything else in a folder of its own. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type Mocha from "mocha";
import { runProgram, type Ended } from "./command-line.ts";
import { skipBecause } from "./reporter.ts";

export interface Podman {
  /** By which any podman is this one. */
  readonly env: Readonly<Record<string, string>>;
  run(...args: readonly string[]): Promise<Ended>;
  /** Removes all that it has. */
  remove(): Promise<void>;
}

/** Without podman, or where it may not be run, the suite is skipped, or failed in CI. It asks no certificate of the registry that is named. */
export async function podmanOfItsOwn(context: Mocha.Context, insecure?: string): Promise<Podman> {
  if (process.platform !== "linux" || process.getuid?.() !== 0)
    skipBecause(context, "only root of a Linux machine gives podman a place of its own");
  if (spawnSync("podman", ["--version"]).status !== 0) {
    assert.notEqual(process.env["CI"], "true", "CI must have podman: bash .ci/podman.sh");
    skipBecause(context, "podman is not here (bash .ci/podman.sh brings it)");
  }
  const folder = await mkdtemp(join(tmpdir(), "pipenb-podman-"));
  const place = (name: string): string => join(folder, name);
  await mkdir(place("temporary"));
  await writeFile(
    place("containers.conf"),
    [
      "[containers]",
      'netns = "none"',
      // As root without all of root's rights has them.
      'default_ulimits = ["nofile=1024:4096", "nproc=4096:4096"]',
      'log_driver = "k8s-file"',
      "[engine]",
      // Debian's crun does not start where both versions of cgroups are mounted, and nobody need be logged in by systemd.
      'runtime = "runc"',
      'cgroup_manager = "cgroupfs"',
      'events_logger = "file"',
      `static_dir = "${place("static")}"`,
      `tmp_dir = "${place("state")}"`,
      `volume_path = "${place("volumes")}"`,
    ].join("\n"),
  );
  await writeFile(
    place("storage.conf"),
    `[storage]\ndriver = "overlay"\ngraphroot = "${place("images")}"\nrunroot = "${place("run")}"\n`,
  );
  await writeFile(place("logins.json"), "{}");
  const registries =
    insecure === undefined ? "" : `[[registry]]\nlocation = "${insecure}"\ninsecure = true\n`;
  await writeFile(place("registries.conf"), registries);
  const env = {
    CONTAINERS_CONF: place("containers.conf"),
    CONTAINERS_STORAGE_CONF: place("storage.conf"),
    CONTAINERS_REGISTRIES_CONF: place("registries.conf"),
    // Logins, and layers on their way.
    REGISTRY_AUTH_FILE: place("logins.json"),
    TMPDIR: place("temporary"),
  };
  const run = (...args: readonly string[]): Promise<Ended> => runProgram("podman", args, { env });
  return {
    env,
    run,
    async remove() {
      await run("rm", "--all", "--force");
      await run("rmi", "--all", "--force");
      await runProgram("umount", [place("images/overlay")]); // which podman leaves mounted
      await rm(folder, { recursive: true, force: true });
    },
  };
}
