import { createContext } from 'svelte';
import { beatLength } from '../music/metre';
import { ticks } from '../music/units';
import { FrameView } from './frameView.svelte';
import { JamView } from './jamView.svelte';
import type { AppPorts } from './ports';
import { PortView } from './portView.svelte';
import { soundingKeys } from './keys/soundingKeys';

/** What every component may look at and touch. */
export class Stage {
	readonly ports: AppPorts;
	readonly jam: JamView;
	/** The last beat line that was heard. */
	readonly beatLine;
	/** The pitches that loop and partner sound now, as text: a set is never equal to the next one. */
	readonly soundingKeys;
	readonly audio;
	readonly sounds;
	readonly midi;
	readonly computerKeys;
	readonly heldKeys;
	readonly phrases;
	readonly composer;
	/** What the scheduler counted, in words. */
	readonly scheduled;

	constructor(ports: AppPorts) {
		const { jam } = ports;
		this.ports = ports;
		this.jam = new JamView(jam);
		this.beatLine = new FrameView(() => {
			const beat = beatLength(jam.settings.metre);
			return ticks(Math.floor(jam.heardPosition() / beat) * beat);
		});
		this.soundingKeys = new FrameView(() => soundingKeys(jam, jam.heardPosition()));
		this.audio = new PortView(ports.audio);
		this.sounds = new PortView(ports.sounds);
		this.midi = new PortView(ports.midi);
		this.computerKeys = new PortView(ports.computerKeys);
		this.heldKeys = new PortView(ports.heldKeys);
		this.phrases = new PortView(ports.phrases);
		this.composer = new PortView(ports.composer);
		this.scheduled = new FrameView(
			() => `${ports.scheduler.late} late, ${ports.scheduler.dropped} dropped`
		);
	}
}

export const [useStage, provideStage] = createContext<Stage>();
