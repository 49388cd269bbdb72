import { type Instruction, instructionsOf } from './readDockerfile.ts';

/** An image of others that a Dockerfile builds upon or copies from. */
export interface BaseImage {
  /** The reference, variables filled in. */
  readonly reference: string;
  /** Why it is another image on another day; undefined when it is not. */
  readonly moves: string | undefined;
}

/** Words of tags that name no version. */
const MOVING =
  /^(?:latest|stable|edge|lts|current|mainline|nightly|rolling|main|master|dev|alpine|slim|debian|bullseye|bookworm|trixie|ubuntu)$/;

/** The images that a Dockerfile takes from elsewhere: in FROM, and in COPY --from. */
export function baseImages(text: string): BaseImage[] {
  const instructions = instructionsOf(text);
  const given = defaultsOf(instructions);
  const stages = new Set(['scratch']);
  const found: string[] = [];
  for (const { keyword, rest } of instructions) {
    const words = filled(rest, given).split(/\s+/);
    if (/^from$/i.test(keyword)) {
      const [reference = '', , alias] = words.filter((word) => !word.startsWith('--'));
      if (!stages.has(reference)) found.push(reference);
      if (alias !== undefined) stages.add(alias);
    } else if (/^copy$/i.test(keyword)) {
      const [, reference = ''] = /(?:^|\s)--from=(\S+)/.exec(words.join(' ')) ?? [];
      if (/[/:@]/.test(reference) && !stages.has(reference)) found.push(reference);
    }
  }
  return [...new Set(found)].map((reference) => ({ reference, moves: whyItMoves(reference) }));
}

/** The defaults of the ARG instructions before the first FROM, which alone fill its words in. */
function defaultsOf(instructions: readonly Instruction[]): ReadonlyMap<string, string> {
  const first = instructions.findIndex(({ keyword }) => /^from$/i.test(keyword));
  const defaults = instructions
    .slice(0, Math.max(first, 0))
    .filter(({ keyword }) => /^arg$/i.test(keyword))
    .flatMap(({ rest }) => [...rest.matchAll(/(\w+)=(?:"([^"]*)"|(\S*))/g)]);
  return new Map(defaults.map(([, name = '', quoted, bare]) => [name, quoted ?? bare ?? '']));
}

function filled(text: string, given: ReadonlyMap<string, string>): string {
  return text.replace(
    /\$\{(\w+)(?::-([^}]*))?\}|\$(\w+)/g,
    (all, name: string | undefined, otherwise: string | undefined, bare: string | undefined) =>
      given.get(name ?? bare ?? '') ?? otherwise ?? all,
  );
}

function whyItMoves(reference: string): string | undefined {
  if (/@sha256:[0-9a-f]{64}$/.test(reference) || reference.includes('$')) return undefined;
  const [, tag] = /:([^/:]+)$/.exec(reference) ?? [];
  if (tag === undefined) return `${reference} has no tag`;
  const moving = tag.split('-').every((word) => MOVING.test(word));
  const isDistribution = /(?:^|\/)(?:debian|ubuntu)$/.test(reference.slice(0, -tag.length - 1));
  return moving && !(isDistribution && tag !== 'latest')
    ? `the tag of ${reference} names no version`
    : undefined;
}
