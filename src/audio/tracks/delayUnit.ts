import { BiquadFilter } from 'tone/build/esm/component/filter/BiquadFilter.js';
import type { Context } from 'tone/build/esm/core/context/Context.js';
import { Delay } from 'tone/build/esm/core/context/Delay.js';
import { Gain } from 'tone/build/esm/core/context/Gain.js';
import { Param } from 'tone/build/esm/core/context/Param.js';
import { connect } from 'tone/build/esm/core/context/ToneAudioNode.js';
import { MIN_BPM, type Bpm } from '../../music/units';
import { SILENCE, type EffectTuning, type EffectUnit } from './effectUnit';
import { glideTo } from './glide';

/** A dotted eighth: it falls between the beats of what is played in eighths, and fills it. */
const QUARTERS = 0.75;
/** What comes round again, at amounts 0 and 1. */
const LEAST_FEEDBACK = 0.2;
const MOST_FEEDBACK = 0.55;
/** How loud the first echo is at amount 1. */
const WET_SHARE = 0.7;
/** Each echo is duller than the last, as on tape. */
const DULL_HERTZ = 4_500;
/** Of a Butterworth filter, as a low pass counts: it strengthens nothing. */
const FLAT_DECIBELS = -3.01;
/** The echoes follow a new tempo as tape does, by a slide of their pitch. */
const RETUNE_SECONDS = 0.25;

const echoSeconds = (bpm: Bpm) => (60 / bpm) * QUARTERS;
const feedbackOf = (amount: number) => LEAST_FEEDBACK + amount * (MOST_FEEDBACK - LEAST_FEEDBACK);

/** Seconds until the echoes of full scale have fallen to SILENCE. */
export const echoTail = (amount: number, bpm: Bpm) =>
	echoSeconds(bpm) * (1 + Math.log(SILENCE) / Math.log(feedbackOf(amount)));

/**
 * Echoes in a dotted eighth of the tempo. What the delay's time follows is made once for both channels:
 * Chromium works out an approach of a DelayNode's own time again for each channel, and so it steps.
 */
export function makeDelay(context: Context, tuning: EffectTuning): EffectUnit {
	const gate = new Gain({ context, gain: 0 });
	const maxDelay = echoSeconds(MIN_BPM as Bpm);
	const delay = new Delay({ context, delayTime: 0, maxDelay });
	const source = new ConstantSourceNode(context.rawContext as BaseAudioContext);
	const time = new Param<'time'>({
		context,
		param: source.offset,
		units: 'time',
		value: echoSeconds(tuning.bpm),
		minValue: 0,
		maxValue: maxDelay
	});
	connect(source, delay.delayTime);
	source.start();
	const dull = new BiquadFilter({
		context,
		type: 'lowpass',
		frequency: DULL_HERTZ,
		Q: FLAT_DECIBELS
	});
	const feedback = new Gain({ context });
	const output = new Gain({ context });
	gate.chain(delay, dull, output);
	dull.chain(feedback, delay);
	let { bpm } = tuning;
	let amount = 0;
	return {
		input: gate,
		output,
		gate,
		dry: () => 1,
		setAmount(wanted, glide) {
			amount = wanted;
			glideTo(feedback.gain, feedbackOf(amount), glide);
			glideTo(output.gain, amount * WET_SHARE, glide);
		},
		tune(wanted, glide) {
			bpm = wanted.bpm;
			glideTo(time, echoSeconds(bpm), glide, RETUNE_SECONDS);
		},
		tail: () => echoTail(amount, bpm),
		dispose() {
			source.stop();
			source.disconnect();
			for (const node of [gate, delay, time, dull, feedback, output]) node.dispose();
		}
	};
}
