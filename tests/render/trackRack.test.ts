import { expect, test } from 'vitest';
import { RATE } from './sounds';
import { never, withEffects } from './trackRig';
import { EffectMaker } from '../../src/audio/tracks/effectMaker';
import { TrackRack } from '../../src/audio/tracks/trackRack';
import { wrapContext } from '../../src/audio/toneContext';
import { DEFAULT_TRACK, TRACK_COUNT } from '../../src/music/looper';
import { bpm } from '../../src/music/units';

/** A rack whose effects load when the test says so. */
function rackOf(length = RATE) {
	const native = new OfflineAudioContext(2, length, RATE);
	const inputs: AudioNode[] = [];
	const loads: { readonly succeed: () => Promise<void>; readonly fail: () => Promise<void> }[] = [];
	const settled = () => new Promise<void>((done) => setTimeout(done, 0));
	const rack = new TrackRack({
		context: wrapContext(native),
		connect: (track, input) => (inputs[track] = input),
		destination: native.destination,
		bpm: bpm(120),
		load: (context, destination) =>
			new Promise((succeed, fail) => {
				loads.push({
					succeed: () => {
						succeed(new EffectMaker(context, destination));
						return settled();
					},
					fail: () => {
						fail(new Error('no network'));
						return settled();
					}
				});
			}),
		later: never
	});
	return { native, rack, inputs, loads };
}

/** What a constant 0.5 into the track comes out as. */
async function heard(native: OfflineAudioContext, input: AudioNode): Promise<Float32Array> {
	const source = new ConstantSourceNode(native, { offset: 0.5 });
	source.connect(input);
	source.start();
	return (await native.startRendering()).getChannelData(0);
}

test('every track of the looper gets an input of its own', () => {
	expect(new Set(rackOf().inputs).size).toBe(TRACK_COUNT);
});

test('effects are loaded when the first is wanted, once', async () => {
	const { rack, loads } = rackOf();
	const states: string[] = [];
	rack.changed.on((state) => states.push(state));
	rack.set(0, { ...DEFAULT_TRACK, level: 0.5 });
	expect(loads).toHaveLength(0);
	expect(rack.state).toBe('unloaded');
	rack.set(0, withEffects({ delay: 0.5 }));
	rack.set(3, withEffects({ reverb: 0.5 }));
	expect(loads).toHaveLength(1);
	await loads[0]!.succeed();
	rack.set(1, withEffects({ drive: 0.5 }));
	expect(loads).toHaveLength(1);
	expect(states).toEqual(['loading', 'ready']);
});

test('an effect that was wanted before its code came sounds when it has', async () => {
	const { native, rack, inputs, loads } = rackOf();
	rack.set(2, withEffects({ drive: 1 }));
	await loads[0]!.succeed();
	const samples = await heard(native, inputs[2]!);
	expect(samples.at(-1)).toBeCloseTo(1 / Math.sqrt(31.6), 3);
});

test('when the effects fail to load the tracks sound dry, the player is told, and the next wish tries again', async () => {
	const { native, rack, inputs, loads } = rackOf();
	rack.set(0, withEffects({ drive: 1 }));
	await loads[0]!.fail();
	expect(rack.state).toBe('failed');
	expect(rack.sentence).toMatch(/without them: reload the page/);
	rack.set(1, withEffects({ drive: 0.5 }));
	expect(loads).toHaveLength(2);
	expect((await heard(native, inputs[0]!)).at(-1)).toBe(0.5);
});

test('the effects load by themselves', async () => {
	const native = new OfflineAudioContext(2, RATE, RATE);
	const rack = new TrackRack({
		context: wrapContext(native),
		connect: () => undefined,
		destination: native.destination,
		bpm: bpm(120)
	});
	const ready = new Promise((done) => {
		rack.changed.on((state) => {
			if (state === 'ready') done(state);
		});
	});
	rack.set(0, withEffects({ filter: 0.5 }));
	expect(await ready).toBe('ready');
});

test('a track that is none is a mistake', () => {
	expect(() => {
		rackOf().rack.set(TRACK_COUNT, DEFAULT_TRACK);
	}).toThrow(RangeError);
});
