import { hearLoop } from '../../../src/ears/loop/hearLoop';
import type { HearWindow } from '../../../src/ears/loop/pitchNetwork';
import { readBars } from '../../../src/music/ears/readBars';
import { seededRandom } from '../../../src/lib/random';
import { COMMON_TIME } from '../../../src/music/metre';
import { printTable, rounded } from '../table';
import { BAD_INPUTS, badInput, type BadInput } from '../../ears/loop/badInput';
import { hear } from './hearing';
import { onsetsOf, takeOf } from './listening';
import type { Phrase } from './phrase';
import { mixed, recordingOf, RENDERED_RATE } from './render';
import { countsOf, f1Of, sumCounts } from './scores';
import { MEASURED_SAYINGS, spoken } from './speech';

const BAD_SECONDS = 6;
/** Nothing was tuned on these. */
const BAD_SEEDS = [201, 202, 203, 204, 205, 206, 207, 208];
/** A cable that hums so far below the guitar. */
const HUM_DB = -20;
const HUM_SEED = 209;
const UNTUNED_CENTS = [-40, -25, 25, 40];
/** 18 dB over full scale. */
const OVERDRIVE = 8 / 0.25;
const PULSELESS = { loops: 200, seconds: 8, onsets: 22 };

/** What the ears make of what is no music, or is badly recorded. */
export async function measureTrouble(
	phrases: readonly Phrase[],
	soundfont: string,
	network: HearWindow
): Promise<Readonly<Record<string, unknown>>> {
	const untuned = await scoreOf(
		phrases.map((phrase, index) => ({
			...phrase,
			cents: UNTUNED_CENTS[index % UNTUNED_CENTS.length]!
		})),
		(sound) => sound
	);
	const clipped = await scoreOf(phrases, (sound) =>
		sound.map((sample) => Math.min(1, Math.max(-1, sample * OVERDRIVE)))
	);
	const humming = await scoreOf(phrases, (sound) =>
		mixed(sound, badInput('hum', sound.length / RENDERED_RATE, RENDERED_RATE, HUM_SEED), HUM_DB)
	);
	const garbage: Partial<Record<BadInput | 'sentences', number>> = {};
	for (const kind of BAD_INPUTS) {
		const sounds = BAD_SEEDS.map((seed) => badInput(kind, BAD_SECONDS, RENDERED_RATE, seed));
		garbage[kind] = await notesIn(sounds, network);
	}
	garbage.sentences = await notesIn(MEASURED_SAYINGS.map(spoken), network);
	printTable(
		['trouble', 'note F1', 'tuning off by (cents)', 'clipping told'],
		[
			['an instrument 25 or 40 cents off', untuned.f1, untuned.centsOff, untuned.clippingTold],
			['18 dB over full scale', clipped.f1, clipped.centsOff, clipped.clippingTold],
			['a hum of 50 Hz, 20 dB below', humming.f1, humming.centsOff, humming.clippingTold]
		]
	);
	printTable(
		['without notes', 'loops from which notes were told'],
		Object.entries(garbage).map(([kind, share]) => [kind, share])
	);
	return { untuned, clipped, humming, garbage, pulseless_taken_for_steady: pulselessTaken() };

	async function scoreOf(all: readonly Phrase[], spoil: (sound: Float32Array) => Float32Array) {
		const scores = [];
		for (const phrase of all) {
			const { loop, notes } = await hear(phrase, spoil(recordingOf(phrase, soundfont)), network);
			const off = loop.kind === 'notes' ? Math.abs(loop.cents - phrase.cents) : 100;
			const isTold = loop.kind === 'notes' && loop.isClipped;
			scores.push({ counts: countsOf(onsetsOf(phrase), notes), off, isTold });
		}
		const offs = scores.map(({ off }) => off).sort((one, other) => one - other);
		return {
			f1: rounded(f1Of(sumCounts(scores.map(({ counts }) => counts))), 3),
			centsOff: rounded(offs[Math.floor(offs.length / 2)] ?? NaN),
			clippingTold: rounded(scores.filter(({ isTold }) => isTold).length / scores.length, 2)
		};
	}
}

/** The share of these loops from which notes were told. */
async function notesIn(sounds: readonly Float32Array[], network: HearWindow): Promise<number> {
	let told = 0;
	for (const sound of sounds) {
		const take = await takeOf(sound, network);
		const loop = await hearLoop(take, { from: 0, length: sound.length, rate: RENDERED_RATE });
		if (loop.kind === 'notes') told++;
	}
	return rounded(told / sounds.length, 3);
}

/** Of loops whose onsets are anywhere, how many are taken for steady. */
function pulselessTaken(): number {
	const random = seededRandom(5);
	const steady = Array.from({ length: PULSELESS.loops }, () => {
		const struck = Array.from({ length: PULSELESS.onsets }, () => {
			const [onset, strength] = [PULSELESS.seconds * random(), 0.5 + 0.5 * random()];
			return { onset, end: onset + 0.2, pitch: 60, strength };
		});
		const readings = readBars(struck, { seconds: PULSELESS.seconds, metre: COMMON_TIME });
		return readings[0]?.isSteady === true;
	});
	return rounded(steady.filter(Boolean).length / steady.length, 3);
}
