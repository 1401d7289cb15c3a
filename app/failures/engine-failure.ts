/** Why a container engine could not do what it was asked, in words, and what to do. */
import type {
  BuildCause,
  EngineFacts,
  FailedBuild,
  NoEngineError,
  SaidCode,
  SshWhy,
} from "../../containers/engine/engine-error.ts";
import { type FailureText, sentence, wholeText } from "./failure-text.ts";
import { wrongCertificate } from "./npm-failure.ts";

/** A new code does not compile until somebody has said what to do about it. */
const remedies: Readonly<Record<SaidCode, string | undefined>> = {
  unreachable:
    "Is the container engine running? Start it (Docker Desktop, `systemctl start docker`, `colima start`).",
  permission:
    "You may not use the engine's socket. On Linux join its group with `sudo usermod -aG docker $USER`, then log out and in again; or use a rootless engine.",
  "no-such-image": "Build or pull the image first.",
  "no-such-object": undefined,
  conflict: undefined,
  "pull-denied": "Check the image's name and tag; if it is private, log in with `docker login` first.",
  "pull-limited": "The registry limits anonymous pulls. Log in with `docker login`, or wait and try again.",
  "registry-unreachable":
    "The engine cannot reach the registry: check its network, its proxy settings, and that it trusts your company's certificates.",
  "registry-plain":
    "The registry speaks plain HTTP: give it a certificate, or name it under `insecure-registries` in the engine's settings.",
  "no-space": "Free space for the engine, for example with `docker system prune`, and try again.",
  "mount-source":
    "Create the folder, and where the engine runs in a virtual machine share it in the engine's settings.",
  "port-taken": "Another program holds that port. Stop it, or try again for another free port.",
  "no-swarm":
    "Name a manager of the swarm by DOCKER_HOST or a context of docker, or make this engine one: `docker swarm init`.",
  engine: undefined,
};

const commands: Partial<Readonly<Record<SaidCode, string>>> = {
  permission: "sudo usermod -aG docker $USER",
  "pull-denied": "docker login",
  "pull-limited": "docker login",
  "no-space": "docker system prune",
};

const buildRemedies: Readonly<Record<BuildCause, string>> = {
  "own-certificate":
    "A proxy with a certificate of its own stands between the build and the network: set PIPENB_CA_BUNDLE to the PEM file of your company's certificates.",
  "wrong-certificate": wrongCertificate,
  "no-network":
    "The build has no way to the network: check the engine's DNS, and HTTP_PROXY/HTTPS_PROXY if you are behind a proxy.",
  "no-apt-package": "Check the names under `image.apt` in the front matter.",
  "no-npm-package": "Check the names and versions under `image.npm` in the front matter.",
  "stale-lock": "The lock file does not fit the packages: delete NOTEBOOK.lock.json and run again.",
  "no-program": "The base image lacks this program: choose another `image.base`.",
};

/** `at` is the machine in words of a command line. */
const sshRemedies: Readonly<Record<SshWhy, (at: string) => string>> = {
  "no-ssh": () => "Install an ssh client (Debian: openssh-client) and see that it is on the PATH.",
  "no-host": (at) => `Check the address, and that \`ssh ${at}\` gets through.`,
  "host-key-unknown": (at) =>
    `Log in once with \`ssh ${at}\` and confirm that it is the right machine: pipenb cannot answer that question for you.`,
  "host-key-changed": (at) =>
    `Ask who runs that machine; if its key was changed on purpose, take the old one out of known_hosts and log in with \`ssh ${at}\`.`,
  denied: (at) =>
    `\`ssh ${at}\` must log in without a question: put your key into authorized_keys over there, and load it with ssh-add if it has a passphrase.`,
  "no-docker": (at) => `Install Docker over there, so that \`ssh ${at} docker version\` answers.`,
  "no-engine": () => "Start the engine over there (`systemctl start docker`).",
  "socket-denied": () => "Over there add that user to the group docker, then try again.",
  other: (at) => `See what \`ssh ${at} docker version\` says.`,
};

