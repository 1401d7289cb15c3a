import assert from "node:assert/strict";
import { errorOf, isPassing } from "../../../../../pipeline/library/objects/s3-errors.ts";
import { completionOf, elementOf, listPageOf } from "../../../../../pipeline/library/objects/s3-xml.ts";

const asked = {
  address: "s3://weather/raw/a",
  bucket: "weather",
  endpoint: "http://store:7070",
  region: "us-east-1",
  action: "s3:GetObject",
};
const sentence = (status: number, code: string, region?: string, message = "") => {
  const { code: kind, message: said, exitCode } = errorOf({ status, code, message, region }, asked);
  return [kind, said, ...(exitCode === undefined ? [] : [exitCode])];
};

describe("answers of S3", () => {
  it("are read from pages of a listing, encoded or not", () => {
    const page = (inner: string): string =>
      `<?xml version="1.0"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${inner}</ListBucketResult>`;
    const entry = (key: string): string =>
      `<Contents><Key>${key}</Key><LastModified>2024-02-05T06:07:08.000Z</LastModified><ETag>&quot;1&quot;</ETag><Size>12</Size></Contents>`;
    const modified = new Date("2024-02-05T06:07:08Z");
    assert.deepEqual(
      listPageOf(
        page(
          `<IsTruncated>true</IsTruncated><NextContinuationToken>a&amp;b+c%20</NextContinuationToken>${entry(" &lt;it&#39;s&gt;&#xA;&amp;amp; ")}${entry("a+b%20c")}<EncodingType></EncodingType>`,
        ),
      ),
      {
        objects: [
          { key: " <it's>\n&amp; ", bytes: 12, modified },
          { key: "a+b%20c", bytes: 12, modified },
        ],
        next: "a&b+c%20",
      },
    );
    assert.deepEqual(
      listPageOf(
        page(`<EncodingType>url</EncodingType><IsTruncated>false</IsTruncated>${entry("a+b%2Bc/%C3%A4")}`),
      ),
      { objects: [{ key: "a b+c/ä", bytes: 12, modified }], next: undefined },
    );
    assert.deepEqual(listPageOf(page("<IsTruncated>false</IsTruncated><Contents/>")), {
      objects: [],
      next: undefined,
    });
  });

  it("have elements with attributes, without text, or not at all", () => {
    assert.equal(elementOf('<UploadId xsi:type="string">a&#x1f600;</UploadId>', "UploadId"), "a😀");
    assert.equal(elementOf("<Code></Code>", "Code"), "");
    assert.equal(elementOf("<Codes>1</Codes>", "Code"), undefined);
    assert.equal(elementOf("<Code>&unknown;</Code>", "Code"), "&unknown;");
  });

  it("are asked to complete an upload with all tags in order", () => {
    assert.equal(
      completionOf(['"a"', "b&<"]),
      '<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Part><PartNumber>1</PartNumber><ETag>&quot;a&quot;</ETag></Part><Part><PartNumber>2</PartNumber><ETag>b&amp;&lt;</ETag></Part></CompleteMultipartUpload>',
    );
  });

  it("become errors with a remedy", () => {
    assert.deepEqual(sentence(404, "NoSuchKey"), ["missing", "s3://weather/raw/a is not there."]);
    assert.deepEqual(sentence(404, ""), ["missing", "s3://weather/raw/a is not there."]);
    assert.deepEqual(sentence(404, "NoSuchBucket"), [
      "no-bucket",
      "There is no bucket weather at http://store:7070. Create it, or correct the address s3://weather.",
    ]);
    for (const [status, code] of [
      [403, "InvalidAccessKeyId"],
      [404, "XAdminUserNotFound"],
    ] as const)
      assert.match(
        sentence(status, code).join(),
        /^denied,.* does not know the access key\. Correct AWS_ACCESS_KEY_ID/,
      );
    assert.match(sentence(403, "SignatureDoesNotMatch").join(), /^denied,.*Correct AWS_SECRET_ACCESS_KEY/);
    assert.match(sentence(400, "ExpiredToken").join(), /^denied,.*it has expired/);
    assert.match(sentence(403, "RequestTimeTooSkewed").join(), /^denied,.*clock of this machine/);
    assert.match(
      sentence(403, "AccessDenied").join(),
      /^denied,.*does not allow s3:GetObject on s3:\/\/weather\/raw\/a/,
    );
    assert.deepEqual(sentence(301, "PermanentRedirect", "eu-west-1"), [
      "refused",
      "The bucket weather is in the region eu-west-1, not us-east-1. Set AWS_REGION to eu-west-1.",
    ]);
    assert.deepEqual(sentence(400, "InvalidArgument", "us-east-1", "No."), [
      "refused",
      "http://store:7070 refuses s3:GetObject on s3://weather/raw/a (HTTP 400, InvalidArgument: No.).",
    ]);
    assert.match(sentence(412, "PreconditionFailed").join(), /^refused,.*was replaced while it was read/);
    assert.deepEqual(sentence(503, "SlowDown"), [
      "unreachable",
      "http://store:7070 is too busy or broken for s3://weather/raw/a (HTTP 503, SlowDown). Run it again later.",
      75,
    ]);
  });

  it("are asked for again where they may be others", () => {
    const again = [
      [500, ""],
      [503, "SlowDown"],
      [429, ""],
      [400, "RequestTimeout"],
    ] as const;
    const never = [
      [501, "NotImplemented"],
      [400, "InvalidArgument"],
      [403, "AccessDenied"],
      [404, ""],
    ] as const;
    assert.deepEqual(
      again.map(([status, code]) => isPassing({ status, code })),
      [true, true, true, true],
    );
    assert.deepEqual(
      never.map(([status, code]) => isPassing({ status, code })),
      [false, false, false, false],
    );
  });
});
