import type { ExaminedApp } from '../app/examinedApp.ts';
import type { Run } from '../app/runApp.ts';
import { httpRequest } from '../harness/httpRequest.ts';

/** How many of its routes are asked. */
const ROUTES = 8;

/** What a run answers to GET on its routes, as one text; a request without an answer adds nothing. */
export async function readAnswers(app: ExaminedApp, { port }: Run): Promise<string> {
  const bodies = await Promise.all(
    app.routes.gets.slice(0, ROUTES).map(async (path) => {
      try {
        return (await httpRequest(port, { path })).body.toString('utf8');
      } catch {
        return '';
      }
    }),
  );
  return bodies.join('\n');
}
