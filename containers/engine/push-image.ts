/** Pushing: one name of an image to its registry. */
import type Dockerode from "dockerode";
import { abortedOr } from "./aborted-or.ts";
import type { PushedImage, PushOptions } from "./engine.ts";
import { EngineError } from "./engine-error.ts";
import { unlessMissing } from "./explain-failure.ts";
import { explainPush } from "./explain-push.ts";
import { orAbsent } from "./or-absent.ts";
import { PushProgress } from "./push-progress.ts";
import { isIdOrDigest, splitReference } from "./reference.ts";
import { credentialsFor } from "./registry-credentials.ts";
import { stoppableProgress } from "./stoppable-progress.ts";

/** Pushes and gives the digest. Rejects with an `EngineError`. */
export async function pushImage(
  docker: Dockerode,
  name: string,
  options: PushOptions = {},
): Promise<PushedImage> {
  refuseNameless(name);
  try {
    return await push(docker, name, options);
  } catch (cause) {
    throw abortedOr(cause, `push the image ${name}`, options.signal);
  }
}

function refuseNameless(name: string): void {
  if (!isIdOrDigest(name)) return;
  throw new EngineError(
    "no-name",
    `${name} has no name to be pushed under: an id says nothing about a registry. Give it one, such as registry.example.com/team/weather:1.`,
  );
}

async function push(docker: Dockerode, name: string, { onEvent, signal }: PushOptions): Promise<PushedImage> {
  signal?.throwIfAborted();
  const { repo, tag } = splitReference(name);
  const image = docker.getImage(`${repo}:${tag}`);
  if ((await unlessMissing(`look up the image ${name}`, () => image.inspect())) === undefined)
    throw await noSuchImage(docker, name, repo, tag);
  const credential = await credentialsFor(name);
  const stream = await docker.getImage(repo).push({
    tag,
    // Without this header some engines refuse even where no login is needed.
    authconfig: credential ?? {},
    ...(signal === undefined ? {} : { abortSignal: signal }),
  });
  const progress = new PushProgress(onEvent ?? (() => undefined));
  for await (const message of stoppableProgress(stream, signal)) progress.read(message);
  if (progress.failure !== undefined)
    throw explainPush(name, progress.failure, credential === undefined ? undefined : userOf(credential));
  const digest = progress.digest ?? digestIn(await image.inspect(), repo);
  if (digest !== undefined) return { digest, reference: `${repo}@${digest}` };
  throw new EngineError(
    "unreachable",
    `Could not push the image ${name}: the engine hung up in the middle. Is it still running?`,
  );
}

/** A token carries no name. */
const userOf = ({ username }: { readonly username: string }): string =>
  username === "" ? "this login" : username;

/** Engines that say no digest in the end have it with the image. */
function digestIn({ RepoDigests }: Dockerode.ImageInspectInfo, repo: string): string | undefined {
  const found = (orAbsent(RepoDigests) ?? []).find((each) => each.startsWith(`${repo}@`));
  return found?.slice(repo.length + 1);
}

/** Names the tags that are there: mostly the tag was forgotten. */
async function noSuchImage(docker: Dockerode, name: string, repo: string, tag: string): Promise<EngineError> {
  const images = await docker.listImages({ filters: { reference: [repo] } });
  const tags = images.flatMap(({ RepoTags }) => orAbsent(RepoTags) ?? []);
  const meant = name === repo ? ` (no tag means ${tag})` : "";
  const remedy = tags.length === 0 ? "Build it first, or correct the name." : `There is ${tags.join(", ")}.`;
  return new EngineError("no-such-image", `There is no image ${repo}:${tag} here${meant}. ${remedy}`);
}
