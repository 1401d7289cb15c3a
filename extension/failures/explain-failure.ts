/** What the user is told about a failure: one message, and buttons that do what it says. Free of the editor's API. */

import { describeFailure, textOf } from "../../app/failures/describe-failure.ts";
import { VerifyError, type VerifyFacts } from "../../app/verify/verify-error.ts";
import { EngineError, type EngineErrorCode, NoEngineError } from "../../containers/engine/engine-error.ts";
import { isAbortError } from "../../containers/engine/is-abort-error.ts";
import { HostError, type HostErrorCode } from "../../containers/hosts/host-error.ts";
import { NpmError, type NpmErrorCode } from "../../containers/lock/npm-error.ts";
import { CommandError, type CommandErrorCode } from "./command-error.ts";

/** What a button does. */
export type FailureAction =
  | { readonly kind: "command"; readonly title: string; readonly command: string }
  | { readonly kind: "copy"; readonly title: string; readonly text: string }
  | { readonly kind: "again"; readonly title: string }
  | { readonly kind: "log"; readonly title: string };

/** A failure in words. */
export interface Failure {
  readonly message: string;
  readonly actions: readonly FailureAction[];
}

const doctor: FailureAction = { kind: "command", title: "Run Doctor", command: "pipenb.doctor" };
const log: FailureAction = { kind: "log", title: "Show Log" };
const again: FailureAction = { kind: "again", title: "Try Again" };
const problems: FailureAction = {
  kind: "command",
  title: "Show Problems",
  command: "workbench.actions.view.problems",
};
const addPackage: FailureAction = { kind: "command", title: "Add Package…", command: "pipenb.addPackage" };
const frontMatter: FailureAction = {
  kind: "command",
  title: "Edit Front Matter",
  command: "pipenb.editFrontMatter",
};
const build: FailureAction = { kind: "command", title: "Build Image…", command: "pipenb.buildImage" };
const trust: FailureAction = {
  kind: "command",
  title: "Manage Trust",
  command: "workbench.trust.manage",
};

const otherKernel: FailureAction = {
  kind: "command",
  title: "Choose Another Kernel",
  command: "notebook.selectKernel",
};

/** What helps for each code: a new code does not compile until somebody has said it. What was broken off on request is no failure. */
type Help<Code extends string> = Readonly<Record<Code, readonly FailureAction[] | "no failure">>;

const engineHelp: Help<EngineErrorCode> = {
  unreachable: [doctor, again],
  ssh: [again, doctor],
  permission: [doctor],
  "no-such-image": [build],
  "no-such-object": [log],
  conflict: [log],
  "pull-denied": [frontMatter, log],
  "pull-limited": [again, log],
  "push-denied": [again, log],
  "no-name": [again],
  "no-such-tag": [build],
  "image-vanished": [build],
  "hung-up": [again, doctor],
  "no-answer": [doctor, again],
  "registry-unreachable": [again, doctor],
  "registry-plain": [log],
  "no-space": [doctor],
  "build-failed": [log, frontMatter],
  "mount-source": [frontMatter],
  "port-taken": [again],
  "no-swarm": [doctor],
  "other-architecture": [again],
  "no-own-base": [again, frontMatter],
  "volume-unfilled": [doctor, again],
  "no-ca-bundle": [doctor],
  "no-kernel-files": [doctor],
  aborted: "no failure",
  engine: [log],
};

const hostHelp: Help<HostErrorCode> = {
  "wrong-node": [doctor],
  "no-node": [doctor],
  "mount-form": [frontMatter],
  "mount-source": [frontMatter],
  "secret-name": [frontMatter],
  "no-secret": [frontMatter],
  service: [log, frontMatter],
  "service-in-use": [frontMatter],
  "service-running": [],
  "service-keeps": [],
  "service-copy": [log],
  "service-uncopied": [],
  "start-failed": [log],
  "no-port": [log],
  "start-timeout": [again, log],
  "too-much": [frontMatter, log],
  "out-of-memory": [log],
  aborted: "no failure",
};

const npmHelp: Help<NpmErrorCode> = {
  "no-npm": [doctor],
  "not-started": [doctor, log],
  "no-such-package": [frontMatter],
  "no-such-version": [frontMatter],
  "nothing-published": [frontMatter],
  "bad-range": [frontMatter],
  place: [frontMatter],
  "other-machine": [frontMatter, log],
  "other-node": [frontMatter, log],
  conflict: [frontMatter, log],
  "wrong-certificate": [again, doctor],
  "registry-unreachable": [again, doctor],
  "own-certificate": [doctor, log],
  refused: [log],
  stale: [log],
  git: [log],
  file: [log],
  aborted: "no failure",
  npm: [log],
};

const verifyHelp: Help<VerifyFacts["code"]> = {
  "writes-outside": [frontMatter],
  "service-result": [frontMatter, log],
  "own-file": [log],
};

const commandHelp: Help<CommandErrorCode> = {
  untrusted: [trust],
  "no-notebook": [log],
  notebook: [problems],
  "front-matter": [frontMatter],
  "no-such-package": [addPackage],
  backfill: [{ kind: "command", title: "Show Units", command: "pipenb.showUnits" }],
  "no-debugger": [log],
};

/** undefined for what was broken off on request: that is no failure. */
export function explainFailure(error: unknown): Failure | undefined {
  if (!(error instanceof Error)) return { message: String(error), actions: [log] };
  if (isAbortError(error)) return undefined;
  if ("code" in error && error.code === "ENOSPC") {
    return {
      message: `This machine's disk is full: ${error.message}. Free some space.`,
      actions: [doctor, again],
    };
  }
  const message = textOf(error);
  if (error instanceof NoEngineError) {
    return {
      message: `${message}\nStart one (Docker, Podman, Colima), or run cells with the kernel "Local process".`,
      actions: [otherKernel, doctor, again],
    };
  }
  const help = helpFor(error);
  if (help === "no failure") return undefined;
  const text = describeFailure(error)?.command;
  const copy: readonly FailureAction[] =
    text === undefined ? [] : [{ kind: "copy", title: "Copy Command", text }];
  return { message, actions: [...copy, ...help] };
}

function helpFor(error: Error): readonly FailureAction[] | "no failure" {
  if (error instanceof EngineError) return engineHelp[error.code];
  if (error instanceof HostError) return hostHelp[error.code];
  if (error instanceof NpmError) return npmHelp[error.code];
  if (error instanceof VerifyError) return verifyHelp[error.code];
  if (error instanceof CommandError) return commandHelp[error.code];
  return [log];
}
