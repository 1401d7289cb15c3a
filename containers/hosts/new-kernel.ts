/** The name and the key of a kernel about to be started. */
import { randomBytes } from "node:crypto";

/** Ten hexadecimal digits to name it by, and the token its clients must show. */
export function newKernel(): { readonly id: string; readonly token: string } {
  return { id: randomBytes(5).toString("hex"), token: randomBytes(24).toString("hex") };
}

/** Where its clients connect to. */
export function channelsUrl(port: number, id: string): string {
  return `ws://127.0.0.1:${port}/api/kernels/${id}/channels`;
}
