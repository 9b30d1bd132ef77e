// Search in any spelling, in the browser: names whose letters, or whose romanised letters and
// consonants, are near to those of the query. A simple relative of the package's resolver, made to
// find entries; it computes no probability and decides nothing.
"use strict";

const CANDIDATES = 300;
// How much the letters in any order, the letters in order, and the consonants say.
const WEIGHTS = { grams: 0.35, letters: 0.35, consonants: 0.3 };
const LOWEST = 0.45;
// A listed name, one that differs only in letters read alike, and the least of a name whose words
// begin with what has been typed so far; a tenth more as it becomes the whole name.
const LISTED = 1;
const ALIKE = 0.95;
const BEGUN = 0.85;

/** Makes the function that searches. `data` is what the catalogue's search-data.js holds. */
function makeSearch(data) {
  const spelling = makeSpelling(data.tables);
  const names = [];
  const listed = new Map();
  data.entities.forEach(({ names: forms }, entity) => {
    for (const [text, romanised, skeleton] of forms) {
      const folded = spelling.fold(text);
      const name = { entity, text, folded, letters: withoutSpaces(romanised), consonants: withoutSpaces(skeleton) };
      const key = withoutSpaces(folded);
      listed.set(key, [...(listed.get(key) ?? []), name]);
      names.push(name);
    }
  });
  const byLetters = makeGramIndex(names.map(({ letters }) => letters));
  const byConsonants = makeGramIndex(names.map(({ consonants }) => consonants));

  /** Returns up to `limit` results, best first: page, name and type, the closest listed name, score. */
  return function search(text, limit = 20) {
    const folded = spelling.fold(text);
    if (!folded) {
      return [];
    }
    const best = new Map();
    function propose(name, score) {
      if (score > (best.get(name.entity)?.score ?? LOWEST)) {
        best.set(name.entity, { score, closest: name.text });
      }
    }
    for (const name of listed.get(withoutSpaces(folded)) ?? []) {
      propose(name, LISTED);
    }
    const begins = ` ${folded}`;
    for (const name of folded.length > 2 ? names : []) {
      if (` ${name.folded}`.includes(begins)) {
        propose(name, BEGUN + (0.1 * folded.length) / name.folded.length);
      }
    }
    const romanised = spelling.romanise(text);
    const letters = withoutSpaces(romanised);
    const consonants = withoutSpaces(spelling.skeleton(romanised));
    for (const number of new Set([...byLetters(letters), ...byConsonants(consonants)])) {
      propose(names[number], likeness(letters, consonants, names[number]));
    }
    return Array.from(best, ([entity, result]) => ({ ...result, ...data.entities[entity] }))
      .sort((one, other) => other.score - one.score || (one.page < other.page ? -1 : 1))
      .slice(0, limit);
  };
}

function likeness(letters, consonants, name) {
  return ALIKE * (
    WEIGHTS.grams * dice(grams(letters), grams(name.letters)) +
    WEIGHTS.letters * similarity(letters, name.letters) +
    WEIGHTS.consonants * similarity(consonants, name.consonants)
  );
}

/** Pairs of neighbouring letters, the borders of the name among them. */
function grams(text) {
  const padded = `_${text}_`;
  return Array.from({ length: padded.length - 1 }, (_, at) => padded.slice(at, at + 2));
}

/** Dice's coefficient of two lists: twice what they share, by what both hold. */
function dice(one, other) {
  const left = new Map();
  for (const gram of one) {
    left.set(gram, (left.get(gram) ?? 0) + 1);
  }
  let shared = 0;
  for (const gram of other) {
    const count = left.get(gram) ?? 0;
    if (count > 0) {
      left.set(gram, count - 1);
      shared += 1;
    }
  }
  return (2 * shared) / (one.length + other.length);
}

/** One less Levenshtein's distance by the length of the longer text. */
function similarity(one, other) {
  if (one === other) {
    return 1;
  }
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const changed = row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(changed, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return 1 - row[other.length] / Math.max(one.length, other.length);
}

/** Makes the function that returns the numbers of the texts that share most with a query. */
function makeGramIndex(texts) {
  const holders = new Map();
  texts.forEach((text, number) => {
    for (const gram of text ? grams(text) : []) {
      const list = holders.get(gram);
      if (list) {
        list.push(number);
      } else {
        holders.set(gram, [number]);
      }
    }
  });
  return (query) => {
    const asked = grams(query);
    const shared = new Uint8Array(texts.length);
    const touched = [];
    for (const gram of asked) {
      for (const number of holders.get(gram) ?? []) {
        if (shared[number] === 0) {
          touched.push(number);
        }
        shared[number] = Math.min(255, shared[number] + 1);
      }
    }
    const part = (number) => shared[number] / (asked.length + texts[number].length + 1);
    return touched.sort((one, other) => part(other) - part(one) || one - other).slice(0, CANDIDATES);
  };
}

function withoutSpaces(text) {
  return text.replaceAll(" ", "");
}
