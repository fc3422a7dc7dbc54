/** Labels in front of a host that name another view of the same page. */
const VIEWS = new Set(['www', 'm', 'mobile', 'amp']);
/** The same, on single hosts. */
const VIEWS_OF: Readonly<Record<string, ReadonlySet<string>>> = {
  'reddit.com': new Set(['old', 'new', 'np', 'i', 'sh']),
};
/** Parameters that say where a reader came from, not what is read. */
const TRACKING =
  /^(utm_.*|mtm_.*|pk_.*|matomo_.*|hsa_.*|_hs(enc|mi)|mc_[ce]id|mkt_tok|(fb|g|d|y|tw|tt|ms)clk?id|li_fat_id|[gw]braid|gclsrc|igsh(id)?|ref_(src|url)|rdt|share_id|spm|vero_id|oly_(anon|enc)_id|ocid|cmpid|_ga|_gl)$/i;

/**
 * The address of a page in the one form that all its spellings share, to tell whether two are the same: `https`, host in
 * lower case without the labels of mobile and other views, no port of its scheme, no credentials, no fragment, no
 * tracking parameters, the others sorted, escapes as RFC 3986 (6.2.2) has them, no slash at the end. Not meant to be
 * followed. Null for what is no address of the web.
 */
export function normalisedUrl(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (!/^https?:$/.test(url.protocol)) return null;
  const host = hostOf(url);
  if (host === '') return null;
  const path = withPlainEscapes(url.pathname).replace(/\/+$/, '');
  return `https://${host}${path || '/'}${queryOf(url)}`;
}

function hostOf({ hostname, port }: URL): string {
  const labels = hostname.replace(/\.+$/, '').split('.');
  const site = labels.slice(-2).join('.');
  const inFront = labels
    .slice(0, -2)
    .filter((label) => !VIEWS.has(label) && !VIEWS_OF[site]?.has(label));
  return (
    [...inFront, site].join('.') + (port === '80' || port === '443' || !port ? '' : `:${port}`)
  );
}

/** In order of their names; those of one name keep theirs. */
function queryOf({ searchParams }: URL): string {
  const kept = new URLSearchParams([...searchParams].filter(([name]) => !TRACKING.test(name)));
  kept.sort();
  const query = kept.toString();
  return query && `?${query}`;
}

const UNRESERVED = /[A-Za-z0-9\-._~]/;

/** Escapes in upper case, none of what needs none; a percent sign that begins no escape becomes one. */
function withPlainEscapes(path: string): string {
  return path.replace(/%(?:([0-9A-Fa-f]{2})|)/g, (_, hex: string | undefined) => {
    if (hex === undefined) return '%25';
    const char = String.fromCharCode(parseInt(hex, 16));
    return UNRESERVED.test(char) ? char : `%${hex.toUpperCase()}`;
  });
}

/** Whether what should be the path of a file is the address of something elsewhere. */
export function isAddress(path: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(path);
}
