/** Scripts that are written from right to left. */
const rightToLeft: ReadonlySet<string> = new Set(
  'Adlm Arab Armi Hebr Mand Mani Mend Narb Nbat Nkoo Palm Phli Phlp Phnx Prti Rohg Samr Sarb Sogd Sogo Syrc Thaa Yezi'.split(
    ' ',
  ),
);

/** In which direction a language is written, by the script that it usually has. */
export function directionOf(tag: string): 'ltr' | 'rtl' {
  return rightToLeft.has(new Intl.Locale(tag).maximize().script ?? '') ? 'rtl' : 'ltr';
}

function isNamed(type: 'language' | 'region' | 'script', code: string | undefined): boolean {
  if (code === undefined) return true;
  return new Intl.DisplayNames('en', { type, fallback: 'none' }).of(code) !== undefined;
}

/**
 * A language tag of BCP 47 in its canonical form; `null`: it is not well formed, or its language, script or region does
 * not exist.
 *
 * @example
 * languageTag('he-il') // 'he-IL'
 * languageTag('xx-YY') // null
 */
export function languageTag(written: string): string | null {
  try {
    const locale = new Intl.Locale(written);
    const { language, script, region } = locale;
    const exists = isNamed('language', language) && isNamed('script', script) && isNamed('region', region);
    return exists ? locale.toString() : null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
