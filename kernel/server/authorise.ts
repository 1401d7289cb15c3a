import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** Whether a request shows the token, in the header `Authorization: token T` (or `Bearer T`) or as `?token=T`. */
export function isAuthorised(request: IncomingMessage, url: URL, token: string): boolean {
  const header = /^(?:token|bearer)\s+(.+)$/i.exec(request.headers.authorization ?? "")?.[1];
  return sameText(header ?? url.searchParams.get("token") ?? "", token);
}

function sameText(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
