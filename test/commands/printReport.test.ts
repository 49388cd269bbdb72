import { expect, it } from 'vitest';
import { printReport, type Report } from '../../src/commands/printReport.ts';
import { EXIT } from '../../src/errors.ts';
import { createTerminal } from '../../src/host/terminal.ts';
import { composeParts } from '../../src/plan/planProject.ts';
import { houseCatalog } from '../catalog/houseCatalog.ts';

const answers = {
  directory: 'orders',
  name: 'orders',
  description: 'Takes orders',
  stack: 'ferry',
  services: [],
  targets: [],
};
const switches = {
  ...{ yes: true, dryRun: false, json: false, debug: false },
  ...{ install: false, dockerBuild: true, dockerRun: false },
};

/** What a run tells whose image, of this name, was not built. */
async function reportWithImage(image?: string): Promise<string> {
  let told = '';
  const terminal = createTerminal({
    environment: {},
    signals: { received: undefined, listen: () => () => undefined },
    streams: {
      isTerminal: () => false,
      columns: () => 80,
      write(_, bytes) {
        told += Buffer.from(bytes).toString('utf8');
        return bytes.length;
      },
    },
  });
  const report: Report = {
    ...{ answers, directory: '/shop/orders', files: {}, changes: [] },
    sources: {
      directory: 'flag',
      name: 'default',
      description: 'default',
      stack: 'flag',
      services: 'default',
      targets: 'default',
    },
    project: composeParts(answers, houseCatalog).project,
    switches: image === undefined ? switches : { ...switches, image },
    steps: [{ id: 'docker-build', outcome: 'failed', message: 'It was not built.' }],
  };
  await printReport(report, EXIT.step, { terminal, cwd: () => '/shop' });
  return told;
}

it.each([
  [undefined, 'orders:dev'],
  ['registry.example/shop:9', 'registry.example/shop:9'],
])('the next steps build the image that --image %j names', async (image, name) => {
  const lines = (await reportWithImage(image)).split('\n');
  expect(lines.filter((line) => line.includes('docker build'))).toEqual([
    `  docker build -t ${name} .`,
  ]);
});
