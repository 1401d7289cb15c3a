/** Why a kernel could not be started, in words, and what to do. */
import type { HostFacts, NoNode } from "../../containers/hosts/host-error.ts";
import type { ServiceUser } from "../../containers/services/service-users.ts";
import { bytes } from "../../containers/figures/bytes.ts";
import { shellWord } from "../../notebook/shell-word.ts";
import { type FailureText, quoted } from "./failure-text.ts";
import { npmFailure } from "./npm-failure.ts";

/** One reason in words. */
export function hostFailure(facts: HostFacts): FailureText {
  switch (facts.code) {
    case "wrong-node":
      return {
        message: `PIPENB_NODE is ${facts.path}, which is no Node ${facts.needed} or newer.`,
        remedy: "Correct or unset it.",
      };
    case "no-node":
      return noNode(facts);
    case "mount-form":
      return {
        message: `The mount "${facts.text}" is not of the form source:target or source:target:ro.`,
        remedy: "Correct it in the front matter.",
      };
    case "mount-source":
      return {
        message: `The folder ${facts.folder}, which the front matter mounts, is not there and cannot be made: ${facts.why}.`,
        remedy: "Make it, or correct the mount.",
      };
    case "secret-name":
      return {
        message: `"${facts.name}" cannot be the name of a secret: letters, digits, "_", "-" and "." can.`,
        remedy: "Correct it in the front matter.",
      };
    case "no-secret":
      return {
        message: `The notebook's secret "${facts.name}" is not there.`,
        remedy: `Put it into the file ${facts.path} (and keep that out of git), or set PIPENB_SECRETS_DIR to the folder that has it.`,
      };
    case "service":
      return service(facts);
    case "service-in-use":
      return serviceInUse(facts);
    case "service-running":
      return serviceRunning(facts);
    case "service-keeps":
      return {
        message: `The service "${facts.name}" of ${facts.notebookPath} keeps data already.`,
        remedy: "--replace drops them.",
      };
    case "service-copy":
      return {
        message: `The data could not be copied, in a container of ${facts.image}; they are where they were.${quoted(facts.log)}`,
        remedy: "The image has to have sh and cp, and the engine room for a copy.",
      };
    case "service-uncopied":
      return serviceUncopied(facts);
    case "start-failed":
      return { message: `${earlyEnd(facts)}${quoted(facts.log)}` };
    case "no-port":
      return {
        message: "The engine published no port for the kernel.",
        remedy: "Start again; if that does not help, restart the engine.",
      };
    case "start-timeout": {
      const what = facts.where === "process" ? "The kernel" : "The kernel's container";
      return {
        message: `${what} was not ready after ${facts.seconds} seconds.${quoted(facts.log)}`,
        remedy: "Is the machine overloaded? Start again.",
      };
    }
    case "out-of-memory":
      return {
        message: `The kernel's container ran out of memory before it was ready.${quoted(facts.log)}`,
        remedy: "Raise image.memory in the front matter, or give the engine more.",
      };
    case "too-much": {
      const what =
        facts.bytes === undefined ? `more than ${facts.entries ?? 0} files and folders` : bytes(facts.bytes);
      return {
        message: `The folder ${facts.folder} is too much to be sent to the engine's machine: ${what}.`,
        remedy:
          "Put the notebook into a folder of its own, mount a smaller one, or use an engine of this machine.",
      };
    }
    case "aborted":
      return { message: "The start of the kernel was cancelled." };
  }
}

type Facts<Code extends HostFacts["code"]> = Extract<HostFacts, { readonly code: Code }>;

function noNode({ needed, running, npm }: NoNode): FailureText {
  const message = `A local kernel needs Node ${needed} or newer, and there is none (this is ${running}).`;
  const remedy = "Install it, or set PIPENB_NODE to its path, or use a container engine.";
  if (npm === undefined) return { message, remedy };
  const fetching = npmFailure(npm);
  return {
    message: `${message} ${fetching.message}`,
    remedy: npm.code === "own-certificate" ? fetching.remedy : remedy,
  };
}

function service({ name, image, lateSeconds, ready, log, kept }: Facts<"service">): FailureText {
  const what =
    lateSeconds === undefined ? "ended before it was ready" : `was not ready after ${lateSeconds} seconds`;
  const parts = [
    `The service "${name}" (${image}) ${what}.`,
    ...(ready === undefined ? [] : [`Its ready command (${ready.command}) said: ${ready.said}`]),
    quoted(log).trim(),
    ...(kept === undefined ? [] : [overKept(kept)]),
  ].filter((part) => part !== "");
  const reset = kept && `pipenb services reset ${shellWord(kept.notebookPath)} ${shellWord(name)}`;
  const settings = "Look at its settings in the front matter.";
  return {
    message: parts.join("\n"),
    remedy:
      reset === undefined
        ? settings
        : `${settings} If it cannot go on with the data it kept, drop them: ${reset}`,
  };
}

function overKept({ otherImage, otherEnvironment }: NonNullable<Facts<"service">["kept"]>): string {
  if (otherImage !== undefined) return `It was started over data that ${otherImage} made, another image.`;
  if (otherEnvironment) return "It was started over data that were made with other environment variables.";
  return "It was started over the data that it kept.";
}

function serviceInUse({ name, users }: Facts<"service-in-use">): FailureText {
  const kernels = kernelsOf(users);
  return {
    message: `The service "${name}" runs for ${usersInWords(users)}, with other settings than the notebook has now.`,
    remedy: [
      kernels.length === 0
        ? "Wait until that has ended"
        : `Restart that kernel, or stop it (pipenb kernel stop ${kernels.join(" ")})`,
      ", or run with --fresh, beside it and without its data.",
    ].join(""),
  };
}

function serviceRunning({ name, users }: Facts<"service-running">): FailureText {
  const kernels = kernelsOf(users);
  return {
    message: `The service "${name}" runs for ${usersInWords(users)}: its data are in use.`,
    remedy:
      kernels.length === 0
        ? "Wait until that has ended."
        : `Stop that first: pipenb kernel stop ${kernels.join(" ")}`,
  };
}

function serviceUncopied({ name, notebookPath, isRunning }: Facts<"service-uncopied">): FailureText {
  if (isRunning)
    return {
      message: `The data of the service "${name}" are being taken over from the notebook's former path.`,
      remedy: "Start again when that is done.",
    };
  return {
    message: `Not all data of the service "${name}" were taken over from the notebook's former path, where they still are.`,
    remedy: `Drop this part, and move them again: pipenb services reset ${shellWord(notebookPath)} ${shellWord(name)}`,
  };
}

/** Whom a service runs for, as in "the kernel 0123456789ab". */
export function usersInWords(users: readonly ServiceUser[]): string {
  return users
    .map(({ id, kind }) =>
      kind === "kernel" ? `the kernel ${shortId(id)}` : `a run of the image (${shortId(id)})`,
    )
    .join(" and ");
}

const kernelsOf = (users: readonly ServiceUser[]): readonly string[] =>
  users.flatMap(({ id, kind }) => (kind === "kernel" ? [shortId(id)] : []));

const shortId = (id: string): string => id.slice(0, 12);

function earlyEnd({ where, exitCode }: Facts<"start-failed">): string {
  if (where === "process") return "The kernel ended before it was ready.";
  const code = exitCode === undefined ? "" : ` with exit code ${exitCode}`;
  return `The kernel's container ended${code} before the kernel was ready.`;
}
