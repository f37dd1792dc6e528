import { Flag } from 'lucide-react';
import Link from 'next/link';
import { buttonClass } from '../ui/button.tsx';
import { EmptyState } from '../ui/states.tsx';

/** Says what would fill the list. */
export function NoIncidents({ filtered }: { filtered: boolean }) {
	if (filtered) {
		return (
			<EmptyState icon={Flag} title="No incident matches these filters">
				<Link href="/incidents" className={buttonClass()}>
					Take the filters away
				</Link>
			</EmptyState>
		);
	}
	return (
		<EmptyState icon={Flag} title="No incidents in this workspace">
			<p>
				Incidents are reconstructed from what agents did and what providers recorded. Bring in a
				folder of logs, of any format that Aftertrace reads:
			</p>
			<pre className="my-3 overflow-x-auto rounded-md border border-line bg-surface px-3 py-2 text-left font-mono text-text">
				npx aftertrace ingest ~/.claude/projects railway-audit.json
			</pre>
			<p>A run that did what it was asked is no incident, so quiet logs leave this list empty.</p>
		</EmptyState>
	);
}
