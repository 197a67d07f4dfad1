// Talks to the server: one request, one outcome. Nothing is thrown; a broken line is an outcome too.

const TIMEOUT = 15000;

export class Server {
  constructor({ saveUrl, csrfCookie }) {
    this.url = saveUrl;
    this.csrfCookie = csrfCookie;
  }

  save(position, sequence, value, { leaving = false } = {}) {
    return this.#ask({
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": this.#token() },
      body: JSON.stringify({ position, sequence, value }),
      keepalive: leaving,
    });
  }

  time() {
    return this.#ask({ method: "GET" });
  }

  // Read anew each time: signing in again in another window changes it.
  #token() {
    const start = `${this.csrfCookie}=`;
    const cookie = document.cookie.split("; ").find((entry) => entry.startsWith(start));
    return cookie ? decodeURIComponent(cookie.slice(start.length)) : "";
  }

  async #ask(options) {
    const request = { ...options, credentials: "same-origin", redirect: "manual", signal: AbortSignal.timeout(TIMEOUT) };
    request.headers = { Accept: "application/json", ...options.headers };
    let response;
    try {
      response = await fetch(this.url, request);
    } catch {
      return { kind: "unreachable" };
    }
    let body = {};
    try {
      body = await response.json();
    } catch {
      // A proxy's error page, or Django's for a lost CSRF cookie.
    }
    return { kind: kindOf(response, body), ...body };
  }
}

function kindOf(response, body) {
  if (response.ok) return "ok";
  if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) return "signedOut";
  if (response.status === 409 && body.code === "stale") return "stale";
  if (response.status === 410 || response.status === 404) return "ended";
  if (response.status === 400 || response.status === 413) return "refused";
  return "unreachable";
}
