import { ComposerError } from './composerError';

/** `fetch`, or what stands for it in a test. */
export type FetchFile = (url: string) => Promise<Response>;

/** The address of a model without what a browser would not send, and without a slash at its end. */
export const modelAddress = (url: string) => url.replace(/[?#].*$/, '').replace(/\/$/, '');

/** The folder that an address of a model, of its config.json or its manifest.json means. */
export const modelFolder = (url: string) =>
	url.replace(/[?#].*$/, '').replace(/\/((config|manifest)\.json)?$/, '');

/** The folder's name, for people. */
export const folderName = (folder: string) =>
	decodeURIComponent(folder.split('/').at(-1) ?? folder);

/** Throws `model-missing` for a file that is not there. */
export async function fetchBytes(url: string, fetchFile: FetchFile): Promise<ArrayBuffer> {
	try {
		const response = await fetchFile(url);
		if (!response.ok) throw new ComposerError('model-missing', `${response.status} for ${url}`);
		return await response.arrayBuffer();
	} catch (cause) {
		if (cause instanceof ComposerError) throw cause;
		throw new ComposerError('model-missing', `no answer from ${url}`, cause);
	}
}

/** Many servers send a page instead of a 404, so a page counts as missing. */
export async function fetchJson(url: string, fetchFile: FetchFile): Promise<unknown> {
	const text = new TextDecoder().decode(await fetchBytes(url, fetchFile));
	if (text.trimStart().startsWith('<')) {
		throw new ComposerError('model-missing', `a page instead of JSON at ${url}`);
	}
	try {
		return JSON.parse(text);
	} catch (cause) {
		throw new ComposerError('model-damaged', `no JSON at ${url}`, cause);
	}
}
