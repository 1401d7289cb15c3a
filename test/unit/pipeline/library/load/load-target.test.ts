import assert from "node:assert/strict";
import {
  deleteRows,
  insertRows,
  nameText,
  quoted,
} from "../../../../../pipeline/library/load/load-target.ts";

describe("the statements of a load", () => {
  it("quote every name, so that none is anything but a name", () => {
    assert.equal(quoted("a", 'b"; DROP TABLE c; --'), '"a"."b""; DROP TABLE c; --"');
    assert.equal(nameText({ schema: "public", table: "Orders" }), 'public."Orders"');
  });

  it("compare the key with values of its own type, and leave rows of another out", () => {
    const day = { name: "Day", type: "date", baseType: "date" };
    const code = { name: "code", type: "character varying(3)", baseType: "character varying" };
    const target = { schema: "public", table: "orders", columns: [code, day], key: [day] };
    assert.equal(deleteRows(target), 'DELETE FROM "public"."orders" WHERE "Day" = $1::text::date');
    assert.equal(
      insertRows(target),
      `INSERT INTO "public"."orders" ("code", "Day")
SELECT c0, c1 FROM ROWS FROM (jsonb_to_recordset($1::text::jsonb) AS ("code" character varying(3), "Day" date)) WITH ORDINALITY AS r (c0, c1, number)
WHERE c1 = $2::text::date`,
    );
  });
});
