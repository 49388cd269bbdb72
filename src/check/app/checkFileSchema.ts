import type { CheckFile, HttpStep, JobStep, StateStep } from './checkFile.ts';
import type { Schema } from './schemaFaults.ts';

type MembersOf<Told> = Readonly<Record<keyof Required<Told>, Schema>>;

const text = (description: string): Schema => ({ description, type: 'string', minLength: 1 });

const path = (description: string): Schema => ({ ...text(description), pattern: '^/\\S*$' });

const pointer = (description: string): Schema => ({ ...text(description), pattern: '^/' });

const texts = (description: string): Schema => ({
  description,
  type: 'array',
  items: { type: 'string', minLength: 1 },
});

/** Folders and files that lie in the project: what leads out of it is refused. */
const places = (description: string): Schema => ({
  description,
  type: 'array',
  items: { type: 'string', pattern: '^(?!/)(?!(?:.*/)?\\.\\.(?:/|$)).+$' },
});

const commands = (description: string): Schema => ({
  description,
  type: 'object',
  propertyNames: { pattern: '^[A-Za-z0-9][A-Za-z0-9_-]*$' },
  additionalProperties: { type: 'string', minLength: 1 },
});

const variables = (description: string): Schema => ({
  description,
  type: 'object',
  propertyNames: { pattern: '^[A-Za-z_][A-Za-z0-9_]*$' },
  additionalProperties: { type: 'string' },
});

const step = (description: string): Schema => ({
  description,
  type: 'object',
  additionalProperties: false,
  required: ['path'],
  properties: {
    method: { description: 'Default is GET', type: 'string', pattern: '^[A-Z]+$' },
    path: { ...text('Path and query, or ${location}'), pattern: '^(?:/|\\$\\{)\\S*$' },
    headers: {
      description: 'Headers, by name',
      type: 'object',
      propertyNames: { pattern: "^[A-Za-z0-9!#$%&'*+.^_`|~-]+$" },
      additionalProperties: { type: 'string', pattern: '^[^\\r\\n]*$' },
    },
    json: { description: 'The body as JSON' },
    body: { description: 'The body as text', type: 'string' },
  } satisfies MembersOf<HttpStep>,
});

const stateStep: Schema = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'write', 'read'],
  properties: {
    name: text('What is kept, e.g. notes'),
    resource: text('The variable of the service that keeps it'),
    write: step('Writes it: ${unique} in it becomes a new value'),
    read: step('Reads it: its answer holds that value; ${location} is where write put it'),
  } satisfies MembersOf<StateStep>,
};

const jobStep: Schema = {
  description: 'How a job is given to the queue, and how one learns what became of it',
  type: 'object',
  additionalProperties: false,
  required: ['submit', 'id', 'result', 'state', 'done'],
  properties: {
    submit: step('Gives a job to the queue'),
    id: pointer('JSON pointer to its id in the answer'),
    result: step('Asks for its result: ${id} is the id'),
    state: pointer('JSON pointer to its state in that answer'),
    done: texts('The states in which it is over'),
    attempts: pointer('JSON pointer to how often it was begun; default /attempts'),
    within: {
      description:
        'Seconds in which all are over, those of a worker that died included; default 60',
      type: 'number',
      minimum: 1,
    },
  } satisfies MembersOf<JobStep>,
};

/** The JSON Schema (2020-12) of twelve-factor.check.json. What reads such a file goes by it. */
export const checkFileSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'What a check of the twelve factors is told of a project',
  type: 'object',
  additionalProperties: false,
  properties: {
    $schema: { description: 'Where this schema is', type: 'string' },
    processes: commands('Commands by process type, over those of the Procfile'),
    path: places('Folders of the project that come first on PATH, e.g. .venv/bin'),
    build: texts('Commands that build it from its sources, run in a copy without a variable set'),
    built: places('Files and folders that installing and building make, e.g. staticfiles'),
    environment: variables('Values for the run, over those of .env.example'),
    otherDeploy: variables('What a second deploy has instead, e.g. the URL of another database'),
    ready: path('A path that answers 200 when the app can do its work'),
    live: path('A path that answers 200 while the process lives'),
    inFlight: step('A request whose body the app reads'),
    routes: { ...texts('Paths to GET'), items: { type: 'string', pattern: '^/\\S*$' } },
    state: {
      description: 'What is written by one request and can be read by another',
      type: 'array',
      items: stateStep,
    },
    jobs: jobStep,
    admin: commands('Commands by admin task'),
    writable: places('Files and folders that the app may write'),
  } satisfies MembersOf<CheckFile & { $schema: string }>,
} as const satisfies Schema;
