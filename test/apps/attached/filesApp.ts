import { expect } from 'vitest';
import { type HttpRequest, httpRequest } from '../../../src/check/harness/httpRequest.ts';
import type { PreparedApp } from '../contract/prepareApp.ts';
import { LOGIN } from '../servers/backingServer.ts';
import type { S3Server } from '../servers/s3Server.ts';
import type { AttachedApp } from './attachedApp.ts';

/** An app that keeps files, and the server that it keeps them on. */
export type FilesApp = AttachedApp<S3Server>;

let buckets = 0;

export function filesApp(app: PreparedApp, server: S3Server): FilesApp {
  return {
    app,
    server,
    check: 'files',
    async makePlace({ login = LOGIN, port = server.port } = {}) {
      buckets += 1;
      const S3_BUCKET = `bucket-${buckets}`;
      server.createBucket(S3_BUCKET, login);
      return {
        S3_BUCKET,
        S3_ENDPOINT_URL: `http://127.0.0.1:${port}`,
        S3_ACCESS_KEY_ID: login.user,
        S3_SECRET_ACCESS_KEY: login.password,
      };
    },
    put(port, text, limitMs) {
      const name = text.replaceAll(' ', '-');
      return httpRequest(port, fileRequest(name, name), limitMs);
    },
    async countKept(port, { S3_BUCKET = '' }) {
      const names = server.keys(S3_BUCKET).map((key) => key.replace('files/', ''));
      for (const name of names) {
        const response = await httpRequest(port, { path: `/files/${name}` });
        expect(response.body.toString(), `${name}, which is ${response.status}`).toBe(name);
      }
      return names.length;
    },
  };
}

/** Sends a file. */
export function fileRequest(name: string, body: Buffer | string, type = 'text/plain'): HttpRequest {
  return { method: 'PUT', path: `/files/${name}`, headers: { 'Content-Type': type }, body };
}
