/** A running Superset as a program and a person ask it: the data of a dashboard's charts, and what the dashboard looks like. */
import assert from "node:assert/strict";
import * as z from "zod";
import { launchBrowser } from "./editor/browser.ts";
import type { InstalledEditor } from "./editor/installed.ts";

const ChartsSchema = z.object({
  result: z.array(
    z.object({
      slice_name: z.string(),
      form_data: z.object({
        datasource: z.string(),
        metrics: z.array(z.string()).optional(),
        metric: z.string().optional(),
        x_axis: z.string().optional(),
        time_grain_sqla: z.string().optional(),
        groupby: z.array(z.string()).optional(),
      }),
    }),
  ),
});
const DataSchema = z.object({
  result: z.array(z.object({ data: z.array(z.record(z.string(), z.unknown())) })),
});

export interface Look {
  /** What stands on the page. */
  readonly text: string;
  readonly errors: readonly string[];
  /** Addresses elsewhere that the page has loaded something from. */
  readonly elsewhere: readonly string[];
}

export class Superset {
  readonly #address: string;
  readonly #password: string;

  /** @param password of `admin` */
  constructor(address: string, password: string) {
    this.#address = address;
    this.#password = password;
  }

  /** The rows that each chart of a dashboard is drawn from, by the chart's name. Numbers of moments are milliseconds. */
  async chartData(
    dashboard: string,
  ): Promise<ReadonlyMap<string, readonly Readonly<Record<string, unknown>>[]>> {
    const token = await this.#token();
    const charts = ChartsSchema.parse(await this.#ask(`/api/v1/dashboard/${dashboard}/charts`, { token }));
    const all = charts.result.map(async ({ slice_name: name, form_data: form }) => {
      const [id, type] = form.datasource.split("__");
      const axis = {
        ...{ label: form.x_axis, sqlExpression: form.x_axis, timeGrain: form.time_grain_sqla },
        ...{ columnType: "BASE_AXIS", expressionType: "SQL" },
      };
      const query = {
        metrics: form.metrics ?? [form.metric],
        columns: [...(form.x_axis === undefined ? [] : [axis]), ...(form.groupby ?? [])],
        row_limit: 10_000,
      };
      const body = { datasource: { id: Number(id), type }, queries: [query], force: true };
      const { result } = DataSchema.parse(await this.#ask("/api/v1/chart/data", { token, body }));
      return [name, result[0]?.data ?? []] as const;
    });
    return new Map(await Promise.all(all));
  }

  /** Opens a dashboard in the real browser as a person does, and takes a picture once its charts are drawn. */
  async look(dashboard: string, editor: InstalledEditor, picture: string): Promise<Look> {
    const browser = await launchBrowser(editor);
    try {
      const context = await browser.newContext({ viewport: { width: 1300, height: 750 } });
      const page = await context.newPage();
      page.setDefaultTimeout(300_000);
      const errors: string[] = [];
      const elsewhere: string[] = [];
      page.on("pageerror", ({ message }) => errors.push(message));
      page.on("requestfinished", (request) => {
        const { origin, protocol } = new URL(request.url());
        if (protocol.startsWith("http") && origin !== this.#address) elsewhere.push(request.url());
      });
      await page.goto(`${this.#address}/login/`);
      await page.locator("#username").fill("admin");
      await page.locator("#password").fill(this.#password);
      await page.keyboard.press("Enter");
      await page.waitForURL(({ pathname }) => !pathname.startsWith("/login"));
      const charts = page.locator("[data-test='slice-container'] canvas");
      // On a busy machine a part of the page may fail to come, which leaves it empty until it is loaded anew.
      for (let tries = 1, isDrawn = false; !isDrawn; tries += 1) {
        assert(tries <= 5, `the dashboard is drawn: ${errors.join(" ")}`);
        errors.length = 0;
        await page.goto(`${this.#address}/superset/dashboard/${dashboard}/?standalone=1`);
        const drawn = charts.last().waitFor({ timeout: 90_000 });
        isDrawn = await drawn.then(
          () => true,
          () => false,
        );
      }
      await page.locator("[data-test='loading-indicator']").first().waitFor({ state: "detached" });
      // Bars grow into their places.
      await page.waitForTimeout(2000);
      await page.screenshot({ path: picture });
      return { text: await page.locator("body").innerText(), errors, elsewhere };
    } finally {
      await browser.close();
    }
  }

  async #token(): Promise<string> {
    const body = { username: "admin", password: this.#password, provider: "db", refresh: false };
    const answer = await this.#ask("/api/v1/security/login", { body });
    return z.object({ access_token: z.string() }).parse(answer).access_token;
  }

  async #ask(
    path: string,
    { token, body }: { readonly token?: string; readonly body?: object },
  ): Promise<unknown> {
    const answer = await fetch(`${this.#address}${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: {
        "content-type": "application/json",
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    assert.ok(answer.ok, `${path}: ${answer.status} ${text}`);
    return JSON.parse(text);
  }
}
