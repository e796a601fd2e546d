import type { SectionName } from '../../jam/face';

/** The key that turns to each section: as people read it, and by its place. */
export const SECTION_KEYS: Readonly<
	Record<SectionName, { readonly keys: string; readonly code: string }>
> = {
	A: { keys: ';', code: 'Semicolon' },
	B: { keys: "'", code: 'Quote' }
};
