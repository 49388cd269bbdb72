import type { ComposeService, ProcessDeclaration } from '../catalog/contribution.ts';
import { commandText } from '../commandText.ts';
import type { BackingService, Dependency } from './project.ts';

/** A backing service with what compose.yaml and the CI workflow derive from its facts. */
export function composeService(service: ComposeService): BackingService {
  const [how, ...words] = service.health;
  const portVariable = `${service.name.toUpperCase().replaceAll('-', '_')}_PORT`;
  return {
    command: [],
    ...service,
    portVariable,
    published: `\${${portVariable}:-${service.port}}`,
    healthCommand: how === 'CMD' ? commandText(words) : words.join(' '),
  };
}

/** The lines that start the services on this machine and give their URLs to a shell. */
export function attachLines(services: readonly ComposeService[]): readonly string[] {
  if (services.length === 0) return [];
  const names = services.map(({ name }) => name);
  return [
    commandText(['docker', 'compose', 'up', '--detach', '--wait', ...names]),
    'set -a && . ./.env.example && set +a',
  ];
}

/** What a process of compose.yaml waits for: healthy services, and processes that run once. */
export function dependenciesOf(
  process: ProcessDeclaration,
  processes: readonly ProcessDeclaration[],
  services: readonly ComposeService[],
): readonly Dependency[] {
  const before = process.once ? [] : processes.filter(({ once }) => once);
  return [
    ...services.map(({ name }) => ({ name, condition: 'service_healthy' as const })),
    ...before.map(({ name }) => ({ name, condition: 'service_completed_successfully' as const })),
  ];
}
