import { asGibseyError, type GibseyError } from '../../../domain/errors.js';
import { CallFailure, StatusError } from '../../http/failure.js';
import type { Endpoint } from '../../http/ollama-endpoint.js';
import { request } from '../../http/ollama-request.js';
import type { OllamaConfig, ProbePatience } from './config.js';

/** A host on the network that is up answers far sooner. */
const PROBE_MS = 1_200;
/** Between tries of who is patient: five seconds in all, where every try runs into its time-out. */
const RESTS_MS = [250, 750];

/**
 * Asks for the model by name, so that Ollama resolves tags such as `:latest` itself.
 * @returns why it cannot be asked; null when it can
 * @throws INTERRUPTED
 */
export async function unavailable(
  endpoint: Endpoint,
  { model, patience }: Pick<OllamaConfig, 'model' | 'patience'>,
  signal: AbortSignal,
): Promise<string | null> {
  let absence = await probe(endpoint, model, signal);
  for (const rest of patience ? RESTS_MS : []) {
    if (!patience || !absence || isDefinite(absence, endpoint, patience)) break;
    await patience.clock.sleep(rest, signal);
    absence = await probe(endpoint, model, signal);
  }
  return absence && absence.reason;
}

interface Absence {
  reason: string;
  /**
   * Of a connection that failed: the code of the system, or `late`; `ailing`: the host says that it cannot serve just now.
   * Null: asking again would change nothing.
   */
  failure: string | null;
}

async function probe(
  endpoint: Endpoint,
  model: string,
  signal: AbortSignal,
): Promise<Absence | null> {
  try {
    await request(endpoint, { signal, timeoutMs: PROBE_MS }, (client) => client.show({ model }));
    return null;
  } catch (thrown) {
    const { label } = endpoint;
    if (thrown instanceof StatusError && thrown.status === 404) {
      return { reason: `model ${model} is not on ${label} (ollama pull ${model})`, failure: null };
    }
    if (thrown instanceof StatusError) {
      const failure = thrown.status >= 500 ? 'ailing' : null;
      return { reason: `${label}: ${thrown.message}`, failure };
    }
    return absenceOf(label, asGibseyError(thrown));
  }
}

function absenceOf(label: string, error: GibseyError): Absence {
  if (error.code === 'INTERRUPTED') throw error;
  const { cause } = error;
  if (error.code !== 'SERVICE_UNREACHABLE' || !(cause instanceof CallFailure)) {
    return { reason: `no LLM at ${label} (${error.message})`, failure: null };
  }
  const { kind, code, message } = cause;
  return { reason: `no LLM at ${label} (${message})`, failure: kind === 'late' ? 'late' : code };
}

/** At an address of this machine that nobody has named, a refusal says that there is no Ollama. */
function isDefinite({ failure }: Absence, { url }: Endpoint, { expected }: ProbePatience): boolean {
  if (failure === null || failure === 'ENOTFOUND') return true;
  const { hostname } = new URL(url);
  const here = hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
  return failure === 'ECONNREFUSED' && here && !expected;
}
