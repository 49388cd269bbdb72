import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { encodeRequest, type HttpRequest } from '../../../src/check/harness/httpRequest.ts';
import { type ContractCheck, PLAIN } from './contractCheck.ts';
import { exchange } from './exchange.ts';
import { expectNone } from './expectNone.ts';
import type { PreparedApp } from './prepareApp.ts';
import { withWeb } from './runWeb.ts';

interface Operation {
  readonly requestBody?: {
    readonly content?: Record<string, { example?: unknown; schema?: Schema }>;
  };
  readonly responses?: Readonly<Record<string, unknown>>;
}
interface Schema {
  readonly example?: unknown;
  readonly examples?: readonly unknown[];
  readonly $ref?: string;
}
const METHODS = ['get', 'put', 'post', 'patch', 'delete'];

/** Section 4: what openapi.json documents is what happens. */
export const openapiChecks: readonly ContractCheck[] = [
  {
    section: 'HTTP',
    title: 'every operation in openapi.json answers with a status that it documents',
    modes: PLAIN,
    examine: expectDocumented,
  },
];

async function expectDocumented(app: PreparedApp): Promise<void> {
  const text = readFileSync(join(app.project.directory, 'openapi.json'), 'utf8');
  const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, Operation>> };
  await withWeb(app, {}, async (web) => {
    const faults: string[] = [];
    let asked = 0;
    for (const [path, operations] of Object.entries(paths)) {
      for (const method of METHODS.filter((name) => operations[name] !== undefined)) {
        const operation = operations[method] ?? {};
        for (const request of requestsFor(path, method, operation)) {
          asked += 1;
          const reply = await exchange(web.port, [encodeRequest(request)], {
            method: method.toUpperCase(),
          });
          const status = reply.kind === 'response' ? String(reply.response.status) : reply.kind;
          if (!isDocumented(status, operation)) faults.push(`${method} ${path}: ${status}`);
        }
      }
    }
    expect(asked, 'operations').toBeGreaterThan(0);
    expectNone(faults, 'answers that are not documented');
  });
}

/** One plain request for an operation, and, where it takes JSON, wrong ones. */
function requestsFor(path: string, method: string, operation: Operation): HttpRequest[] {
  const target = path.replace(/\{[^}]+\}/g, '1');
  const bare = { method: method.toUpperCase(), path: target };
  const json = operation.requestBody?.content?.['application/json'];
  if (json === undefined) return [bare];
  const example = json.example ?? json.schema?.example ?? json.schema?.examples?.[0] ?? {};
  const headers = { 'Content-Type': 'application/json' };
  return [JSON.stringify(example), '[]', '{'].map((body) => ({ ...bare, headers, body }));
}

function isDocumented(status: string, operation: Operation): boolean {
  const documented = Object.keys(operation.responses ?? {});
  return [status, `${status.charAt(0)}XX`, 'default'].some((key) => documented.includes(key));
}
