/** A cluster of Dask whose workers are in the Python of its client, and engines that keep each container as a file. */
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

/** What `distributed` 2026.8.0 does, as far as it is asked here. Its workers begin nothing by themselves. */
const distributed = `import asyncio
import concurrent.futures
import os
import threading

PLACE = os.environ["FAKE_DASK"]
one_at_a_time = threading.Lock()


def listed(name):
    with open(os.path.join(PLACE, name)) as file:
        return file.read().split()


class Future(concurrent.futures.Future):
    @property
    def status(self):
        return "error" if self.exception() else "finished"

    def release(self):
        pass


class Client:
    def __init__(self, address):
        pass

    def scheduler_info(self, n_workers=-1):
        return {"workers": {}}  # what its periodic callback leaves there

    def nthreads(self):
        return dict.fromkeys(listed("workers"), 1)

    def run(self, function, *args, workers, on_error="raise"):
        said = {}
        for worker in workers:
            try:
                if worker in listed("lost"):
                    raise OSError(f"{worker} is lost")
                with one_at_a_time:
                    os.environ["FAKE_WORKER"] = worker
                    said[worker] = asyncio.run(function(*args))
            except Exception as error:
                if on_error == "raise":
                    raise
                said[worker] = error
        return said

    def submit(self, function, *args, key, pure, workers=None, allow_other_workers=False):
        # Who may work elsewhere is robbed by whoever idles.
        strict = workers and not allow_other_workers
        worker = workers[0] if strict else listed("workers")[-1]
        future = Future()
        if worker not in listed("lost"):
            with one_at_a_time:
                os.environ["FAKE_WORKER"] = worker
                try:
                    future.set_result(function(*args))
                except Exception as error:
                    future.set_exception(error)
        else:
            open(os.path.join(PLACE, "waiting"), "w").close()
        return future
`;

/** Containers of a worker's engine are files that say what they have written. */
const engine = `#!/bin/sh
cd "$FAKE_DASK/engines/\${FAKE_WORKER##*/}" || exit 125
if [ -e down ]; then echo "the engine is down" >&2; exit 125; fi
for name; do :; done # the last word
case "$1 $2" in
  "create "*)
    name=\${2#--name=}
    if [ -e "$name" ]; then echo "The name $name is already in use" >&2; exit 125; fi
    echo created >"$name" ;;
  "inspect --format"*) echo running 0 ;;
  "wait "*) echo 0 ;;
  "logs "*)
    if [ ! -e "$name" ]; then echo "Error response from daemon: No such container: $name" >&2; exit 1; fi
    cat "$name" ;;
  "rm "*) rm -f "$name" ;;
  "stop "*) echo stopped >>"$name" ;;
  "ps "*) ls ;;
  "inspect "*)
    shift
    labels='"io.pipenb.backfill.unit": "2022-01-01", "io.pipenb.backfill.attempt": "1"'
    said=
    for name; do
      said="$said\${said:+,}{\\"Name\\": \\"/$name\\", \\"State\\": {\\"Status\\": \\"running\\"}, \\"Config\\": {\\"Labels\\": {$labels}}}"
    done
    echo "[$said]" ;;
esac
`;

export class FakeDask {
  /** What the engines of its machines are asked by. They have no other one. */
  readonly runtime = "podman";
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Workers are named as Dask does: tcp://HOST:PORT. */
  static async start(workers: readonly string[]): Promise<FakeDask> {
    const folder = await mkdtemp(join(tmpdir(), "pipenb-fake-dask-"));
    const dask = new FakeDask(folder);
    for (const worker of workers) await mkdir(dask.#engineOf(worker), { recursive: true });
    await writeFile(join(folder, "distributed.py"), distributed);
    const programs = { [dask.runtime]: engine, docker: "#!/bin/sh\necho 'no docker here' >&2; exit 125\n" };
    for (const [name, text] of Object.entries(programs)) {
      await writeFile(join(folder, name), text);
      await chmod(join(folder, name), 0o755);
    }
    await dask.has(workers);
    await dask.loses([]);
    return dask;
  }

  get env(): Readonly<Record<string, string | undefined>> {
    return {
      ...process.env,
      DASK_SCHEDULER_ADDRESS: "tcp://127.0.0.1:8786",
      FAKE_DASK: this.#folder,
      PATH: `${this.#folder}:${process.env["PATH"] ?? ""}`,
      PYTHONPATH: this.#folder,
      PYTHONDONTWRITEBYTECODE: "1",
    };
  }

  /** The workers that the scheduler knows. */
  has(workers: readonly string[]): Promise<void> {
    return writeFile(join(this.#folder, "workers"), workers.join("\n"));
  }

  /** Those of them that are gone, which the scheduler does not know yet. */
  loses(workers: readonly string[]): Promise<void> {
    return writeFile(join(this.#folder, "lost"), workers.join("\n"));
  }

  /** Resolves once a worker that is gone was given something to do. */
  async waits(): Promise<void> {
    while (!existsSync(join(this.#folder, "waiting"))) await setTimeout(20);
  }

  /** The engine of the worker has a container. */
  holds(worker: string, name: string, written: string): Promise<void> {
    return writeFile(join(this.#engineOf(worker), name), written);
  }

  /** What the container has written; undefined where there is none. */
  written(worker: string, name: string): Promise<string | undefined> {
    return readFile(join(this.#engineOf(worker), name), "utf8").catch(() => undefined);
  }

  /** The engine of the worker refuses everything. */
  fails(worker: string): Promise<void> {
    return this.holds(worker, "down", "");
  }

  end(): Promise<void> {
    return rm(this.#folder, { recursive: true, force: true });
  }

  #engineOf(worker: string): string {
    return join(this.#folder, "engines", worker.slice(worker.lastIndexOf("/") + 1));
  }
}
