import { machine, printTable, rounded } from '../table';
import { measureCalibration } from './calibration';
import { measureDrift, measureWraps } from './endurance';
import { measureFuzz } from './fuzz';
import { appScene } from './killedApp';
import { measureKill } from './kill';
import { measureLive } from './live';
import { measureLoad } from './load';
import { measureMidiClock } from './midiClock';
import { measureOverdubs } from './placement';
import { measurePresses, measurePressToState } from './presses';
import { measureSeam } from './seams';
import { measureStuck } from './stuck';
import { measureUndo } from './undo';

const SEEDS = [1, 2, 3];

/** The looper: offline in Node, and in the real page. `--quick` takes fewer kills, takes and files. */
export async function measure(options: readonly string[]): Promise<Record<string, unknown>> {
	const isQuick = options.includes('--quick');
	const load = measureLoad();
	const wraps = measureWraps();
	const drift = measureDrift();
	const seam = measureSeam();
	const undone = SEEDS.map(measureUndo).reduce((sum, mismatches) => sum + mismatches, 0);
	const presses = measurePresses();
	const calibration = measureCalibration();
	const clock = measureMidiClock();
	const live = await measureLive(isQuick ? 4 : 20);
	const kill = await measureKill(isQuick ? 3 : 20, appScene);
	const fuzz = await measureFuzz(isQuick ? 1000 : 10_000, 1);
	const result = {
		wrap_error_samples: wraps,
		drift_samples: drift,
		placement_error_samples: Math.max(measureOverdubs(), rounded(calibration.errorSamplesMax, 3)),
		placement_slope: rounded(calibration.slope, 5),
		wrong_devices_accepted: calibration.wrongAccepted,
		live_placement_ms: rounded(live.placementMs, 3),
		take_alignment_frames: live.alignmentFrames,
		take_slips: live.slips,
		take_jumps: live.jumps,
		seam_dbfs: rounded(seam.residualDb),
		seam_step_ratio: rounded(seam.stepRatio, 3),
		undo_mismatches: undone,
		block_share_median: rounded(load.median, 3),
		block_share_p99: rounded(load.p99, 3),
		allocations: rounded(load.allocatedBytes, 2),
		memory_ratio: rounded(load.memoryRatio, 3),
		kill_lost_s_max: rounded(kill.lostSecondsMax, 3),
		kill_unreadable: kill.unreadable,
		press_to_state_quanta: rounded(measurePressToState(1), 3),
		presses_misplaced: presses.filter(({ errorFrames }) => errorFrames > 0).length,
		midi_clock_error_bpm: rounded(clock.tempoErrorBpmMax, 4),
		fuzz_crashes: fuzz.crashes,
		fuzz_hangs: fuzz.hangs,
		fuzz_peak_bytes: fuzz.peakBytes,
		stuck: await measureStuck(isQuick ? 200 : 1000)
	};
	printTable(['measure', 'figure'], Object.entries(result));
	console.log(`Machine: ${machine()}; undo seeds ${SEEDS.join(', ')}; fuzz seed 1.`);
	return result;
}
