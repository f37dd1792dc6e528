import type { Act } from '../actions/action.ts';
import { valuesUnder } from '../actions/catalogue/catalogue.ts';
import type { Intent } from './intent.ts';
import type { CallTrace } from './runs.ts';

const PAYS = /pay|transfer|send|refund|withdraw|purchase|order|buy|donate|charge|swap|tip/i;
const AMOUNT_KEYS = ['amount', 'value', 'quantity', 'qty', 'total', 'sum', 'price', 'units'];
/** Minor units of money and tokens: cents, micro, nano (lamports), gwei, wei. */
const UNITS = [1, 100, 1_000, 1e6, 1e8, 1e9, 1e18];
/** A task that names an amount is not held to the last digit: fees and rates add to it. */
const FAR_ABOVE = 10;

/** Whether a payment goes far beyond the amounts that its task names, in any unit that such calls use. */
export function exceedsTask(call: CallTrace, act: Act, intent: Intent): boolean {
	if (act.class !== 'create' && act.class !== 'execute' && act.class !== 'modify') return false;
	if (!PAYS.test(act.operation)) return false;
	const named = amountsOf(intent.text);
	if (named.length === 0) return false;
	return valuesUnder(call.event.call?.input ?? null, AMOUNT_KEYS)
		.map(Number)
		.filter((amount) => Number.isFinite(amount) && amount > 0)
		.some(
			(amount) =>
				!UNITS.some((unit) =>
					named.some((each) => amount <= each * unit * FAR_ABOVE && amount >= each * unit * 0.5),
				) && amount > Math.max(...named) * FAR_ABOVE,
		);
}

/** Numbers in a task that stand beside a currency, a token's symbol or a word for an amount. */
function amountsOf(task: string): number[] {
	const found = task.matchAll(
		/(?:[$€£¥]\s?(\d[\d,]*(?:\.\d+)?))|(?<![\w.,])(\d[\d,]*(?:\.\d+)?)\s?(?:[$€£¥]|[A-Z]{3,6}\b|dollars?|euros?|pounds?|tokens?|coins?|shares?|units?)/g,
	);
	return [...found]
		.map((match) => Number((match[1] ?? match[2] ?? '').replaceAll(',', '')))
		.filter((amount) => Number.isFinite(amount) && amount > 0);
}
