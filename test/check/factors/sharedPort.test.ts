import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { examine, withApp } from '../examineApp.ts';

const SHARES = `
import os, socket
from http.server import BaseHTTPRequestHandler, HTTPServer

class Hello(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()

server = HTTPServer(("", int(os.environ["PORT"])), Hello, bind_and_activate=False)
server.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
server.server_bind()
server.server_activate()
server.serve_forever()
`;

describe('a port that an app shares with others of its kind', () => {
  it.skipIf(!hasPython())('is not one that it could not have', { timeout: 30_000 }, () => {
    const files = {
      Procfile: 'web: python3 main.py\n',
      'main.py': SHARES,
      'openapi.json': '{}',
      'env.schema.json': '{ "properties": { "PORT": { "type": "integer" } } }',
    };
    return withApp({ files }, async (app) => {
      const { status, observed } = await examine(app, 'port-binding.taken-port');
      expect(`${status}: ${observed}`).toMatch(/^not-checked: a second one listened/);
    });
  });
});

function hasPython(): boolean {
  try {
    execFileSync('python3', ['--version']);
    return true;
  } catch {
    return false;
  }
}
