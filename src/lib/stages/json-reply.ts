/** The JSON object in a reply; models put fences and prefaces around it where no schema holds them. Empty without one. */
export function objectIn(reply: string): Readonly<Record<string, unknown>> {
  try {
    const found: unknown = JSON.parse(reply.slice(reply.indexOf('{'), reply.lastIndexOf('}') + 1));
    return typeof found === 'object' && found !== null ? { ...found } : {};
  } catch {
    return {};
  }
}
