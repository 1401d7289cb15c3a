import { spawnSync } from "node:child_process";

/** Debian's packages belong to Debian's own Python, whichever comes first on the path. */
const candidates = ["python3", "/usr/bin/python3"];

/** A Python that has jupyter_client; undefined when there is none. */
export function findPython(): string | undefined {
  return candidates.find((python) => spawnSync(python, ["-c", "import jupyter_client"]).status === 0);
}
