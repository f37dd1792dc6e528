/** The theme is kept in a cookie, so that the server draws the page in it and nothing flashes. */
export const themeCookie = 'aftertrace-theme';

export type Theme = 'light' | 'dark';

export const readTheme = (text: string | undefined): Theme | null =>
	text === 'light' || text === 'dark' ? text : null;
