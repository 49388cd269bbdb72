import { isDeepStrictEqual } from 'node:util';
import type { Factor } from '../requirement.ts';
import { differences } from '../scenarios/answers.ts';
import { confinedRun, expectLife } from '../scenarios/connections.ts';
import { containerLife } from '../scenarios/containerLife.ts';
import { writtenDatabases } from '../scenarios/filesOfRun.ts';
import { otherDatabases } from '../scenarios/otherDatabase.ts';
import { runOfCommand } from '../scenarios/runOfCommand.ts';
import { servedDocument } from '../scenarios/servedDocument.ts';
import { serviceImages } from '../scenarios/serviceImages.ts';
import { comparable, imageCommand, webCommands } from '../scenarios/webCommands.ts';
import { broken, holds, notChecked, verdictOf } from '../verdict.ts';
import { databaseFaults, judgeCommands, versionFaults } from './judgeParity.ts';

export const parity: Factor = {
  number: 10,
  slug: 'parity',
  title: 'Dev/prod parity',
  promise: 'Development, test and production run the same program against the same services.',
  requirements: [
    {
      id: 'parity.same-services',
      title: 'Every file names the same version of a service',
      level: 'static',
      expected: 'compose file, CI workflows and manifests name one version of each service',
      remedy: 'Name the version that production has everywhere.',
      examine(app) {
        const images = serviceImages(app.place.directory);
        const names = new Set(images.map(({ name }) => name));
        const shared = [...names].filter(
          (name) =>
            new Set(images.filter((one) => one.name === name).map(({ file }) => file)).size > 1,
        );
        if (shared.length === 0) return notChecked('no service is named by more than one file');
        const texts = shared.map(
          (name) => `${name}:${images.find((one) => one.name === name)?.tag}`,
        );
        return verdictOf(versionFaults(images), `the same everywhere: ${texts.join(', ')}`);
      },
    },
    {
      id: 'parity.same-command',
      title: 'Web is run by the same command everywhere',
      level: 'run',
      expected:
        'process type, Dockerfile and compose file start the same program with the same arguments',
      remedy: 'Give the Dockerfile and the compose file the command of the Procfile.',
      async examine(app) {
        const commands = webCommands(app);
        if (commands.length < 2) return notChecked('fewer than two files say how web is run');
        const forms = new Set(commands.map(({ argv }) => comparable(app, argv)));
        const told = forms.size === 1 ? commands.slice(0, 1) : commands;
        const runs = await Promise.all(told.map((command) => runOfCommand(app, command)));
        return judgeCommands(app, commands, runs);
      },
    },
    {
      id: 'parity.same-interface',
      title: "The image's command serves what the Procfile's does",
      level: 'run',
      expected: 'both answer the same requests, that for the OpenAPI document included, alike',
      remedy: 'Start the same application by the same server in both.',
      async examine(app) {
        const image = imageCommand(app);
        const [ours] = webCommands(app);
        if (image === undefined || ours === undefined || ours.from === image.from)
          return notChecked('there is no Dockerfile with a command to compare with');
        const [one, other] = await Promise.all([runOfCommand(app, ours), runOfCommand(app, image)]);
        if (one.serving === undefined)
          return notChecked('web does not get ready: see disposability.starts');
        if (other.serving === undefined)
          return notChecked(
            `the command of the Dockerfile does not run here: ${image.argv.join(' ')}`,
          );
        const count = one.answers.length;
        return verdictOf(
          differences(one.answers, other.answers),
          `both answered ${count} requests alike`,
        );
      },
    },
    {
      id: 'parity.container-interface',
      title: 'Its container serves what its process does',
      level: 'image',
      expected: 'the OpenAPI document of the container is that of the process',
      remedy: 'Build the image from the committed sources, and start the same application in it.',
      async examine(app) {
        const { answered, document } = await containerLife(app);
        if (!answered)
          return notChecked('the container did not answer: see processes.hardened-container');
        const ours = await servedDocument(app);
        if (document === undefined || ours === undefined)
          return notChecked('it serves no /openapi.json to compare');
        if (isDeepStrictEqual(document, ours)) return holds('both serve the same document');
        return broken('GET /openapi.json of the container and of the process differ');
      },
    },
    {
      id: 'parity.no-other-database',
      title: 'No other kind of database stands in during development',
      level: 'run',
      expected: 'it opens no SQLite database when its environment names a server, or names none',
      remedy: 'Use the database of production in development and tests, from the compose file.',
      async examine(app) {
        const [ordinary, others] = await Promise.all([confinedRun(app), otherDatabases(app)]);
        await expectLife(app, ordinary);
        const open = ordinary.databases;
        const databases = open.length > 0 ? open : await writtenDatabases(app);
        const images = serviceImages(app.place.directory);
        const faults = databaseFaults(databases, others, images);
        if (faults.length === 0 && databases.length > 0)
          return notChecked(`it uses the SQLite database ${databases[0]}, and names no server`);
        const refused = others.map(
          ({ resource }) => `SQLite instead of ${resource.variable} was not used`,
        );
        return verdictOf(faults, ['no SQLite database was opened', ...refused].join('; '));
      },
    },
  ],
};
