/** What a client asks about values and files that only the running kernel has. */
import type { Knowledge, KnowledgeRequest } from "../../protocol/knowledge.ts";
import { withCreated } from "./created-tables.ts";
import { listFiles } from "./list-files.ts";
import type { Session } from "./session.ts";

/** What is needed of the session. */
export type Knowing = Pick<Session, "ask" | "busy" | "workingFolder" | "sources">;

type Told = Partial<Knowledge> & { readonly status: "ok"; readonly busy: boolean };

/** Content of `pipenb_knowledge_reply`. */
export async function tellKnowledge(request: KnowledgeRequest, session: Knowing): Promise<Told> {
  const { busy } = session;
  if (request.about === "files") {
    const files = await listFiles(await session.workingFolder(), request.folder, request.prefix);
    return { status: "ok", busy, files: [...files] };
  }
  const [told] = await session.ask({ about: "knowledge", request });
  // SAFETY: made by the runtime, our own program.
  const known = told === undefined ? {} : (JSON.parse(told) as Partial<Knowledge>);
  if (request.about !== "tables" || busy) return { status: "ok", busy, ...known };
  return { status: "ok", busy, ...known, tables: withCreated(known.tables ?? [], session.sources) };
}
