/** One request by HTTP or HTTPS with certificates of its own to trust, which `fetch` of Node cannot be given. */
import * as http from "node:http";
import * as https from "node:https";

/** What is asked. */
export interface Request {
  readonly method: string;
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string | undefined;
  /** Certificates in PEM; Node's own where undefined. */
  readonly ca?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Answer {
  readonly status: number;
  /** By their lower-case names. */
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** A registry that says nothing for so long is not there. */
const silenceMilliseconds = 60_000;

/** Gives the answer whatever its status. Rejects with what Node says when there is none. */
export function request({ method, url, headers = {}, body, ca, signal }: Request): Promise<Answer> {
  const options: https.RequestOptions = {
    method,
    headers: { ...headers, "content-length": body === undefined ? 0 : Buffer.byteLength(body) },
    ...(ca === undefined ? {} : { ca: [...ca] }),
    ...(signal === undefined ? {} : { signal }),
  };
  return new Promise((resolve, reject) => {
    const answered = (answer: http.IncomingMessage): void => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("error", reject);
      answer.on("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text });
      });
    };
    const asked =
      url.protocol === "https:"
        ? https.request(url, options, answered)
        : http.request(url, options, answered);
    asked.setTimeout(silenceMilliseconds, () => {
      asked.destroy(new Error(`${url.host} did not answer for ${silenceMilliseconds / 1000} seconds`));
    });
    asked.on("error", reject);
    asked.end(body);
  });
}
