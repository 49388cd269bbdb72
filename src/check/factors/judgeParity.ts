import type { ExaminedApp } from '../app/examinedApp.ts';
import { broken, holds, notChecked, type Verdict } from '../requirement.ts';
import type { ConfinedRun } from '../scenarios/connections.ts';
import type { OtherDatabase } from '../scenarios/otherDatabase.ts';
import type { CommandRun } from '../scenarios/runOfCommand.ts';
import { isSameVersion, type ServiceImage } from '../scenarios/serviceImages.ts';
import { comparable, type WebCommand } from '../scenarios/webCommands.ts';

/** Images of servers for SQL. */
const SQL_IMAGE =
  /(^|\/)(postgres|postgresql|postgis|mysql|mariadb|percona|timescaledb|pgvector)\b/;

/** Where two files name versions of one service that can't be the same. */
export function versionFaults(images: readonly ServiceImage[]): readonly string[] {
  const faults = images.flatMap((one, index) =>
    images
      .slice(index + 1)
      .filter(
        (other) =>
          other.name === one.name && other.file !== one.file && !isSameVersion(one.tag, other.tag),
      )
      .map((other) => `${one.file} names ${one.name}:${one.tag}, and ${other.file} ${other.tag}`),
  );
  return [...new Set(faults)];
}

/**
 * Commands of the same words are the same; of the others it counts which program serves in the end.
 * One that can't be run here is not judged.
 */
export function judgeCommands(
  app: ExaminedApp,
  commands: readonly WebCommand[],
  runs: readonly CommandRun[],
): Verdict {
  const texts = commands.map(({ from, argv }) => `${from}: ${comparable(app, argv)}`);
  const served = runs.flatMap(({ serving }) =>
    serving === undefined ? [] : [comparable(app, serving)],
  );
  const [first, ...others] = served;
  if (first === undefined) return notChecked('no command for web could be run here');
  if (others.some((one) => one !== first)) {
    const evidence = runs.map(
      ({ command, serving }) => `${command.from}: ${serving?.join(' ') ?? 'could not be run here'}`,
    );
    return broken(`what serves is not the same: ${[...new Set(served)].join(' | ')}`, evidence);
  }
  if (served.length < runs.length)
    return notChecked(
      `their words differ, and not all of them can be run here: ${texts.join('; ')}`,
    );
  const names = commands.map(({ from }) => from).join(', ');
  return holds(`${names} run the same; what serves is '${first}'`, texts);
}

/** What was seen of the databases that an app uses. */
export interface DatabasesSeen {
  /** The SQLite databases that it used in its ordinary environment. */
  readonly databases: readonly string[];
  readonly others: readonly OtherDatabase[];
  readonly without: readonly ConfinedRun[];
  readonly images: readonly ServiceImage[];
}

/** Where a SQLite database takes the place of a server. */
export function databaseFaults(seen: DatabasesSeen): readonly string[] {
  const { databases, others, without, images } = seen;
  const server = images.find(({ name }) => SQL_IMAGE.test(name));
  const variables = others.map(({ resource }) => resource.variable);
  const instead =
    server === undefined
      ? variables.map((name) => `${name} names a server`)
      : [`${server.file} names ${server.name}`];
  return [
    ...(instead.length === 0
      ? []
      : databases.map((path) => `it opened the SQLite database ${path}, and ${instead[0]}`)),
    ...without.flatMap(({ databases }, index) =>
      databases.map((path) => `without ${variables[index]} it opened the SQLite database ${path}`),
    ),
    ...others
      .filter(({ used, schemes }) => used && schemes !== undefined && !schemes.includes('sqlite'))
      .map(
        ({ resource, schemes }) =>
          `it used SQLite as ${resource.variable}, which is declared as ${schemes?.join(' or ')}`,
      ),
  ];
}
