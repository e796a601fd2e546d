import type { Harmony } from '../../music/harmony/findChords';
import { offsetIn, type LoopRegion } from '../../music/loopRegion';
import { ticks } from '../../music/units';
import type { Ear } from '../ear';
import type { SectionName } from '../face';
import type { Loop } from '../loop';
import type { Outlook } from '../outlook';
import type { Settings } from '../settings';
import type { BandTime } from './bandTime';
import { materialOf, notesOf, type Material } from './material';

/** What the material is made of. */
interface MaterialSources {
	readonly ear: Ear;
	readonly loop: Loop;
	readonly settings: () => Settings;
	readonly harmony: (section: SectionName) => Harmony;
	readonly time: BandTime;
}

/** What became of a section's material: it may fit what was made for it before, or be another loop. */
export type MaterialNews = 'same' | 'changed' | 'other';

interface Known {
	readonly key: readonly unknown[];
	readonly material: Material | null;
	/** The first layer of the loop, which it keeps wherever it lies; null for none. */
	readonly owner: number | null;
}

/** What the band plays to in each section. */
export class Materials {
	readonly #sources: MaterialSources;
	readonly #known = new Map<SectionName, Known>();

	constructor(sources: MaterialSources) {
		this.#sources = sources;
	}

	/** Null while there is nothing to play to, or nobody has looked at the section yet. */
	of(section: SectionName): Material | null {
		return this.#known.get(section)?.material ?? null;
	}

	/** The sections are looked at anew. */
	forget(): void {
		for (const [section, known] of this.#known) this.#known.set(section, { ...known, key: [] });
	}

	/** Looks at a section again; `settle` is called before anything changes. */
	renew(outlook: Outlook, style: string | null, settle: () => void): MaterialNews {
		const { ear, loop, settings, harmony, time } = this.#sources;
		const { section, program } = outlook;
		const grid = time.gridOf(outlook);
		const { bar } = time;
		const { metre, quantiseGrid, quantiseStrength } = settings();
		const { spans, key: scale } = harmony(section);
		const place = [grid?.start, grid?.length, metre, style, program.state];
		const sources = [program, ear.version, spans, scale, quantiseGrid, quantiseStrength];
		const key = [...place, ...sources];
		const before = this.#known.get(section);
		if (before !== undefined && areSame(key, before.key)) return 'same';
		settle();
		const music = { metre, bar, harmony: { spans, key: scale }, style };
		const notes = notesOf(loop.layersOf(outlook));
		const material = grid === null ? null : materialOf({ grid, ...music, ...notes });
		const owner = program.layers[0]?.id ?? null;
		this.#known.set(section, { key, material, owner });
		const isOwn = owner !== null && owner === before?.owner;
		return isSamePlace(before?.material?.grid ?? null, grid, isOwn) ? 'changed' : 'other';
	}
}

const areSame = (one: readonly unknown[], other: readonly unknown[]) =>
	one.length === other.length && one.every((part, index) => part === other[index]);

/** What was made over one place fits the other: as long, and begun on the same line or the same loop. */
function isSamePlace(one: LoopRegion | null, other: LoopRegion | null, isOwn: boolean): boolean {
	if (one === null || other === null) return one === other;
	const { length } = one;
	const isAligned = offsetIn({ start: ticks(0), length }, ticks(one.start - other.start)) === 0;
	return length === other.length && (isAligned || isOwn);
}
