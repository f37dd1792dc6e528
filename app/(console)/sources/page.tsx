import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { Snippet } from '@/components/sources/snippet.tsx';
import { Upload } from '@/components/sources/upload.tsx';
import { Chip } from '@/components/ui/chip.tsx';
import { may } from '@/core/access/permissions.ts';
import { formatReaders } from '@/core/formats/registry.ts';
import { requireSignedIn } from '@/server/auth/session.ts';

export const metadata: Metadata = { title: 'Sources' };

export default async function SourcesPage() {
	const { actor, workspace } = await requireSignedIn();
	const asked = await headers();
	const url = `${asked.get('x-forwarded-proto') ?? 'http'}://${asked.get('host') ?? '127.0.0.1:3000'}`;
	return (
		<div className="grid gap-5 px-5 py-4 max-sm:px-3">
			<div>
				<h1 className="text-lg font-semibold">Sources</h1>
				<p className="text-xs text-muted">
					Into the workspace {workspace.name}. Secrets are redacted before anything is stored;
					sending a log twice adds nothing.
				</p>
			</div>
			{may(actor, 'events.ingest') ? (
				<Upload />
			) : (
				<p className="text-sm text-muted">Your role, {actor.role}, does not allow sending logs.</p>
			)}
			<section aria-label="From elsewhere" className="grid gap-3 lg:grid-cols-2">
				<Snippet
					title="From this machine, while no console uses the data folder"
					command={`npx aftertrace ingest ~/.claude/projects --workspace "${workspace.name}"`}
				/>
				<Snippet
					title="From anywhere, with an API key"
					command={`curl -sS -X POST '${url}/api/v1/ingest?source=railway' \\\n  -H "Authorization: Bearer $AFTERTRACE_KEY" \\\n  --data-binary @railway-audit.json`}
				/>
			</section>
			<section aria-label="Formats">
				<h2 className="mb-1.5 text-xs font-semibold text-muted">Recognised by content</h2>
				<p className="flex flex-wrap gap-1.5">
					{formatReaders.map((reader) => (
						<Chip key={reader.id}>{reader.title}</Chip>
					))}
				</p>
			</section>
		</div>
	);
}
