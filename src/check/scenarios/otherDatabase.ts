import { join } from 'node:path';
import type { ExaminedApp } from '../app/examinedApp.ts';
import type { Resource } from '../app/resources.ts';
import { isSqlite } from '../harness/sqliteFiles.ts';
import { type ConfinedRun, confinedWith, confinedWithout } from './connections.ts';

/** What web did when the URL of its database named another kind of database, or nothing did. */
export interface OtherDatabase {
  readonly resource: Resource;
  /** The schemes that env.schema.json allows the URL; undefined when it says nothing. */
  readonly schemes: readonly string[] | undefined;
  readonly without: ConfinedRun;
  /** Whether it served with that URL, whatever use it made of it. */
  readonly taken: boolean;
  /** Whether it made use of the SQLite database that the URL named. */
  readonly used: boolean;
}

/** Schemes of servers that keep data. */
const SERVERS = ['postgres', 'postgresql', 'mysql', 'mariadb', 'mongodb', 'redis', 'rediss'];

/** Takes the URL of each database from web, and gives it that of a SQLite database. */
export function otherDatabases(app: ExaminedApp): Promise<readonly OtherDatabase[]> {
  return app.once('other databases', () => {
    const databases = app.resources.filter(({ scheme }) => SERVERS.includes(scheme));
    return Promise.all(databases.map((resource) => otherDatabase(app, resource)));
  });
}

async function otherDatabase(app: ExaminedApp, resource: Resource): Promise<OtherDatabase> {
  const { variable } = resource;
  const file = join(app.place.folder(`other-${variable}`), 'other.db');
  const changes = { [variable]: `sqlite:///${file}` };
  const [without, run] = await Promise.all([
    confinedWithout(app, variable),
    confinedWith(app, `with SQLite as ${variable}`, changes),
  ]);
  const declared = app.project.variables.find(({ name }) => name === variable);
  return {
    resource,
    schemes: declared?.schemes,
    without,
    taken: run.spokeMs !== undefined,
    used: run.databases.includes(file) || isSqlite(file),
  };
}