/** One reason in words. */
export function engineFailure(facts: EngineFacts): FailureText {
  switch (facts.code) {
    case "build-failed":
      return {
        message: stoppedBuild(facts.build, facts.said),
        remedy: facts.cause === undefined ? undefined : buildRemedies[facts.cause],
      };
    case "hung-up":
      return {
        message: `Could not ${facts.doing}: the engine hung up in the middle.`,
        remedy: "Is it still running? Try again.",
      };
    case "ssh":
      return {
        message: `The engine of ${facts.address} cannot be reached by ssh: ${sentence(facts.said)}`,
        remedy: sshRemedies[facts.why](sshWords(facts.address)),
      };
    case "no-answer":
      return { message: `It did not answer within ${facts.seconds} seconds.` };
    case "push-denied":
      return pushDenied(facts);
    case "no-name":
      return {
        message: `${facts.name} has no name to be pushed under: an id says nothing about a registry.`,
        remedy: "Give it one, such as registry.example.com/team/weather:1.",
      };
    case "no-such-tag":
      return {
        message: `There is no image ${facts.image}:${facts.tag} here${facts.tagGiven ? "" : ` (no tag means ${facts.tag})`}.`,
        remedy:
          facts.tags.length === 0
            ? "Build it first, or correct the name."
            : `There is ${facts.tags.join(", ")}.`,
      };
    case "image-vanished":
      return {
        message: `The image ${facts.image} was removed right after its ${facts.after}.`,
        remedy: facts.after === "build" ? "Build it again." : "Pull it again.",
      };
    case "other-architecture":
      return {
        message: `The image ${facts.image} here is not one for ${facts.architecture}.`,
        remedy: `Remove it (\`docker rmi ${facts.image}\`) and start again.`,
        command: `docker rmi ${facts.image}`,
      };
    case "no-own-base": {
      const command = `pipenb base ${facts.name}`;
      return {
        message: `The base image ${facts.image} is not here, and no registry has it.`,
        remedy: `Make it: \`${command}\`.`,
        command,
      };
    }
    case "volume-unfilled":
      return {
        message: `The kernel's volume could not be filled: ${facts.said}`,
        remedy: "Check the engine's free space (`docker system df`) and start again.",
      };
    case "no-ca-bundle":
      return {
        message: `The file that PIPENB_CA_BUNDLE names, ${facts.path}, cannot be read.`,
        remedy: "Correct or unset it.",
      };
    case "no-kernel-files":
      return {
        message: `The kernel is not in ${facts.folder}.`,
        remedy: "Build it first (`npm run build`), or install pipenb again.",
      };
    case "aborted":
      return { message: `Stopped as asked: ${facts.doing}.` };
    default:
      return {
        message:
          facts.build === undefined
            ? `Could not ${facts.doing}: ${sentence(facts.said)}`
            : stoppedBuild(facts.build, facts.said),
        remedy: remedies[facts.code],
        command: commands[facts.code],
      };
  }
}

/** No engine answers; what to use instead each program says in its own terms. */
export function noEngine({ facts: { tried } }: NoEngineError): FailureText {
  return { message: ["No container engine answers.", ...placesAsked(tried)].join("\n") };
}

/** The places that were asked for an engine, a line each. */
export function placesAsked(tried: NoEngineError["facts"]["tried"]): readonly string[] {
  return tried.map(({ endpoint, why }) => `  ${endpoint}: ${wholeText(engineFailure(why))}`);
}

/** An address as one types it behind `ssh`. */
function sshWords(address: string): string {
  const { username, hostname, port } = new URL(address);
  return `${port === "" ? "" : `-p ${port} `}${username === "" ? "" : `${decodeURIComponent(username)}@`}${hostname}`;
}

function stoppedBuild({ step, exitCode, output }: FailedBuild, said: string): string {
  const where =
    step === undefined
      ? [`The image could not be built: ${sentence(said)}`]
      : [
          `Step ${step.step}/${step.of} of the image's build failed: ${step.instruction}`,
          exitCode === undefined ? said : `It ended with exit code ${exitCode}.`,
        ];
  const last = output.length === 0 ? [] : ["The last it said:", ...output.map((line) => `  ${line}`)];
  return [...where, ...last].join("\n");
}

function pushDenied({
  name,
  said,
  registry,
  user,
}: Extract<EngineFacts, { readonly code: "push-denied" }>): FailureText {
  const command = registry === undefined ? "docker login" : `docker login ${registry}`;
  const place = registry ?? "Docker Hub";
  const words = `Could not push the image ${name}: ${said.replace(/[.!?]?$/, ".")}`;
  // A bare name is one of Docker Hub's own images, which nobody else may push.
  const hub =
    registry !== undefined || name.includes("/")
      ? ""
      : ` The name has no registry and no user, so it means docker.io/library/${name}.`;
  const remedy =
    user === undefined
      ? `Nobody is logged in at ${place} here: run \`${command}\` and try again.`
      : `${place} does not let ${user} push there: check the name, ask for access, or log in as somebody else with \`${command}\`.`;
  return { message: `${words}${hub}`, remedy, command };
}
