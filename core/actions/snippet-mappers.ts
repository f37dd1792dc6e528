import type { Reading } from './action.ts';
import { reading, resourceRef } from './reading.ts';

/** Object mappers and stores that remove all rows of a table, or flush a store. */
export function mapperCalls(source: string, text: string): Reading[] {
	const acts: Reading[] = [];
	const table = (operation: string, name: string, isAll: boolean, provider = 'postgres'): void => {
		acts.push(
			reading({
				class: isAll ? 'destroy' : 'delete',
				provider,
				operation,
				text,
				resources: [resourceRef(provider, 'table', name)],
				basis: 'a call in a snippet',
			}),
		);
	};
	if (/@prisma\/client|PrismaClient/.test(source))
		for (const [, name = '', args = ''] of source.matchAll(/\.(\w+)\.deleteMany\s*\(([^)]*)\)/g))
			table('deleteMany', name, !/\bwhere\s*:\s*\{\s*[^}\s]/.test(args));
	if (/\bdjango\b|\.objects\./.test(source))
		for (const [, name = ''] of source.matchAll(
			/\b([A-Z]\w*)\.objects\.all\(\)\.(?:_raw_)?delete\s*\(/g,
		))
			table('objects.all().delete', name, true);
	// Active Record and SQLAlchemy: without a condition all rows go.
	for (const [, name = '', narrowed = '', verb = ''] of source.matchAll(
		/\b([A-Z]\w*(?:::[A-Z]\w*)*)((?:\.\w+(?:\([^()]*\))?){0,6})\.(delete_all|destroy_all)\b/g,
	))
		table(verb, name, /^(\.(all|unscoped|in_batches))*$/.test(narrowed));
	if (/\bsqlalchemy\b/i.test(source)) {
		for (const [, name = '', narrowed = ''] of source.matchAll(
			/\.query\(\s*([A-Z]\w*)\s*\)((?:\.\w+\([^()]*\)){0,6})\.delete\(/g,
		))
			table('query.delete', name, narrowed === '');
		for (const [, name = ''] of source.matchAll(
			/(?<![.\w])delete\(\s*([A-Z]\w*)\s*\)(?!\s*\.where)/g,
		))
			table('delete', name, true);
		if (/\.drop_all\s*\(/.test(source)) table('drop_all', 'every table', true);
	}
	if (/\bsequelize\b/i.test(source))
		for (const [, name = '', args = ''] of source.matchAll(
			/\b([A-Z]\w*)\.(?:destroy|truncate)\s*\(([^)]*)\)/g,
		))
			if (/truncate\s*:\s*true|where\s*:\s*\{\s*\}/.test(args) || args.trim() === '')
				table('destroy', name, true);
	// Supabase's rows: filters that every row passes, or none.
	if (/supabase/i.test(source))
		for (const [, name = '', narrowed = ''] of source.matchAll(
			/\.from\(\s*["'](\w+)["']\s*\)\.delete\(\s*\)((?:\s*\.\w+\([^()]*\)){0,6})/g,
		))
			table(
				'delete',
				name,
				!/\.(?:eq|in|match|lt|lte|like|ilike|is|contains|filter|or)\(/.test(narrowed),
				'supabase',
			);
	if (/\bsequel\b/i.test(source))
		for (const [, name = ''] of source.matchAll(/\[:(\w+)\]\.(?:truncate|delete)\b/g))
			table('truncate', name, true);
	if (/\bknex\b/i.test(source))
		for (const [, name = ''] of source.matchAll(
			/\bknex\(\s*["'](\w+)["']\s*\)\.(?:del|delete|truncate)\s*\(\)/g,
		))
			table('del', name, true);
	if (/\bredis\b/i.test(source))
		for (const [, verb = ''] of source.matchAll(
			/\.(flushall|flushdb|flushAll|flushDb|FLUSHALL|FLUSHDB)\s*\(/g,
		))
			acts.push(
				reading({
					class: 'destroy',
					provider: 'redis',
					operation: verb.toLowerCase(),
					text,
					resources: [
						resourceRef(
							'redis',
							'database',
							/\bhost\s*[=:]\s*["']([^"']+)["']/.exec(source)?.[1] ?? 'redis',
						),
					],
					basis: 'a call in a snippet',
				}),
			);
	return acts;
}
