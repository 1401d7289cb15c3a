import assert from "node:assert/strict";
import { parse } from "yaml";
import * as z from "zod";
import { composeText } from "../../../pipeline/compose.ts";
import { composeFolders } from "../../../pipeline/compose-volumes.ts";
import { FrontMatterSchema } from "../../../notebook/front-matter.ts";

const ComposeSchema = z.object({
  services: z.record(z.string(), z.looseObject({ volumes: z.array(z.string()).optional() })),
  volumes: z.record(z.string(), z.unknown()).optional(),
});

const textOf = (services: object): string =>
  composeText(FrontMatterSchema.parse({ pipenb: 1, services }), "daily");

describe("volumes of services in compose.yaml", () => {
  it("are those of usual images, whatever registry and version they are of", () => {
    const folders = (image: string) => composeFolders({ image, keep: true });
    assert.deepEqual(folders("postgres:17-alpine"), ["/var/lib/postgresql/data"]);
    assert.deepEqual(folders("docker.io/library/postgres:9.6"), ["/var/lib/postgresql/data"]);
    assert.deepEqual(folders("postgres:18"), ["/var/lib/postgresql"]);
    assert.deepEqual(folders("postgres"), ["/var/lib/postgresql"]);
    assert.deepEqual(folders("localhost:5000/postgres:alpine"), ["/var/lib/postgresql"]);
    assert.deepEqual(folders(`mysql:8.4@sha256:${"0".repeat(64)}`), ["/var/lib/mysql"]);
    assert.deepEqual(folders("clickhouse/clickhouse-server:25"), ["/var/lib/clickhouse"]);
    assert.deepEqual(folders("team/own:1"), []);
    assert.deepEqual(folders("constructor"), []);
  });

  it("have names that are declared, so that down keeps them", () => {
    const text = textOf({
      db: { image: "postgres:17" },
      docs: { image: "mongo:8" },
      own: { image: "team/own:1", keep: ["/srv/$x"] },
      none: { image: "redis:8", keep: false },
    });
    const { services, volumes } = ComposeSchema.parse(parse(text));
    assert.deepEqual(services["db"]?.volumes, ["db-data:/var/lib/postgresql/data"]);
    assert.deepEqual(services["docs"]?.volumes, ["docs-data:/data/configdb", "docs-data-2:/data/db"]);
    assert.deepEqual(services["own"]?.volumes, ["own-data:/srv/$$x"]);
    assert.equal(services["none"]?.volumes, undefined);
    assert.deepEqual(Object.keys(volumes ?? {}), ["db-data", "docs-data", "docs-data-2", "own-data"]);
    assert.match(text, /down --volumes drops it/);
  });

  it("are none where nothing is kept", () => {
    const text = textOf({ db: { image: "postgres:17", keep: false } });
    assert.equal(ComposeSchema.parse(parse(text)).volumes, undefined);
    assert.doesNotMatch(text, /volumes drops/);
  });
});
