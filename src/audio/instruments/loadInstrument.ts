import { pitch } from '../../music/units';
import type { Sample, SampleSet } from './sampledInstrument';

/** Why an instrument's samples are not there. */
export type LoadFailure = 'unreachable' | 'missing' | 'damaged';

export type LoadResult =
	| { readonly kind: 'loaded'; readonly set: SampleSet }
	| { readonly kind: 'failed'; readonly reason: LoadFailure; readonly file: string };

/** What loading needs of the browser. */
export interface SampleSource {
	fetch(url: string): Promise<Response>;
	decode(data: ArrayBuffer): Promise<AudioBuffer>;
}

interface SampleEntry {
	readonly file: string;
	readonly pitch: number;
	readonly gain: number;
}

interface InstrumentIndex {
	readonly kind: 'pitched' | 'drums';
	readonly release_s: number;
	readonly samples: readonly SampleEntry[];
}

/** Crosses from where it is found to `loadInstrument`, which turns it into a result. */
class LoadError extends Error {
	readonly reason: LoadFailure;
	readonly file: string;
	constructor(reason: LoadFailure, file: string, cause?: unknown) {
		super(`${file}: ${reason}`, { cause });
		this.reason = reason;
		this.file = file;
	}
}

/** Fetches and decodes `folder`/index.json and all of its samples. Never rejects. */
export async function loadInstrument(folder: string, source: SampleSource): Promise<LoadResult> {
	try {
		const index = await loadIndex(`${folder}/index.json`, source);
		const samples = await Promise.all(
			index.samples.map((entry) => loadSample(folder, entry, source))
		);
		const [first, ...others] = samples;
		if (first === undefined) throw new LoadError('damaged', `${folder}/index.json`);
		return {
			kind: 'loaded',
			set: {
				isDrums: index.kind === 'drums',
				releaseSeconds: index.release_s,
				samples: [first, ...others]
			}
		};
	} catch (error) {
		if (error instanceof LoadError) {
			return { kind: 'failed', reason: error.reason, file: error.file };
		}
		throw error;
	}
}

async function loadIndex(url: string, source: SampleSource): Promise<InstrumentIndex> {
	const response = await fetched(url, source);
	let index: unknown;
	try {
		index = await response.json();
	} catch (error) {
		throw new LoadError('damaged', url, error);
	}
	if (!isIndex(index)) throw new LoadError('damaged', url);
	return index;
}

async function loadSample(
	folder: string,
	{ file, pitch: number, gain }: SampleEntry,
	source: SampleSource
): Promise<Sample> {
	const url = `${folder}/${file}`;
	const response = await fetched(url, source);
	try {
		const buffer = await source.decode(await response.arrayBuffer());
		return { buffer, pitch: pitch(number), gain };
	} catch (error) {
		throw new LoadError('damaged', url, error);
	}
}

async function fetched(url: string, source: SampleSource): Promise<Response> {
	let response: Response;
	try {
		response = await source.fetch(url);
	} catch (error) {
		throw new LoadError('unreachable', url, error);
	}
	if (!response.ok) throw new LoadError('missing', url);
	return response;
}

function isIndex(value: unknown): value is InstrumentIndex {
	if (typeof value !== 'object' || value === null) return false;
	const { kind, release_s, samples } = value as Partial<Record<keyof InstrumentIndex, unknown>>;
	const isKind = kind === 'pitched' || kind === 'drums';
	return isKind && isPositive(release_s) && Array.isArray(samples) && samples.every(isEntry);
}

function isEntry(value: unknown): value is SampleEntry {
	if (typeof value !== 'object' || value === null) return false;
	const entry = value as Partial<Record<keyof SampleEntry, unknown>>;
	return typeof entry.file === 'string' && Number.isInteger(entry.pitch) && isPositive(entry.gain);
}

const isPositive = (value: unknown): value is number =>
	typeof value === 'number' && Number.isFinite(value) && value > 0;
