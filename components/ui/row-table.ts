/** Height of a row of two lines in the long tables. */
export const tableRowPx = 46;
export const tableHeadPx = 28;
export const tableHeadClass =
	'sticky top-0 z-10 bg-bg px-2 py-1 text-left text-2xs font-normal text-muted whitespace-nowrap';
export const tableCellClass = 'h-[46px] border-t border-line px-2 overflow-hidden';
/** The box that scrolls; its row ends where the page's text does. */
export const tableBoxClass = '-mx-2 min-h-60 flex-1 overflow-auto max-md:h-[70vh] max-md:flex-none';
