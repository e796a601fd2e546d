import { BasicPitch, noteFramesToTime, outputToNotesPoly } from '@spotify/basic-pitch';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import { Resampler } from '../../../src/ears/loop/resampler';
import { NETWORK_RATE } from '../../../src/ears/loop/activations';
import { graphInNode } from '../../ears/loop/networkNode';
import { RENDERED_RATE } from './render';
import type { Onset } from './scores';

/** basic-pitch as it comes: its own windows, its own thresholds. After the network of ours was opened. */
export async function basicPitch(): Promise<(sound: Float32Array) => Promise<readonly Onset[]>> {
	const pitch = new BasicPitch(loadGraphModel(graphInNode));
	await pitch.model;
	return async (sound) => {
		const resampler = new Resampler(RENDERED_RATE / NETWORK_RATE);
		const input = new Float32Array([...resampler.push(sound), ...resampler.end()]);
		const [frames, onsets]: [number[][], number[][]] = [[], []];
		tf.engine().startScope();
		await pitch.evaluateModel(
			input,
			(moreFrames, moreOnsets) => {
				frames.push(...moreFrames);
				onsets.push(...moreOnsets);
			},
			() => undefined
		);
		tf.engine().endScope();
		return noteFramesToTime(outputToNotesPoly(frames, onsets)).map(
			({ startTimeSeconds, pitchMidi }) => ({ onset: startTimeSeconds, pitch: pitchMidi })
		);
	};
}
