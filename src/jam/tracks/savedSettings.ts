import { RECORD_STARTS, TRACK_BARS, type LooperSettings } from './tracksFace';

/** Settings of an earlier visit; null for what is damaged. Monitoring is off at first, always. */
export function readLooperSettings(json: unknown): LooperSettings | null {
	if (typeof json !== 'object' || json === null) return null;
	const { bars, start, thresholdDb, afterRecord, tempoFrom } = json as Partial<LooperSettings>;
	const knownBars = TRACK_BARS.find((known) => known === bars);
	const knownStart = RECORD_STARTS.find((known) => known === start);
	if (knownBars === undefined || knownStart === undefined) return null;
	if (typeof thresholdDb !== 'number' || !(thresholdDb >= -96 && thresholdDb <= 0)) return null;
	if (afterRecord !== 'play' && afterRecord !== 'overdub') return null;
	if (tempoFrom !== 'first-loop' && tempoFrom !== 'metronome') return null;
	return {
		bars: knownBars,
		start: knownStart,
		thresholdDb,
		afterRecord,
		tempoFrom,
		isMonitoring: false
	};
}
