import type { Sound } from '../../music/score';
import type { BandPreset, ChairName, ChairSettings } from './face';

/** The styles that the model was taught. */
export const STYLES = [
	'folk',
	'song',
	'chorale',
	'quartet',
	'piano',
	'guitar',
	'game',
	'swing',
	'blues',
	'bossa',
	'latin',
	'reggae',
	'funk',
	'soul',
	'rock',
	'pop',
	'waltz',
	'country',
	'lo-fi',
	'ballad',
	'disco',
	'hiphop'
] as const;

export const DEFAULT_CHAIR: ChairSettings = {
	mode: 'out',
	tradeBars: 'cycle',
	density: null,
	register: null,
	adventure: 0.4,
	closeness: null,
	isLive: false,
	sound: 'piano',
	level: 1,
	isMuted: false,
	isSolo: false
};

/** What each chair plays before somebody chooses. */
export const SOUNDS_AT_FIRST: Readonly<Record<ChairName, Sound>> = {
	lead: 'electric-piano',
	harmony: 'electric-piano',
	keys: 'piano',
	bass: 'bass',
	drums: 'drums'
};

const out = { mode: 'out' } as const;
const along = { mode: 'along' } as const;
const trade = { mode: 'trade' } as const;

export const PRESETS: readonly BandPreset[] = [
	{
		name: 'Folk trio',
		style: 'folk',
		chairs: {
			lead: trade,
			harmony: { ...along, sound: 'guitar', density: 0.4 },
			keys: { ...along, sound: 'guitar', density: 0.5 },
			bass: { ...along, sound: 'bass', density: 0.35 },
			drums: out
		}
	},
	{
		name: 'Blues shuffle',
		style: 'blues',
		chairs: {
			lead: { ...trade, tradeBars: 4 },
			harmony: out,
			keys: { ...along, sound: 'electric-piano' },
			bass: { ...along, sound: 'bass', density: 0.55 },
			drums: { ...along, sound: 'drums' }
		}
	},
	{
		name: 'Bossa',
		style: 'bossa',
		chairs: {
			lead: trade,
			harmony: out,
			keys: { ...along, sound: 'guitar' },
			bass: { ...along, sound: 'bass', density: 0.4 },
			drums: { ...along, sound: 'drums', level: 0.6 }
		}
	},
	{
		name: 'Lo-fi',
		style: 'lo-fi',
		chairs: {
			lead: { ...trade, adventure: 0.5 },
			harmony: out,
			keys: { ...along, sound: 'electric-piano', density: 0.3 },
			bass: { ...along, sound: 'bass', density: 0.3 },
			drums: { ...along, sound: 'drums', level: 0.7 }
		}
	},
	{
		name: 'Bach chorale',
		style: 'chorale',
		chairs: {
			lead: out,
			harmony: { ...along, sound: 'piano', adventure: 0.3 },
			keys: { ...along, sound: 'piano', adventure: 0.3 },
			bass: { ...along, sound: 'piano', adventure: 0.3 },
			drums: out
		}
	},
	{
		name: 'Rock power trio',
		style: 'rock',
		chairs: {
			lead: trade,
			harmony: out,
			keys: { ...along, sound: 'guitar', register: 0.2 },
			bass: { ...along, sound: 'bass', density: 0.6 },
			drums: { ...along, sound: 'drums', density: 0.8 }
		}
	},
	{
		name: 'Jazz quartet',
		style: 'swing',
		chairs: {
			lead: { ...trade, tradeBars: 4, adventure: 0.55 },
			harmony: out,
			keys: { ...along, sound: 'piano' },
			bass: { ...along, sound: 'bass', density: 0.6 },
			drums: { ...along, sound: 'drums', level: 0.6 }
		}
	},
	{
		name: 'Everybody',
		style: null,
		chairs: {
			lead: along,
			harmony: { ...along, sound: 'electric-piano' },
			keys: { ...along, sound: 'piano' },
			bass: { ...along, sound: 'bass' },
			drums: { ...along, sound: 'drums' }
		}
	},
	{
		name: 'Just a partner',
		style: null,
		chairs: { lead: trade, harmony: out, keys: out, bass: out, drums: out }
	}
];
