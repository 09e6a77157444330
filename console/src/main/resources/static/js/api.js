const BASE = 'api/v1';
const PATIENCE_MILLIS = 10_000;

/** An answer that is a problem document. */
export class Problem extends Error {
  constructor(status, document) {
    super(document.detail || document.title || `The server answered ${status}.`);
    this.status = status;
    this.errors = document.errors ?? [];
  }
}

/** No answer at all. */
export class Unreachable extends Error {
  constructor() {
    super('Caravan cannot be reached.');
  }
}

export const get = path => send('GET', path);

export const post = (path, body, headers) => send('POST', path, body, headers);

export const remove = path => send('DELETE', path);

/** The address of a path, for a link. */
export const address = path => BASE + path;

/** A path of which every part is one segment, whatever it contains. */
export const path = (...segments) => '/' + segments.map(encodeURIComponent).join('/');

async function send(method, path, body, headers = {}) {
  const request = { method, headers: { Accept: 'application/json', ...headers }, cache: 'no-store' };
  if (body !== undefined) {
    request.headers['Content-Type'] = 'application/json';
    request.body = JSON.stringify(body);
  }
  let answer;
  let text;
  try {
    answer = await fetch(BASE + path, { ...request, signal: AbortSignal.timeout(PATIENCE_MILLIS) });
    text = await answer.text();
  } catch {
    throw new Unreachable();
  }
  const document = parse(text);
  if (!answer.ok || document === undefined) {
    throw new Problem(answer.status, document ?? {});
  }
  return document;
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
