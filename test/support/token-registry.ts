/** A real registry that takes tokens alone, as the public ones do, and the server that gives them out to "someone", "a secret", and for "an identity". */
import { createPrivateKey, sign } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type Mocha from "mocha";
import { makeCertificate, requireProgram, serve } from "./registry.ts";

export interface TokenRegistry {
  /** "127.0.0.1:PORT" */
  readonly host: string;
  /** How often a token was asked for. */
  readonly asked: () => number;
  stop(): Promise<void>;
}

/** Starts both. */
export async function startTokenRegistry(context: Mocha.Context): Promise<TokenRegistry> {
  requireProgram(context);
  let asked = 0;
  let giveToken: (scope: string) => string = () => "";
  const tokens = createServer((request, response) => {
    asked += 1;
    void (async () => {
      const body = request.method === "POST" ? await text(request) : undefined;
      const query = new URLSearchParams(body ?? (request.url ?? "").replace(/^[^?]*\??/, ""));
      const login = `Basic ${Buffer.from("someone:a secret").toString("base64")}`;
      const isKnown =
        body === undefined
          ? request.headers.authorization === login
          : query.get("refresh_token") === "an identity" && query.get("grant_type") === "refresh_token";
      response.statusCode = isKnown ? 200 : 401;
      response.end(isKnown ? JSON.stringify({ token: giveToken(query.get("scope") ?? "") }) : "");
    })();
  });
  tokens.listen(0, "127.0.0.1");
  await once(tokens, "listening");
  // SAFETY: it listens on a port.
  const { port } = tokens.address() as AddressInfo;
  const registry = await serve("127.0.0.1", async (folder) => {
    const { key, certificate } = await makeCertificate(folder, "127.0.0.1");
    giveToken = tokenMaker(await readFile(key, "utf8"), await readFile(certificate, "utf8"));
    const realm = `http://127.0.0.1:${port}/token`;
    const rootcertbundle = join(folder, "authority.pem");
    return { auth: { token: { realm, service: "a registry", issuer: "a tester", rootcertbundle } } };
  });
  const stop = async (): Promise<void> => {
    tokens.close();
    await registry.stop();
  };
  return { host: registry.host, asked: () => asked, stop };
}

/** Signed tokens that let somebody do what a scope names, `repository:PATH:pull,push`. */
function tokenMaker(key: string, certificate: string): (scope: string) => string {
  const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const x5c = [certificate.replaceAll(/-----[^-]+-----|\s/g, "")];
  const privateKey = createPrivateKey(key);
  return (scope) => {
    const [type = "", name = "", actions = ""] = scope.split(":");
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: "a tester",
      sub: "someone",
      aud: "a registry",
      nbf: now - 60,
      iat: now,
      exp: now + 600,
      jti: String(now),
      access: [{ type, name, actions: actions.split(",") }],
    };
    const signed = `${encoded({ typ: "JWT", alg: "ES256", x5c })}.${encoded(claims)}`;
    const signature = sign("sha256", Buffer.from(signed), { key: privateKey, dsaEncoding: "ieee-p1363" });
    return `${signed}.${signature.toString("base64url")}`;
  };
}
