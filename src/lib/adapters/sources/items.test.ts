import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { htmlText, itemOf, titleText } from './items.js';
import { Rejected } from './rejected.js';

const told = { source: 'github', url: 'https://example.org/1', author: null } as const;

describe('itemOf', () => {
  it('makes an item that can be stored of whatever it is told, or says why not', () => {
    const text = fc.option(fc.string({ unit: 'binary' }), { nil: undefined });
    fc.assert(
      fc.property(text, text, fc.option(fc.double()), (title, body, createdAt) => {
        const item = attempt(() => itemOf({ ...told, title, body, createdAt }));
        if (item === null) return;
        expect(item.title).toMatch(/\S/);
        expect(`${item.title}${item.body}`).not.toMatch(/[\0\r]/);
        expect(`${item.title}${item.body}`).not.toMatch(/[\ud800-\udfff]/u);
        expect(new Date(item.createdAt).toISOString()).toContain(item.collectionDate);
      }),
    );
  });

  it.each([
    [{ title: ' \n' }, 'there is no title'],
    [{ createdAt: null }, 'there is no time of posting'],
    [{ createdAt: Infinity }, 'its time of posting is none'],
    [{ url: 'nowhere' }, 'its address is none of the web'],
  ])('refuses %j', (change, reason) => {
    const whole = { ...told, title: 'Tide', body: null, createdAt: 1 };
    expect(() => itemOf({ ...whole, ...change })).toThrow(new Rejected(reason));
  });

  it('has one key for all spellings of an address', () => {
    const of = (url: string) =>
      itemOf({ ...told, url, title: 'T', body: '', createdAt: 1 }).urlHash;
    expect(of('http://WWW.example.org/1/?utm_source=x#y')).toBe(of('https://example.org/1'));
  });
});

describe('what is told in HTML', () => {
  it('is text: blocks apart, code as it is, nothing that runs', () => {
    const html =
      '<p>It&#x27;s &lt;late&gt;.</p><pre><code>a\n  b &amp;&amp; c</code></pre><script>alert(1)</script>Done<br>so';
    expect(htmlText(html)).toBe("It's <late>.\n\na\n  b && c\n\nDone\nso");
    expect(htmlText(null)).toBe('');
    expect(htmlText('<b>'.repeat(5_000) + 'deep')).toContain('deep');
  });

  it('may be a title with escapes, or with tags that are meant', () => {
    expect(titleText('Why is &lt;b&gt; &quot;late&quot;? List<T>')).toBe(
      'Why is <b> "late"? List<T>',
    );
    expect(titleText('Show HN: <canvas> in Tcl')).toBe('Show HN: <canvas> in Tcl');
    expect(titleText(undefined)).toBe('');
  });
});

function attempt<T>(make: () => T): T | null {
  try {
    return make();
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(Rejected);
    return null;
  }
}
