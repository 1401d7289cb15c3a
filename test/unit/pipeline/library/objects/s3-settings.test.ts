import assert from "node:assert/strict";
import { settingsOf } from "../../../../../pipeline/library/objects/s3-settings.ts";
import type { ObjectsOptions } from "../../../../../pipeline/library/objects/s3-settings.ts";

const keys = { AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "key" };

const settings = (
  address: string,
  environment: Record<string, string> = keys,
  options: ObjectsOptions = {},
  secrets: Record<string, string> = {},
) => settingsOf(address, options, environment, (name) => secrets[name]);

describe("where S3 is and with which key it is asked", () => {
  it("reads bucket and prefix as they are", () => {
    for (const [address, bucket, prefix] of [
      ["s3://weather", "weather", ""],
      ["s3://weather/", "weather", ""],
      ["S3://weather/raw/2024/", "weather", "raw/2024/"],
      ["s3://weather/a %20b#?c", "weather", "a %20b#?c/"],
    ] as const) {
      const found = settings(address);
      assert.deepEqual([found.bucket, found.prefix], [bucket, prefix]);
    }
    assert.throws(() => settings("s3:///raw"), /names no bucket/);
    assert.throws(() => settings("s3://user:password@host/raw"), /names no bucket/);
    assert.throws(() => settings("s3://weather/../other"), /cannot be the key of an object/);
  });

  it("asks AWS at the bucket's name, unless that has a dot", () => {
    const at = (bucket: string, region?: string) =>
      settings(`s3://${bucket}`, { ...keys, ...(region === undefined ? {} : { AWS_REGION: region }) }).base;
    assert.equal(at("weather"), "https://weather.s3.us-east-1.amazonaws.com");
    assert.equal(at("weather", "eu-central-1"), "https://weather.s3.eu-central-1.amazonaws.com");
    assert.equal(at("weather", "cn-north-1"), "https://weather.s3.cn-north-1.amazonaws.com.cn");
    assert.equal(at("data.example.com"), "https://s3.us-east-1.amazonaws.com/data.example.com");
  });

  it("asks another server by a path", () => {
    const at = (environment: Record<string, string>, options: ObjectsOptions = {}) =>
      settings("s3://weather", { ...keys, ...environment }, options).base;
    assert.equal(at({ AWS_ENDPOINT_URL: "http://store:7070" }), "http://store:7070/weather");
    assert.equal(
      at({ AWS_ENDPOINT_URL: "http://a", AWS_ENDPOINT_URL_S3: "https://b/" }),
      "https://b/weather",
    );
    assert.equal(at({ AWS_ENDPOINT_URL: " ", AWS_ENDPOINT_URL_S3: "" }), at({}));
    assert.equal(at({ AWS_ENDPOINT_URL: "http://a" }, { endpoint: "http://c:1" }), "http://c:1/weather");
    for (const wrong of ["store:7070", "ftp://store", "http://store/bucket", "http://me:secret@store"])
      assert.throws(
        () => at({ AWS_ENDPOINT_URL: wrong }),
        (error) =>
          error instanceof TypeError &&
          /no plain address/.test(error.message) &&
          !/me:secret/.test(error.message),
      );
  });

  it("takes the region of the options, of AWS_REGION, of AWS_DEFAULT_REGION", () => {
    const both = { ...keys, AWS_REGION: "a", AWS_DEFAULT_REGION: "b" };
    assert.equal(settings("s3://weather", both, { region: "c" }).region, "c");
    assert.equal(settings("s3://weather", both).region, "a");
    assert.equal(settings("s3://weather", { ...both, AWS_REGION: "" }).region, "b");
  });

  it("takes the key of the options, of the environment, of secrets", () => {
    const secrets = {
      aws_access_key_id: "s-id",
      aws_secret_access_key: "s-key\n",
      aws_session_token: "s-token",
    };
    const environment = { ...keys, AWS_SESSION_TOKEN: "token" };
    const of = (...given: Parameters<typeof settings> extends [string, ...infer Rest] ? Rest : never) =>
      settings("s3://weather", ...given).credentials();
    const options = { accessKeyId: "o-id", secretAccessKey: "o-key" };
    assert.deepEqual(of(environment, options, secrets), options);
    assert.deepEqual(of(environment, {}, secrets), {
      accessKeyId: "id",
      secretAccessKey: "key",
      sessionToken: "token",
    });
    assert.deepEqual(of(keys, {}, secrets), { accessKeyId: "id", secretAccessKey: "key" });
    const fromSecrets = { secretAccessKey: "s-key", sessionToken: "s-token" };
    assert.deepEqual(of({}, {}, secrets), { accessKeyId: "s-id", ...fromSecrets });
    assert.deepEqual(of({ AWS_ACCESS_KEY_ID: "id" }, {}, secrets), { accessKeyId: "id", ...fromSecrets });
    assert.equal(of({}, { anonymous: true }), undefined);
  });

  it("sees a key that is replaced while a pipeline runs", () => {
    const secrets: Record<string, string> = { aws_access_key_id: "1", aws_secret_access_key: "1" };
    const found = settings("s3://weather", {}, {}, secrets);
    secrets["aws_secret_access_key"] = "2";
    assert.equal(found.credentials()?.secretAccessKey, "2");
  });

  it("says which part of a key is not there, and never what is", () => {
    assert.throws(() => settings("s3://weather", {}), {
      name: "ObjectError",
      code: "no-credentials",
      message:
        'There is no key to ask for s3://weather with: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set. Set them in the environment, or name secrets in the front matter (secrets: [aws_access_key_id, aws_secret_access_key]). For a public bucket write objects("s3://weather", { anonymous: true }).',
    });
    assert.throws(
      () => settings("s3://weather", { AWS_ACCESS_KEY_ID: "id" }),
      /: AWS_SECRET_ACCESS_KEY is not set/,
    );
    assert.throws(() => settings("s3://weather", keys, { accessKeyId: "id" }), /belong together/);
    assert.throws(
      () => settings("s3://weather", { ...keys, AWS_SECRET_ACCESS_KEY: "half\nother" }),
      (error) =>
        error instanceof TypeError &&
        /secretAccessKey/.test(error.message) &&
        !/half|other/.test(error.message),
    );
  });
});
