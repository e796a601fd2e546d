import graph from '@spotify/basic-pitch/model/model.json?url';
import weights from '@spotify/basic-pitch/model/group1-shard1of1.bin?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import { ListenCore } from './listenCore';
import type { ListenRequest } from './protocol';

async function fetched(url: string): Promise<Response> {
	const response = await fetch(url);
	if (!response.ok) throw new Error(`${String(response.status)} for ${url}`);
	return response;
}

/** TensorFlow.js and the network are fetched once an input is open. */
async function open() {
	const { openNetwork } = await import('./pitchNetwork');
	return openNetwork({
		graph: async () => (await fetched(graph)).json() as Promise<unknown>,
		weights: async () => (await fetched(weights)).arrayBuffer(),
		wasm: { simd, plain }
	});
}

const core = new ListenCore(open, (reply) => {
	self.postMessage(reply);
});

self.onmessage = (event: MessageEvent<ListenRequest>) => {
	core.receive(event.data);
};
