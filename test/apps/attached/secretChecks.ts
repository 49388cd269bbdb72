import { readFileSync } from 'node:fs';
import { httpRequest, jsonRequest } from '../../../src/check/harness/httpRequest.ts';
import type { HttpResponse } from '../../../src/check/harness/parseResponse.ts';
import { withProcess } from '../../../src/check/harness/startProcess.ts';
import { withTcpProxy } from '../../../src/check/harness/tcpProxy.ts';
import type { Environment } from '../../../src/check/harness/validEnvironment.ts';
import { expectNone } from '../contract/expectNone.ts';
import { stopWeb, type Web, withWeb } from '../contract/runWeb.ts';
import {
  type AttachedApp,
  type AttachedCheck,
  expectAway,
  expectKept,
  expectStatus,
} from './attachedApp.ts';

/** Factor XI: what is secret stays in the process. */
export const secretChecks: readonly AttachedCheck[] = [
  {
    title: 'a password is shown nowhere and in no form, whatever goes wrong',
    examine: expectNothingShown,
  },
];

const CANARY = 'c4nary/7f3a+Q&"é%:hush';

async function expectNothingShown(attached: AttachedApp): Promise<void> {
  await withTcpProxy(attached.server.port, async (proxy) => {
    const login = { user: 'odd', password: CANARY };
    const place = {
      ...(await attached.makePlace({ login, port: proxy.port })),
      LOG_LEVEL: 'debug',
    };
    await withWeb(attached.app, { changes: place }, async (web) => {
      const shown = new Map<string, string>();
      await expectKept(attached, web.port, 'kept');
      shown.set('answers', await answersOf(attached, web.port));
      shown.set('arguments', argumentsOf(web));
      await attached.makePlace({ login: { ...login, password: 'another' } });
      await attached.server.killConnections();
      await expectAway(attached, web.port);
      shown.set('answers to a wrong password', await answersOf(attached, web.port));
      await attached.makePlace({ login });
      proxy.silence();
      await expectAway(attached, web.port);
      shown.set('answers without a service', await answersOf(attached, web.port));
      proxy.pass();
      proxy.cut();
      await expectStatus(web.port, '/readyz', 200);
      shown.set('a port that is taken', await outputOfSecond(attached, web.port, place));
      await stopWeb(web);
      shown.set('stdout', web.running.stdout.text);
      shown.set('stderr', web.running.stderr.text);
      expectNone(
        [...shown].flatMap(([where, text]) =>
          formsOf(CANARY).flatMap(([form, secret]) =>
            text.includes(secret) ? [`${where}: ${form}`] : [],
          ),
        ),
        'places that show it',
      );
    });
  });
}

/** What it says of itself, and of what goes wrong. */
async function answersOf(attached: AttachedApp, port: number): Promise<string> {
  const requests = ['/', '/livez', '/readyz', '/openapi.json', '/none'].map((path) => ({ path }));
  const broken = { ...jsonRequest('/echo', {}), body: '{' };
  const answers = [...requests, broken].map((request) => httpRequest(port, request, 20_000));
  const all = await Promise.all([...answers, attached.put(port, 'once-more', 20_000)]);
  return all.map(textOf).join('\n');
}

function textOf({ headers, body }: HttpResponse): string {
  return `${JSON.stringify(headers)}\n${body}`;
}

function argumentsOf({ running }: Web): string {
  const rows = running.processes();
  return rows.map(({ pid }) => readFileSync(`/proc/${pid}/cmdline`, 'utf8')).join('\n');
}

/** What the same app says that finds its port taken. */
async function outputOfSecond(
  { app }: AttachedApp,
  port: number,
  place: Environment,
): Promise<string> {
  const start = {
    argv: app.web,
    directory: app.project.directory,
    environment: app.environment(port, place),
    mode: 'plain' as const,
  };
  return withProcess(start, async (running) => {
    await running.waitForExit(15_000);
    return running.stdout.text + running.stderr.text;
  });
}

/** The ways in which a secret could be written down. */
function formsOf(secret: string): [form: string, text: string][] {
  const bytes = Buffer.from(secret);
  return [
    ['as it is', secret],
    ['percent-encoded', encodeURIComponent(secret)],
    ['in JSON', JSON.stringify(secret).slice(1, -1)],
    ['in ASCII JSON', JSON.stringify(secret).slice(1, -1).replace('é', '\\u00e9')],
    ['in hexadecimal', bytes.toString('hex')],
    // What comes before it moves the bytes against the groups of three.
    ...[0, 1, 2].map((before): [string, string] => [
      `in base64 after ${before} bytes`,
      Buffer.concat([Buffer.alloc(before), bytes])
        .toString('base64')
        .slice(before === 0 ? 0 : 4, -4),
    ]),
  ];
}
