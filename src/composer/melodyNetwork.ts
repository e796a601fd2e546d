import type { AuxiliaryInput } from '@magenta/music/esm/core/aux_inputs';
import type { ChordEncoder } from '@magenta/music/esm/core/chords';
import { ATTENTION_PREFIX, AttentionWrapper } from '@magenta/music/esm/music_rnn/attention';
import { MusicRNN } from '@magenta/music/esm/music_rnn';
import * as tf from '@tensorflow/tfjs';
import type { Checkpoint } from './checkpoint';
import { FIRST_PITCH, type MelodyEvent, type PitchRange } from './melodyEvents';

/** What chord models are told, as nobody has told us the chords. */
const NO_CHORD = 'N.C.';
/** As TensorFlow's BasicLSTMCell has it. */
const FORGET_BIAS = 1;

/** The cells of `rnn/multi_rnn_cell`, each with the number of its gates. */
function cellsOf(weights: tf.NamedTensorMap, prefix: string, forgetBias: tf.Scalar) {
	const cells: { call: tf.LSTMCellFunc; gates: number }[] = [];
	for (;;) {
		const cell = `${prefix}multi_rnn_cell/cell_${cells.length}/basic_lstm_cell/`;
		const kernel = weights[`${cell}kernel`] as tf.Tensor2D | undefined;
		const bias = weights[`${cell}bias`] as tf.Tensor1D | undefined;
		if (kernel === undefined || bias === undefined) return cells;
		cells.push({
			call: (data, c, h) => tf.basicLSTMCell(forgetBias, kernel, bias, data, c, h),
			gates: bias.shape[0]
		});
	}
}

/** For each new step: the class as one-hot [classes] and, if wanted, its distribution [classes]. */
interface RnnSamples {
	readonly samples: tf.Tensor1D[];
	readonly probs: tf.Tensor1D[];
}

/** What MusicRNN 1.23.1 declares private, with the types of its source. */
interface OpenedMusicRnn {
	rawVars: tf.NamedTensorMap;
	forgetBias: tf.Scalar;
	lstmCells: tf.LSTMCellFunc[];
	biasShapes: number[];
	lstmFcW: tf.Tensor | undefined;
	lstmFcB: tf.Tensor | undefined;
	attentionWrapper: AttentionWrapper | undefined;
	initialized: boolean;
	readonly chordEncoder: ChordEncoder | undefined;
	readonly auxInputs: readonly AuxiliaryInput[] | undefined;
	instantiateFromSpec(): void;
	sampleRnn(
		inputs: tf.Tensor,
		steps: number,
		temperature: number,
		controls: tf.Tensor2D | undefined,
		auxInputs: tf.Tensor | undefined,
		returnProbs: boolean
	): RnnSamples;
	dispose(): void;
}

function variablesOf(weights: Checkpoint['weights']): tf.NamedTensorMap {
	const variables: tf.NamedTensorMap = {};
	for (const { entries, data } of weights) {
		Object.assign(variables, tf.io.decodeWeights(data, entries));
	}
	return variables;
}

/**
 * Does what MusicRNN.initialize does, from memory: that one fetches by itself, which would be twice,
 * and once more from a network that may be gone when a lost device asks for the weights again.
 */
function musicRnnFrom({ spec, weights }: Checkpoint): OpenedMusicRnn {
	const network = new MusicRNN('', spec) as unknown as OpenedMusicRnn;
	network.instantiateFromSpec();
	const variables = variablesOf(weights);
	const isWrapped = AttentionWrapper.isWrapped(variables);
	const prefix = isWrapped ? `rnn/${ATTENTION_PREFIX}` : 'rnn/';
	network.rawVars = variables;
	network.forgetBias = tf.scalar(FORGET_BIAS);
	const cells = cellsOf(variables, prefix, network.forgetBias);
	network.lstmCells = cells.map(({ call }) => call);
	network.biasShapes = cells.map(({ gates }) => gates);
	network.lstmFcW = variables['fully_connected/weights'];
	network.lstmFcB = variables['fully_connected/biases'];
	if (isWrapped) {
		const units = (cells[0]?.gates ?? 0) / 4;
		const wrapper = new AttentionWrapper(network.lstmCells, spec.attentionLength ?? 0, units);
		wrapper.initialize(variables);
		network.attentionWrapper = wrapper;
	}
	network.initialized = true;
	return network;
}

/** A MusicRNN that goes on from events and answers in events, on the backend that it was made on. */
export class MelodyNetwork {
	readonly range: PitchRange;
	readonly #network: OpenedMusicRnn;
	readonly #classes: number;

	constructor(checkpoint: Checkpoint) {
		this.#network = musicRnnFrom(checkpoint);
		const args = checkpoint.spec.dataConverter.args as { minPitch: number; maxPitch: number };
		this.range = { lowest: args.minPitch, highest: args.maxPitch };
		this.#classes = args.maxPitch - args.minPitch + 1 + FIRST_PITCH;
	}

	/**
	 * The `steps` events that follow the primer, which begins on a bar line. Temperature 0 takes the
	 * likeliest each time. Blocks its thread until all is drawn.
	 */
	async continue(
		primer: readonly MelodyEvent[],
		steps: number,
		temperature: number
	): Promise<MelodyEvent[]> {
		const drawn = tf.tidy(() => {
			const { samples } = this.#sample(primer, steps, temperature, false);
			return tf.stack(samples).argMax(1);
		});
		const events = await drawn.data();
		drawn.dispose();
		return [...events];
	}

	/** How likely each class is after the primer: [classes]. */
	async nextProbabilities(primer: readonly MelodyEvent[]): Promise<Float32Array> {
		const probabilities = tf.tidy(() => this.#sample(primer, 1, 1, true).probs[0]);
		if (probabilities === undefined) throw new Error('MusicRNN gave no probabilities');
		const values = await probabilities.data<'float32'>();
		probabilities.dispose();
		return values;
	}

	dispose(): void {
		this.#network.dispose();
	}

	/** Call it in a tidy. */
	#sample(
		primer: readonly MelodyEvent[],
		steps: number,
		temperature: number,
		hasProbabilities: boolean
	): RnnSamples {
		const length = primer.length + steps;
		const { chordEncoder, auxInputs } = this.#network;
		return this.#network.sampleRnn(
			tf.oneHot(tf.tensor1d([...primer], 'int32'), this.#classes),
			steps,
			temperature,
			chordEncoder?.encodeProgression([NO_CHORD], length),
			auxInputs &&
				tf.concat(
					auxInputs.map((counter) => counter.getTensors(length)),
					1
				),
			hasProbabilities
		);
	}
}
