import { findEngine } from './engine.ts';

// With CI=true, asking for an engine and its base images makes what is missing.
await findEngine();
