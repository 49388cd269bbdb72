import { httpRequest, jsonRequest } from '../../../src/check/harness/httpRequest.ts';
import type { HttpResponse } from '../../../src/check/harness/parseResponse.ts';
import type { PreparedApp } from '../contract/prepareApp.ts';
import { LOGIN } from '../servers/backingServer.ts';
import type { MailServer } from '../servers/mailServer.ts';
import type { AttachedApp } from './attachedApp.ts';

/** An app that sends mail, and the server that takes it. */
export type MailApp = AttachedApp<MailServer>;

export interface MailMessage {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

let users = 0;

export function mailApp(app: PreparedApp, server: MailServer): MailApp {
  return {
    app,
    server,
    check: 'mail',
    async makePlace({ login, port } = {}) {
      users += 1;
      return { SMTP_URL: server.admit(login ?? { ...LOGIN, user: `app-${users}` }, port) };
    },
    put: (port, text, limitMs) =>
      sendMessage(port, { to: 'ann@example.com', subject: text, text }, limitMs),
    countKept: async (_port, { SMTP_URL = '' }) => {
      const { username } = new URL(SMTP_URL);
      return server.deliveries.filter(({ user }) => user === decodeURIComponent(username)).length;
    },
  };
}

export function sendMessage(
  port: number,
  message: MailMessage,
  limitMs?: number,
): Promise<HttpResponse> {
  return httpRequest(port, jsonRequest('/messages', message), limitMs);
}
