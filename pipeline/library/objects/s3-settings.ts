import { checkKey } from "./keys.ts";
import { ObjectError } from "./object-error.ts";

/** Where S3 is and with which key it is asked, where the environment and the secrets do not say so. */
export interface ObjectsOptions {
  /** Address of the server, such as `http://store:7070`; that of AWS without it. */
  readonly endpoint?: string;
  readonly region?: string;
  readonly accessKeyId?: string;
  /** `secret("name")`, never a text in the notebook. */
  readonly secretAccessKey?: string;
  readonly sessionToken?: string;
  /** Asks without a key, as public buckets allow. */
  readonly anonymous?: boolean;
}

/** @internal */
interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** @internal */
export interface S3Settings {
  /** `s3://BUCKET/PREFIX` */
  readonly address: string;
  readonly bucket: string;
  /** With "/" at its end, or empty. */
  readonly prefix: string;
  /** Where the bucket's objects are, without "/" at the end. */
  readonly base: string;
  /** Protocol and host, as errors name it. */
  readonly endpoint: string;
  readonly region: string;
  /** Looked up anew for each request, as secrets may be replaced while a pipeline runs; undefined asks without a key. */
  readonly credentials: () => Credentials | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @internal */
export function settingsOf(
  address: string,
  options: ObjectsOptions,
  environment: Environment,
  findSecret: (name: string) => string | undefined,
): S3Settings {
  // As all of AWS's tools read it: nothing in it is percent-encoded.
  const [, bucket = "", path = ""] = /^s3:\/\/([^/]*)\/?(.*)$/is.exec(address) ?? [];
  if (!/^[a-z0-9][\w.-]*$/i.test(bucket))
    throw new TypeError(`${JSON.stringify(address)} names no bucket. Write s3://BUCKET/PREFIX.`);
  const prefix = path.replace(/\/$/, "");
  if (prefix !== "") checkKey(prefix);
  const variable = (...names: readonly string[]): string | undefined =>
    names.map((name) => environment[name]?.trim()).find((value) => value !== undefined && value !== "");
  const region = options.region ?? variable("AWS_REGION", "AWS_DEFAULT_REGION") ?? "us-east-1";
  const given = options.endpoint ?? variable("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL");
  const place = given === undefined ? placeAtAws(bucket, region) : placeAt(bucket, given);
  const credentials = (): Credentials | undefined =>
    options.anonymous === true ? undefined : sound(credentialsOf(address, options, variable, findSecret));
  credentials(); // what is missing is said at the call, not at the first object
  return {
    address: `s3://${bucket}${prefix === "" ? "" : `/${prefix}`}`,
    bucket,
    prefix: prefix === "" ? "" : `${prefix}/`,
    region,
    ...place,
    credentials,
  };
}

/** AWS wants the bucket in the host's name; a certificate holds for one part, so a name with dots goes into the path. */
function placeAtAws(bucket: string, region: string): Pick<S3Settings, "base" | "endpoint"> {
  const host = `s3.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`;
  const endpoint = `https://${host}`;
  return {
    endpoint,
    base: bucket.includes(".") ? `${endpoint}/${bucket}` : `https://${bucket}.${host}`,
  };
}

/** Other servers have one name, whatever the bucket. */
function placeAt(bucket: string, given: string): Pick<S3Settings, "base" | "endpoint"> {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  const isPlain =
    url !== undefined &&
    /^https?:$/.test(url.protocol) &&
    url.pathname === "/" &&
    url.search === "" &&
    url.username === "" &&
    url.password === "";
  if (!isPlain)
    throw new TypeError(
      "The endpoint of S3 (AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, or the option endpoint) is no plain address. Write protocol and host alone, such as https://store.example.com or http://store:7070, without bucket and password.",
    );
  return { endpoint: url.origin, base: `${url.origin}/${bucket}` };
}

function credentialsOf(
  address: string,
  options: ObjectsOptions,
  variable: (name: string) => string | undefined,
  findSecret: (name: string) => string | undefined,
): Credentials {
  if (options.accessKeyId !== undefined && options.secretAccessKey !== undefined)
    return {
      accessKeyId: options.accessKeyId,
      secretAccessKey: options.secretAccessKey,
      ...(options.sessionToken === undefined ? {} : { sessionToken: options.sessionToken }),
    };
  if (options.accessKeyId !== undefined || options.secretAccessKey !== undefined)
    throw new TypeError("accessKeyId and secretAccessKey belong together: give both, or neither.");
  const secretOf = (name: string): string | undefined => findSecret(name)?.trim() || undefined;
  const accessKeyId = variable("AWS_ACCESS_KEY_ID") ?? secretOf("aws_access_key_id");
  const fromEnvironment = variable("AWS_SECRET_ACCESS_KEY");
  const secretAccessKey = fromEnvironment ?? secretOf("aws_secret_access_key");
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    const lacking = [
      ...(accessKeyId === undefined ? ["AWS_ACCESS_KEY_ID"] : []),
      ...(secretAccessKey === undefined ? ["AWS_SECRET_ACCESS_KEY"] : []),
    ];
    throw new ObjectError(
      "no-credentials",
      `There is no key to ask for ${address} with: ${lacking.join(" and ")} ${lacking.length === 1 ? "is" : "are"} not set. Set them in the environment, or name secrets in the front matter (secrets: [aws_access_key_id, aws_secret_access_key]). For a public bucket write objects(${JSON.stringify(address)}, { anonymous: true }).`,
    );
  }
  // A token belongs to the key that it came with.
  const sessionToken =
    fromEnvironment === undefined ? secretOf("aws_session_token") : variable("AWS_SESSION_TOKEN");
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}

/** Whoever makes a header of them would say what is wrong together with the value. */
function sound(credentials: Credentials): Credentials {
  for (const [name, value] of Object.entries(credentials))
    if (!/^[\x21-\x7e]+$/.test(String(value)))
      throw new TypeError(
        `The ${name} for S3 holds characters that no key has, such as a blank or a line end. Copy it again.`,
      );
  return credentials;
}
