import assert from "node:assert/strict";
import { lineageEnvironment, lineageSettings, wantsLineage } from "../../../../pipeline/lineage/settings.ts";

const url = { OPENLINEAGE_URL: "http://marquez:5000" };
const runId = "0190bf3e-7c4e-7a3b-9d0c-3f1f0a2b4c5d";

describe("what asks a run for lineage", () => {
  it("is an address, unless somebody has forbidden it", () => {
    assert.equal(wantsLineage({}), false);
    assert.equal(wantsLineage({ OPENLINEAGE_URL: "" }), false);
    assert.equal(wantsLineage(url), true);
    assert.equal(wantsLineage({ ...url, OPENLINEAGE_DISABLED: " True" }), false);
    assert.equal(wantsLineage({ ...url, OPENLINEAGE_DISABLED: "no" }), true);
  });

  it("has the endpoint and the namespace of OpenLineage's clients where nothing else is said", () => {
    const { address, namespace, parent, root } = lineageSettings(url);
    assert.equal(address.href, "http://marquez:5000/api/v1/lineage");
    assert.deepEqual([namespace, parent, root], ["default", undefined, undefined]);
    const other = lineageSettings({
      ...url,
      OPENLINEAGE_ENDPOINT: "/events?a=1",
      OPENLINEAGE_NAMESPACE: "prod",
    });
    assert.deepEqual([other.address.href, other.namespace], ["http://marquez:5000/events?a=1", "prod"]);
  });

  it("names the run that has started this one, which is the root where there is no other", () => {
    const id = `airflow://prod/orders.load/${runId}`;
    const parent = { namespace: "airflow://prod", name: "orders.load", runId };
    const found = lineageSettings({ ...url, OPENLINEAGE_PARENT_ID: id });
    assert.deepEqual([found.parent, found.root], [parent, parent]);
    const withRoot = lineageSettings({
      ...url,
      OPENLINEAGE_PARENT_ID: id,
      OPENLINEAGE_ROOT_PARENT_ID: `prod/orders/${runId}`,
    });
    assert.deepEqual(withRoot.root, { namespace: "prod", name: "orders", runId });
  });

  it("says what is wrong with a variable, and shows no login", () => {
    const refused: readonly (readonly [Readonly<Record<string, string>>, RegExp])[] = [
      [{ OPENLINEAGE_URL: "marquez" }, /^Error: OPENLINEAGE_URL is no address/],
      [{ OPENLINEAGE_URL: "kafka://marquez:5000" }, /is no address of a server/],
      [
        { OPENLINEAGE_URL: "http://me:pass@marquez" },
        /^Error: OPENLINEAGE_URL has a login in it\. Give a key as/,
      ],
      [{ ...url, OPENLINEAGE_PARENT_ID: "prod/orders" }, /^Error: OPENLINEAGE_PARENT_ID is no run\. Write/],
      [{ ...url, OPENLINEAGE_PARENT_ID: "prod/orders/7" }, /where RUN is a UUID/],
    ];
    for (const [env, message] of refused) assert.throws(() => lineageSettings(env), message);
  });

  it("is passed on whole, or not at all", () => {
    const given = { ...url, OPENLINEAGE_API_KEY: "k", OPENLINEAGE_NAMESPACE: "", HOME: "/" };
    assert.deepEqual(lineageEnvironment(given), { ...url, OPENLINEAGE_API_KEY: "k" });
    assert.deepEqual(lineageEnvironment({ OPENLINEAGE_API_KEY: "k" }), {});
  });
});
