import { beforeEach, expect, test, vi } from 'vitest';
import type { Course } from '../../src/lib/course';
import { Files } from '../../src/wiring/files';
import { Refusal } from '../../src/wiring/refusal';
import type { ExportedFile, SoundExport } from '../../src/wiring/soundExport';
import type { AudioImport, SoundImport } from '../../src/wiring/soundImport';
import { TracksRig } from '../jam/tracks/tracksRig';

const FILE: ExportedFile = { name: 'mix.wav', bytes: new Uint8Array(4), clipped: 0 };

/** An export that goes as far as the test says. */
class HandExport implements Pick<SoundExport, 'mix' | 'stems'> {
	course: Course | null = null;
	finish: (files: readonly ExportedFile[]) => void = () => undefined;
	fail: (cause: Error) => void = () => undefined;

	mix(_format: string, course: Course): Promise<readonly ExportedFile[]> {
		this.course = course;
		return new Promise((resolve, reject) => {
			this.finish = resolve;
			this.fail = reject;
		});
	}

	stems(format: string, course: Course): Promise<readonly ExportedFile[]> {
		return this.mix(format, course);
	}
}

class HandImport implements Pick<SoundImport, 'audio'> {
	readonly asked: AudioImport[] = [];

	audio(asked: AudioImport): Promise<string> {
		this.asked.push(asked);
		return Promise.resolve('It was mono.');
	}
}

let out: HandExport;
let into: HandImport;
let offered: string[];
let files: Files;
let jam: TracksRig['jam'];

beforeEach(() => {
	vi.spyOn(console, 'warn').mockImplementation(() => undefined);
	out = new HandExport();
	into = new HandImport();
	offered = [];
	({ jam } = new TracksRig());
	files = new Files({ jam, out, into, offer: (_content, name) => offered.push(name) });
});

test('an export tells its share, offers its files, and says so on the page', async () => {
	const done = files.port.exportMix('24') as Promise<void>;
	expect(files.port.status).toMatchObject({ kind: 'busy', share: null });
	out.course!.tell(0.254);
	expect(files.port.status).toMatchObject({ kind: 'busy', share: 0.25 });
	out.finish([FILE, { ...FILE, name: 'b.wav', clipped: 3 }]);
	await done;
	expect(offered).toEqual(['mix.wav', 'b.wav']);
	expect(files.port.status).toMatchObject({ kind: 'done', share: null });
	expect(files.port.status.sentence).toMatch(/^mix.wav, b.wav go to .* 3 samples were too loud/);
	expect(jam.notice).toBe(files.port.status.sentence);
});

test('the page is told of whole percents alone', () => {
	void files.port.exportStems('16');
	let changes = 0;
	files.changed.on(() => changes++);
	for (let share = 0; share <= 1; share += 0.0001) out.course!.tell(share);
	expect(changes).toBe(101);
});

test('what is cancelled ends at once, leaves nothing, and comes to nothing later', async () => {
	const done = files.port.exportMix('24') as Promise<void>;
	const { course, finish } = out;
	files.port.cancel();
	await done;
	expect(course!.signal.aborted).toBe(true);
	expect(files.port.status).toMatchObject({ kind: 'idle', share: null });
	expect(files.port.status.sentence).toMatch(/^Cancelled/);
	const next = files.port.exportMix('24') as Promise<void>;
	course!.tell(0.9);
	finish([FILE]);
	await Promise.resolve();
	expect(files.port.status).toMatchObject({ kind: 'busy', share: null });
	out.finish([]);
	await next;
	expect(offered).toEqual([]);
});

test('one file at a time: another is refused, and the first goes on', async () => {
	const done = files.port.exportMix('24') as Promise<void>;
	await files.port.importAudio(new File([], 'a.wav'), 0, false);
	expect(into.asked).toEqual([]);
	expect(jam.notice).toMatch(/One file at a time/);
	out.finish([FILE]);
	await done;
	await files.port.importAudio(new File([], 'a.wav'), 0, true);
	expect(into.asked).toMatchObject([{ track: 0, isStretched: true }]);
	expect(files.port.status.sentence).toBe('“a.wav” is on track 1. It was mono.');
});

test.each<[Error, string]>([
	[new Refusal('Record one first.'), 'Record one first.'],
	[
		new TypeError('undefined is no function'),
		'That did not work: try it again, or reload the page.'
	]
])('%s is said as "%s"', async (cause, sentence) => {
	const done = files.port.exportMix('24') as Promise<void>;
	out.fail(cause);
	await done;
	expect(files.port.status).toEqual({ kind: 'failed', sentence, share: null });
	expect(jam.notice).toBe(sentence);
});

test('there is no MIDI file without a loop of the keys, and the status says so', async () => {
	await files.saveMidi();
	expect(files.port.status).toMatchObject({ kind: 'failed' });
	expect(files.port.status.sentence).toMatch(/record a loop first/);
	expect(offered).toEqual([]);
});
