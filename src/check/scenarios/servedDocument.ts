import type { ExaminedApp } from '../app/examinedApp.ts';
import { withReadyWeb } from '../app/runApp.ts';
import { httpRequest } from '../harness/httpRequest.ts';

/** The OpenAPI document that web serves as a process, as JSON; undefined when it serves none. */
export function servedDocument(app: ExaminedApp): Promise<unknown> {
  return app.once('served document', () =>
    withReadyWeb(app, { label: 'web, asked for its interface' }, ({ port }) => documentAt(port)),
  );
}

/** The same of whatever listens at a port of this machine. */
export async function documentAt(port: number): Promise<unknown> {
  try {
    const { status, body } = await httpRequest(port, { path: '/openapi.json' });
    return status === 200 ? JSON.parse(body.toString('utf8')) : undefined;
  } catch {
    return undefined;
  }
}
