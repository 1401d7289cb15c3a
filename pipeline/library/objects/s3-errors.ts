/** What S3's refusals mean, as sentences. Nothing of the request is in them: a signature is made with the secret key. */
import { missing, ObjectError } from "./object-error.ts";
import type { ObjectErrorCode } from "./object-error.ts";

/** A refusal as it came. @internal */
export interface Refusal {
  readonly status: number;
  /** S3's word for it, such as NoSuchKey; empty where there is none. */
  readonly code: string;
  readonly message: string;
  /** Where the bucket is instead. */
  readonly region: string | undefined;
}

/** What was asked for. @internal */
export interface Asked {
  /** `s3://BUCKET/KEY` */
  readonly address: string;
  readonly bucket: string;
  readonly endpoint: string;
  readonly region: string;
  /** What a key must be allowed to, in S3's words. */
  readonly action: string;
}

/** Whether another try may help. @internal */
export function isPassing({ status, code }: Pick<Refusal, "status" | "code">): boolean {
  return status >= 500 ? status !== 501 : status === 429 || code === "RequestTimeout" || code === "SlowDown";
}

const ofKey: Readonly<Record<string, string>> = {
  InvalidAccessKeyId:
    "does not know the access key. Correct AWS_ACCESS_KEY_ID, or the secret that it comes from",
  XAdminUserNotFound:
    "does not know the access key. Correct AWS_ACCESS_KEY_ID, or the secret that it comes from",
  SignatureDoesNotMatch:
    "does not take the key: the secret key is not that of the access key. Correct AWS_SECRET_ACCESS_KEY, or the secret that it comes from",
  ExpiredToken:
    "does not take the key: it has expired. Give another AWS_SESSION_TOKEN, with the keys that belong to it",
  InvalidToken:
    "does not take the key: the session token is wrong. Give AWS_SESSION_TOKEN with the keys that belong to it, or none",
  RequestTimeTooSkewed: "does not take the key: the clock of this machine is wrong. Set it",
};

/** @internal */
export function errorOf(refusal: Refusal, asked: Asked): ObjectError {
  const { status, code, region } = refusal;
  const { address, bucket, endpoint, action } = asked;
  const error = (of: ObjectErrorCode, message: string): ObjectError =>
    new ObjectError(of, message, { s3Code: code });
  const key = ofKey[code];
  if (key !== undefined) return error("denied", `${endpoint} ${key}.`);
  if (code === "NoSuchBucket")
    return error(
      "no-bucket",
      `There is no bucket ${bucket} at ${endpoint}. Create it, or correct the address s3://${bucket}.`,
    );
  if (region !== undefined && region !== asked.region && [301, 307, 400].includes(status))
    return error(
      "refused",
      `The bucket ${bucket} is in the region ${region}, not ${asked.region}. Set AWS_REGION to ${region}.`,
    );
  if (status === 404 && code !== "NoSuchUpload") return missing(address, { s3Code: code });
  // Only reading on where a connection was lost asks for a certain version.
  if (status === 412) return error("refused", `${address} was replaced while it was read. Read it again.`);
  if (status === 401 || status === 403)
    return error(
      "denied",
      `${endpoint} does not allow ${action} on ${address}. Allow it to the key; where a key may not list a bucket, S3 says so of missing objects too.`,
    );
  const answer = [code, refusal.message].filter((part) => part !== "").join(": ");
  const said = `HTTP ${status}${answer === "" ? "" : `, ${answer}`}`;
  if (isPassing(refusal))
    return error(
      "unreachable",
      `${endpoint} is too busy or broken for ${address} (${said}). Run it again later.`,
    );
  return error("refused", `${endpoint} refuses ${action} on ${address} (${said}).`);
}
