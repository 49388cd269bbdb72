import { expect, it } from 'vitest';
import { list } from '../../src/commands/list.ts';
import { houseCatalog } from '../catalog/houseCatalog.ts';

function listed(json: boolean): string {
  const lines: string[] = [];
  list(houseCatalog, json, { out: (text) => lines.push(text) });
  return lines.join('\n');
}

it('shows what can be chosen, in the order of the catalog, kind by kind', () => {
  expect(listed(false)).toBe(
    `stacks
  lantern      Quill: Lantern, bright and slow
  ferry        Quill: Ferry, which has no examples yet

services
  brook        Brook, a made-up backing service
  pond         Pond, a made-up backing service
  wren         Wren, a made-up backing service
  heron        Heron, a made-up backing service

targets
  harbour      A place where ships dock`,
  );
});

it('tells programs what each is for', () => {
  const { stacks, services } = JSON.parse(listed(true));
  expect(stacks[0]).toEqual({
    name: 'lantern',
    label: 'Quill with Lantern',
    summary: 'Quill: Lantern, bright and slow',
    language: 'quill',
  });
  expect(services[2]).toMatchObject({ name: 'wren', provides: ['memo', 'errand'] });
});
