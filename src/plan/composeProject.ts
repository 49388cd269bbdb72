import type { Answers } from '../answers/options.ts';
import type { LockGraph } from '../catalog/catalog.ts';
import {
  COMMAND_IDS,
  type CommandDeclaration,
  type Contribution,
  type PackageDeclaration,
  type RelativePath,
} from '../catalog/contribution.ts';
import type { Part, PartId } from '../catalog/part.ts';
import { commandText } from '../commandText.ts';
import { EXIT, UserError } from '../errors.ts';
import { VERSION } from '../version.ts';
import { composeCheck } from './composeCheck.ts';
import { composeEnvSchema, composeVariable } from './composeEnv.ts';
import { composeExamples } from './composeExamples.ts';
import { composeOpenapi } from './composeOpenapi.ts';
import { composeSeams } from './composeSeams.ts';
import { attachLines, composeService, dependenciesOf } from './composeServices.ts';
import { FACTORS } from './factors.ts';
import { lockClosure, type Root } from './lockClosure.ts';
import type { Command, Package, Passage, Project } from './project.ts';
import { recordOf } from './recordOf.ts';

/** The lists among the contributions. */
type ListKey = {
  [Key in keyof Contribution]-?: NonNullable<Contribution[Key]> extends readonly unknown[]
    ? Key
    : never;
}[keyof Contribution];
type ItemOf<Key extends ListKey> =
  NonNullable<Contribution[Key]> extends readonly (infer Item)[] ? Item : never;

/**
 * Composes what the parts contribute into the model that templates see. Pure; the order of the
 * lists is the order of the parts.
 */
export function composeProject(
  answers: Answers,
  parts: readonly Part[],
  graph: LockGraph,
  filesOf: (part: PartId) => readonly RelativePath[],
): Project {
  const list = <Key extends ListKey>(key: Key): readonly ItemOf<Key>[] =>
    parts.flatMap((part) => (part.contributes[key] ?? []) as readonly ItemOf<Key>[]);

  refuseTwoOwners(parts);
  const env = list('env').map(composeVariable);
  const packages = uniquePackages(list('packages'));
  refusePackageName(answers.name, packages);
  const runtimePackages = packages.filter((one) => !one.dev);
  const services = list('compose');
  const processes = list('processes');
  const admin = list('admin').map((task) => ({ ...task, line: commandText(task.command) }));
  const sections = list('sections');
  const passages = (where: 'readme' | 'agents'): readonly Passage[] =>
    sections
      .filter((section) => section.in === where)
      .map(({ title, lines }) => ({ title, text: lines.join('\n') }));

  return {
    name: answers.name,
    description: answers.description,
    stackLabel: parts.find((part) => part.kind === 'stack')?.label ?? '',
    runtime: one(parts, 'runtime'),
    env,
    resources: env
      .filter(({ resource }) => resource !== null)
      .map(({ name, example }) => ({ name, example })),
    envSchema: composeEnvSchema(answers.name, env),
    processes: processes.map((process) => ({
      once: false,
      http: false,
      ...process,
      line: commandText(process.command),
      dependsOn: dependenciesOf(process, processes, services),
    })),
    admin,
    check: composeCheck(parts, admin),
    checkCommand: `npx create-twelve-factor@${VERSION} check`,
    packages: runtimePackages.map(describePackage),
    devPackages: packages.filter((one) => one.dev).map(describePackage),
    lock: lockClosure(graph, runtimePackages.map(toRoot)),
    devLock: lockClosure(graph, packages.map(toRoot)),
    commands: composeCommands(list('commands')),
    attach: attachLines(services),
    setup: list('setup'),
    services: services.map(composeService),
    volumes: services.flatMap((service) => (service.volume ? [service.volume.name] : [])),
    ignore: list('ignore'),
    lockFiles: list('lockFiles'),
    imageFiles: [...new Set(list('imageFiles'))].sort(),
    imageExcludes: list('imageExcludes'),
    indent: list('indent'),
    updates: list('updates'),
    openapi: composeOpenapi(
      answers.name,
      answers.description,
      parts.flatMap((part) => part.contributes.openapi ?? []),
    ),
    readmeSections: passages('readme'),
    agentsSections: passages('agents'),
    factors: FACTORS.map((factor) => ({
      ...factor,
      proofs: list('factors').filter((proof) => proof.factor === factor.number),
    })),
    layout: [...list('layout')].sort((a, b) => (a.path < b.path ? -1 : 1)),
    seams: composeSeams(parts),
    removable: composeExamples(parts, filesOf),
  };
}

