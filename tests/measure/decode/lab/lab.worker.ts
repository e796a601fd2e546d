import { countGpuCalls } from './gpuCalls';
import { callLab, Lab } from './lab';
import type { LabCall, LabReply } from './labThread';

countGpuCalls();
const lab = new Lab();

async function replyTo({ id, method, args }: LabCall): Promise<LabReply> {
	try {
		return { id, value: await callLab(lab, method, args) };
	} catch (cause) {
		console.error(cause);
		return { id, failure: String(cause) };
	}
}

self.onmessage = async (event: MessageEvent<LabCall>) => {
	self.postMessage(await replyTo(event.data));
};
