import type { Contribution } from './contribution.ts';

/** The folder of a part below templates/, e.g. `stacks/NAME` or `services/NAME/drivers/LANGUAGE`. */
export type PartId = string;
/** What a service is for, e.g. `sql` or `cache`: the name of a folder in templates/capabilities/. */
export type CapabilityName = string;

export type PartKind =
  | 'base'
  | 'language'
  | 'stack'
  | 'service'
  | 'capability'
  | 'driver'
  | 'example'
  | 'target';

/** A folder under templates/: facts in part.json, templates in files/. */
export interface Part {
  readonly id: PartId;
  readonly kind: PartKind;
  /** How users name it in flags and files: the last folder of its id. */
  readonly name: string;
  readonly label: string;
  readonly summary: string;
  /** Where it stands in lists and prompts; the first stack is the default. */
  readonly order: number;
  /** The language that a stack is written in. */
  readonly language?: string;
  /** A service's capabilities; of several services for one capability the lowest rank serves it. */
  readonly provides?: Readonly<Record<CapabilityName, number>>;
  /** Capabilities that must be served too; of an inner list one suffices. */
  readonly needs?: readonly (CapabilityName | readonly CapabilityName[])[];
  readonly contributes: Contribution;
}
