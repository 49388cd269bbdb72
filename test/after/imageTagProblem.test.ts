import { describe, expect, it } from 'vitest';
import { imageTagProblem } from '../../src/after/imageTagProblem.ts';

describe('imageTagProblem', () => {
  it.each([
    'demo',
    'demo:dev',
    'a',
    'my-app:1.2.3',
    'a__b:x',
    'a--b',
    'team/demo:dev',
    'registry.example.com/team/demo:dev',
    'localhost:5000/demo',
    'localhost/demo',
    'Registry.example.com/demo',
    `demo:${'x'.repeat(128)}`,
  ])('%s is fine', (image) => {
    expect(imageTagProblem(image)).toBeUndefined();
  });

  it.each([
    '',
    'Demo',
    'demo:',
    'demo:-x',
    'demo:a:b',
    `demo:${'x'.repeat(129)}`,
    'x'.repeat(256),
    'a..b',
    'a___b',
    '-demo',
    'demo-',
    'a//b',
    '/demo',
    'demo/',
    'de mo',
    'demo\n',
    'demo:dev\n',
    'démo',
    '--help',
    'demo@sha256:abc',
    'a'.repeat(64),
    'Team/demo',
    '$(touch x)',
  ])('%j is refused', (image) => {
    expect(imageTagProblem(image)).toEqual(expect.any(String));
  });
});
