import type { ReachTree } from '@/core/credentials/views.ts';

/** What one use of a credential could leave of data, in words; `alarm`: nothing would be left. */
export const fateFaces: Readonly<
	Record<ReachTree['fate'], { readonly words: string; readonly tone: 'alarm' | 'warning' | 'calm' }>
> = {
	'all-lost': { words: 'data and every copy can be destroyed', tone: 'alarm' },
	'copies-lost': { words: 'data and some copies can be destroyed', tone: 'warning' },
	'no-copy': { words: 'can be destroyed; no copy is known', tone: 'warning' },
	'copies-left': { words: 'can be destroyed; its copies stay', tone: 'calm' },
	'not-destroyed': { words: 'cannot be destroyed with it', tone: 'calm' },
};
