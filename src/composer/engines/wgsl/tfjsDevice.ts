import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { MusicModel } from '../../transformer/modelManifest';
import { ComposerError } from '../../composerError';
import type { WgslEngine } from './wgslEngine';
import { prepareWgsl } from './wgslEngine';

/** An engine on the device of tfjs's webgpu backend, which is in use; null where no kernel fits it. */
export async function makeOnTfjsDevice(model: MusicModel): Promise<WgslEngine | null> {
	const { device } = tf.backend() as unknown as Pick<WebGPUBackend, 'device'>;
	try {
		return (await prepareWgsl(device, model))(model);
	} catch (cause) {
		if (!(cause instanceof ComposerError)) throw cause;
		console.warn(cause);
		return null;
	}
}
