/** The palette and the keyboard map can be opened from anywhere; each listens for its own signal. */
export const paletteSignal = 'aftertrace:palette';
export const keyboardSignal = 'aftertrace:keyboard';

export const openPalette = (): boolean => window.dispatchEvent(new Event(paletteSignal));
export const openKeyboardMap = (): boolean => window.dispatchEvent(new Event(keyboardSignal));
