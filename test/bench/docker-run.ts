import { spawn } from "node:child_process";
import { once } from "node:events";

/** `docker run --rm …`, as a person would type it. */
export async function dockerRun(args: readonly string[]): Promise<void> {
  const child = spawn("docker", ["run", "--rm", ...args], { stdio: ["ignore", "ignore", "inherit"] });
  await once(child, "close");
  if (child.exitCode !== 0)
    throw new Error(`docker run ${args.join(" ")} ended with code ${String(child.exitCode)}.`);
}
