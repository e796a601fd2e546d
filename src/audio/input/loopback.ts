import { frames, type Frames, type PerfTime } from '../../music/units';
import type { CalibrationPorts, ClickRun } from './calibrationWizard';
import { RECORDER_PROCESSOR, type Recorded, type RecordRequest } from './recording';
import recorderUrl from './recorder.worklet.ts?worker&url';

/** What a loopback is made with. */
export interface LoopbackOptions {
	readonly context: AudioContext;
	/** Where loops sound: what lies between it and the speaker is part of the way. */
	readonly output: AudioNode;
	/** Where the looper gets its input from; null while no input is open. */
	readonly input: () => AudioNode | null;
	/** Of the recorder's processor. */
	readonly moduleUrl?: string;
}

/** Until the first frame: the new nodes are in the graph by then, and the frame counter is right. */
const LEAD_SECONDS = 0.4;
/** What is so much overdue by the audio's own clock never comes. */
const PATIENCE_SECONDS = 1;
/** An audio clock that stands still for so long has stopped. */
const STILL_MILLISECONDS = 2000;
const CLICK_HERTZ = 1500;
const CLICK_LENGTH_SECONDS = 0.02;
const CLICK_LEVEL = 0.5;

type Ports = Pick<
	CalibrationPorts,
	'sampleRate' | 'playAndRecord' | 'playClicks' | 'stop' | 'frameAt'
>;

/** Plays out of the running AudioContext and records what comes back, to the frame. */
export class Loopback implements Ports {
	readonly #context: AudioContext;
	readonly #output: AudioNode;
	readonly #input: () => AudioNode | null;
	readonly #moduleUrl: string;
	#module: Promise<void> | null = null;
	/** Counts what was begun or stopped. */
	#attempt = 0;
	#running: AbortController | null = null;

	constructor({ context, output, input, moduleUrl = recorderUrl }: LoopbackOptions) {
		this.#context = context;
		this.#output = output;
		this.#input = input;
		this.#moduleUrl = moduleUrl;
	}

	get sampleRate(): number {
		return this.#context.sampleRate;
	}

	/**
	 * As many frames as `samples` has, index 0 being the frame at which their first is put out. Null when
	 * there is no input, the audio does not run or stops, or `stop` was called.
	 */
	async playAndRecord(samples: Float32Array<ArrayBuffer>): Promise<Float32Array | null> {
		this.stop();
		const attempt = this.#attempt;
		const isReady = await this.#isReady();
		const input = this.#input();
		if (!isReady || input === null || attempt !== this.#attempt) return null;
		const recorder = new AudioWorkletNode(this.#context, RECORDER_PROCESSOR);
		const source = this.#source(samples);
		const from = this.#soon();
		const request: RecordRequest = { from, length: samples.length };
		recorder.port.postMessage(request);
		input.connect(recorder);
		// A node that leads nowhere need not be rendered.
		recorder.connect(this.#context.destination);
		source.start(from / this.sampleRate);
		const recorded = await this.#unlessStopped<Recorded>((resolve) => {
			recorder.port.onmessage = ({ data }: MessageEvent<Recorded>) => {
				resolve(data);
			};
		}, samples.length / this.sampleRate);
		source.disconnect();
		input.disconnect(recorder);
		recorder.disconnect();
		return recorded === null ? null : louder(recorded);
	}

	/** Null while the audio does not run. */
	playClicks(count: number, spacingSeconds: number): ClickRun | null {
		this.stop();
		if (this.#context.state !== 'running') return null;
		const spacing = Math.round(spacingSeconds * this.sampleRate);
		const source = this.#source(clickTrack(count, spacing, this.sampleRate));
		const from = this.#soon();
		const at = Array.from({ length: count }, (_, click) => frames(from + click * spacing));
		source.start(from / this.sampleRate);
		const ended = this.#unlessStopped<true>((resolve) => {
			source.onended = () => {
				resolve(true);
			};
		}, count * spacingSeconds);
		const isWhole = ended.then((answer) => {
			source.disconnect();
			return answer === true;
		});
		return { clicks: { at, sampleRate: this.sampleRate }, isWhole };
	}

	/** What plays falls silent, and what is recorded is dropped. */
	stop(): void {
		this.#attempt++;
		this.#running?.abort();
		this.#running = null;
	}

	/** What the audio thread counted at `moment`, with nothing taken off for latency. */
	frameAt(moment: PerfTime): Frames {
		const ago = (performance.now() - moment) / 1000;
		return frames(Math.round((this.#context.currentTime - ago) * this.sampleRate));
	}

	async #isReady(): Promise<boolean> {
		if (this.#context.state !== 'running') return false;
		this.#module ??= this.#context.audioWorklet.addModule(this.#moduleUrl);
		try {
			await this.#module;
			return true;
		} catch {
			// The next attempt fetches it again.
			this.#module = null;
			return false;
		}
	}

	#source(samples: Float32Array<ArrayBuffer>): AudioBufferSourceNode {
		const buffer = this.#context.createBuffer(1, samples.length, this.sampleRate);
		buffer.copyToChannel(samples, 0);
		const source = this.#context.createBufferSource();
		source.buffer = buffer;
		source.connect(this.#output);
		return source;
	}

	#soon(): Frames {
		return frames(Math.ceil((this.#context.currentTime + LEAD_SECONDS) * this.sampleRate));
	}

	/** Null when `stop` is called, the audio stops or the answer is long overdue. */
	#unlessStopped<Answer>(
		wait: (resolve: (answer: Answer) => void) => void,
		lengthSeconds: number
	): Promise<Answer | null> {
		const running = new AbortController();
		const { signal } = running;
		this.#running = running;
		const answer = new Promise<Answer | null>((resolve) => {
			const giveUp = () => {
				resolve(null);
			};
			let last = this.#context.currentTime;
			const deadline = last + LEAD_SECONDS + lengthSeconds + PATIENCE_SECONDS;
			const timer = setInterval(() => {
				const { currentTime } = this.#context;
				if (currentTime === last || currentTime > deadline) giveUp();
				last = currentTime;
			}, STILL_MILLISECONDS);
			signal.addEventListener('abort', () => {
				clearInterval(timer);
				giveUp();
			});
			const onState = () => {
				if (this.#context.state !== 'running') giveUp();
			};
			this.#context.addEventListener('statechange', onState, { signal });
			wait(resolve);
		});
		return answer.finally(() => {
			running.abort();
		});
	}
}

/** The channel that heard more: an interface may leave one empty. */
function louder({ left, right }: Recorded): Float32Array {
	const power = (samples: Float32Array) => samples.reduce((sum, sample) => sum + sample ** 2, 0);
	return power(right) > power(left) ? right : left;
}

/** Short tones that begin at once, and silence until the last has been answered. */
function clickTrack(count: number, spacing: number, sampleRate: number): Float32Array<ArrayBuffer> {
	const track = new Float32Array(count * spacing);
	const length = Math.round(CLICK_LENGTH_SECONDS * sampleRate);
	for (let click = 0; click < count; click++) {
		for (let frame = 0; frame < length; frame++) {
			const tone = Math.sin((2 * Math.PI * CLICK_HERTZ * (frame + 1)) / sampleRate);
			track[click * spacing + frame] = CLICK_LEVEL * (1 - frame / length) * tone;
		}
	}
	return track;
}
