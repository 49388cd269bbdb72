/** `npm run golden`: renews test/golden/, the generated projects that a reviewer sees change. */
import { plannedTrees, storeTrees } from '../test/rendered/goldenTrees.ts';

storeTrees(plannedTrees());
