import { ComposerError } from '../composerError';
import { checkTensors, type TensorEntry } from './tensorEntries';
import { expectedShapes, type NetworkConfig } from './networkShapes';
import {
	MAX_BAR_STEPS,
	ONSET_STEPS,
	PARTS,
	PITCHES,
	STEPS_PER_QUARTER,
	TASKS,
	TICKS_PER_STEP,
	type Vocabulary
} from './vocabulary';

export const FORMAT = 'continuo.music-transformer';
const VERSION = 1;
const PLACES = ['musical', 'rope'];
/** Past these a manifest is damaged, and not worth the memory. */
const LARGEST = { width: 4096, layers: 64, heads: 64, hidden: 16384, context: 4096, max_bars: 256 };

/** What a manifest.json says, found whole. */
export interface Manifest {
	readonly name: string;
	/** For people: `Music Transformer (small)`. */
	readonly title: string;
	readonly config: NetworkConfig;
	readonly vocabulary: Vocabulary;
	readonly weights: { readonly file: string; readonly bytes: number; readonly sha256: string };
	readonly tensors: readonly TensorEntry[];
}

type Json = Readonly<Record<string, unknown>>;

const objectOf = (value: unknown): Json =>
	typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
const damaged = (detail: string) => new ComposerError('model-damaged', detail);
const foreign = (detail: string) => new ComposerError('model-foreign', detail);
const isNumber = (value: unknown): value is number =>
	typeof value === 'number' && Number.isFinite(value);

function textOf(value: unknown, what: string): string {
	if (typeof value !== 'string' || value === '') throw damaged(`${what} is no text`);
	return value;
}

function countOf(value: unknown, what: string, most = Number.MAX_SAFE_INTEGER): number {
	if (!isNumber(value) || !Number.isInteger(value) || value < 1 || value > most) {
		throw damaged(`${what} is ${JSON.stringify(value)}`);
	}
	return value;
}

function listOf<Item>(value: unknown, what: string, read: (item: unknown) => Item): Item[] {
	if (!Array.isArray(value) || value.length === 0) throw damaged(`${what} is no list`);
	return value.map(read);
}

const countsOf = (value: unknown, what: string, most?: number) =>
	listOf(value, what, (item) => countOf(item, what, most));

/** What this code has written into it must be what the model was trained with. */
function expect(what: string, value: unknown, ours: unknown): void {
	if (JSON.stringify(value) !== JSON.stringify(ours)) {
		throw foreign(`${what}: ${JSON.stringify(value)}, not ${JSON.stringify(ours)}`);
	}
}

function parseVocabulary(json: Json): Vocabulary {
	expect('ticks_per_step', json.ticks_per_step, TICKS_PER_STEP);
	expect('steps_per_quarter', json.steps_per_quarter, STEPS_PER_QUARTER);
	expect('onset_steps', json.onset_steps, ONSET_STEPS);
	expect('pitches', json.pitches, PITCHES);
	expect('parts', json.parts, PARTS);
	expect('tasks', json.tasks, TASKS);
	return {
		drumSounds: listOf(json.drum_sounds, 'drum_sounds', (sound) =>
			countsOf(objectOf(sound).pitches, 'a drum sound', PITCHES - 1)
		),
		durations: countsOf(json.durations, 'durations'),
		velocities: countOf(json.velocities, 'velocities', PITCHES),
		midiPerVelocity: countOf(json.midi_per_velocity, 'midi_per_velocity', PITCHES),
		metres: listOf(json.metres, 'metres', (metre) => {
			const [beats, unit] = countsOf(metre, 'a metre', MAX_BAR_STEPS);
			return [beats!, countOf(unit, 'a metre')] as const;
		}),
		styles: listOf(json.styles, 'styles', (style) => textOf(style, 'a style')),
		controls: Object.entries(objectOf(json.controls)).map(([name, edges]) => ({
			name,
			edges: listOf(edges, name, (edge) => {
				if (!isNumber(edge)) throw damaged(`an edge of ${name} is no number`);
				return edge;
			})
		}))
	};
}

function parseConfig(json: Json): NetworkConfig {
	if (!PLACES.includes(String(json.places))) {
		throw foreign(`places are ${JSON.stringify(json.places)}`);
	}
	const size = (name: keyof typeof LARGEST) => countOf(json[name], name, LARGEST[name]);
	const config: NetworkConfig = {
		width: size('width'),
		layers: size('layers'),
		heads: size('heads'),
		hidden: size('hidden'),
		places: json.places as NetworkConfig['places'],
		beatPeriods: countsOf(json.beat_periods, 'beat_periods'),
		barPeriods: countsOf(json.bar_periods, 'bar_periods'),
		context: size('context'),
		maxBars: size('max_bars'),
		aheadSteps: countOf(json.ahead_steps, 'ahead_steps', MAX_BAR_STEPS)
	};
	const pairs = config.width / config.heads / 2;
	const fewest =
		config.places === 'rope' ? 1 : config.beatPeriods.length + config.barPeriods.length;
	if (!Number.isInteger(pairs) || pairs < fewest) {
		throw damaged(`${config.heads} heads in a width of ${config.width}`);
	}
	return config;
}

/** Throws `model-foreign` for what is not ours or of another version, `model-damaged` for what is broken. */
export function parseManifest(json: unknown): Manifest {
	const { format, version, name, title, config, vocabulary, weights, tensors } = objectOf(json);
	expect('format', format, FORMAT);
	expect('version', version, VERSION);
	const { file, bytes, sha256 } = objectOf(weights);
	const manifest = {
		name: textOf(name, 'name'),
		title: textOf(title, 'title'),
		config: parseConfig(objectOf(config)),
		vocabulary: parseVocabulary(objectOf(vocabulary)),
		weights: {
			file: textOf(file, 'the file of weights'),
			bytes: countOf(bytes, 'the bytes of weights'),
			sha256: textOf(sha256, 'sha256')
		}
	};
	const shapes = expectedShapes(manifest.config, manifest.vocabulary);
	return { ...manifest, tensors: checkTensors(tensors, shapes, manifest.weights.bytes) };
}
