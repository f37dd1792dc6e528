/** Where a workspace's reminders go, and of what. Nothing in it is secret. */
export interface ReminderSettingsView {
	readonly expiry: boolean;
	readonly reviews: boolean;
	readonly webhook: string | null;
	/** Hear of everything. */
	readonly mailTo: readonly string[];
	/** Owners hear of theirs, where their address is known. */
	readonly mailOwners: boolean;
	/** Addresses of owners whose name is none. */
	readonly addresses: Readonly<Record<string, string>>;
}

/** A message that was sent or waits to be. Times are RFC 3339 in UTC. */
export interface NoticeView {
	readonly id: string;
	readonly channel: 'webhook' | 'mail';
	/** Mail address, or the origin of the webhook. */
	readonly receiver: string;
	readonly kind: 'expiry' | 'review' | 'test';
	/** Days before the end; negative after it; null for a test. */
	readonly step: number | null;
	/** Credentials that it names. */
	readonly total: number;
	readonly state: 'waiting' | 'sent' | 'given-up';
	readonly attempts: number;
	readonly createdAt: string;
	readonly sentAt: string | null;
	/** One line; null while it works. */
	readonly failure: string | null;
}

export interface ReminderViewData {
	readonly settings: ReminderSettingsView;
	/** Whether the installation has a mail server. */
	readonly mailServer: boolean;
	/** The latest 50. */
	readonly notices: readonly NoticeView[];
}
