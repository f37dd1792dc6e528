'use client';
import {
	type ColumnChoice,
	type CsvField,
	csvFieldNames,
} from '@/core/credentials/imports/generic-csv.ts';
import type { CredentialImportView } from '@/core/credentials/views.ts';

const titles: Readonly<Record<CsvField, string>> = {
	name: 'Name',
	id: 'Provider’s id',
	kind: 'Kind',
	provider: 'Provider',
	owner: 'Owner',
	environment: 'Environment',
	scopes: 'Scopes',
	issued: 'Issued',
	expires: 'Expires',
	used: 'Last used',
	rotated: 'Last rotated',
	stored: 'Stored at',
	secret: 'Secret (becomes a fingerprint)',
};

/** What each column of a table means. A change asks for another preview. */
export function ColumnChoices({
	table,
	chosen,
	disabled,
	change,
}: {
	table: NonNullable<CredentialImportView['files'][number]['table']>;
	/** As it was chosen last, seen or not. */
	chosen: ColumnChoice;
	disabled: boolean;
	change: (choice: ColumnChoice) => void;
}) {
	return (
		<fieldset disabled={disabled} className="grid gap-2">
			<legend className="mb-1 text-xs font-semibold text-muted">
				What its columns mean{' '}
				<span className="font-normal">
					{table.isSaved
						? '(as saved for tables with these columns)'
						: '(kept for tables with these columns when it is applied)'}
				</span>
			</legend>
			<div className="grid grid-cols-[repeat(auto-fill,minmax(150px,1fr))] gap-2">
				{csvFieldNames.map((field) => (
					<label key={field} className="grid gap-0.5 text-2xs text-muted">
						{titles[field]}
						<select
							aria-label={titles[field]}
							value={chosen[field] ?? ''}
							onChange={({ target }) => {
								const value = target.value === '' ? null : target.value;
								const all = csvFieldNames.map((each) => [each, chosen[each] ?? null]);
								change({ ...Object.fromEntries(all), [field]: value });
							}}
							className="h-7 min-w-0 rounded-md border border-line2 bg-bg px-1.5 text-xs text-text"
						>
							<option value="">no column</option>
							{table.columns.map((name) => (
								<option key={name} value={name}>
									{name}
								</option>
							))}
						</select>
					</label>
				))}
			</div>
		</fieldset>
	);
}
