/** What other tools and languages call the label of the answer. */
const words = [
  // English
  ...[
    'answer',
    'answers',
    'the answer',
    'ans',
    'a',
    'correct answer',
    'right answer',
    'correct',
    'answer key',
  ],
  ...['model answer', 'sample answer', 'expected answer', 'accepted answer', 'final answer', 'short answer'],
  ...['solution', 'solutions', 'correct solution', 'response', 'reply', 'back'],
  // German, Dutch, Scandinavian, Finnish, Estonian
  ...['antwort', 'antworten', 'richtige antwort', 'korrekte antwort', 'lösung', 'loesung', 'rückseite'],
  ...[
    'antwoord',
    'juiste antwoord',
    'oplossing',
    'svar',
    'rätt svar',
    'korrekt svar',
    'riktig svar',
    'rigtigt svar',
  ],
  ...['lösning', 'løsning', 'fasit', 'vastaus', 'oikea vastaus', 'ratkaisu', 'vastus'],
  // Romance languages
  ...[
    'réponse',
    'reponse',
    'bonne réponse',
    'réponse correcte',
    'respuesta',
    'respuesta correcta',
    'solución',
  ],
  ...[
    'solucion',
    'risposta',
    'risposta corretta',
    'risposta esatta',
    'soluzione',
    'resposta',
    'resposta correta',
  ],
  ...[
    'resposta certa',
    'resposta correcta',
    'solução',
    'solució',
    'răspuns',
    'raspuns',
    'răspuns corect',
    'soluție',
  ],
  // Slavic and Baltic languages
  ...['odpowiedź', 'odpowiedz', 'poprawna odpowiedź', 'rozwiązanie', 'odpověď', 'správná odpověď', 'řešení'],
  ...[
    'odpoveď',
    'riešenie',
    'odgovor',
    'točan odgovor',
    'rešitev',
    'rješenje',
    'ответ',
    'правильный ответ',
    'решение',
  ],
  ...['відповідь', 'правильна відповідь', "розв'язок", 'отговор', 'одговор', 'адказ', 'atbilde', 'atsakymas'],
  // Others
  ...['απάντηση', 'σωστή απάντηση', 'λύση', 'cevap', 'yanıt', 'doğru cevap', 'çözüm', 'válasz', 'megoldás'],
  ...[
    'helyes válasz',
    'erantzuna',
    'përgjigje',
    'jawaban',
    'jawapan',
    'sagot',
    'đáp án',
    'trả lời',
    'jibu',
    'antwoorde',
  ],
  ...[
    'תשובה',
    'פתרון',
    'الإجابة',
    'إجابة',
    'اجابة',
    'الجواب',
    'جواب',
    'الحل',
    'پاسخ',
    'उत्तर',
    'জবাব',
    'উত্তর',
    'விடை',
    'பதில்',
  ],
  ...[
    'คำตอบ',
    'เฉลย',
    '答案',
    '答',
    '正确答案',
    '正解',
    '解答',
    '回答',
    '答え',
    'こたえ',
    '답',
    '정답',
    '해답',
    'პასუხი',
    'պատասխան',
  ],
];

const known: ReadonlySet<string> = new Set(words);

function isAnswerWord(name: string): boolean {
  const plain = name.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim();
  // Also numbered, abbreviated, and as the beginning of a sentence.
  return known.has(plain.replace(/^(?:the|die|la|el) | is$| ?\d+$|\.$/g, ''));
}

interface WordRange {
  readonly word: string;
  /** From the first mark to after the last. */
  readonly start: number;
  readonly end: number;
}

const bold =
  /^([ \t]*(?:(?:[-+>]|\*(?=[ \t])|\d{1,3}[.)])[ \t]*)*)(\*{1,3}|_{1,3})[ \t]*([\p{L}\p{M}][\p{L}\p{M}\p{N}'. ]{0,28}?)[ \t]*(?:[:：][ \t]*\2|\2[ \t]*[:：])/u;
const plain = /^( {0,3})([\p{L}\p{M}][\p{L}\p{M}\p{N}'. ]{0,28}?)[ \t]*[:：](?=[ \t]*\S)/u;

/** A bold label at the beginning of a line, whatever its words. */
export function boldLabel(line: string): WordRange | null {
  const [whole, prefix = '', , word = ''] = bold.exec(line) ?? [];
  return whole === undefined ? null : { word, start: prefix.length, end: whole.length };
}

/** A bold label at the beginning of a line that says “answer” in other words. */
export function otherAnswerLabel(line: string): WordRange | null {
  const found = boldLabel(line);
  return found !== null && isAnswerWord(found.word) ? found : null;
}

/** The same without its marks, so that it may also be prose. */
export function plainAnswerWord(line: string): WordRange | null {
  const [whole, indent = '', word = ''] = plain.exec(line) ?? [];
  return whole === undefined || !isAnswerWord(word)
    ? null
    : { word, start: indent.length, end: whole.length };
}

const heading = /^ {0,3}#{3,6}[ \t]+([\p{L}\p{M}][\p{L}\p{M}' ]{0,28}?)[ \t]*[:：]?[ \t]*#*[ \t]*$/u;

/** A heading inside a card that says only “answer” in other words. */
export function answerHeading(line: string): WordRange | null {
  const [whole, word = ''] = heading.exec(line) ?? [];
  if (whole === undefined || !isAnswerWord(word)) return null;
  return { word, start: line.indexOf('#'), end: line.trimEnd().length };
}

const inHeading =
  /(\*{1,3}|_{1,3})[ \t]*([\p{L}\p{M}][\p{L}\p{M}\p{N}'. ]{0,28}?)[ \t]*(?:[:：][ \t]*\1|\1[ \t]*[:：])/u;
const afterQuestion = /[?？][ \t]+([\p{L}\p{M}][\p{L}\p{M}\p{N}'. ]{0,28}?)[ \t]*[:：](?=[ \t]*\S)/u;

/** The label of an answer in the text of a heading: bold, or after a question mark. */
export function answerInHeading(text: string): WordRange | null {
  const marked = inHeading.exec(text);
  if (marked !== null && isAnswerWord(marked[2] ?? ''))
    return { word: marked[2] ?? '', start: marked.index, end: marked.index + marked[0].length };
  const asked = afterQuestion.exec(text);
  if (asked === null || !isAnswerWord(asked[1] ?? '')) return null;
  const end = asked.index + asked[0].length;
  return { word: asked[1] ?? '', start: asked.index + asked[0].slice(1).search(/\S/) + 1, end };
}
