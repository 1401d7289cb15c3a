import assert from "node:assert/strict";
import { parse } from "yaml";
import * as z from "zod";
import { composeText } from "../../../pipeline/compose.ts";
import { yamlText } from "../../../pipeline/yaml-text.ts";
import { FrontMatterSchema } from "../../../notebook/front-matter.ts";
import { splitMount } from "../../../notebook/mounts.ts";

const frontMatter = (wanted: object) => FrontMatterSchema.parse({ pipenb: 1, ...wanted });

const ComposeSchema = z.object({
  services: z.record(
    z.string(),
    z.looseObject({
      command: z.array(z.string()).optional(),
      volumes: z.array(z.string()).optional(),
      profiles: z.array(z.string()).optional(),
      ports: z.array(z.string()).optional(),
      depends_on: z
        .union([z.array(z.string()), z.record(z.string(), z.object({ condition: z.string() }))])
        .optional(),
    }),
  ),
});

const composeOf = (wanted: object) =>
  ComposeSchema.parse(parse(composeText(frontMatter(wanted), "daily"))).services;

describe("compose.yaml", () => {
  it("waits for the ports of a service that has no ready command, before the pipeline and the shell start", () => {
    const services = composeOf({
      services: {
        db: { image: "postgres:16", ports: [5432, 5433] },
        cache: { image: "redis:8", ready: "redis-cli ping", ports: [6379] },
        quiet: { image: "busybox" },
      },
    });
    for (const name of ["test", "bash"])
      assert.deepEqual(services[name]?.depends_on, {
        db: { condition: "service_started" },
        cache: { condition: "service_healthy" },
        quiet: { condition: "service_started" },
        wait: { condition: "service_completed_successfully" },
      });
    assert.deepEqual(services["wait"]?.command, ["db:5432", "db:5433"]);
    assert.deepEqual(services["wait"].depends_on, ["db"]);
  });

  it("brings up the services alone where none is named, and has them answer on this machine only", () => {
    const services = composeOf({ services: { db: { image: "postgres:16", ports: [5432] } } });
    const started = Object.keys(services).filter((name) => services[name]?.profiles === undefined);
    assert.deepEqual(started, ["db"]);
    assert.deepEqual(services["db"]?.ports, ["127.0.0.1::5432"]);
  });

  it("has nothing to wait with where nothing is to be asked", () => {
    assert.equal(
      composeOf({ services: { db: { image: "x", ready: "true", ports: [1] } } })["wait"],
      undefined,
    );
    assert.equal(composeOf({})["wait"], undefined);
  });

  it("takes the drive letter of a mount's source for what it is", () => {
    const services = composeOf({ mounts: ["C:\\data\\in:data/input:ro", "d:/out:/data/out"] });
    assert.deepEqual(services["test"]?.volumes, [
      "C:\\data\\in:/app/work/data/input:ro",
      "d:/out:/data/out",
      "./data/output:/app/work/data/output",
    ]);
    assert.equal(splitMount("a:b:c"), undefined);
  });

  it("mounts beside the notebook what it does not mount itself, however that is written", () => {
    const input = "./data/input:/app/work/data/input:ro";
    for (const own of ["data/output:/results", "./data/output/:results", "out:./data/output/"])
      assert.deepEqual(composeOf({ mounts: [own] })["test"]?.volumes?.slice(1), [input], own);
  });
});

describe("a text in YAML", () => {
  const texts = [
    ".5",
    ".inf",
    "-.inf",
    ".nan",
    "1e3",
    "~",
    "0x1",
    "0o17",
    "017",
    "on",
    "off",
    "yes",
    "y",
    "N",
    "Null",
  ];
  const others = [
    "true",
    "12:30:45",
    "2022-02-05",
    "1_000",
    "-",
    "",
    " a",
    "a: b",
    "a #b",
    "&a",
    "*a",
    "!a",
    "%a",
    "@a",
  ];
  const more = [
    "`a",
    "[a]",
    "{a}",
    "a\nb",
    "é",
    "\u0007",
    "=",
    "<<",
    "...",
    "---",
    "|",
    ">",
    "'",
    '"',
    "postgres:16",
  ];
  for (const version of ["1.1", "1.2"] as const)
    it(`is the same text to a reader of YAML ${version}, as value, in a list and as key`, () => {
      for (const text of [...texts, ...others, ...more]) {
        const value = { a: text, b: [text], [text]: "key" };
        assert.deepEqual(parse(yamlText(value), { version }), value, text);
      }
    });

  it("has quotes only where it needs them, and leaves out what is not there", () => {
    assert.equal(
      yamlText({ image: "node", tag: "postgres:16", list: ["/bin/sh", "-c"], none: undefined, ports: [1] }),
      'image: node\ntag: "postgres:16"\nlist: [/bin/sh, "-c"]\nports: [1]\n',
    );
  });
});