/** The value that exactly one of the parts contributes. */
function one<Key extends keyof Contribution>(
  parts: readonly Part[],
  key: Key,
): NonNullable<Contribution[Key]> {
  const givers = parts.filter((part) => part.contributes[key] !== undefined);
  const [giver, other] = givers;
  if (other) throw new Error(`${giver?.id} and ${other.id} both contribute ${key}`);
  if (!giver) throw new Error(`no part contributes ${key}`);
  return giver.contributes[key] as NonNullable<Contribution[Key]>;
}

/** Nothing of what has one owner may be declared by two parts. */
function refuseTwoOwners(parts: readonly Part[]): void {
  const owners = new Map<string, string>();
  for (const { id, contributes } of parts) {
    const claim = (thing: string): void => {
      const owner = owners.get(thing);
      if (owner) throw new Error(`${owner} and ${id} both declare ${thing}`);
      owners.set(thing, id);
    };
    const { env, processes, admin, compose, seams, check, openapi } = contributes;
    for (const { name } of env ?? []) claim(name);
    for (const { name } of processes ?? []) claim(`the process ${name}`);
    for (const { name } of admin ?? []) claim(`the admin task ${name}`);
    for (const { name } of compose ?? []) claim(`the backing service ${name}`);
    for (const { name } of seams ?? []) claim(`the seam ${name}`);
    for (const key of ['ready', 'live', 'inFlight', 'jobs'] as const)
      if (check?.[key] !== undefined) claim(`what check takes as ${key}`);
    for (const { name } of check?.state ?? []) claim(`the state that check calls ${name}`);
    for (const path of Object.keys(openapi?.paths ?? {})) claim(`the route ${path}`);
  }
}

/** Several parts may ask for one package; they must agree about the range, and extras add up. */
function uniquePackages(declared: readonly PackageDeclaration[]): readonly PackageDeclaration[] {
  const byName = new Map<string, PackageDeclaration>();
  for (const wanted of declared) {
    const known = byName.get(wanted.name);
    if (known && known.range !== wanted.range)
      throw new Error(`two parts ask for different ranges of ${wanted.name}`);
    const extras = [...new Set([...(known?.extras ?? []), ...(wanted.extras ?? [])])].sort();
    const dev = (known?.dev ?? true) && (wanted.dev ?? false);
    byName.set(wanted.name, { ...wanted, extras, dev });
  }
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A project that is called like a package that it needs confuses every tool that resolves names. */
function refusePackageName(name: string, packages: readonly PackageDeclaration[]): void {
  if (!packages.some((wanted) => wanted.name === name)) return;
  throw new UserError({
    message: `"${name}" is the name of a package that the project depends on`,
    where: '--name',
    remedy: `Try ${name}-app.`,
    exitCode: EXIT.usage,
  });
}

function describePackage({ name, range, extras = [] }: PackageDeclaration): Package {
  return { name, range, extras, extrasText: extras.length > 0 ? `[${extras.join(',')}]` : '' };
}

function toRoot({ name, extras = [] }: PackageDeclaration): Root {
  return { name, extras };
}

function composeCommands(declared: readonly CommandDeclaration[]): Project['commands'] {
  const describe = (command: CommandDeclaration): Command => ({
    ...command,
    line: commandText(command.argv),
  });
  return recordOf(COMMAND_IDS, (id) =>
    declared.filter((command) => command.id === id).map(describe),
  );
}
