import { expect, test, vi } from 'vitest';
import { BINS, KEYS, WINDOW_FRAMES } from '../../../src/ears/loop/activations';
import { ListenCore } from '../../../src/ears/loop/listenCore';
import type { HearWindow } from '../../../src/ears/loop/pitchNetwork';
import type { ListenReply } from '../../../src/ears/loop/protocol';

const RATE = 22_050;

/** Hears nothing in anything, and counts its windows. */
class DeafNetwork {
	windows = 0;
	readonly hear: HearWindow = () => {
		this.windows++;
		return Promise.resolve({
			count: WINDOW_FRAMES,
			onsets: new Float32Array(WINDOW_FRAMES * KEYS).fill(0.1),
			frames: new Float32Array(WINDOW_FRAMES * KEYS).fill(0.1),
			contours: new Float32Array(WINDOW_FRAMES * BINS)
		});
	};
}

function rig(open?: () => Promise<HearWindow>) {
	const network = new DeafNetwork();
	const replies: ListenReply[] = [];
	const core = new ListenCore(open ?? (() => Promise.resolve(network.hear)), (reply) => {
		replies.push(reply);
	});
	const sound = (take: number, from: number, length: number) => {
		const samples = new Float32Array(length).fill(0.2);
		core.receive({ kind: 'sound', take, from, rate: RATE, samples });
	};
	const ask = (take: number, id = 1) => {
		core.receive({ kind: 'hear', id, take, from: 0, length: RATE });
	};
	return { core, network, replies, sound, ask };
}

const until = (replies: readonly ListenReply[]) =>
	vi.waitFor(() => {
		expect(replies).toHaveLength(1);
	});

test('windows are heard while the sound comes, and the last one when it is asked for', async () => {
	const { network, replies, sound, ask } = rig();
	for (let at = 0; at < 10; at++) sound(7, (at * RATE) / 2, RATE / 2);
	await vi.waitFor(() => {
		expect(network.windows).toBe(2);
	});
	ask(7);
	await until(replies);
	expect(network.windows).toBeGreaterThan(2);
	expect(replies).toEqual([{ kind: 'heard', id: 1, loop: { kind: 'nothing', why: 'no-notes' } }]);
});

test('a take that many loops lie in is heard once', async () => {
	const { core, network, replies, sound, ask } = rig();
	for (let at = 0; at < 5; at++) sound(7, (at * RATE) / 2, RATE / 2);
	for (const id of [1, 2, 3]) ask(7, id);
	await vi.waitFor(() => {
		expect(replies).toHaveLength(3);
	});
	const { windows } = network;
	ask(7, 4);
	await vi.waitFor(() => {
		expect(replies).toHaveLength(4);
	});
	expect([windows, network.windows]).toEqual([2, 2]);
	sound(7, (5 * RATE) / 2, RATE / 2);
	core.receive({ kind: 'hear', id: 5, take: 7, from: RATE, length: RATE });
	await vi.waitFor(() => {
		expect(replies).toHaveLength(5);
	});
	expect(network.windows).toBeGreaterThan(2);
});

test('a take that was never told, forgotten, or has a hole, is unknown', async () => {
	for (const spoil of ['none', 'forgotten', 'hole'] as const) {
		const { core, replies, sound, ask } = rig();
		if (spoil !== 'none') sound(1, 0, 1000);
		if (spoil === 'forgotten') core.receive({ kind: 'forget', take: 1 });
		if (spoil === 'hole') sound(1, 2000, 1000);
		ask(1);
		await until(replies);
		expect(replies).toEqual([{ kind: 'failed', id: 1, reason: 'take-unknown' }]);
	}
});

test('a network that cannot be had is told, and asked for again with the next recording', async () => {
	let tries = 0;
	const network = new DeafNetwork();
	const { replies, sound, ask } = rig(() => {
		tries++;
		return tries <= 2 ? Promise.reject(new Error('404')) : Promise.resolve(network.hear);
	});
	sound(1, 0, 50_000);
	ask(1);
	await until(replies);
	expect(replies).toEqual([{ kind: 'failed', id: 1, reason: 'network-missing' }]);
	sound(2, 0, 50_000);
	ask(2, 2);
	await vi.waitFor(() => {
		expect(replies).toHaveLength(2);
	});
	expect(replies[1]).toMatchObject({ kind: 'heard', id: 2 });
});
