import assert from "node:assert/strict";
import { runProgram } from "./command-line.ts";

/** Runs git in a folder as somebody who may commit; gives what it prints. */
export async function git(folder: string, ...args: readonly string[]): Promise<string> {
  const who = ["-c", "user.name=A Tester", "-c", "user.email=tester@example.com", "-c", "tag.gpgSign=false"];
  const { code, stdout, stderr } = await runProgram("git", [...who, "-C", folder, ...args]);
  assert.equal(code, 0, stderr);
  return stdout.trim();
}
