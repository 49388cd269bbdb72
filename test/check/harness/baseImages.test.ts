import { describe, expect, it } from 'vitest';
import { baseImages } from '../../../src/check/harness/baseImages.ts';

const moving = (text: string): readonly string[] =>
  baseImages(text).flatMap(({ moves }) => moves ?? []);

describe('the images that a Dockerfile is built upon', () => {
  it.each([
    'python:3.13-slim',
    'node:22',
    'debian:bookworm-slim',
    'ubuntu:noble',
    'gcr.io/distroless/static:nonroot',
    'registry.example.com:5000/team/base:1.4',
    `python@sha256:${'0'.repeat(64)}`,
  ])('may be %s', (reference) => {
    expect(baseImages(`FROM ${reference}\n`)).toEqual([{ reference, moves: undefined }]);
  });

  it.each([
    ['python', 'python has no tag'],
    ['registry.example.com:5000/base', 'registry.example.com:5000/base has no tag'],
    ['python:latest', 'the tag of python:latest names no version'],
    ['node:lts-alpine', 'the tag of node:lts-alpine names no version'],
  ])('may not be %s', (reference, fault) => {
    expect(moving(`FROM --platform=linux/amd64 ${reference} AS run\n`)).toEqual([fault]);
  });

  it('are no stages of its own', () => {
    const text = 'FROM node:22 AS build\nFROM build AS test\nFROM scratch\nCOPY --from=build / /\n';
    expect(baseImages(text)).toEqual([{ reference: 'node:22', moves: undefined }]);
  });

  it('are also those that files are copied from', () => {
    const text = 'FROM python:3.13\nCOPY --from=ghcr.io/astral-sh/uv:latest /uv /bin/\n';
    expect(moving(text)).toEqual(['the tag of ghcr.io/astral-sh/uv:latest names no version']);
  });

  it('are not those of stages that the last one takes nothing from', () => {
    const text = 'FROM go:1 AS build\nFROM build AS dev\nCOPY --from=tools/all / /\n';
    expect(moving(`${text}FROM scratch\nCOPY --from=0 / /\n`)).toEqual([]);
    expect(moving(text)).toEqual(['tools/all has no tag']);
  });

  it('are filled in from the arguments before the first stage', () => {
    const text =
      'ARG VERSION=3.13 VARIANT="slim"\nFROM python:${VERSION}-$VARIANT\nARG VERSION=9\n';
    expect(baseImages(text)).toEqual([{ reference: 'python:3.13-slim', moves: undefined }]);
    expect(baseImages('FROM python:${TAG:-latest}')[0]?.moves).toBeDefined();
    expect(baseImages('ARG TAG\nFROM python:$TAG')).toEqual([
      { reference: 'python:$TAG', moves: undefined },
    ]);
  });
});
