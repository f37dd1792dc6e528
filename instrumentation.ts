/** Opens the stores before the first request is served. The framework calls it once a process. */
export async function register(): Promise<void> {
	if (
		process.env.NEXT_RUNTIME !== 'nodejs' ||
		process.env.NEXT_PHASE === 'phase-production-build'
	) {
		return;
	}
	const { boot } = await import('@/server/installation/boot.ts');
	await boot();
}
