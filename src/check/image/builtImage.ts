import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ExaminedApp } from '../app/examinedApp.ts';
import { copyProject } from '../harness/copyProject.ts';
import { type DockerEnd, docker, engineProblem } from '../harness/docker.ts';
import { NotChecked } from '../verdict.ts';

/** What came of building the image from the committed sources, with nothing given to the build. */
export interface BuiltImage {
  /** Its id; undefined when the build failed. */
  readonly id: string | undefined;
  /** The last lines that the build printed. */
  readonly output: readonly string[];
}

const BUILD_MS = 15 * 60_000;
const REMOVE_MS = 60_000;
const LAST_LINES = 15;

/** Builds the image once. @throws NotChecked without a Dockerfile or an engine */
export function builtImage(app: ExaminedApp): Promise<BuiltImage> {
  return app.once('built image', async () => {
    if (!existsSync(join(app.place.directory, 'Dockerfile')))
      throw new NotChecked('the project has no Dockerfile');
    const problem = await engineProblem();
    if (problem !== undefined) throw new NotChecked(problem);
    const sources = join(app.place.directory, '..', 'image');
    copyProject(app.source, sources);
    try {
      return await build(app, sources);
    } finally {
      rmSync(sources, { recursive: true, force: true });
    }
  });
}

/** The id of the image. @throws NotChecked when it could not be built: factor V tells of that */
export async function imageId(app: ExaminedApp): Promise<string> {
  const { id } = await builtImage(app);
  if (id === undefined)
    throw new NotChecked('the image was not built: see build-release-run.image-builds');
  return id;
}

async function build(app: ExaminedApp, directory: string): Promise<BuiltImage> {
  const label = `twelve-factor-check=${process.pid}`;
  const tag = `twelve-factor-check:${process.pid}-${Math.round(app.now())}`;
  const args = ['build', '--label', label, '--tag', tag, '.'];
  app.atEnd(() => docker(['image', 'rm', '--force', tag], { limitMs: REMOVE_MS }));
  app.note('image', 'build started');
  let end = await docker(args, { directory, limitMs: BUILD_MS });
  if (lacksBuildKit(end)) {
    const environment = { DOCKER_BUILDKIT: '0' };
    end = await docker(args, { directory, limitMs: BUILD_MS, environment });
  }
  app.note('image', end.code === 0 ? 'built' : 'not built');
  const output = `${end.stdout}\n${end.stderr}`.trim().split('\n').slice(-LAST_LINES);
  return { id: end.code === 0 ? tag : undefined, output };
}

/** A client that was told to use BuildKit and has no plugin for it. */
function lacksBuildKit({ code, stderr }: DockerEnd): boolean {
  return code !== 0 && /buildx component is missing/i.test(stderr);
}
