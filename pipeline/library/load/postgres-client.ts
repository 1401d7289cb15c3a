/** The two usual clients of PostgreSQL, by the little that is asked of them: which one a notebook has is its own choice. */

/** A `Client` of the package `pg`, connected and with no transaction begun. */
export interface PgClient {
  query(text: string, values?: string[]): Promise<{ rows: object[]; rowCount: number | null }>;
  on(event: "error", listener: (error: Error) => void): unknown;
  removeListener(event: "error", listener: (error: Error) => void): unknown;
}

/** A `Pool` of the package `pg`. */
export interface PgPool {
  readonly totalCount: number;
  connect(): Promise<PgClient & { release(destroy?: boolean): void }>;
}

/** What the package `postgres` (postgres.js) gives: `const sql = postgres(…)`. */
export interface PostgresJs {
  begin(
    options: string,
    act: (sql: { unsafe(text: string, values?: string[]): PromiseLike<object[]> }) => Promise<void>,
  ): Promise<unknown>;
}

export type PostgresClient = PgClient | PgPool | PostgresJs;
