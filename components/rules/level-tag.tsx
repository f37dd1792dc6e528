import type { RuleLevel } from '@/core/detection/sigma/rule.ts';
import { SeverityTag } from '../ui/severity.tsx';

/** A rule's level, as severities look everywhere. */
export const LevelTag = ({ level }: { level: RuleLevel }) => (
	<SeverityTag severity={level === 'informational' ? 'info' : level} />
);
