import { askedAndRefused } from './asked-and-refused.ts';
import { atSecondHand } from './at-second-hand.ts';
import { cloudDeletions } from './cloud-deletions.ts';
import { clouds, quietClouds } from './clouds.ts';
import { crossedLogs } from './crossed-logs.ts';
import { dataStores } from './data-stores.ts';
import { everydayTools } from './everyday-tools.ts';
import { foundSecrets } from './found-secrets.ts';
import { furtherWays } from './further-ways.ts';
import { injections } from './injections.ts';
import { keptQuiet } from './kept-quiet.ts';
import type { Draw, Scenario } from './kit.ts';
import { lostAndLate } from './lost-and-late.ts';
import { otherTools } from './other-tools.ts';
import { overTheWire } from './over-the-wire.ts';
import { ownMachine } from './own-machine.ts';
import { plantedText } from './planted-text.ts';
import { quietAuthority } from './quiet-authority.ts';
import { quietDays } from './quiet-days.ts';
import { quietLookalikes } from './quiet-lookalikes.ts';
import { quietRequests } from './quiet-requests.ts';
import { quietRights } from './quiet-rights.ts';
import { quietRoutine } from './quiet-routine.ts';
import { quietSteps } from './quiet-steps.ts';
import { quietTools } from './quiet-tools.ts';
import { quietVariations } from './quiet-variations.ts';
import { severalLogs } from './several-logs.ts';
import { stepByStep } from './step-by-step.ts';
import { strayCredentials } from './stray-credentials.ts';
import { widerThanMeant } from './wider-than-meant.ts';
import { wrongTarget } from './wrong-target.ts';

/** Every labelled scenario: incidents, then days without one. */
export const library: readonly ((draw: Draw) => Scenario)[] = [
	...strayCredentials,
	...cloudDeletions,
	...clouds,
	...crossedLogs,
	...injections,
	...ownMachine,
	...dataStores,
	...askedAndRefused,
	...everydayTools,
	...otherTools,
	...severalLogs,
	...atSecondHand,
	...foundSecrets,
	...furtherWays,
	...lostAndLate,
	...plantedText,
	...overTheWire,
	...wrongTarget,
	...keptQuiet,
	...stepByStep,
	...widerThanMeant,
	...quietDays,
	...quietVariations,
	...quietClouds,
	...quietTools,
	...quietAuthority,
	...quietRoutine,
	...quietRequests,
	...quietLookalikes,
	...quietSteps,
	...quietRights,
];
