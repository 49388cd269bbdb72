import { join } from 'node:path';
import type { ExaminedApp } from '../app/examinedApp.ts';
import type { Resource } from '../app/resources.ts';
import { isSqlite } from '../harness/sqliteFiles.ts';
import { type ConfinedRun, confinedWith } from './connections.ts';

/** What web did when the URL of its database named another kind of database. */
export interface OtherDatabase {
  readonly resource: Resource;
  /** The schemes that env.schema.json allows the URL; undefined when it says nothing. */
  readonly schemes: readonly string[] | undefined;
  readonly run: ConfinedRun;
  /** Whether it made use of the SQLite database that the URL named. */
  readonly used: boolean;
}

const SQL = ['postgres', 'postgresql', 'mysql', 'mariadb'];

/** Gives web the URL of a SQLite database for each of its SQL databases. */
export function otherDatabases(app: ExaminedApp): Promise<readonly OtherDatabase[]> {
  return app.once('other databases', () => {
    const databases = app.resources.filter(({ scheme }) => SQL.includes(scheme));
    return Promise.all(databases.map((resource) => otherDatabase(app, resource)));
  });
}

async function otherDatabase(app: ExaminedApp, resource: Resource): Promise<OtherDatabase> {
  const { variable } = resource;
  const file = join(app.place.folder(`other-${variable}`), 'other.db');
  const run = await confinedWith(app, `with SQLite as ${variable}`, {
    [variable]: `sqlite:///${file}`,
  });
  const declared = app.project.variables.find(({ name }) => name === variable);
  return {
    resource,
    schemes: declared?.schemes,
    run,
    used: run.databases.includes(file) || isSqlite(file),
  };
}
