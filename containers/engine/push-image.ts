/** Pushing: one name of an image to its registry. */
import type Dockerode from "dockerode";
import type { PushedImage, PushOptions } from "./engine.ts";
import { EngineError } from "./engine-error.ts";
import { abortedOr, toEngineError, unlessMissing } from "./explain-failure.ts";
import { orAbsent } from "./or-absent.ts";
import { PushProgress } from "./push-progress.ts";
import { isIdOrDigest, splitReference, registryHost } from "./reference.ts";
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
  throw new EngineError({ code: "no-name", name });
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
  throw new EngineError({ code: "hung-up", doing: `push the image ${name}` });
}

const denied =
  /denied|unauthorized|authentication required|no basic auth credentials|insufficient_scope|forbidden|\b40[13]\b/i;

/** Why a push failed: mostly that nobody is logged in. `said` is the engine's own sentence; `user` who was logged in at the registry. */
export function explainPush(name: string, said: string, user: string | undefined): EngineError {
  const general = toEngineError(new Error(said), `push the image ${name}`);
  // A registry out of reach may be "denied" by a proxy or firewall; logging in would not help there.
  const isOutOfReach = general.code === "registry-unreachable" || general.code === "registry-plain";
  if (isOutOfReach || !denied.test(said)) return general;
  return new EngineError({
    code: "push-denied",
    name,
    said: said.trim(),
    registry: registryHost(name),
    user,
  });
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
  return new EngineError({ code: "no-such-tag", image: repo, tag, tagGiven: name !== repo, tags });
}
