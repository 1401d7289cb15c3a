/** What every kernel is started with, wherever it runs: its name, its key, and how Node runs its supervisor. */
import { randomBytes } from "node:crypto";

/** Ten hexadecimal digits to name it by, and the token its clients must show. */
export function newKernel(): { readonly id: string; readonly token: string } {
  return { id: randomBytes(5).toString("hex"), token: randomBytes(24).toString("hex") };
}

/** Where its clients connect to. */
export function channelsUrl(port: number, id: string): string {
  return `ws://127.0.0.1:${port}/api/kernels/${id}/channels`;
}

/** How Node runs a kernel's supervisor: what it makes is short-lived and small, and a large nursery would only be room that is never given back. */
export const supervisorFlags: readonly string[] = [
  "--max-semi-space-size=1",
  // Node's notice that stripping types is young is not for users; other warnings are.
  "--disable-warning=ExperimentalWarning",
];
