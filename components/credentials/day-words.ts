/** A number of days as a person reads it: `41 d`, `11 mo`, `4 y`. */
export function daysInWords(days: number): string {
	const whole = Math.abs(Math.round(days));
	if (whole < 60) return `${whole} d`;
	if (whole < 730) return `${Math.floor(whole / 30.4)} mo`;
	return `${Math.floor(whole / 365.25)} y`;
}

/** Until or since an end: `in 9 d`, `today`, `12 d ago`. */
export function endInWords(days: number): string {
	if (days === 0) return 'today';
	return days > 0 ? `in ${daysInWords(days)}` : `${daysInWords(days)} ago`;
}
