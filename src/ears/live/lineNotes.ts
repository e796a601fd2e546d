import { QUANTUM } from '../../lib/frameCounter';
import { isMains } from './mains';
import { PitchTrail } from './pitchTrail';
import { Tuning } from './tuning';

/** Is told of notes as they are known. Called on the audio thread. */
export interface LineListener {
	/** `pitch` 0–127, `velocity` 0–1; `at` is the frame at which it began, `known` that of now. */
	noteOn(pitch: number, velocity: number, at: number, known: number): void;
	noteOff(pitch: number, at: number, known: number): void;
}

/** A pitch is clear above this. */
const CLEAR = 0.8;
/** An attack's pitch is known when it is so clear, or clearer than the octave below by so much, or stays. */
const SURE = 0.95;
const SURE_ALONE = 0.84;
const ALONE = 0.3;
const STAYS_SECONDS = 0.013;
/** An attack without a pitch for so long was none: two periods of the lowest note and a scrape. */
const PATIENCE_SECONDS = 0.09;
/** The same note struck again is louder by this, and had died away so far; or it was a scrape or a swell. */
const LOUDER = 1.35;
const DIED_AWAY = 0.75;
/** Nobody strikes it again sooner. */
const AGAIN_SECONDS = 0.06;
/** Pitches so close together are one, in semitones. */
const STEADY = 0.35;
/** A glide or a wide vibrato is not so steady on its way. */
const STEADY_STEP = 0.22;
/** A sounding note keeps what strays no further from it. */
const STRAYS = 0.75;
/** Without an attack: a step from one pitch to another is believed after so long, a glide once it rests. */
const STEP_SECONDS = 0.012;
const STEP_WITHIN_SECONDS = 0.04;
const REST_SECONDS = 0.05;
const SOFT_SECONDS = 0.018;
/** A slurred note has at least this part of the power: 15 dB less, against the height of the first. */
const SLUR_SHARE = 0.03;
/** A leap of octaves without an attack is most likely a mistake. */
const LEAP_SECONDS = 0.1;
const LEAPS: readonly number[] = [12, 19, 24];
/** A note that has no clear pitch for so long is over. */
const LOST_SECONDS = 0.08;
/** A sound swells from silence to its pitch within this. */
const SWELL_SECONDS = 0.15;
/** The loudest attack lately is this strong; others by the square root of their amplitude. */
const LOUDEST_VELOCITY = 0.9;
const LEAST_VELOCITY = 0.15;
/** Expected before anything was heard, as a mean square, and how fast it is forgotten. */
const USUAL_PEAK = 0.01;
const FORGETS_SECONDS = 20;

const NONE = -1;

/** How loud it is; fits `Loudness`. */
type Loud = Readonly<{ power: number; isOpen: boolean; isClosed: boolean }>;

/** Makes notes of what is heard of a line block by block. Does not allocate. */
export class LineNotes {
	/** In semitones with a fraction; NaN while no pitch is clear. */
	clearPitch = NaN;
	readonly #listener: LineListener;
	readonly #sampleRate: number;
	readonly #trail: PitchTrail;
	readonly #tuning: Tuning;
	readonly #forgets: number;
	#now = 0;
	/** Mean square of the last moment. */
	#power = 0;
	#isOpen = false;
	#isClosed = true;
	#openedAt = 0;
	#note = NONE;
	#startedAt = 0;
	#pitchSum = 0;
	#pitchCount = 0;
	/** The frame of the attack whose pitch is not known yet. */
	#struckAt = NONE;
	#attack = 0;
	#before = 0;
	/** The loudest moment of the sounding note, until the last attack. */
	#height = 0;
	#loudest = USUAL_PEAK;
	#lostBlocks = 0;

	constructor(sampleRate: number, listener: LineListener) {
		this.#listener = listener;
		this.#sampleRate = sampleRate;
		this.#trail = new PitchTrail(this.#blocks(LEAP_SECONDS) + this.#blocks(STEP_WITHIN_SECONDS));
		this.#tuning = new Tuning(QUANTUM / sampleRate);
		this.#forgets = Math.exp(-QUANTUM / sampleRate / FORGETS_SECONDS);
	}

	get isHeld(): boolean {
		return this.#note !== NONE;
	}

	/** An attack's pitch is not known yet. */
	get isStruck(): boolean {
		return this.#struckAt !== NONE;
	}

