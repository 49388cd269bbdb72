import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { junitReport } from '../../../src/check/report/junitReport.ts';
import { HOSTILE, sampleResult } from './sampleResult.ts';

/** What Python's parser, of whose strictness nobody doubts, makes of the elements of a document. */
const READ = `
import json, sys, xml.etree.ElementTree as tree
def shape(element):
    return {"tag": element.tag, "text": (element.text or "").strip(), "children": [shape(child) for child in element], **element.attrib}
print(json.dumps(shape(tree.fromstring(sys.stdin.buffer.read()))))
`;

interface Element {
  readonly tag: string;
  readonly text: string;
  readonly children: readonly Element[];
  readonly name: string;
  readonly message: string;
  readonly [attribute: string]: unknown;
}

function parse(xml: string): Element {
  const { stdout, stderr, status } = spawnSync('python3', ['-c', READ], {
    input: xml,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

const python = spawnSync('python3', ['--version']).status === 0;

it.skipIf(!python && !process.env.CI)('is a suite a factor and a case a requirement', () => {
  const suites = parse(junitReport(sampleResult()));
  expect(suites).toMatchObject({ tag: 'testsuites', tests: '22', failures: '1', skipped: '11' });
  expect(suites.children.map(({ name }) => name).slice(0, 2)).toEqual([
    'I Codebase',
    'II Dependencies',
  ]);
  const [holds, skipped] = suites.children[0]?.children ?? [];
  expect(holds).toMatchObject({ name: 'codebase.order: It keeps order', time: '0.250' });
  expect(holds?.children).toEqual([]);
  expect(skipped?.children[0]).toMatchObject({
    tag: 'skipped',
    message: "it has no process 'worker'",
  });
});

it.skipIf(!python && !process.env.CI)('a failure tells the whole story', () => {
  const [failure] = parse(junitReport(sampleResult())).children[10]?.children[0]?.children ?? [];
  expect(failure).toMatchObject({ tag: 'failure', message: 'the connection was closed' });
  expect(failure?.text.split('\n')).toEqual([
    'observed: the connection was closed',
    'the connection was closed',
    'two',
    'lines',
    'expected: the answer is whole',
    'to do: Answer before you end.',
    'about: docs/factors/11-logs.md#logs.order',
  ]);
});

it.skipIf(!python && !process.env.CI)('is well-formed whatever an app has said', () => {
  const [failure] =
    parse(junitReport(sampleResult(`${HOSTILE}\nnext`))).children[10]?.children[0]?.children ?? [];
  expect(failure?.message).toContain('<script>alert("1")</script> & \'2\' ]]> -->');
  expect(failure?.message).toContain('\\u0000\\u0007\\u001b[31m\\u202e\\ufffe\\ud800');
  expect(failure?.message).toMatch(/漢 \u{1f600}\nnext$/u);
});
