import type { MusicRNNSpec } from '@magenta/music/esm/music_rnn/model';
import type { io } from '@tensorflow/tfjs';
import { ComposerError } from './composerError';
import { FIRST_PITCH } from './melodyEvents';

/** Weights that lie one after the other in some files. */
export interface ShardGroup {
	readonly paths: readonly string[];
	readonly entries: io.WeightsManifestEntry[];
	/** How long the files are together. */
	readonly bytes: number;
}

const BYTES: Readonly<Record<string, number>> = {
	float32: 4,
	int32: 4,
	uint16: 2,
	float16: 2,
	uint8: 1
};
/** The inputs that a chord encoder of Magenta adds. */
const CHORD_DEPTH: Readonly<Record<string, number>> = {
	MajorMinorChordEncoder: 25,
	TriadChordEncoder: 49,
	PitchChordEncoder: 37
};
const ATTENTION = 'rnn/attention_cell_wrapper/';
const CELL =
	/^rnn\/(?:attention_cell_wrapper\/)?multi_rnn_cell\/cell_(\d+)\/basic_lstm_cell\/kernel$/;

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
const objectOf = (value: unknown): Json => (isObject(value) ? value : {});
const isCount = (value: unknown): value is number =>
	typeof value === 'number' && Number.isInteger(value) && value >= 0;

const damaged = (detail: string) => new ComposerError('model-damaged', detail);
const foreign = (detail: string) => new ComposerError('model-foreign', detail);

/** A MusicRNN's config.json, once it is known to be one that speaks in melodies. */
export function parseSpec(config: unknown): MusicRNNSpec {
	const { type, dataConverter, chordEncoder, auxInputs } = objectOf(config);
	if (type !== 'MusicRNN') throw foreign(`the type is ${JSON.stringify(type)}`);
	const converter = objectOf(dataConverter);
	if (converter.type !== 'MelodyConverter') {
		throw foreign(`the converter is ${JSON.stringify(converter.type)}`);
	}
	const { minPitch, maxPitch } = objectOf(converter.args);
	if (!isCount(minPitch) || !isCount(maxPitch) || maxPitch > 127 || maxPitch - minPitch < 11) {
		throw damaged('the range of pitches is less than an octave or not within MIDI');
	}
	if (
		chordEncoder !== undefined &&
		(typeof chordEncoder !== 'string' || CHORD_DEPTH[chordEncoder] === undefined)
	) {
		throw foreign(`the chord encoder is ${JSON.stringify(chordEncoder)}`);
	}
	if (auxInputs !== undefined && !isListOfCounters(auxInputs)) {
		throw foreign(`the auxiliary inputs are ${JSON.stringify(auxInputs)}`);
	}
	return config as MusicRNNSpec;
}

const isListOfCounters = (inputs: unknown) =>
	Array.isArray(inputs) &&
	inputs.every(
		(input) =>
			objectOf(input).type === 'BinaryCounter' && isCount(objectOf(objectOf(input).args).numBits)
	);

function parseEntry(entry: unknown): { entry: io.WeightsManifestEntry; bytes: number } {
	const { name, shape, dtype, quantization } = objectOf(entry);
	const stored = quantization === undefined ? dtype : objectOf(quantization).dtype;
	const width = BYTES[String(stored)];
	const isShape = Array.isArray(shape) && shape.every(isCount);
	if (typeof name !== 'string' || dtype !== 'float32' || width === undefined || !isShape) {
		throw damaged(`a weight is written as ${JSON.stringify(entry)}`);
	}
	const count = shape.reduce((product, size) => product * size, 1);
	return { entry: entry as io.WeightsManifestEntry, bytes: count * width };
}

/** What a weights_manifest.json says that there should be. */
export function parseManifest(manifest: unknown): ShardGroup[] {
	if (!Array.isArray(manifest)) throw damaged('the manifest is no list');
	return manifest.map((group) => {
		const { paths, weights } = objectOf(group);
		const arePaths = Array.isArray(paths) && paths.every((path) => typeof path === 'string');
		if (!arePaths || !Array.isArray(weights)) throw damaged('a group has no paths or no weights');
		const parsed = weights.map(parseEntry);
		return {
			paths: paths,
			entries: parsed.map(({ entry }) => entry),
			bytes: parsed.reduce((sum, { bytes }) => sum + bytes, 0)
		};
	});
}

/** How many numbers a spec's network is given each step, and how many classes it chooses from. */
function depthsOf({ dataConverter, chordEncoder, auxInputs }: MusicRNNSpec) {
	const { minPitch, maxPitch } = dataConverter.args as { minPitch: number; maxPitch: number };
	const classes = maxPitch - minPitch + 1 + FIRST_PITCH;
	const chords = chordEncoder === undefined ? 0 : CHORD_DEPTH[chordEncoder]!;
	const counters = (auxInputs ?? []).reduce((sum, { args }) => sum + args.numBits, 0);
	return { classes, inputs: classes + chords + counters };
}

/** Throws unless the weights are those of an LSTM that takes and gives what the spec says. */
export function checkNetwork(spec: MusicRNNSpec, groups: readonly ShardGroup[]): void {
	const shapes = new Map(
		groups.flatMap(({ entries }) => entries).map(({ name, shape }) => [name, shape])
	);
	const cells = [...shapes.keys()].filter((name) => CELL.test(name));
	if (cells.length === 0 || !shapes.has('fully_connected/weights')) {
		throw foreign('it has no LSTM cells or no last layer');
	}
	const expect = (name: string, shape: readonly number[]) => {
		if (JSON.stringify(shapes.get(name)) !== JSON.stringify(shape)) {
			throw damaged(`${name} is ${JSON.stringify(shapes.get(name))}, not ${JSON.stringify(shape)}`);
		}
	};
	const { classes, inputs } = depthsOf(spec);
	const isWrapped = shapes.has(`${ATTENTION}kernel`);
	const prefix = isWrapped ? ATTENTION : 'rnn/';
	let width = isWrapped ? (shapes.get(`${ATTENTION}kernel`)?.[1] ?? 0) : inputs;
	for (const index of cells.keys()) {
		const cell = `${prefix}multi_rnn_cell/cell_${index}/basic_lstm_cell/`;
		const gates = shapes.get(`${cell}bias`)?.[0] ?? 0;
		expect(`${cell}bias`, [gates]);
		expect(`${cell}kernel`, [width + gates / 4, gates]);
		width = gates / 4;
	}
	expect('fully_connected/weights', [width, classes]);
	expect('fully_connected/biases', [classes]);
}
