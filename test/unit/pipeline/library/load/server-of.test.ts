import assert from "node:assert/strict";
import { serverOf } from "../../../../../pipeline/library/load/server-of.ts";

describe("the server of a client of PostgreSQL", () => {
  it("is told by pg in properties, by postgres.js in lists", () => {
    assert.equal(serverOf({ host: "db", port: 5433 }), "db:5433");
    const sql = Object.assign(() => undefined, { options: { host: ["db", "other"], port: [5434, 5432] } });
    assert.equal(serverOf(sql), "db:5434");
    assert.equal(serverOf({ host: "db" }), "db:5432");
  });

  it("is this machine behind a socket, and unknown where a client tells nothing", () => {
    assert.equal(serverOf({ host: "/var/run/postgresql", port: 5432 }), "localhost:5432");
    assert.equal(serverOf({}), undefined);
    assert.equal(serverOf({ host: "", options: undefined }), undefined);
  });
});
