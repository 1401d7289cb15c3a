/** How Airflow's API is asked, over real HTTP: who is let in, and what is asked again. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { AirflowError } from "../../../backfill/airflow/airflow-error.ts";
import { AirflowServer } from "../../../backfill/airflow/airflow-server.ts";
import { freePort } from "../../support/free-port.ts";

interface Asked {
  readonly request: string;
  readonly token: string | undefined;
  readonly body: string;
}

describe("the API of Airflow", () => {
  let server: Server;
  let url: string;
  let asked: Asked[];
  /** What is answered, one after the other: a status and JSON. */
  let answers: (readonly [status: number, body: unknown])[];

  beforeEach(async () => {
    [asked, answers] = [[], []];
    server = createServer((request, response) => {
      let body = "";
      request.setEncoding("utf8").on("data", (text: string) => (body += text));
      request.on("end", () => {
        const token = request.headers.authorization;
        asked.push({ request: `${request.method ?? ""} ${request.url ?? ""}`, token, body });
        const [status, answer] = answers.shift() ?? [200, {}];
        response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
      });
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    // SAFETY: it listens on a port.
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const airflow = (more: Record<string, string> = {}): AirflowServer =>
    new AirflowServer({ AIRFLOW__API__BASE_URL: `${url}/`, ...more });

  const refused = (code: string) => (error: unknown) => error instanceof AirflowError && error.code === code;

  it("lets a user in by the password, once, and anew where the token is too old", async () => {
    const token = (name: string) => [201, { access_token: name }] as const;
    answers = [token("one"), [200, { a: 1 }], [401, {}], token("two"), [200, { a: 2 }]];
    const api = airflow({ AIRFLOW_USERNAME: "ada", AIRFLOW_PASSWORD: "word" });
    assert.deepEqual(await api.ask("GET /dags"), { a: 1 });
    assert.deepEqual(await api.ask("GET /dags"), { a: 2 });
    const login = 'POST /auth/token undefined {"username":"ada","password":"word"}';
    assert.deepEqual(
      asked.map(({ request, token: by, body }) => `${request} ${by} ${body}`.trim()),
      [
        login,
        "GET /api/v2/dags Bearer one",
        "GET /api/v2/dags Bearer one",
        login,
        "GET /api/v2/dags Bearer two",
      ],
    );
  });

  it("takes a token as it is, and says where that lets nobody in", async () => {
    answers = [[401, {}]];
    await assert.rejects(airflow({ AIRFLOW_CLI_TOKEN: "old" }).ask("GET /dags"), refused("not-let-in"));
    assert.deepEqual(asked, [{ request: "GET /api/v2/dags", token: "Bearer old", body: "" }]);
    answers = [[403, { detail: "no" }]];
    await assert.rejects(airflow().ask("GET /dags"), refused("not-let-in"));
    assert.equal(asked[1]?.request, "GET /auth/token");
  });

  it("asks again where it is busy, and gives what it says where it refuses", async () => {
    answers = [
      [500, {}],
      [200, { a: 1 }],
      [409, { detail: "There is already a running backfill" }],
      [404, { detail: "none" }],
    ];
    const api = airflow({ AIRFLOW_CLI_TOKEN: "t" });
    assert.deepEqual(await api.ask("POST /backfills", { b: 1 }), { a: 1 });
    assert.deepEqual(
      asked.map(({ body }) => body),
      ['{"b":1}', '{"b":1}'],
    );
    await assert.rejects(
      api.ask("POST /backfills", {}),
      (error) =>
        error instanceof AirflowError &&
        error.facts.code === "refused" &&
        error.facts.status === 409 &&
        error.facts.said === "There is already a running backfill",
    );
    assert.equal(await api.find("GET /dags/none"), undefined);
  });

  it("says where nobody answers", async () => {
    const nobody = new AirflowServer({
      AIRFLOW__API__BASE_URL: `http://127.0.0.1:${await freePort()}`,
      AIRFLOW_CLI_TOKEN: "t",
    });
    await assert.rejects(nobody.ask("GET /dags"), refused("no-answer"));
  }).timeout(300_000);
});
