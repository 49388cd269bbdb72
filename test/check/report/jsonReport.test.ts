import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import { jsonReport } from '../../../src/check/report/jsonReport.ts';
import { HOSTILE, sampleResult } from './sampleResult.ts';

const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../docs/check-report.schema.json'), 'utf8'),
);
const validate = new Ajv2020({ allowUnionTypes: true }).compile(schema);

it.each([
  ['a whole check', sampleResult()],
  ['one with hostile text', sampleResult(HOSTILE)],
  ['one that ended early', { ...sampleResult(), endedEarly: 'SIGTERM came' }],
])('%s is as its schema says, and survives being written', (_, result) => {
  const report = JSON.parse(JSON.stringify(jsonReport(result, 7)));
  expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
  expect(report.summary).toEqual({ holds: 10, broken: 1, notChecked: 1 });
  const [finding] = report.factors[10].findings;
  expect(finding).toMatchObject({ id: 'logs.order', status: 'broken', fromMs: 100, toMs: 350 });
});

it('the schema takes nothing else', () => {
  expect(validate({ ...jsonReport(sampleResult(), 7), points: 120 })).toBe(false);
  expect(validate({ error: { message: 'x' }, exitCode: 0 })).toBe(false);
});
