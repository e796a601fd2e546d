import { expect, test } from 'vitest';
import type { AudioEngine } from '../../src/audio/audioEngine';
import type { SectionName } from '../../src/jam/face';
import type { Tracks } from '../../src/jam/tracks/tracks';
import { bpm } from '../../src/music/units';
import { Preferences } from '../../src/store/preferences';
import { PracticeRoom } from '../../src/wiring/practice';
import { BAR, JamRig } from '../jam/jamRig';
import { choose, pitchesIn, sectionOf, withBoth } from '../jam/sectionRig';

const PROGRESSION = 'ii–V–I';

/** A practice room on a real jam, whose clock the test moves. */
class RoomRig {
	readonly rig: JamRig;
	readonly room: PracticeRoom;

	constructor(rig: JamRig) {
		this.rig = rig;
		const { transport } = rig;
		const audio = Object.assign(transport, {
			transport,
			setBpmAt: (tempo: Parameters<typeof transport.setBpm>[0]) => {
				transport.setBpm(tempo);
			}
		});
		this.room = new PracticeRoom({
			audio: audio as unknown as AudioEngine,
			jam: rig.jam,
			tracks: { isTempoFixed: false } as unknown as Tracks,
			midiClock: { isFollowing: false },
			preferences: new Preferences(() => null as never)
		});
		this.room.desk.change({
			trade: 'solo',
			startBpm: bpm(120),
			stepBpm: 0,
			keyStep: 'stay',
			choruses: null
		});
	}

	get state(): string {
		return this.room.desk.state;
	}

	start(form: string): void {
		this.room.desk.change({ form });
		this.room.desk.start();
		expect(this.room.desk.sentence).toBe('');
		expect(this.state).toBe('running');
	}

	runTo(position: number): void {
		while (this.rig.transport.isRunning && this.rig.transport.position() < position) {
			this.rig.runTo(Math.min(position, this.rig.transport.position() + 20));
			this.room.advance();
		}
	}

	symbols(section: SectionName) {
		return this.rig.jam.chordsOf(section).spans.map(({ chord }) => chord?.symbol);
	}
}

test('over a progression, another section ends the practice in a sentence, and each section has its own chords again', () => {
	const it = new RoomRig(new JamRig());
	const { jam } = it.rig;
	jam.chordsOf('A').type('Am F C G');
	it.start(PROGRESSION);
	expect(it.symbols('A').slice(0, 2)).toEqual(['Dm7', 'G7']);
	it.runTo(2 * BAR);
	choose(it.rig, 'B');
	it.runTo(9 * BAR);
	expect(it.state).toBe('idle');
	expect(it.room.desk.sentence).toMatch(/^The practice has ended: /);
	expect(jam.notice).toBe(it.room.desk.sentence);
	expect(it.symbols('A')).toEqual(['Am', 'F', 'C', 'G']);
	expect(it.symbols('B')).toEqual([]);
	expect(jam.settings.isMetronomeOn).toBe(false);
});

test('over the loop, another section of the same length is another form all the same', () => {
	const it = new RoomRig(withBoth());
	const { jam } = it.rig;
	jam.startStop();
	expect(sectionOf(it.rig, 'A').length).toBe(sectionOf(it.rig, 'B').length);
	it.start('The loop');
	const present = jam.sections.find(({ isPresent }) => isPresent)!.name;
	choose(it.rig, present === 'A' ? 'B' : 'A');
	it.runTo(jam.loop.region!.start + 6 * BAR);
	expect(it.state).toBe('idle');
	expect(it.room.desk.sentence).toMatch(/^The practice has ended: /);
	// Nothing that was recorded is lost.
	expect(pitchesIn(it.rig, 'A')).toEqual([60, 62]);
	expect(pitchesIn(it.rig, 'B')).toEqual([70, 72]);
});

test('a change that is pressed and taken off leaves the practice alone', () => {
	const it = new RoomRig(withBoth());
	const { jam } = it.rig;
	jam.startStop();
	it.start('The loop');
	const present = jam.sections.find(({ isPresent }) => isPresent)!.name;
	choose(it.rig, present === 'A' ? 'B' : 'A');
	jam.cancelPending();
	it.runTo(jam.loop.region!.start + 6 * BAR);
	expect(it.state).toBe('running');
});
