import type { ExaminedApp } from '../app/examinedApp.ts';
import type { OtherDatabase } from '../scenarios/otherDatabase.ts';
import type { CommandRun } from '../scenarios/runOfCommand.ts';
import { isSameVersion, type ServiceImage } from '../scenarios/serviceImages.ts';
import { comparable, developersWord, type WebCommand } from '../scenarios/webCommands.ts';
import { broken, holds, notChecked, type Verdict } from '../verdict.ts';

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

const SQL_SCHEME = /^(postgres|postgresql|mysql|mariadb)$/;

/**
 * Commands of the same words are the same; of the others it counts whether all or none are for
 * developers, and which program serves in the end. One that can't be run here is not judged.
 */
export function judgeCommands(
  app: ExaminedApp,
  commands: readonly WebCommand[],
  runs: readonly CommandRun[],
): Verdict {
  const words = commands.map((command) => ({ ...command, word: developersWord(command) }));
  const [forDevelopers] = words.filter(({ word }) => word !== undefined);
  const texts = commands.map(({ from, argv }) => `${from}: ${comparable(app, argv)}`);
  const served = runs.flatMap(({ serving }) =>
    serving === undefined ? [] : [comparable(app, serving)],
  );
  if (forDevelopers !== undefined && words.some(({ word }) => word === undefined))
    return broken(`${forDevelopers.from} alone runs it with ${forDevelopers.word}`, texts);
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

/**
 * Where a SQLite database takes the place of a server.
 * @param databases the SQLite databases that it uses in its ordinary environment
 */
export function databaseFaults(
  databases: readonly string[],
  others: readonly OtherDatabase[],
  images: readonly ServiceImage[],
): readonly string[] {
  const [server] = [
    ...images
      .filter(({ name }) => SQL_IMAGE.test(name))
      .map(({ file, name }) => `${file} names ${name}`),
    ...others
      .filter(({ resource }) => SQL_SCHEME.test(resource.scheme))
      .map(({ resource }) => `${resource.variable} names a server`),
  ];
  const beside = server === undefined ? [] : databases;
  return [
    ...beside.map((path) => `it opened the SQLite database ${path}, and ${server}`),
    ...others.flatMap(({ resource, without }) =>
      without.databases
        .filter((path) => !databases.includes(path))
        .map((path) => `without ${resource.variable} it opened the SQLite database ${path}`),
    ),
    ...others
      .filter(({ schemes }) => schemes !== undefined && !schemes.includes('sqlite'))
      .filter(({ taken, used }) => taken || used)
      .map(
        ({ resource, schemes = [], used }) =>
          `it ${used ? 'used SQLite as' : 'took SQLite for'} ${resource.variable}, which is declared as ${schemes.join(' or ')}`,
      ),
  ];
}
