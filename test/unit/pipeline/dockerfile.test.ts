import assert from "node:assert/strict";
import { dockerfile } from "../../../pipeline/dockerfile.ts";
import { dockerignore } from "../../../pipeline/dockerignore.ts";
import { environmentDockerfile } from "../../../containers/images/environment-dockerfile.ts";
import { environmentContext, environmentKey } from "../../../containers/images/notebook-environment.ts";
import { FrontMatterSchema, type FrontMatter } from "../../../notebook/front-matter.ts";

const frontMatter = (image: object = {}, rest: object = {}): FrontMatter =>
  FrontMatterSchema.parse({ pipenb: 1, image, ...rest });

const code = {
  files: ["pipeline.ts", "runner.mjs"],
  entry: "pipeline.ts",
  title: "Daily",
  notebook: "daily.pipenb",
  version: "0.1.0",
  contract: {},
};

const whole = (image: object = {}, rest: object = {}): string =>
  dockerfile({ frontMatter: frontMatter(image, rest), hasLock: true }, code);

describe("the Dockerfile", () => {
  it("needs nothing that a builder without BuildKit does not know", () => {
    const text = whole({ base: "debian:bookworm", apt: ["nco"], dockerfile: ["RUN echo x"] });
    assert.doesNotMatch(text, /--mount|<<|--chmod|--link|# syntax/);
  });

  it("lets build arguments replace the base and the image that Node is taken from", () => {
    const text = whole({ base: "debian:bookworm" });
    assert.match(text, /^ARG NODE_IMAGE=node:24-bookworm-slim$/m);
    assert.match(text, /^ARG BASE_IMAGE=debian:bookworm$/m);
    assert.match(text, /^FROM \$\{BASE_IMAGE\} AS system$/m);
  });

  it("brings Node along only where the base has none or an old one", () => {
    const brings = (base: string): boolean => whole({ base }).includes("COPY --from=node");
    assert.deepEqual(["debian:bookworm", "node:20-slim", "mynode:24", "example.org/node:24"].map(brings), [
      true,
      true,
      true,
      true,
    ]);
    assert.deepEqual(
      [
        "node:24-bookworm-slim",
        "node:24",
        "node:26.1-slim",
        "docker.io/library/node:24",
        "node:24-alpine",
      ].map(brings),
      [false, false, false, false, false],
    );
  });

  it("takes a Node for musl where the base is Alpine", () => {
    const text = whole({ base: "alpine:3.22" });
    assert.match(text, /^ARG NODE_IMAGE=node:24-alpine$/m);
    assert.match(text, /apk add --no-cache libstdc\+\+/);
  });

  it("has npm, its cache and certificates in a stage that is left behind", () => {
    const text = whole({ base: "debian:bookworm", npm: { zx: "8" } });
    const instructions = text.replaceAll(/^#.*\n/gm, "");
    const holders = instructions.split(/^FROM /m).filter((stage) => /npm|\.pem/.test(stage));
    assert.deepEqual(
      holders.map((stage) => /AS (\w+)/.exec(stage)?.[1]),
      ["packages"],
    );
  });

  it("puts the notebook's own lines after apt and before npm", () => {
    const text = whole({ base: "debian:bookworm", apt: ["nco", "jq", "jq"], dockerfile: ["RUN own"] });
    const places = ["apt-get install", "RUN own", "npm ci"].map((word) => text.indexOf(word));
    assert.deepEqual(
      places,
      places.toSorted((a, b) => a - b),
    );
    assert.match(
      text,
      /--no-install-recommends \\\n {6}jq \\\n {6}nco \\\n && rm -rf \/var\/lib\/apt\/lists/,
    );
  });

  it("runs as nobody special, in the working directory, with the pipeline as entrypoint", () => {
    const text = whole();
    assert.match(text, /^USER 1000:1000$/m);
    assert.match(text, /^WORKDIR \/app\/work$/m);
    assert.match(
      text,
      /^ENTRYPOINT \["node","--disable-warning=ExperimentalWarning","\/app\/work\/runner.mjs","\/app\/work\/pipeline.ts"\]$/m,
    );
    assert.match(text, /^STOPSIGNAL SIGTERM$/m);
  });

  it("ends with the environment where no code is put on top", () => {
    const text = environmentDockerfile({ frontMatter: frontMatter(), hasLock: false });
    assert.match(text, /AS environment\nCOPY package.json \/app\/\nWORKDIR \/app\/work\nUSER 1000:1000\n$/);
    assert.ok(dockerfile({ frontMatter: frontMatter(), hasLock: false }, code).startsWith(text));
  });

  it("quotes environment variables and titles", () => {
    const text = dockerfile(
      { frontMatter: frontMatter({}, { environment: { A: 'a "b" $c \\d' } }), hasLock: false },
      { ...code, title: "One\n$two" },
    );
    assert.match(text, /^ENV A="a \\"b\\" \\\$c \\\\d"$/m);
    assert.match(text, /title="One \\\$two"/);
  });

  it("copies data before code, folders as folders and files of one folder together", () => {
    const text = dockerfile(
      { frontMatter: frontMatter({ files: ["./data/in/", "a b.csv"] }), hasLock: false },
      { ...code, files: ["pipeline.ts", "runner.mjs", "lib/b.ts", "lib/a.ts"] },
    );
    assert.deepEqual(
      text.split("\n").filter((line) => line.startsWith("COPY --chown")),
      [
        "COPY --chown=1000:1000 data/in ./data/in",
        'COPY --chown=1000:1000 ["a b.csv","./a b.csv"]',
        "COPY --chown=1000:1000 lib/a.ts lib/b.ts ./lib/",
        "COPY --chown=1000:1000 pipeline.ts runner.mjs ./",
      ],
    );
    assert.match(
      dockerignore(["./data/in/", "lib/a.ts"]),
      /\n\*\n!\.pipenb-ca\.pem\n!data\/in\n!lib\/a\.ts\n$/,
    );
  });
});

describe("the environment", () => {
  const context = (image: object, lock?: string) =>
    environmentContext({ frontMatter: frontMatter(image), lock, name: "daily" });

  it("has the Dockerfile, package.json and the lock where there are packages", () => {
    const paths = (image: object, lock?: string): readonly string[] =>
      context(image, lock).map(({ path }) => path);
    assert.deepEqual(paths({ npm: { zx: "8" } }, "{}"), ["Dockerfile", "package.json", "package-lock.json"]);
    assert.deepEqual(paths({}, "{}"), ["Dockerfile", "package.json"]);
  });

  it("has the same stages as the exported image's Dockerfile, so that both share their layers", () => {
    const image = { base: "debian:bookworm", npm: { zx: "8" } };
    const [own] = context(image, "{}");
    assert.ok(own && typeof own.contents === "string");
    assert.ok(whole(image).startsWith(own.contents));
  });

  it("has a key that changes with its content and its build arguments, and with nothing else", () => {
    const key = environmentKey(context({ apt: ["jq"] }));
    assert.match(key, /^[0-9a-f]{16}$/);
    assert.equal(environmentKey(context({ apt: ["jq"] }).toReversed(), {}), key);
    assert.notEqual(environmentKey(context({ apt: ["nco"] })), key);
    assert.notEqual(environmentKey(context({ apt: ["jq"] }), { BASE_IMAGE: "x" }), key);
  });
});
