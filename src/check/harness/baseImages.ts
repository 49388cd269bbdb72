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

/** What one stage of a Dockerfile takes from others: stages by name or number, and images. */
interface Stage {
  readonly names: readonly string[];
  readonly from: string[];
}

/**
 * The images that a Dockerfile takes from elsewhere, in FROM and in COPY --from, for its last stage:
 * what other stages are for is not in the image.
 */
export function baseImages(text: string): BaseImage[] {
  const stages = stagesOf(instructionsOf(text));
  const found = new Set<string>();
  const waiting = stages.slice(-1).map((stage) => ({ stage, before: stages.length - 1 }));
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    for (const reference of next.stage.from) {
      const index = stages
        .slice(0, next.before)
        .findLastIndex(({ names }) => names.includes(reference));
      const stage = stages[index];
      if (stage !== undefined) waiting.push({ stage, before: index });
      else if (reference !== 'scratch') found.add(reference);
    }
  }
  return [...found].map((reference) => ({ reference, moves: whyItMoves(reference) }));
}

function stagesOf(instructions: readonly Instruction[]): readonly Stage[] {
  const given = defaultsOf(instructions);
  const stages: Stage[] = [];
  for (const { keyword, rest } of instructions) {
    const words = filled(rest, given).split(/\s+/);
    if (/^from$/i.test(keyword)) {
      const [reference = '', , alias] = words.filter((word) => !word.startsWith('--'));
      const number = String(stages.length);
      stages.push({ names: alias === undefined ? [number] : [number, alias], from: [reference] });
    } else if (/^copy$/i.test(keyword)) {
      const [, reference] = /(?:^|\s)--from=(\S+)/.exec(words.join(' ')) ?? [];
      if (reference !== undefined) stages.at(-1)?.from.push(reference);
    }
  }
  return stages;
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
