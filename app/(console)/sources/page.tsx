import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { Connectors } from '@/components/sources/connectors.tsx';
import { IngestKeys } from '@/components/sources/ingest-keys.tsx';
import { MappingEditor } from '@/components/sources/mapping-editor.tsx';
import { Setup } from '@/components/sources/setup.tsx';
import { SourceTable } from '@/components/sources/source-table.tsx';
import { Upload } from '@/components/sources/upload.tsx';
import { Chip } from '@/components/ui/chip.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { may } from '@/core/access/permissions.ts';
import { formatReaders } from '@/core/formats/registry.ts';
import { requireSignedIn } from '@/server/auth/session.ts';

export const metadata: Metadata = { title: 'Sources' };

export default async function SourcesPage() {
	const { actor, workspace } = await requireSignedIn();
	const asked = await headers();
	const url = `${asked.get('x-forwarded-proto') ?? 'http'}://${asked.get('host') ?? '127.0.0.1:3000'}`;
	const maySend = may(actor, 'events.ingest');
	const mayChange = may(actor, 'sources.write');
	return (
		<div className="grid gap-6 px-5 py-4 max-sm:px-3">
			<div>
				<h1 className="text-lg font-semibold">Sources</h1>
				<p className="text-xs text-muted">
					Into the workspace {workspace.name}. Secrets are redacted before anything is stored;
					sending a log twice adds nothing.
				</p>
			</div>
			{maySend ? (
				<Upload />
			) : (
				<p className="text-sm text-muted">Your role, {actor.role}, does not allow sending logs.</p>
			)}
			<SourceTable />
			<Setup url={url} workspace={workspace.name} />
			<div className="grid gap-6 xl:grid-cols-2">
				{may(actor, 'settings.manage') && <IngestKeys />}
				<Connectors mayChange={mayChange} />
			</div>
			{maySend && <MappingEditor mayChange={mayChange} />}
			<Panel title="Recognised by content">
				<p className="flex flex-wrap gap-1.5">
					{formatReaders.map((reader) => (
						<Chip key={reader.id}>{reader.title}</Chip>
					))}
				</p>
			</Panel>
		</div>
	);
}