	/** A block ends at the frame `now`. */
	begin(now: number, { power, isOpen, isClosed }: Loud): void {
		this.#now = now;
		this.#power = power;
		if (isOpen && !this.#isOpen) this.#openedAt = now;
		this.#isOpen = isOpen;
		this.#isClosed = isClosed;
		this.#loudest = Math.max(USUAL_PEAK / 1000, this.#loudest * this.#forgets);
	}

	/** A sound began at the frame `at`. */
	strike(at: number): void {
		this.#struckAt = at;
		this.#trail.clear();
	}

	/** Mean squares of the loudest moment since the attack, just before it, and now. */
	hearPower({ peak, before, power }: Readonly<Record<'peak' | 'before' | 'power', number>>): void {
		this.#attack = peak;
		this.#before = before;
		if (!this.isStruck) this.#height = Math.max(this.#height, power);
	}

	/** The pitch of this block; NaN where there is none. */
	hear(pitch: number, clarity: number, rival: number): void {
		const isClear = clarity > CLEAR && !this.#isClosed;
		this.clearPitch = isClear ? pitch : NaN;
		this.#trail.add(this.clearPitch);
		this.#lostBlocks = isClear ? 0 : this.#lostBlocks + 1;
		if (this.isStruck) this.#judgeAttack(clarity, rival);
		else if (this.isHeld) this.#judgeHeld();
		else this.#judgeSoft();
		if (this.isHeld && this.#isOver) this.#end(this.#now);
	}

	stop(now: number): void {
		this.#struckAt = NONE;
		if (this.isHeld) this.#end(now);
	}

	#judgeAttack(clarity: number, rival: number): void {
		const at = this.#struckAt;
		const isAlone = clarity > SURE_ALONE && rival < clarity - ALONE;
		const stays = rival < clarity && this.#trail.spread(this.#blocks(STAYS_SECONDS)) < STEADY;
		const isSure = clarity > SURE || isAlone || stays;
		if (this.#isOpen && !Number.isNaN(this.clearPitch) && isSure) {
			this.#struckAt = NONE;
			const note = this.#nearest(this.clearPitch);
			if (note === this.#note && !this.#isStruckAgain(at)) return;
			this.#start(note, at);
		} else if (this.#now - at > PATIENCE_SECONDS * this.#sampleRate) {
			this.#struckAt = NONE;
		}
	}

	#isStruckAgain(at: number): boolean {
		const before = this.#before;
		if (at - this.#startedAt < AGAIN_SECONDS * this.#sampleRate) return false;
		return this.#attack > LOUDER * before && before < DIED_AWAY * this.#height;
	}

	/** A sound that swells from nothing. */
	#judgeSoft(): void {
		if (!this.#isOpen || this.#trail.spread(this.#blocks(SOFT_SECONDS)) > STEADY) return;
		if (isMains(this.clearPitch)) return;
		const swell = this.#now - SWELL_SECONDS * this.#sampleRate;
		this.#start(this.#nearest(this.clearPitch), Math.max(this.#openedAt, swell));
	}

	/** Another pitch without an attack: a slur, or a glide that has come to rest. */
	#judgeHeld(): void {
		const pitch = this.clearPitch;
		const away = Math.abs(pitch - this.#centre);
		if (Number.isNaN(pitch)) return;
		if (away < STRAYS) {
			if (this.#trail.spread(this.#blocks(SOFT_SECONDS)) < STEADY) this.#hearTuning(pitch);
			return;
		}
		// What is left of a note that dies away, or of the room, is no slur.
		if (!this.#isOpen || this.#power < SLUR_SHARE * this.#height) return;
		const isLeap = LEAPS.some((leap) => Math.abs(away - leap) < STRAYS);
		const rest = this.#blocks(isLeap ? LEAP_SECONDS : REST_SECONDS);
		const isAtRest = this.#trail.spread(rest) < STEADY;
		const isStep = !isLeap && this.#isStep;
		if ((!isAtRest && !isStep) || isMains(pitch)) return;
		const ago = isStep ? STEP_SECONDS : REST_SECONDS;
		this.#start(this.#nearest(pitch), this.#now - Math.round(ago * this.#sampleRate));
	}

	/** Vibrato goes both ways: it is the mean of the note so far that says how it is tuned. */
	#hearTuning(pitch: number): void {
		this.#pitchSum += pitch;
		this.#pitchCount++;
		this.#tuning.hear(this.#pitchSum / this.#pitchCount);
	}

	/** Steady for a moment, and on the old note shortly before. */
	get #isStep(): boolean {
		const fresh = this.#blocks(STEP_SECONDS);
		if (this.#trail.spread(fresh) > STEADY_STEP) return false;
		const until = this.#blocks(STEP_WITHIN_SECONDS);
		for (let ago = fresh; ago < until; ago++) {
			if (Math.abs(this.#trail.ago(ago) - this.#centre) < STRAYS) return true;
		}
		return false;
	}

	get #isOver(): boolean {
		return this.#isClosed || this.#lostBlocks > this.#blocks(LOST_SECONDS);
	}

	get #centre(): number {
		return this.#note + this.#tuning.offset;
	}

	#start(note: number, at: number): void {
		if (note < 0 || note > 127) return;
		if (this.isHeld) this.#end(at);
		this.#note = note;
		this.#startedAt = at;
		this.#pitchSum = 0;
		this.#pitchCount = 0;
		this.#height = 0;
		this.#lostBlocks = 0;
		this.#loudest = Math.max(this.#loudest, this.#attack);
		const strength = LOUDEST_VELOCITY * (this.#attack / this.#loudest) ** 0.25;
		this.#listener.noteOn(note, Math.max(LEAST_VELOCITY, strength), at, this.#now);
	}

	#end(at: number): void {
		const note = this.#note;
		this.#note = NONE;
		this.#listener.noteOff(note, at, this.#now);
	}

	#nearest(pitch: number): number {
		return Math.round(pitch - this.#tuning.offset);
	}

	#blocks(seconds: number): number {
		return Math.max(1, Math.round((seconds * this.#sampleRate) / QUANTUM));
	}
}
