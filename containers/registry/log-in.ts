/** What a registry wants to hear from whoever asks: a password, or a token that somebody else gives for it. */
import * as z from "zod";
import { parsedJson } from "../../notebook/parsed-json.ts";
import type { Credential } from "../engine/registry-credentials.ts";
import { type Answer, request } from "./http-request.ts";

/** Who asks for what. */
export interface Asking {
  readonly credential: Credential | undefined;
  /** Of the repository that is written to. */
  readonly path: string;
  readonly ca: readonly string[] | undefined;
  readonly signal: AbortSignal | undefined;
}

/** The header `authorization` for a registry that has answered with such a `www-authenticate`; undefined where there is none to give. */
export async function authorizationFor(challenge: string, asking: Asking): Promise<string | undefined> {
  const words = new Map(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = "", value = ""]) => [key.toLowerCase(), value]),
  );
  const realm = words.get("realm");
  if (!/^bearer /i.test(challenge) || realm === undefined) return basic(asking.credential);
  const { status, body } = await askForToken(new URL(realm), words.get("service"), asking);
  const parsed = TokenSchema.safeParse(parsedJson(body)).data;
  const token = parsed?.token ?? parsed?.access_token;
  return status !== 200 || token === undefined ? undefined : `Bearer ${token}`;
}

const TokenSchema = z.object({ token: z.string().optional(), access_token: z.string().optional() });

/** A login that is a token itself has no name. */
function basic(credential: Credential | undefined): string | undefined {
  if (credential === undefined || credential.username === "") return undefined;
  return `Basic ${Buffer.from(`${credential.username}:${credential.password}`).toString("base64")}`;
}

function askForToken(
  realm: URL,
  service: string | undefined,
  { credential, path, ca, signal }: Asking,
): Promise<Answer> {
  const scope = `repository:${path}:pull,push`;
  const query = { ...(service === undefined ? {} : { service }), scope };
  if (credential?.identitytoken !== undefined) {
    const identity = { grant_type: "refresh_token", refresh_token: credential.identitytoken };
    const body = new URLSearchParams({ ...query, ...identity, client_id: "pipenb" }).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    return request({ method: "POST", url: realm, headers, body, ca, signal });
  }
  for (const [key, value] of Object.entries(query)) realm.searchParams.set(key, value);
  const authorization = basic(credential);
  const headers = authorization === undefined ? {} : { authorization };
  return request({ method: "GET", url: realm, headers, ca, signal });
}
