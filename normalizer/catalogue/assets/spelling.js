// Spellings made comparable in the browser: fold, romanise and skeleton, as the package
// normalizer.spelling does it, from the same tables (search-data.js brings them along). Scripts
// without a table of our own, such as Han and Thai, are read letter by letter.
"use strict";

function makeSpelling(tables) {
  const APOSTROPHES = /['`’‘‛ʼʻʽʿʾˈʹʺ′ʔʕ׳״]/u;
  const IGNORED = /[\u00ad\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
  const HEBREW_QUOTE = /(?<=[\u05d0-\u05ea])["\u201c\u201d](?=[\u05d0-\u05ea])/g;
  const ACRONYM_POINT = /(?<![\p{L}\p{M}\p{N}])[\p{L}\p{N}](?:\.[\p{L}\p{N}])+(?![\p{L}\p{M}\p{N}])\.?/gu;

  // -- folding ------------------------------------------------------------------------------

  const kinds = new Map();
  for (const [kind, spans] of tables.fold) {
    for (const span of spans.split(" ")) {
      const [first, last] = span.split("-").map((code) => parseInt(code, 16));
      for (let code = first; code <= (last || first); code += 1) {
        kinds.set(code, kind);
      }
    }
  }
  const foldedLetters = new Map();
  for (const [letters, becomes] of tables.foldLetters) {
    for (const letter of letters) {
      foldedLetters.set(letter, becomes);
    }
  }
  const foldedCharacters = new Map();

  function isLetter(character) {
    const kind = kinds.get(character.codePointAt(0));
    if (kind !== undefined) {
      return kind === "letter" || kind === "unit" || kind === "follow";
    }
    return /[\p{L}\p{N}\p{Mn}\p{Mc}]/u.test(character);
  }

  function foldCharacter(character) {
    const kind = kinds.get(character.codePointAt(0));
    if (["apostrophe", "modifier", "mark", "format"].includes(kind)) {
      return "";
    }
    if (!isLetter(character)) {
      return /\p{Cf}|\p{Me}/u.test(character) ? "" : " ";
    }
    if (/[\uac00-\ud7a3\u3040-\u30ff]/.test(character)) {
      return character;
    }
    let folded = "";
    for (const letter of caseFold(caseFold(character).normalize("NFKD"))) {
      const becomes = foldedLetters.get(letter);
      if (becomes !== undefined) {
        folded += becomes;
      } else if (isLetter(letter)) {
        folded += digitOf(letter) ?? letter;
      }
    }
    return folded;
  }

  /** The comparison form: folded words with single spaces between them. */
  function fold(text) {
    const composed = text
      .replace(/[\u1100-\u11ff\uff65-\uff9f]+|.[\u3099\u309a]/gsu, (part) => part.normalize("NFKC"))
      .replace(ACRONYM_POINT, (acronym) => acronym.replaceAll(".", ""))
      .replace(HEBREW_QUOTE, "");
    let folded = "";
    for (const character of composed) {
      let letters = foldedCharacters.get(character);
      if (letters === undefined) {
        letters = foldCharacter(character);
        foldedCharacters.set(character, letters);
      }
      folded += letters;
    }
    return joined(folded);
  }

  // -- romanisation -------------------------------------------------------------------------

  const scripts = readScripts(tables.romanise.scripts);
  const plain = new Map(tables.romanise.latin);
  const readings = new Map(tables.readings);
  const converters = new Map();

  /** A name in lower-case Latin letters and digits; what no table reads is left out. */
  function romanise(text) {
    let read = text.replaceAll("´", "'").normalize("NFKC").replace(IGNORED, "").toLowerCase();
    read = read.replace(scripts.runs, (run, ...rest) => {
      const groups = rest.at(-1);
      const script = Object.keys(groups).find((name) => groups[name] !== undefined);
      return converterFor(chosenTable(scripts.choices.get(script), read))(run);
    });
    return joined(Array.from(read, plainLetter).join(""));
  }

  function plainLetter(character) {
    const known = plain.get(character);
    if (known !== undefined) {
      return known;
    }
    if (APOSTROPHES.test(character)) {
      return "";
    }
    const digit = digitOf(character);
    if (digit !== null) {
      return digit;
    }
    if (/[\p{L}\p{M}\p{Nl}]/u.test(character)) {
      const base = character.normalize("NFKD")[0];
      return /[a-z0-9]/i.test(base) ? base : (readings.get(character) ?? "");
    }
    return " ";
  }

  function converterFor(table) {
    if (!converters.has(table)) {
      converters.set(table, table === "hangul" ? makeHangul() : makeConverter(table));
    }
    return converters.get(table);
  }

  function makeConverter(name) {
    const table = { folds: new Map(), classes: new Map(), rules: new Map(), words: new Map(), prefixes: new Map() };
    readTable(name, table);
    const byLetter = makeByLetter(table);
    if (table.words.size === 0) {
      return byLetter;
    }
    const words = new Map(table.words);
    for (const [letters, value] of table.prefixes) {
      for (const [word, known] of table.words) {
        words.set(letters + word, value + known);
      }
    }
    return (run) => joined(mapped(run, table.folds)).split(" ").map((word) => words.get(word) || byLetter(word)).join(" ");
  }

  function readTable(name, table) {
    for (const [head, ...rest] of tables.romanise[name]) {
      if (head === "@base") {
        readTable(rest[0], table);
      } else if (head === "@fold") {
        for (const letter of rest[1].split(" ")) {
          table.folds.set(letter, rest[0]);
        }
      } else if (head === "@class") {
        table.classes.set(rest[0], rest[1].split(" ").map((part) => table.classes.get(part) ?? part).join(""));
      } else if (head === "@word") {
        table.words.set(mapped(rest[1], table.folds), rest[0].replaceAll("_", " "));
      } else if (head === "@prefix") {
        table.prefixes.set(rest[1], rest[0].replaceAll("_", " "));
      } else {
        const [value, before = "", after = ""] = rest;
        table.rules.set([head, before, after].join("\t"), value.replaceAll("_", " "));
      }
    }
  }

  function makeByLetter({ folds, classes, rules }) {
    const all = Array.from(rules, ([key, value]) => [...key.split("\t"), value]);
    if (!classes.has("letter")) {
      classes.set("letter", [...new Set(all.flatMap(([letters]) => [...letters]))].sort().join(""));
    }
    all.sort((one, other) => other[0].length - one[0].length);
    const single = new Map();
    const withContext = [];
    for (const [letters, before, after, value] of all) {
      if (letters.length === 1 && !before && !after) {
        single.set(letters, value);
      } else {
        // Read before their context is looked at, as the package does.
        const behind = context(before, classes, letters ? "." : "");
        const rest = `${behind}${escaped(letters.slice(1))}${context(after, classes)}`;
        withContext.push([letters.slice(0, 1), rest, value]);
      }
    }
    const replaced = makeReplacer(withContext);
    return (run) => mapped(replaced(mapped(run, folds)), single);
  }

  function makeHangul() {
    const parts = new Map();
    const joints = new Map();
    const surnames = new Map();
    for (const [kind, first, second] of tables.romanise.hangul) {
      if (kind === "joint") {
        joints.set(first.replaceAll("-", ""), second);
      } else if (kind === "surname") {
        surnames.set(first, second);
      } else {
        parts.set(kind, first.split(" ").map((sound) => (sound === "-" ? "" : sound)));
      }
    }
    const [silent] = parts.get("silent");
    function convert(run) {
      if (run.length === 3 && surnames.has(run[0])) {
        return `${surnames.get(run[0])} ${convert(run.slice(1))}`;
      }
      let out = "";
      let tail = "";
      for (const letter of run) {
        const code = letter.charCodeAt(0) - 0xac00;
        const head = parts.get("initial")[Math.floor(code / 588)];
        const vowel = parts.get("vowel")[Math.floor(code / 28) % 21];
        const final = parts.get("final")[code % 28];
        // A joint is spoken as one sound, so it stands in place of the final and the initial.
        out += joints.get(`${tail}+${head}`) ?? tail + head;
        out += vowel === silent && head && !final ? "" : vowel;
        tail = final;
      }
      return out + tail;
    }
    return convert;
  }

  // -- skeletons ----------------------------------------------------------------------------

  const facts = readSkeleton(tables.skeleton);
  const keys = new Map();

  /** The consonants of romanised words, voiced and voiceless sounds merged: the loose view. */
  function skeleton(romanised) {
    const words = romanised.split(" ");
    const found = [];
    words.forEach((word, number) => {
      const after = words[number + 1] ?? "";
      const isArticle = facts.articles.has(word) || (facts.sun.has(word) && after.startsWith(word.slice(1)));
      if (after && isArticle) {
        return;
      }
      let key = keys.get(word);
      if (key === undefined) {
        key = keyOf(facts.words.get(word) ?? word);
        keys.set(word, key);
      }
      if (key) {
        found.push(key);
      }
    });
    return found.join(" ");
  }

  function keyOf(word) {
    let start = "";
    const rest = word.replace(facts.start, (...match) => {
      start = facts.startKey(...match);
      return "";
    });
    const key = start + rest.replace(facts.sound, facts.soundKey);
    return mapped(key, facts.last).replace(/(.)\1+/g, "$1");
  }

  return { fold, romanise, skeleton };
}

// A key is written in capitals until the end, lest it be read as a letter again.
function readSkeleton(rows) {
  const of = (kind) => rows.filter(([first]) => first === kind).map(([, ...rest]) => rest);
  const members = (kind) => of(kind).flatMap(([list]) => list.split(" "));
  const values = (kind) => new Map(of(kind).flatMap(([list, value]) => list.split(" ").map((one) => [one, value])));
  const pattern = (rules) => rules.map(([expression]) => `(?:${expression})()`).join("|");
  const keysOf = (rules) => chosen(rules.map(([, key]) => key.toUpperCase()));
  const starts = of("start");
  const sounds = [...of("loose"), ...of("sound")];
  const letters = values("letter");
  const merges = values("merge");
  const last = new Map();
  for (const letter of "abcdefghijklmnopqrstuvwxyz") {
    const plain = letters.get(letter) ?? letter;
    last.set(letter, merges.get(plain) ?? plain);
    last.set(letter.toUpperCase(), merges.get(letter) ?? letter);
  }
  return {
    articles: new Set(members("article")),
    sun: new Set(members("sun")),
    words: values("word"),
    start: new RegExp(`^(?:${pattern(starts)})`),
    startKey: keysOf(starts),
    sound: new RegExp(pattern(sounds), "g"),
    soundKey: keysOf(sounds),
    last,
  };
}

function readScripts(rows) {
  const groups = [];
  const choices = new Map();
  for (const [script, table, run, , telltales = ""] of rows) {
    if (run) {
      groups.push(`(?<${script}>${run})`);
    }
    const choice = { table, telltales: new Set(telltales.split(" ").join("")) };
    choices.set(script, [...(choices.get(script) ?? []), choice]);
  }
  return { runs: new RegExp(groups.join("|"), "g"), choices };
}

function chosenTable(choices, text) {
  const letters = [...text];
  const found = choices.find(({ telltales }) => letters.some((letter) => telltales.has(letter)));
  return (found ?? choices.at(-1)).table;
}

/** What stands before or after a letter, as a pattern that consumes nothing. */
function context(text, classes, behind = null) {
  if (!text) {
    return "";
  }
  const side = behind === null ? "" : "<";
  const read = behind ?? "";
  const letter = classes.get("letter");
  if (text === "#") {
    return `(?${side}![${letter}]${read})`;
  }
  const parts = text.split("+").map((part) => (part === "#" ? `(?${side}![${letter}])` : `[${classes.get(part) ?? part}]`));
  return `(?${side}=${parts.join("")}${read})`;
}

/** A replacer that gives the value of the rule whose empty group has matched. */
function chosen(values) {
  return (...match) => {
    const last = match.findIndex((part) => typeof part === "number");
    for (let group = last - 1; group > 0; group -= 1) {
      if (match[group] !== undefined) {
        return values[group - 1];
      }
    }
    return "";
  };
}

/**
 * Makes the function that applies rules, given as [letters, pattern of the rest, value]. At each
 * place first a rule without letters, which adds a vowel that is spoken but not written, then one
 * with letters.
 */
function makeReplacer(rules) {
  const [adding, reading] = [(letters) => letters === "", (letters) => letters !== ""].map((isOne) => {
    const some = rules.filter(([letters]) => isOne(letters));
    const pattern = some.map(([letters, rest]) => `${escaped(letters)}${rest}()`).join("|");
    const value = chosen(some.map((rule) => rule[2]));
    const rule = new RegExp(some.length ? pattern : "(?!)", "y");
    return (text, at) => {
      rule.lastIndex = at;
      const found = rule.exec(text);
      return found && { value: value(...found, at), length: found[0].length };
    };
  });
  return (text) => {
    let out = "";
    let at = 0;
    while (at < text.length) {
      out += adding(text, at)?.value ?? "";
      const read = reading(text, at) ?? { value: text[at], length: 1 };
      out += read.value;
      at += read.length;
    }
    return out + (adding(text, at)?.value ?? "");
  };
}

function mapped(text, table) {
  return Array.from(text, (character) => table.get(character) ?? character).join("");
}

function joined(text) {
  return text.split(/\s+/u).filter(Boolean).join(" ");
}

function escaped(text) {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

function caseFold(text) {
  return text.replaceAll("ẞ", "ss").replaceAll("ß", "ss").toLowerCase().replaceAll("ς", "σ");
}

/** The value of a decimal digit of any script as an ASCII digit; null for what is none. */
function digitOf(character) {
  if (!/\p{Nd}/u.test(character)) {
    return null;
  }
  // The digits of a script lie side by side from its zero.
  let zero = character.codePointAt(0);
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) {
    zero -= 1;
  }
  return String((character.codePointAt(0) - zero) % 10);
}
