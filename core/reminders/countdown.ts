/** Days before the end of a credential at which somebody is told. */
export const expirySteps = [30, 14, 7, 1] as const;
/** Days before the due date of a review, and after it. */
export const reviewSteps = [7, 1, -1, -7] as const;

const dayMs = 86_400_000;

/**
 * The step that a countdown has come to; null: none yet, or none any more. After a pause only the
 * latest is told: who hears that a week is left need not hear that a month was.
 *
 * @param steps days before the end, falling; negative ones lie after it
 */
export function stepOf(
	endsAt: Date,
	now: Date,
	steps: readonly number[] = expirySteps,
): number | null {
	const daysLeft = (endsAt.getTime() - now.getTime()) / dayMs;
	const come =
		daysLeft > 0
			? steps.filter((step) => step > 0 && daysLeft <= step)
			: steps.filter((step) => step < 0 && daysLeft <= step);
	return come.at(-1) ?? null;
}

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

/** `within 7 days`, `1 day ago` */
export const stepInWords = (step: number): string =>
	step > 0 ? `within ${plural(step, 'day')}` : `${plural(-step, 'day')} ago`;
