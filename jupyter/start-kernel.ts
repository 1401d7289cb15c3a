/** Starts the kernel behind a bridge: the environment is looked for, a host is chosen, the kernel is connected. */
import { dirname } from "node:path";
import { textOf } from "../app/failures/describe-failure.ts";
import { describeExit } from "../app/kernel/describe-exit.ts";
import { languageFolder } from "../containers/hosts/local/own-folders.ts";
import { chooseHost } from "../containers/hosts/choose-host.ts";
import type { HostChoice } from "../containers/hosts/choose-host.ts";
import type { RunningKernel, StartEvent } from "../containers/hosts/kernel-host.ts";
import { stepStatus } from "../containers/images/step-words.ts";
import type { BridgedKernel, StartingKernel } from "./bridge.ts";
import { findEnvironment } from "./find-environment.ts";
import type { FoundEnvironment, NotebookAsked } from "./find-environment.ts";
import { KernelLink } from "./kernel-link.ts";
import { carryFiles } from "./carry-files.ts";
import type { CellLanguageOptions } from "./cell-language.ts";
import { TypedAnswers } from "./typed-answers.ts";

export interface KernelWanted {
  readonly notebook: NotebookAsked;
  /** Where the user wants it; the best there is when absent. */
  readonly runtime: HostChoice["runtime"];
  /** Folder of the built kernel, `dist/kernel`. */
  readonly kernelFolder: string;
  /** Ends the kernel when this process is killed; gives the function for when that is no longer wanted. */
  readonly guard: (kernelId: string) => () => void;
  /** What the language needs of this installation. */
  readonly language: () => Pick<CellLanguageOptions, "programs" | "typesFolder" | "libraryTypes">;
}

/** Longer than services may take until the first client connects; who kills the bridge does not wait for it. */
const leaseSeconds = 180;

/** Rejects with an error whose message is for the person at the client. */
export async function startKernel(wanted: KernelWanted, starting: StartingKernel): Promise<BridgedKernel> {
  const { signal } = starting;
  let unguard = (): void => undefined;
  try {
    const environment = await findEnvironment(wanted.notebook);
    const { host, notice } = await chooseHost({
      kernelFolder: wanted.kernelFolder,
      signal,
      ...(wanted.runtime === undefined ? {} : { runtime: wanted.runtime }),
    });
    const notices = notice === undefined ? [] : [notice];
    const kernel = await host.start({
      notebookPath: environment.notebookPath,
      frontMatter: environment.frontMatter,
      leaseSeconds,
      signal,
      onId: (id) => {
        unguard = wanted.guard(id);
      },
      onEvent: (event) => {
        const line = progressLine(event);
        if (event.type === "notice") notices.push(event.text);
        else if (line !== undefined) starting.onProgress(line);
      },
    });
    const chosen = wanted.runtime === undefined ? whereItRuns(kernel, environment) : undefined;
    if (chosen !== undefined) notices.push(chosen);
    return await connected(kernel, environment, { unguard, starting, notices, language: wanted.language });
  } catch (error) {
    unguard();
    throw new Error(textOf(error), { cause: error });
  }
}

async function connected(
  kernel: RunningKernel,
  { frontMatter, notebookPath }: FoundEnvironment,
  {
    unguard,
    starting,
    notices,
    language,
  }: {
    readonly unguard: () => void;
    readonly starting: StartingKernel;
    readonly notices: readonly string[];
    readonly language: KernelWanted["language"];
  },
): Promise<BridgedKernel> {
  const { env } = process;
  const typed = new TypedAnswers({
    deliver: starting.onFrame,
    open: async () => {
      const { CellLanguage } = await import("./cell-language.ts");
      const runtime = kernel.host === "local" ? "local" : "container";
      return CellLanguage.open({
        notebookPath,
        frontMatter,
        runtime,
        engine: async () => (await import("../containers/engine/connect.ts")).findEngine({ env }),
        env,
        folder: languageFolder(env, kernel.id),
        ...language(),
      });
    },
  });
  try {
    const link = await KernelLink.connect({
      url: kernel.url,
      token: kernel.token,
      session: kernel.id,
      onFrame: (frame) => {
        typed.answered(frame);
        if (frame.header.msg_type === "execute_reply") carried.cellEnded();
      },
      signal: starting.signal,
    });
    const carried = carryFiles(kernel.files, (frame) => {
      link.send(frame);
    });
    const exited = kernel.exited.then((exit) => {
      const { words, remedy } = describeExit(exit, frontMatter);
      return [`The kernel ended: ${words}.`, remedy, exit.log].filter((text) => text).join("\n");
    });
    return {
      send: (frame) => {
        typed.asked(frame);
        carried.send(frame);
      },
      pause: () => {
        link.pause();
      },
      resume: () => {
        link.resume();
      },
      stop: async () => {
        link.close();
        typed.close();
        await kernel.stop();
        unguard();
      },
      ended: Promise.race([exited, link.ended.then(() => exited)]),
      notices,
    };
  } catch (error) {
    await kernel.stop();
    throw error;
  }
}

/** Not worth a line in a notebook. */
const shortPhases: readonly string[] = ["starting", "ready"];

function progressLine(event: StartEvent): string | undefined {
  if (event.type === "phase") return shortPhases.includes(event.phase) ? undefined : `${event.detail}…`;
  return event.type === "step" && !event.cached ? stepStatus(event) : undefined;
}

/** Said where pipenb itself has chosen. */
function whereItRuns(
  kernel: RunningKernel,
  { saidBy, frontMatter, notebookPath }: FoundEnvironment,
): string | undefined {
  if (kernel.host === "local") return undefined; // the choice of the host has said so
  if (saidBy !== undefined)
    return `Cells run in a container of ${frontMatter.image.base}, as ${saidBy} says.`;
  return `Cells run in a plain container of ${frontMatter.image.base}, in ${dirname(notebookPath)}: no notebook there says which packages they need (docs/jupyter.md).`;
}
