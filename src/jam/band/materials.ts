import type { Harmony } from '../../music/harmony/findChords';
import type { Ear } from '../ear';
import type { SectionName } from '../face';
import { heardIn, type HeardMusic } from '../heardMusic';
import type { Loop } from '../loop';
import type { Outlook } from '../outlook';
import type { Settings } from '../settings';
import { isSamePlace, type BandTime } from './bandTime';
import { materialOf, notesOf, type Material } from './material';

/** What the material is made of. */
interface MaterialSources {
	readonly ear: Ear;
	readonly loop: Loop;
	readonly settings: () => Settings;
	readonly harmony: (section: SectionName) => Harmony;
	readonly heard: () => HeardMusic | null;
	readonly time: BandTime;
}

/** What became of a section's material: it may fit what was made for it before, or be another loop. */
export type MaterialNews = 'same' | 'changed' | 'other';

interface Known {
	readonly key: readonly unknown[];
	readonly material: Material | null;
	/** The first layer of the loop, or of what is heard, which it keeps wherever it lies; null for none. */
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
		const heard = this.#sources.heard();
		const { section, program } = outlook;
		const grid = time.gridOf(outlook);
		const { bar } = time;
		const { metre, quantiseGrid, quantiseStrength } = settings();
		const { spans, key: scale } = harmony(section);
		const place = [grid?.start, grid?.length, metre, style, program.state];
		const sources = [program, heard, ear.version, spans, scale, quantiseGrid, quantiseStrength];
		const key = [...place, ...sources];
		const before = this.#known.get(section);
		if (before !== undefined && areSame(key, before.key)) return 'same';
		settle();
		const music = { metre, bar, harmony: { spans, key: scale }, style };
		const audio = grid === null ? [] : heardIn(heard, grid);
		const notes = notesOf(loop.layersOf(outlook), audio);
		const material = grid === null ? null : materialOf({ grid, ...music, ...notes });
		const owner = program.layers[0]?.id ?? heard?.layers[0]?.id ?? null;
		this.#known.set(section, { key, material, owner });
		const old = before?.material?.grid ?? null;
		// A loop that comes back lies elsewhere, and is the same one.
		const isOwn = owner !== null && owner === before?.owner && old?.length === grid?.length;
		return isOwn || isSamePlace(old, grid) ? 'changed' : 'other';
	}
}

const areSame = (one: readonly unknown[], other: readonly unknown[]) =>
	one.length === other.length && one.every((part, index) => part === other[index]);
